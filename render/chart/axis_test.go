package chart

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
	"datarocks/render/words"
)

func TestAxisLabels(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		low, high int64
		want      []string
	}{
		{0, 0, []string{"0", "2", "4"}},
		{5, 5, []string{"2", "4", "6", "8"}},
		{0, 100, []string{"0", "50", "100", "150"}},
		{2_180_000, 2_217_904, []string{"2.16M", "2.18M", "2.20M", "2.22M", "2.24M"}},
		{338_500, 343_088, []string{"338K", "340K", "342K", "344K"}},
		{45_148, 45_167, []string{"45,140", "45,150", "45,160", "45,170"}},
		{2_217_900, 2_217_904, []string{"2,217,898", "2,217,900", "2,217,902", "2,217,904", "2,217,906"}},
		{1_311_000, 1_312_000, []string{"1,310,500", "1,311,000", "1,311,500", "1,312,000", "1,312,500"}},
	} {
		a := niceAxis(test.low, test.high)
		var got []string
		for _, v := range a.ticks() {
			got = append(got, a.label(v, en))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%d to %d: labels %q, want %q", test.low, test.high, got, test.want)
		}
	}
}

// TestAxisHolds tries many ranges: counts lie inside, ticks are whole numbers of
// followers at even distances, and no two labels are the same.
func TestAxisHolds(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	ranges := [][2]int64{{0, 0}, {0, 1}, {fetch.MaxCount, fetch.MaxCount}, {0, fetch.MaxCount}, {fetch.MaxCount - 1, fetch.MaxCount}}
	for range 20_000 {
		low := int64(math.Pow(10, 15.95*random.Float64())) - 1
		ranges = append(ranges, [2]int64{low, min(fetch.MaxCount, low+int64(math.Pow(10, 15*random.Float64()))-1)})
	}
	for _, r := range ranges {
		checkAxis(t, r[0], r[1])
	}
}

func checkAxis(t *testing.T, low, high int64) {
	t.Helper()
	a := niceAxis(low, high)
	if a.min < 0 || a.min > float64(low) || a.max < float64(high) {
		t.Fatalf("%d to %d: the axis goes from %v to %v", low, high, a.min, a.max)
	}
	for _, v := range []int64{low, high} {
		if at := a.at(float64(v)); !(at >= 0 && at <= 1) {
			t.Fatalf("%d to %d: %d is at %v", low, high, v, at)
		}
	}
	ticks := a.ticks()
	if len(ticks) < 3 || len(ticks) > 6 || ticks[0] != a.min || ticks[len(ticks)-1] != a.max {
		t.Fatalf("%d to %d: ticks %v of axis %+v", low, high, ticks, a)
	}
	for _, l := range []*words.Language{en, de} {
		labels := map[string]bool{}
		for _, v := range ticks {
			if v != math.Trunc(v) {
				t.Fatalf("%d to %d: tick %v is no whole number", low, high, v)
			}
			labels[a.label(v, l)] = true
		}
		if len(labels) != len(ticks) {
			t.Fatalf("%d to %d: %d ticks have the labels %v", low, high, len(ticks), labels)
		}
	}
}

func TestDayTicks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		days int
		want string // "~" marks one left out below fullWidth, "-" below wideWidth
	}{
		{7, "~Mon 16, Tue 17, ~Wed 18, ~Thu 19, Fri 20, ~Sat 21, ~Sun 22, Mon 23"},
		{10, "-13 Nov, 15 Nov, -17 Nov, 19 Nov, -21 Nov, 23 Nov"},
		{28, "26 Oct, -2 Nov, 9 Nov, -16 Nov, 23 Nov"},
		{90, "31 Aug, -14 Sept, -28 Sept, 12 Oct, -26 Oct, -9 Nov, 23 Nov"},
		{365, "2026, -Mar, May, -Jul, Sept, -Nov"},
		{3 * 365, "2024, -Jul, 2025, -Jul, 2026, -Jul"},
		{10 * 365, "-2018, 2020, -2022, 2024, -2026"},
	} {
		var got []string
		for _, tick := range dayTicks(en, rendertest.Newest-content.Day(test.days), rendertest.Newest) {
			prefix := map[string]string{"": "", "fine": "~", "minor": "-"}[tick.class]
			got = append(got, prefix+tick.label)
		}
		if test.days < 113 {
			for i, j := 0, len(got)-1; i < j; i, j = i+1, j-1 {
				got[i], got[j] = got[j], got[i] // they are counted back
			}
		}
		if joined := strings.Join(got, ", "); joined != test.want {
			t.Errorf("%d days:\n got %s\nwant %s", test.days, joined, test.want)
		}
	}
}

// TestDayTicksKeepApart: no two labels touch, at any width, over any span.
func TestDayTicksKeepApart(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for days := 7; days < 5000; days += 1 + days/400 {
		to := rendertest.Newest - content.Day(random.IntN(800))
		l := []*words.Language{en, de}[days%2]
		ticks := dayTicks(l, to-content.Day(days), to)
		for _, view := range []struct {
			width float64
			out   string // classes left out
		}{{narrowWidth, "fine minor"}, {wideWidth, "fine"}, {fullWidth, ""}, {1012, ""}} {
			shown := 0
			end := -100.0
			for _, tick := range inOrder(ticks) {
				if tick.class != "" && strings.Contains(view.out, tick.class) {
					continue
				}
				shown++
				left, right := labelReach(float64(tick.day-to+content.Day(days))/float64(days), tick.label, view.width)
				if left < end+1.5 {
					t.Errorf("%d days until %s at %v pixels: %q begins at %.0f, the one before ends at %.0f", days, to, view.width, tick.label, left, end)
				}
				end = right
			}
			if shown < 2 || shown > 13 {
				t.Errorf("%d days until %s at %v pixels: %d labels", days, to, view.width, shown)
			}
		}
	}
}

func inOrder(ticks []dayTick) []dayTick {
	if len(ticks) > 1 && ticks[0].day > ticks[1].day {
		reversed := make([]dayTick, len(ticks))
		for i, tick := range ticks {
			reversed[len(ticks)-1-i] = tick
		}
		return reversed
	}
	return ticks
}

// labelReach is where a label begins and ends: 12 pixels high, and a little wider
// than Inter draws it.
func labelReach(x float64, label string, width float64) (left, right float64) {
	text := 0.0
	for _, r := range label {
		switch {
		case r == ' ':
			text += 3.5
		case r == 'M' || r == 'W' || r == 'm':
			text += 10.5
		default:
			text += 7
		}
	}
	switch at := x * width; {
	case x < 0.02:
		return at, at + text
	case x > 0.98:
		return at - text, at
	default:
		return at - text/2, at + text/2
	}
}

// TestDayTicksOfAges: a history of centuries is a mistake, and no reason to fail.
func TestDayTicksOfAges(t *testing.T) {
	t.Parallel()
	if ticks := dayTicks(en, rendertest.Day("0001-01-01"), rendertest.Newest); len(ticks) == 0 || len(ticks) > 60 {
		t.Errorf("%d labels", len(ticks))
	}
}
