package trend

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

// beforeAfter has so many a day in the 40 days before today, and so many from today
// on.
func beforeAfter(metric content.Metric, before, after int64, gaps ...int) *series.Series {
	return changedOn(metric, before, after, nil, gaps...)
}

func changedOn(metric content.Metric, before, after int64, seams []content.Day, gaps ...int) *series.Series {
	var counts []int64
	level := int64(0)
	for d := -40; d <= 40; d++ {
		n := before
		if d >= 0 {
			n = after
		}
		if level += n; metric.Kind() == content.Cumulative {
			n = level
		}
		if slices.Contains(gaps, d) {
			n = series.None
		}
		counts = append(counts, n)
	}
	return inMetric(metric, historytest.Date(historytest.Today)-40, seams, counts...)
}

// TestFlowLift is hand-computed. The artist has 100 a day before, and 600 after: six
// times as much. The middle artist of five has 1.5 times as much (1, 1.2, 1.5, 2 and 6),
// so the lift is fourfold.
func TestFlowLift(t *testing.T) {
	t.Parallel()
	today := historytest.Date(historytest.Today)
	for _, metric := range []content.Metric{views, listeners} {
		artist := beforeAfter(metric, 100, 600)
		roster := []*series.Series{artist, beforeAfter(metric, 500, 500), beforeAfter(metric, 100, 120), beforeAfter(metric, 50, 75), beforeAfter(metric, 1000, 2000)}
		few := []*series.Series{beforeAfter(metric, 49, 4900), beforeAfter(metric, 1, 100)}
		for _, test := range []struct {
			name   string
			roster []*series.Series
			days   content.Day
			times  float64
			of     int
		}{
			{"seven days", roster, 7, 4, 5},
			{"28 days", roster, 28, 4, 5},
			{"few readers do not count", append(few, roster...), 7, 4, 5},
			{"four artists", roster[:4], 7, 6, 0},
			{"one artist", roster[:1], 7, 6, 0},
		} {
			p := flowsOf(metric, test.roster...)
			l := p.FlowLift(flow.New(artist, metric.Kind()), timeline(today), 0, test.days, today+test.days)
			percent, ok := l.Percent()
			if l.Why != "" || !ok || math.Abs(l.Times()-test.times) > 1e-9 || math.Abs(percent-100*(test.times-1)) > 1e-9 || l.Artists != test.of {
				t.Errorf("%s: %+v: %v times, want %v", test.name, l, l.Times(), test.times)
			}
			if l.Before.Days() != int(test.days) || l.Now.First != today || l.Before.Mean() != 100 || l.Now.Mean() != 600 {
				t.Errorf("%s: %+v", test.name, l.Change)
			}
		}
	}
}

// TestFlowLiftOfPlays: a night's level has the plays since the night before, so those
// of an event's day are in the level of the next night.
func TestFlowLiftOfPlays(t *testing.T) {
	t.Parallel()
	today := historytest.Date(historytest.Today)
	counts := make([]int64, 81)
	level := int64(0)
	for i := range counts {
		counts[i] = level
		if level += 100; i >= 40 {
			level += 200 // in the day after the level of today was taken
		}
	}
	s := inMetric(plays, today-40, nil, counts...)
	l := flowsOf(plays, s).FlowLift(flow.New(s, content.Cumulative), timeline(today), 0, 7, today+7)
	if l.Why != "" || l.Before.Value() != 700 || l.Now.Value() != 2100 || l.Now.First != today+1 {
		t.Errorf("%+v", l)
	}
}

