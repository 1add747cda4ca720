package trend

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

// quietThen makes artists who have base followers on 30 days and then those of
// each of the nights, in thousandths of base.
func quietThen(base int64, artists int, nights ...[]int64) []*series.Series {
	all := make([]*series.Series, artists)
	for i := range all {
		counts := slices.Repeat([]int64{base}, 30)
		for _, night := range nights {
			n := night[i%len(night)]
			if n != series.None {
				n *= base / 1000
			}
			counts = append(counts, n)
		}
		all[i] = countsFrom(historytest.Date("2026-10-01"), counts...)
	}
	return all
}

// TestEvents are hand-computed: nothing moves for 30 days, to 30 October, so 0 is
// usual and its spread is 0, and a median of 3 thousandths is enough.
func TestEvents(t *testing.T) {
	t.Parallel()
	const base = 100_000
	dark := []int64{series.None}
	for _, test := range []struct {
		name   string
		series []*series.Series
		want   string // days of October, and the median in thousandths
	}{
		{"nothing", quietThen(base, 5, []int64{1000}), ""},
		// The middle one of -10, -12, -13, -15 and -5.
		{"a removal", quietThen(base, 5, []int64{990, 988, 987, 985, 995}), "30-31 -12 of 5"},
		// Of six it is the mean of -10 and -12.
		{"of six", quietThen(base, 6, []int64{990, 988, 987, 985, 995, 992}), "30-31 -11 of 6"},
		{"a new way to count", quietThen(base, 5, []int64{1030, 1040, 1050, 1060, 1070}), "30-31 50 of 5"},
		{"just enough", quietThen(base, 5, []int64{997}), "30-31 -3 of 5"},
		{"too little", quietThen(base, 5, []int64{998}), ""},
		{"four artists", quietThen(base, 4, []int64{990}), ""},
		{"two artists", quietThen(base, 2, []int64{990}), ""},
		{"one artist", quietThen(base, 1, []int64{990}), ""},
		{"four of five fell half as far", quietThen(base, 5, []int64{988, 988, 988, 994, 1000}), "30-31 -12 of 5"},
		{"three of five", quietThen(base, 5, []int64{988, 988, 988, 995, 1000}), ""},
		{"six of eight", quietThen(base, 8, []int64{988, 988, 988, 988, 994, 994, 1000, 1000}), "30-31 -9 of 8"},
		{"five of eight", quietThen(base, 8, []int64{988, 988, 988, 988, 994, 1000, 1000, 1000}), ""},
		{"to nothing", quietThen(base, 5, []int64{0}), "30-31 -1000 of 5"},
		{"two nights", quietThen(base, 5, []int64{990}, []int64{980}), "30-32 -20 of 5"},
		{"a night between", quietThen(base, 5, []int64{990}, []int64{990}, []int64{980}), "30-31 -10 of 5, 32-33 -10.1 of 5"},
		{"a slip, mended", quietThen(base, 5, []int64{980}, []int64{1000}), "30-31 -20 of 5, 31-32 20.41 of 5"},
		{"after a dark night", quietThen(base, 5, dark, []int64{990}), "30-32 -10 of 5"},
		{"after six dark nights", quietThen(base, 5, dark, dark, dark, dark, dark, dark, []int64{990}), "30-37 -10 of 5"},
		{"after seven: nobody knows when", quietThen(base, 5, dark, dark, dark, dark, dark, dark, dark, []int64{990}), ""},
		{"half of ten were counted", quietThen(base, 10, []int64{990, series.None}), "30-31 -10 of 5"},
		{"and the others a night later: the same event", quietThen(base, 10, []int64{990, series.None}, []int64{990}), "30-31 -10 of 5"},
		{"five of eleven", quietThen(base, 11, []int64{990, series.None, 990, series.None, 990, series.None, 990, series.None, 990, series.None, series.None}), ""},
		{"six of eleven a night later", quietThen(base, 11, []int64{990, series.None, 990, series.None, 990, series.None, 990, series.None, 990, series.None, series.None}, []int64{990}), "30-32 -10 of 6"},
		{"of a thousand followers", quietThen(1000, 5, []int64{990}), "30-31 -10 of 5"},
	} {
		if diff := cmp.Diff(test.want, written(sampleOf(content.EveryDay, test.series...).Events())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func written(events []PlatformEvent) string {
	var words []string
	for _, e := range events {
		first := historytest.Date("2026-09-30")
		words = append(words, fmt.Sprintf("%d-%d %.4g of %d", e.From-first, e.Day-first, 1000*e.Median, e.Artists))
	}
	return strings.Join(words, ", ")
}

// TestEventsNeedAPast: 28 days, or 8 counts of a weekly source, show what is usual,
// 5 artists of 1,000 followers and one account each what the roster did.
func TestEventsNeedAPast(t *testing.T) {
	t.Parallel()
	fall := func(quiet int, base, after int64) *series.Series {
		return countsFrom(historytest.Date("2026-01-01"), append(slices.Repeat([]int64{base}, quiet), after)...)
	}
	for _, test := range []struct {
		name  string
		quiet int // days before the fall; the first of them changes nothing
		want  int
	}{{"28 changes", 29, 1}, {"27 changes", 28, 0}, {"none", 1, 0}} {
		series := slices.Repeat([]*series.Series{fall(test.quiet, 10_000, 9800)}, 5)
		if got := sampleOf(content.EveryDay, series...).Events(); len(got) != test.want {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
	for counts, want := range map[int]int{10: 1, 9: 0, 2: 0} {
		spread := slices.Repeat([]int64{series.None}, 7*counts)
		for i := range counts {
			spread[7*i] = 10_000
		}
		spread[7*(counts-1)] = 9800
		series := slices.Repeat([]*series.Series{countsFrom(historytest.Date("2026-01-01"), spread[:7*counts-6]...)}, 5)
		if got := sampleOf(content.EveryWeek, series...).Events(); len(got) != want {
			t.Errorf("weekly, %d counts: %+v", counts, got)
		}
		if got := sampleOf(content.EveryDay, series...).Events(); len(got) != 0 {
			t.Errorf("%d counts of a source that is daily now: %+v", counts, got)
		}
	}
	five := func(one *series.Series) []PlatformEvent {
		return sampleOf(content.EveryDay, append(slices.Repeat([]*series.Series{fall(40, 10_000, 9800)}, 4), one)...).Events()
	}
	first, counts, _ := countsOf(fall(40, 10_000, 9800))
	seam := withSeams(first, []content.Day{first + 40}, counts...)
	for name, one := range map[string]*series.Series{"a tiny one": fall(40, 999, 900), "at zero": fall(40, 0, 0), "of another account then": seam} {
		if got := five(one); len(got) != 0 {
			t.Errorf("four artists and %s: %+v", name, got)
		}
	}
	if got := five(fall(40, 1000, 980)); len(got) != 1 {
		t.Errorf("four artists and one of a thousand: %+v", got)
	}
}

// TestNewPace: what never ends is no event, and once it is usual, there are events again.
func TestNewPace(t *testing.T) {
	t.Parallel()
	w := newWorld(3, 20, 200)
	for day := 60; day < 200; day++ {
		w.all(day, 1, 0.006, 0.008)
	}
	w.all(140, 1, -0.03, -0.02)
	events := sampleOf(content.EveryDay, w.play()...).Events()
	if len(events) != 2 || events[0].From != w.first+59 || events[0].Day != w.first+73 || events[1].Day != w.first+140 {
		t.Errorf("want 14 days of growth and the event, got %+v", events)
	}
}

// slowEvents are the events of the slow reference.
func slowEvents(p *RosterSample) (events []PlatformEvent) {
	if _, last, ok := p.span(); ok {
		roster := ledgersOf(p)
		for _, e := range roster.Join(roster.EventDays(last)) {
			events = append(events, PlatformEvent{Metric: p.Metric, From: e.From, Day: e.Day, Median: e.Median, Usual: e.Usual, Artists: e.Artists})
		}
	}
	return events
}

// TestEventsOfAnyRoster holds each claimed number against a slow reference that
// knows measured counts only, and what must not change them: the scale of the
// counts, the calendar, what came later.
func TestEventsOfAnyRoster(t *testing.T) {
	t.Parallel()
	near := cmp.Options{cmpopts.EquateApprox(1e-9, 1e-12), cmpopts.EquateEmpty()}
	total, weekly := 0, 0
	for seed := range uint64(40) {
		series, every := anyWorld(seed)
		p := sampleOf(every, series...)
		events := p.Events()
		same := func(what string, want, got []PlatformEvent) {
			t.Helper()
			if diff := cmp.Diff(want, got, near); diff != "" {
				t.Fatalf("seed %d, %s (-want +got):\n%s", seed, what, diff)
			}
		}
		same("the slow reference", slowEvents(p), events)
		total += len(events)
		if every == content.EveryWeek {
			weekly += len(events)
		}

		large := like(series, func(_ int, _ content.Day, n int64) int64 { return max(n, 1000) })
		same("ten times the counts", sampleOf(every, large...).Events(), sampleOf(every, scaled(large, 10)...).Events())
		later := sampleOf(every, shifted(series, 25)...).Events()
		for i := range later {
			later[i].From, later[i].Day = later[i].From-25, later[i].Day-25
		}
		same("25 days later", events, later)

		first, last, ok := p.span()
		for day := first + 30; ok && day <= last; day += 20 {
			then := sampleOf(every, until(series, day)...).Events()
			n := len(then)
			if n > len(events) {
				t.Fatalf("seed %d: on %s %+v was found, at last %+v", seed, day, then, events)
			}
			if n > 0 && events[n-1].From == then[n-1].From && events[n-1].Day > then[n-1].Day {
				n-- // it grew
			}
			same("as of "+day.String(), events[:n], then[:n])
		}
	}
	t.Logf("%d events, %d of weekly sources", total, weekly)
	if total < 15 || weekly == 0 {
		t.Errorf("so few events prove little")
	}
}

// TestTrouble plays a year of what happens to rosters, and counts which days are
// called platform events.
func TestTrouble(t *testing.T) {
	t.Parallel()
	const day = 120
	type spans = [][2]int // the last day before, the first after
	removed := spans{{day - 1, day}}
	one := func(w *world) { w.all(day, 1, -0.018, -0.006) }
	var right, wrong, missed int
	for _, test := range []struct {
		name    string
		happens func(w *world)
		want    spans
	}{
		{"nothing", func(*world) {}, nil},
		{"a removal", one, removed},
		{"a removal over two nights", func(w *world) { w.all(day, 1, -0.009, -0.003); w.all(day+1, 1, -0.009, -0.003) }, spans{{day - 1, day + 1}}},
		{"a removal on a dark night", func(w *world) { one(w); w.dark[day] = true }, spans{{day - 1, day + 1}}},
		{"a removal, with gaps", func(w *world) { one(w); w.gaps = 0.1 }, removed},
		{"a removal of half of the roster", func(w *world) { w.all(day, 0.5, -0.018, -0.006) }, nil},
		{"a viral week", func(w *world) {
			for d := range 7 {
				w.rates[3][day+d] += 0.15
			}
		}, nil},
		{"a festival for a third", func(w *world) {
			for d := range 5 {
				w.all(day+d, 0.34, 0.01, 0.03)
			}
		}, nil},
		{"a slip, mended", func(w *world) { w.all(day, 1, -0.02, -0.02); w.all(day+1, 1, 0.0204, 0.0204) }, spans{{day - 1, day}, {day, day + 1}}},
		{"a restless weekend", func(w *world) {
			for d := range w.rates[0] {
				if d%7 < 2 {
					w.all(d, 1, 0.001, 0.002)
				}
			}
		}, nil},
		{"tiny artists", func(w *world) {
			for i := range w.size {
				w.size[i] = 3 + 47*w.Float64()
				for d := range w.rates[i] {
					if w.Float64() < 0.3 {
						w.rates[i][d] += 1.2 / w.size[i] * (w.Float64() - 0.35)
					}
				}
			}
		}, nil},
		{"a new way to count", func(w *world) { w.all(day, 1, 0.02, 0.04) }, removed},
		{"gaps", func(w *world) { w.gaps = 0.4 }, nil},
	} {
		var hit, more, gone int
		for seed := range uint64(24) {
			w := newWorld(seed, 6+2*int(seed%8), 200)
			test.happens(w)
			events := sampleOf(content.EveryDay, w.play()...).Events()
			claims := len(events)
			for _, span := range test.want {
				is := func(e PlatformEvent) bool {
					return e.From < w.first+content.Day(span[1]) && w.first+content.Day(span[0]) < e.Day
				}
				if slices.ContainsFunc(events, is) {
					hit, claims = hit+1, claims-1
				} else {
					gone++
				}
			}
			more += max(0, claims)
		}
		t.Logf("%-32s %2d found, %d missed, %d wrong", test.name, hit, gone, more)
		right, wrong, missed = right+hit, wrong+more, missed+gone
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
	t.Logf("precision %.4f, recall %.4f", precision, recall)
	if precision < 0.99 || recall < 0.95 {
		t.Errorf("precision %.4f, recall %.4f", precision, recall)
	}
}
