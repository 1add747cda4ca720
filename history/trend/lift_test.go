package trend

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

// paced has a count each day from 40 days before the event's day to 40 after it:
// base on that day, so many more each day before, and so many each day after.
func paced(base, before, after int64) *series.Series {
	counts := make([]int64, 81)
	for i := range counts {
		counts[i] = base + min(0, int64(i-40))*before + max(0, int64(i-40))*after
	}
	return countsFrom(historytest.Date(historytest.Today)-40, counts...)
}

// TestLift is hand-computed. Over 7 days the artist gained 10 a day before and 30 a
// day after: 70 and 210. Of the roster the middle artist gained 2 a day before
// and 3 a day after: 7 more, of 2,000, so 0.0035. Of 10,000 that is 35, and
// 210 - 70 - 35 = 105.
func TestLift(t *testing.T) {
	t.Parallel()
	artist := paced(10_000, 10, 30)
	roster := []*series.Series{artist, paced(2000, 2, 3), paced(2000, 2, 2), paced(1000, 5, 0), paced(100_000, 0, 100)}
	tiny := []*series.Series{paced(999, 0, 50), paced(500, 0, 50), paced(400, 0, 0)}
	timeline := []content.Event{{Day: historytest.Date(historytest.Today), Title: "Release"}}
	// Changes in parts: 0.014, 0.0035, 0, -0.035, 0.007.
	for _, test := range []struct {
		name    string
		roster  []*series.Series
		days    content.Day
		want    string
		percent float64
	}{
		{"seven days", roster, 7, "70 210, 0.0035 of 5: 105", 1.05},
		{"28 days", roster, 28, "280 840, 0.014 of 5: 420", 4.2},
		{"tiny artists say nothing", append(tiny, roster...), 7, "70 210, 0.0035 of 5: 105", 1.05},
		{"four artists", roster[:4], 7, "70 210, 0 of 0: 140", 1.4},
		{"two artists", roster[:2], 7, "70 210, 0 of 0: 140", 1.4},
		{"one artist", roster[:1], 7, "70 210, 0 of 0: 140", 1.4},
	} {
		l := sampleOf(content.EveryDay, test.roster...).Lift(artist, timeline, 0, test.days, historytest.Date(historytest.Today)+test.days)
		percent, ok := l.Percent()
		got := fmt.Sprintf("%d %d, %.4g of %d: %d", l.Before, l.After, l.Roster, l.Artists, l.Gain())
		if l.Why != "" || got != test.want || !ok || math.Abs(percent-test.percent) > 1e-9 || l.Base != (series.Point{Day: historytest.Date(historytest.Today), Value: 10_000}) {
			t.Errorf("%s: %s, %v %%, %+v; want %s, %v %%", test.name, got, percent, l, test.want, test.percent)
		}
	}
	if l := sampleOf(content.EveryDay).Lift(paced(0, 0, 0), timeline, 0, 7, historytest.Date(historytest.Today)+7); l.Why != "" || l.Gain() != 0 {
		t.Errorf("of nobody: %+v", l)
	} else if _, ok := l.Percent(); ok {
		t.Error("per cent of nothing")
	}
}

// TestUnmeasuredLifts: days are counted from that of the event.
func TestUnmeasuredLifts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		days   content.Day
		others []int
		gaps   []int
		seam   int
		newest int
		why    Unmeasured
		base   int // where it is measured
	}{
		{name: "on the last day", days: 7, newest: 7},
		{name: "a day before", days: 7, newest: 6, why: LiftEarly},
		{name: "the same day", days: 7, others: []int{0}, newest: 40, why: LiftOverlaps},
		{name: "on the first day before", days: 7, others: []int{-7}, newest: 40, why: LiftOverlaps},
		{name: "earlier", days: 7, others: []int{-8}, newest: 40},
		{name: "on the last day after", days: 7, others: []int{6}, newest: 40, why: LiftOverlaps},
		{name: "later", days: 7, others: []int{7}, newest: 40},
		{name: "no count of the day", days: 7, gaps: []int{0}, newest: 40, base: -1},
		{name: "nor of the day before", days: 7, gaps: []int{0, -1}, newest: 40, why: LiftGap},
		{name: "no count at the end", days: 7, gaps: []int{7}, newest: 40, base: -1},
		{name: "no count at the beginning", days: 7, gaps: []int{-7}, newest: 40, base: -1},
		{name: "no count at either end", days: 7, gaps: []int{-8, 7}, newest: 40, why: LiftGap},
		{name: "a day earlier, which another began", days: 7, gaps: []int{0}, others: []int{-8}, newest: 40, why: LiftOverlaps},
		{name: "days that are not needed", days: 7, gaps: []int{-6, -1, 3}, newest: 40},
		{name: "28 days, up to four earlier", days: 28, gaps: []int{0, -1, -2, -3}, newest: 40, base: -4},
		{name: "not five", days: 28, gaps: []int{0, -1, -2, -3, -4}, newest: 40, why: LiftGap},
		{name: "another account", days: 7, seam: 3, newest: 40, why: LiftSeam},
		{name: "another account before", days: 7, seam: -7, newest: 40},
		{name: "another account after", days: 7, seam: 8, newest: 40},
		{name: "another account on the last day, so the day before", days: 7, seam: 7, newest: 40, base: -1},
	} {
		s := like([]*series.Series{paced(10_000, 1, 1)}, func(_ int, day content.Day, n int64) int64 {
			if slices.Contains(test.gaps, int(day-historytest.Date(historytest.Today))) {
				return series.None
			}
			return n
		})[0]
		if test.seam != 0 {
			first, counts, _ := countsOf(s)
			s = withSeams(first, []content.Day{historytest.Date(historytest.Today) + content.Day(test.seam)}, counts...)
		}
		timeline := []content.Event{{Day: historytest.Date(historytest.Today), Title: "Release"}}
		for _, other := range test.others {
			timeline = append(timeline, content.Event{Day: historytest.Date(historytest.Today) + content.Day(other), Title: "Tour"})
		}
		l := sampleOf(content.EveryDay, s).Lift(s, timeline, 0, test.days, historytest.Date(historytest.Today)+content.Day(test.newest))
		if l.Why != test.why || (l.Other.Title == "Tour") != (test.why == LiftOverlaps) {
			t.Errorf("%s: %+v, want %q", test.name, l, test.why)
		}
		if test.why == "" && l.Base.Day != historytest.Date(historytest.Today)+content.Day(test.base) {
			t.Errorf("%s: the base is %s", test.name, l.Base.Day)
		}
		if test.why != "" && (l.Base != series.Point{} || l.Gain() != 0 || l.Artists != 0) {
			t.Errorf("%s: numbers of what is not measured: %+v", test.name, l)
		}
	}
	young := countsFrom(historytest.Date(historytest.Today)-6, slices.Repeat([]int64{5000}, 30)...)
	for name, s := range map[string]*series.Series{string(LiftYoung): young, string(LiftGap): countsFrom(historytest.Date(historytest.Today))} {
		l := sampleOf(content.EveryDay, s).Lift(s, []content.Event{{Day: historytest.Date(historytest.Today)}}, 0, 7, historytest.Date(historytest.Today)+20)
		if string(l.Why) != name {
			t.Errorf("%q, want %q", l.Why, name)
		}
	}
}

