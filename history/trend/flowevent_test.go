package trend

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

// quietFlows makes artists who have base a day in October, up to the 30th, and then
// those of each of the days, in parts of base.
func quietFlows(metric content.Metric, base float64, artists int, days ...[]float64) *RosterSample {
	all := make([]*series.Series, artists)
	for i := range all {
		amounts := slices.Repeat([]int64{int64(base)}, 65)
		for _, day := range days {
			amounts = append(amounts, int64(math.Round(day[i%len(day)]*base)))
			if day[i%len(day)] < 0 {
				amounts[len(amounts)-1] = series.None
			}
		}
		if metric.Kind() == content.Cumulative {
			level := int64(1_000_000)
			for d, n := range amounts {
				level += n
				amounts[d] = level
			}
		}
		all[i] = inMetric(metric, historytest.Date("2026-10-30")-64, nil, amounts...)
	}
	return flowsOf(metric, all...)
}

// TestFlowEvents are hand-computed: nothing moves for weeks, so that 0 is usual and its
// spread is 0, and a median of a tenth, as a logarithm, is enough.
func TestFlowEvents(t *testing.T) {
	t.Parallel()
	day := func(parts ...float64) []float64 { return parts }
	for _, test := range []struct {
		name   string
		roster *RosterSample
		want   string // days of October, and the median in thousandths
	}{
		{"nothing", quietFlows(views, 1000, 5, day(1)), ""},
		{"a fall", quietFlows(views, 1000, 5, day(0.6, 0.62, 0.5, 0.7, 0.65)), "30-31 -380 of 5"},
		{"a rise", quietFlows(views, 1000, 5, day(2, 3, 4, 5, 6)), "30-31 3000 of 5"},
		{"just enough", quietFlows(views, 1000, 5, day(0.904)), "30-31 -96 of 5"}, // ln 0.904 is -0.1009
		{"too little", quietFlows(views, 1000, 5, day(0.906)), ""},                // -0.0987
		{"of people", quietFlows(listeners, 1000, 5, day(0.5)), "30-31 -500 of 5"},
		{"of plays", quietFlows(plays, 1000, 5, day(0.5)), "30-31 -500 of 5"},
		{"to nothing", quietFlows(views, 1000, 5, day(0)), "30-31 -999 of 5"}, // as of 1
		{"four artists", quietFlows(views, 1000, 4, day(0.5)), ""},
		{"fifty a day", quietFlows(views, 50, 5, day(0.5)), "30-31 -500 of 5"},
		{"too few a day", quietFlows(views, 49, 5, day(0.5)), ""},
		{"four of five moved", quietFlows(views, 1000, 5, day(0.5, 0.5, 0.5, 0.5, 1)), "30-31 -500 of 5"},
		{"three of five", quietFlows(views, 1000, 5, day(0.5, 0.5, 0.5, 1, 1)), ""},
		{"half of ten were counted", quietFlows(views, 1000, 10, day(0.5, -1)), "30-31 -500 of 5"},
		{"five of eleven", quietFlows(views, 1000, 11, day(-1, 0.5, -1, 0.5, -1, 0.5, -1, 0.5, -1, 0.5, -1)), ""},
		{"two days", quietFlows(views, 1000, 5, day(0.5), day(0.7)), "30-32 -400 of 5"},
		{"the same weekday after it is no event", quietFlows(views, 1000, 5, day(3), day(1), day(1), day(1), day(1), day(1), day(1), day(1), day(1)), "30-31 2000 of 5"},
		{"up, then down", quietFlows(views, 1000, 5, day(3), day(0.5)), "30-31 2000 of 5, 31-32 -500 of 5"},
		{"for good", quietFlows(views, 1000, 5, slices.Repeat([][]float64{{0.5}}, 24)...), "30-37 -500 of 5"},
		{"after a day that lacks", quietFlows(views, 1000, 5, day(-1), day(0.5)), "31-32 -500 of 5"},
	} {
		if diff := cmp.Diff(test.want, written(test.roster.Events())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestFlowEventsNeedAPast: 28 days that were compared show what is usual.
func TestFlowEventsNeedAPast(t *testing.T) {
	t.Parallel()
	for days, want := range map[int]int{35: 1, 34: 0, 7: 0, 1: 0} {
		counts := append(slices.Repeat([]int64{1000}, days), 300)
		s := inMetric(views, historytest.Date("2026-10-01"), nil, counts...)
		if got := flowsOf(views, s, s, s, s, s).Events(); len(got) != want {
			t.Errorf("after %d days: %+v", days, got)
		}
		seam := inMetric(views, historytest.Date("2026-10-01"), []content.Day{historytest.Date("2026-10-01") + content.Day(days)}, counts...)
		if got := flowsOf(views, s, s, s, s, seam).Events(); len(got) != 0 {
			t.Errorf("four artists and one of another account: %+v", got)
		}
	}
}

// TestFlowEventsOfAnyRoster holds each claimed number against a slow reference, and
// what must not change them: the calendar, and what came later.
func TestFlowEventsOfAnyRoster(t *testing.T) {
	t.Parallel()
	near := cmp.Options{cmpopts.EquateApprox(1e-9, 1e-12), cmpopts.EquateEmpty()}
	total, by := 0, make(map[content.Kind]int)
	for seed := range uint64(45) {
		p := anyReaders(seed)
		events := p.Events()
		same := func(what string, want, got []PlatformEvent) {
			t.Helper()
			if diff := cmp.Diff(want, got, near); diff != "" {
				t.Fatalf("seed %d, %s (-want +got):\n%s", seed, what, diff)
			}
		}
		same("the slow reference", slowFlowEvents(p), events)
		total += len(events)
		by[p.Kind()] += len(events)

		first, last, ok := p.span()
		for day := first + 40; ok && day <= last; day += 25 {
			then := p.cut(day).Events()
			n := len(then)
			if n > len(events) {
				t.Fatalf("seed %d: on %s %+v was found, at last %+v", seed, day, then, events)
			}
			if n > 0 && events[n-1].From == then[n-1].From && events[n-1].Day > then[n-1].Day {
				n-- // it grew
			}
			same("as of "+day.String(), events[:n], then[:n])
			same("in the days up to "+day.String(), then, p.EventsIn(first, day))
		}
	}
	if t.Log(total, "events,", by); total < 15 || len(by) != 3 {
		t.Errorf("so few events prove little")
	}
}

// TestFlowTrouble plays a year of what happens to rosters, and counts which days are
// called platform events.
func TestFlowTrouble(t *testing.T) {
	t.Parallel()
	const day = 200
	var found, missed, wrong, years int
	for _, test := range []struct {
		name    string
		happens func(w *readers)
		want    int
	}{
		{"news as ever", func(*readers) {}, 0},
		{"gaps", func(w *readers) { w.gaps = 0.05 }, 0},
		{"news for a third", func(w *readers) { w.all(day, day+3, 0.34, 5, 20) }, 0},
		{"a tide", func(w *readers) {
			for d := range w.times[0] {
				w.all(d, d+1, 1, 1+0.002*float64(d), 1+0.002*float64(d))
			}
		}, 0},
		{"a tenth at Christmas", func(w *readers) { w.all(day, day+10, 1, 0.88, 0.92) }, 0},
		{"bots for a month", func(w *readers) { w.all(day, day+30, 1, 4, 10) }, 2},
		{"counted in another way for good", func(w *readers) { w.all(day, 365, 1, 0.2, 0.3) }, 1},
		{"a day without half of the servers", func(w *readers) { w.all(day, day+1, 1, 0.15, 0.25) }, 1},
	} {
		hit, gone, more := 0, 0, 0
		for seed := range uint64(8) {
			w := newReaders(seed, views, 12+int(6*seed), 365)
			test.happens(w)
			years++
			if n := len(flowsOf(views, w.play()...).Events()); n > test.want {
				hit, more = hit+test.want, more+n-test.want
			} else {
				hit, gone = hit+n, gone+test.want-n
			}
		}
		t.Logf("%-34s %2d found, %d missed, %d wrong", test.name, hit, gone, more)
		found, missed, wrong = found+hit, missed+gone, wrong+more
	}
	if recall := float64(found) / float64(found+missed); wrong > 0 || recall < 0.75 {
		t.Errorf("%d wrong in %d roster-years, recall %.2f", wrong, years, recall)
	}
}
