package chart

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"datarocks/fetch"
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
		a := niceAxis(test.low, test.high, 0)
		var got []string
		for _, v := range a.ticks() {
			got = append(got, a.label(v, en))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%d to %d: labels %q, want %q", test.low, test.high, got, test.want)
		}
	}
}

// TestAxisOfCutCounts: no two lines are nearer than what a count may stand for.
func TestAxisOfCutCounts(t *testing.T) {
	t.Parallel()
	a := niceAxis(327_000, 327_000, 1000)
	var labels []string
	for _, v := range a.ticks() {
		labels = append(labels, a.label(v, en))
	}
	if want := []string{"324K", "326K", "328K", "330K"}; !slices.Equal(labels, want) {
		t.Errorf("labels %q, want %q", labels, want)
	}
	random := rand.New(rand.NewPCG(1, 3))
	for range 2000 {
		step := int64(math.Pow10(random.IntN(8)))
		low := (100 + random.Int64N(900)) * step
		high := low + random.Int64N(12)*step
		a := niceAxis(low, high, step)
		if a.step < float64(step) || a.min > float64(low) || a.max < float64(high) || len(a.ticks()) > 6 {
			t.Fatalf("%d to %d, cut to %d: %+v", low, high, step, a)
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
	a := niceAxis(low, high, 0)
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