func TestUnmeasuredFlowLifts(t *testing.T) {
	t.Parallel()
	today := historytest.Date(historytest.Today)
	for _, test := range []struct {
		name   string
		metric content.Metric
		days   content.Day
		before int64
		others []int
		gaps   []int
		seam   int
		newest int
		why    Unmeasured
	}{
		{name: "on the last day", days: 7, newest: 7},
		{name: "a day before", days: 7, newest: 6, why: LiftEarly},
		{name: "another event", days: 7, others: []int{-7}, newest: 40, why: LiftOverlaps},
		{name: "an event just after", days: 7, others: []int{6}, newest: 40, why: LiftOverlaps},
		{name: "an event later", days: 7, others: []int{7}, newest: 40},
		{name: "no day stands in", days: 7, gaps: []int{0}, newest: 40, why: LiftGap},
		{name: "any day lacks", days: 7, gaps: []int{-3}, newest: 40, why: LiftGap},
		{name: "the last day lacks", days: 7, gaps: []int{6}, newest: 40, why: LiftGap},
		{name: "a day that is not needed", days: 7, gaps: []int{-8, 7}, newest: 40},
		{name: "28 days", days: 28, gaps: []int{-29, 28}, newest: 40},
		{name: "28 days, one lacks", days: 28, gaps: []int{-28}, newest: 40, why: LiftGap},
		{name: "another article", days: 7, seam: 3, newest: 40, why: LiftSeam},
		{name: "another article from the event on", days: 7, seam: -1, newest: 40, why: LiftSeam},
		{name: "another article before", days: 7, seam: -7, newest: 40},
		{name: "another article after", days: 7, seam: 7, newest: 40},
		{name: "a hundred before", days: 7, before: 15, newest: 40},
		{name: "fewer than a hundred before", days: 7, before: 14, newest: 40, why: LiftFew},
		{name: "a hundred in 28 days", days: 28, before: 4, newest: 40},
		{name: "nothing before", days: 7, before: -1, newest: 40, why: LiftFew},
		{name: "plays", metric: plays, days: 7, newest: 40},
		{name: "plays, the event's day lacks", metric: plays, days: 7, gaps: []int{0}, newest: 40, why: LiftGap},
		{name: "plays, the day before the first lacks", metric: plays, days: 7, gaps: []int{-7}, newest: 40, why: LiftGap},
		{name: "plays, a day before that lacks", metric: plays, days: 7, gaps: []int{-8}, newest: 40},
		{name: "plays, of another account from the first day on", metric: plays, days: 7, seam: -6, newest: 40, why: LiftSeam},
		{name: "plays, of another account before", metric: plays, days: 7, seam: -7, newest: 40},
	} {
		if test.metric == (content.Metric{}) {
			test.metric = views
		}
		before := test.before
		if before == 0 {
			before = 100
		}
		var seams []content.Day
		if test.seam != 0 {
			seams = append(seams, today+content.Day(test.seam))
		}
		s := changedOn(test.metric, max(0, before), 100, seams, test.gaps...)
		events := timeline(today)
		for _, other := range test.others {
			events = append(events, content.Event{Day: today + content.Day(other), Title: "Tour"})
		}
		l := flowsOf(test.metric, s).FlowLift(flow.New(s, test.metric.Kind()), events, 0, test.days, today+content.Day(test.newest))
		if l.Why != test.why || (l.Other.Title == "Tour") != (test.why == LiftOverlaps) {
			t.Errorf("%s: %+v, want %q", test.name, l, test.why)
		}
		if _, ok := l.Percent(); ok != (test.why == "") || !ok && (l.Change != flow.Change{} || l.Artists != 0) {
			t.Errorf("%s: numbers of what is not measured: %+v", test.name, l)
		}
	}
	hundred := inMetric(views, today-7, nil, append([]int64{14, 14, 14, 14, 14, 15, 15}, slices.Repeat([]int64{100}, 20)...)...)
	fewer := inMetric(views, today-7, nil, append([]int64{14, 14, 14, 14, 14, 14, 15}, slices.Repeat([]int64{100}, 20)...)...)
	young := inMetric(views, today-6, nil, slices.Repeat([]int64{100}, 30)...)
	behind := inMetric(views, today-40, nil, slices.Repeat([]int64{100}, 45)...)
	for _, test := range []struct {
		s      *series.Series
		newest content.Day
		why    Unmeasured
	}{
		{hundred, today + 20, ""},
		{fewer, today + 20, LiftFew},
		{young, today + 20, LiftYoung},
		{inMetric(views, today, nil), today + 20, LiftGap},
		{behind, today + 7, LiftEarly}, // the source is two days behind
		{behind, today + 12, LiftEarly},
		{behind, today + 13, LiftGap},
	} {
		if l := flowsOf(views, test.s).FlowLift(flow.New(test.s, content.Flow), timeline(today), 0, 7, test.newest); l.Why != test.why {
			t.Errorf("on %s: %q, want %q", test.newest, l.Why, test.why)
		}
	}
}

// TestFlowLiftsOfAnyRoster recomputes each number from counts by day.
func TestFlowLiftsOfAnyRoster(t *testing.T) {
	t.Parallel()
	measured, whys := 0, make(map[Unmeasured]int)
	for seed := range uint64(60) {
		p := anyReaders(seed)
		first, last, ok := p.span()
		if !ok {
			continue
		}
		roster := ledgersOf(p)
		for i := range p.series {
			events := timeline(first+20+content.Day(i), first+60, last-40, last-3)
			for n := range events {
				for _, days := range LiftDays {
					l := p.FlowLift(p.daily[i], events, n, days, last)
					whys[l.Why]++
					slow := roster.FlowLift(roster[i], events, n, days, last)
					if string(l.Why) != slow.Why || l.Artists != slow.Artists {
						t.Fatalf("seed %d: %+v, slowly %+v", seed, l, slow)
					}
					if l.Why != "" {
						continue
					}
					measured++
					before, after := sums(l)
					if before != slow.Before || after != slow.After || math.Abs(l.Log()-slow.Log) > 1e-9 {
						t.Fatalf("seed %d: %+v, slowly %+v", seed, l, slow)
					}
					then := p.cut(l.Now.Last).FlowLift(p.daily[i].Until(l.Now.Last), events, n, days, last)
					if then != l {
						t.Fatalf("seed %d: %+v, as of its last day %+v", seed, l, then)
					}
				}
			}
		}
	}
	if t.Log(measured, "measured,", fmt.Sprint(whys)); measured < 300 || whys[LiftGap] == 0 || whys[LiftSeam] == 0 || whys[LiftYoung] == 0 || whys[LiftFew] == 0 {
		t.Errorf("so few prove little")
	}
}

// sums are what the days of a lift have together.
func sums(l FlowLift) (before, after int64) {
	days := float64(l.Days)
	return int64(math.Round(l.Before.Mean() * days)), int64(math.Round(l.Now.Mean() * days))
}

// TestFlowLiftApartFromTheRoster: what a platform does to all is no one's news.
func TestFlowLiftApartFromTheRoster(t *testing.T) {
	t.Parallel()
	w := newReaders(5, views, 40, 120)
	w.size[0] = 5000
	for d := range w.times[0] {
		w.times[0][d] = 1
	}
	w.all(60, 120, 1, 0.5, 0.5)
	for d := 60; d < 67; d++ {
		w.times[0][d] *= 3
	}
	all := w.play()
	l := flowsOf(views, all...).FlowLift(flow.New(all[0], content.Flow), timeline(w.first+60), 0, 7, w.first+119)
	if ratio, ok := l.Ratio(); l.Why != "" || !ok || math.Abs(ratio-1.5) > 0.01 || math.Abs(l.Times()-3) > 0.35 || math.Abs(l.Roster+math.Ln2) > 0.15 {
		t.Errorf("%v times, want about 3: %+v", l.Times(), l)
	}
}
