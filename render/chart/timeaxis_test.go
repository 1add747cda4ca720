package chart

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/words"
)

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
			slices.Reverse(got) // they are counted back
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

// inOrder puts ticks that are counted back into the order of their days.
func inOrder(ticks []dayTick) []dayTick {
	if len(ticks) > 1 && ticks[0].day > ticks[1].day {
		slices.Reverse(ticks)
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