// TestLiftsOfAnyRoster recomputes each number from counts by day, and holds what
// must not change it.
func TestLiftsOfAnyRoster(t *testing.T) {
	t.Parallel()
	measured, whys := 0, make(map[Unmeasured]int)
	for seed := range uint64(40) {
		series, every := anyWorld(seed)
		large := like(series, func(_ int, _ content.Day, n int64) int64 { return max(n, 1000) })
		p, same, later := sampleOf(every, large...), sampleOf(every, scaled(large, 10)...), sampleOf(every, shifted(large, 25)...)
		first, last, ok := p.span()
		if !ok {
			continue
		}
		roster := ledgersOf(p)
		for i, s := range p.series {
			timeline := []content.Event{{Day: first + 20 + content.Day(i)}, {Day: first + 60}, {Day: last - 40}, {Day: last - 3}}
			var moved []content.Event
			for _, e := range timeline {
				moved = append(moved, content.Event{Day: e.Day + 25})
			}
			for n := range timeline {
				for _, days := range LiftDays {
					l := p.Lift(s, timeline, n, days, last)
					whys[l.Why]++
					ten := same.Lift(same.series[i], timeline, n, days, last)
					if ten.Before != 10*l.Before || ten.After != 10*l.After || ten.Roster != l.Roster || ten.Why != l.Why {
						t.Fatalf("seed %d: %+v, ten times %+v", seed, l, ten)
					}
					shift := later.Lift(later.series[i], moved, n, days, last+25)
					if shift.Gain() != l.Gain() || shift.Why != l.Why || l.Why == "" && shift.Base.Day != l.Base.Day+25 {
						t.Fatalf("seed %d: %+v, 25 days later %+v", seed, l, shift)
					}
					slow := roster.Lift(roster[i], timeline, n, days, last)
					if string(l.Why) != slow.Why || l.Other != slow.With || l.Base.Day != slow.Base || l.Before != slow.Before || l.After != slow.After || l.Gain() != slow.Gain() || l.Artists != slow.Artists {
						t.Fatalf("seed %d: %+v, slowly %+v", seed, l, slow)
					}
					if l.Why != "" {
						continue
					}
					measured++
					if then := sampleOf(every, until(p.series, l.Base.Day+days)...).Lift(s.Until(timeline[n].Day+days), timeline, n, days, last); cmp.Diff(l, then) != "" {
						t.Fatalf("seed %d: %+v, as of its last day %+v", seed, l, then)
					}
				}
			}
		}
	}
	t.Log(measured, "measured,", strings.TrimPrefix(fmt.Sprint(whys), "map"))
	if measured < 300 {
		t.Errorf("so few prove little")
	}
}

// TestLiftApartFromARemoval: what a platform takes from all is no one's loss.
func TestLiftApartFromARemoval(t *testing.T) {
	t.Parallel()
	w := newWorld(5, 15, 120)
	w.all(63, 1, -0.012, -0.012)
	for d := 60; d < 67; d++ {
		w.rates[0][d] += 0.004
	}
	series := w.play()
	l := sampleOf(content.EveryDay, series...).Lift(series[0], []content.Event{{Day: w.first + 59}}, 0, 7, w.first+119)
	if percent, ok := l.Percent(); l.Why != "" || !ok || math.Abs(percent-2.8) > 0.7 || math.Abs(l.Roster+0.012) > 0.002 {
		t.Errorf("%v %% more, want about 2.8: %+v", percent, l)
	}
}
