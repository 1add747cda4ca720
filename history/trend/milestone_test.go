package trend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

func TestMilestones(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words string // from 2026-11-01 on
		want  string // the day before, the day and the day it was confirmed
	}{
		{"990 1010 1011", "1000: 1 2 3"},
		{"999 1000 1000", "1000: 1 2 3"},
		{"990 1010", ""}, // not confirmed yet
		{"990 1010 999 1001 1002", "1000: 3 4 5"},
		{"990 1010 1011 980 1012 1013", "1000: 1 2 3"}, // once
		{"990 4100 4200", "4000: 1 2 3"},               // of 1000 to 4000 the largest
		{"990 5100 1600 1700", "1500: 1 2 3"},          // as much as both have
		{"990 5100 900 901", ""},                       // a slip
		{"1400 1600 1700 2100 2100", "1500: 1 2 3, 2000: 3 4 5"},
		{"1010 990 1010 1011", ""},                           // it began with it
		{"990 - - 1010 - 1011", "1000: 1 4 6"},               // across gaps
		{"990 x:down 1010 x:down x:down", ""},                // nothing confirms it
		{"990@a 1010@b 1011@b", ""},                          // b began with it
		{"990@a 1010@a 1011@b 1012@b", ""},                   // another account confirms nothing
		{"5000@a 5001@a 990@b 1010@b 1011@b", "1000: 3 4 5"}, // b's first
		{"0 0 1000 1000", "1000: 2 3 4"},
		{"0 0 0", ""},
		{"7", ""},
		{"x:down", ""},
		{"8990000 9000000 9000001 9999999 10000000 10000001", "9000000: 1 2 3, 10000000: 4 5 6"},
	} {
		var got []string
		for _, m := range Milestones(historytest.Series("2026-11-01", test.words)) {
			got = append(got, fmt.Sprintf("%d: %d %d %d", m.Value, m.After.Time().Day(), m.Day.Time().Day(), m.Confirmed.Time().Day()))
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("%s: %q, want %q", test.words, got, test.want)
		}
	}
}

func TestNextMilestone(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]int64{
		0: 1000, 999: 1000, 1000: 1500, 1500: 2000, 2000: 2500, 2500: 3000, 3000: 4000, 8999: 9000, 9000: 10_000,
		10_000: 15_000, 3_456_789: 4_000_000, 1<<53 - 1: 10_000_000_000_000_000,
	} {
		if got := NextMilestone(n); got != want {
			t.Errorf("after %d comes %d, want %d", n, got, want)
		}
	}
	for n := int64(1); n < 20_000; n += 7 {
		if m := milestoneUpTo(n); m > n || NextMilestone(n) != NextMilestone(m) {
			t.Fatalf("%d has reached %d, and %d comes next", n, m, NextMilestone(n))
		}
	}
}

// TestMilestonesOfAnySeries holds them against a slow reference, the calendar and
// what came later: a milestone stays, however the series went on.
func TestMilestonesOfAnySeries(t *testing.T) {
	t.Parallel()
	told := 0
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 3))
		level, counts := 500+8000*random.Float64(), make([]int64, 25)
		for d := range counts {
			level *= 1 + 0.1*random.NormFloat64() + 0.02
			counts[d] = int64(level)
			if d > 0 && random.IntN(5) == 0 {
				counts[d] = series.None
			}
		}
		first := historytest.Date("2026-01-01")
		end := first + content.Day(len(counts))
		var seams []content.Day
		for day := first + 1; day < end; day++ {
			if counts[day-first] != series.None && random.IntN(20) == 0 {
				seams = append(seams, day)
			}
		}
		s := withSeams(first, seams, counts...)
		reached := Milestones(s)
		told += len(reached)
		var slow []Milestone
		for _, m := range ledgerOf(s, content.EveryDay).Milestones() {
			slow = append(slow, Milestone(m))
		}
		if diff := cmp.Diff(slow, reached, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("seed %d (-slow +got):\n%s", seed, diff)
		}
		for day := first; day < end; day++ {
			var then []Milestone
			for _, m := range reached {
				if m.Confirmed <= day {
					then = append(then, m)
				}
			}
			if diff := cmp.Diff(then, Milestones(s.Until(day)), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("seed %d, as of %s:\n%s", seed, day, diff)
			}
		}
		for i, m := range Milestones(shifted([]*series.Series{s}, 9)[0]) {
			if want := (Milestone{Value: reached[i].Value, After: reached[i].After + 9, Day: reached[i].Day + 9, Confirmed: reached[i].Confirmed + 9}); m != want {
				t.Fatalf("seed %d, nine days later: %v, want %v", seed, m, want)
			}
		}
	}
	if told < 40 {
		t.Errorf("so few, %d, prove little", told)
	}
}

// TestMilestonesCostNothing where nothing was reached: every series of a large
// roster is asked.
func TestMilestonesCostNothing(t *testing.T) {
	s := newWorld(1, 1, 3650)
	for d := range s.rates[0] {
		s.rates[0][d] = 0
	}
	series := s.play()[0]
	if got := testing.AllocsPerRun(10, func() { _ = Milestones(series) }); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

// BenchmarkMilestones is of ten years: some µs.
func BenchmarkMilestones(b *testing.B) {
	s := newWorld(1, 1, 3650).play()[0]
	for b.Loop() {
		Milestones(s)
	}
}

// weeks makes a series of so many followers a day, week after week, that ends with
// a count.
func weeks(end int64, daily ...int64) *series.Series {
	counts := []int64{end}
	for i := len(daily) - 1; i >= 0; i-- {
		for range 7 {
			counts = append([]int64{counts[0] - daily[i]}, counts...)
		}
	}
	return countsFrom(historytest.Date(historytest.Today)-content.Day(len(counts)-1), counts...)
}

func repeat(n int, daily ...int64) (all []int64) {
	for range n {
		all = append(all, daily...)
	}
	return all
}

// TestForecast is hand-computed. Weeks of 10 and 20 a day take turns, so the pace is
// 15, the slowest 10 and the fastest 20. From 9,800 it is 200 to 10,000: 20, 10 and
// 14 (13.3) days, so two weeks ahead. In each trial two weeks brought 210, as 15 a
// day would have.
func TestForecast(t *testing.T) {
	t.Parallel()
	day := historytest.Date(historytest.Today)
	got, ok := Predict(weeks(9800, repeat(10, 10, 20)...), nil, day, content.EveryDay)
	want := Forecast{
		From: series.Point{Day: day, Value: 9800}, Milestone: 10_000, Early: day + 10, Late: day + 20,
		Days: 14, Trials: 15, Within: 15, Error: 0, Naive: 210, // from 2 to 16 weeks ago
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	quiet := repeat(20, 15)
	var rising []int64
	for daily := int64(6); daily <= 30; daily++ {
		rising = append(rising, daily)
	}
	first, counts, _ := countsOf(weeks(9800, quiet...))
	other := withSeams(first, []content.Day{day - 20}, counts...)
	counts[len(counts)-15], counts[len(counts)-16] = series.None, series.None
	gap := countsFrom(first, counts...)
	removal := func(ago content.Day) []PlatformEvent { return []PlatformEvent{{From: day - ago - 1, Day: day - ago}} }
	for _, test := range []struct {
		name   string
		s      *series.Series
		events []PlatformEvent
		newest content.Day
		ok     bool
	}{
		{"steady", weeks(9800, quiet...), nil, day, true},
		{"not current", weeks(9800, quiet...), nil, day + 1, false},
		{"a week brought nothing", weeks(9800, append(repeat(18, 15), 0, 15)...), nil, day, false},
		{"a week lost", weeks(9800, append(repeat(18, 15), -1, 30)...), nil, day, false},
		{"too far", weeks(9001, repeat(60, 10)...), nil, day, false}, // 999 in 100 days
		{"7 trials", weeks(9800, repeat(12, 15)...), nil, day, false},
		{"8 trials", weeks(9800, repeat(13, 15)...), nil, day, true}, // 2 weeks ahead, of 4 weeks, 7 weeks apart
		{"8 trials of 13 weeks", weeks(9100, repeat(24, 10)...), nil, day, false},
		{"26 trials of 13 weeks", weeks(9100, repeat(42, 10)...), nil, day, true},
		{"a removal of late", weeks(9800, quiet...), removal(20), day, false},
		{"a removal before", weeks(9800, quiet...), removal(28), day, true},
		{"a gap where a week begins", gap, nil, day, false},
		{"another account of late", other, nil, day, false},
		{"no better than no change", weeks(9800, append(repeat(5, 100, 100, -100, -100), 15, 15, 15, 15)...), nil, day, false},
		{"faster each week than in all before", weeks(9800, rising...), nil, day, false}, // near, but never within
		{"one count", countsFrom(day, 9800), nil, day, false},
		{"none", countsFrom(day), nil, day, false},
	} {
		if f, ok := Predict(test.s, test.events, test.newest, content.EveryDay); ok != test.ok {
			t.Errorf("%s: %v, %+v", test.name, ok, f)
		}
	}
	first, counts, _ = countsOf(weeks(9800, repeat(40, 15)...))
	counts[0], counts[1] = 10_001, 10_000 // it has begun with more, and fell
	if f, ok := Predict(countsFrom(first, counts...), nil, day, content.EveryDay); ok {
		t.Errorf("10,000 was reached before, and is told as the next: %+v", f)
	}
}

// TestForecastsKnowNoFuture makes each trial again from a series that ends on its
// day. An event after that day, which could not be known, is a miss.
func TestForecastsKnowNoFuture(t *testing.T) {
	t.Parallel()
	told, trials, within := 0, 0, 0
	for seed := range uint64(12) {
		w := newWorld(seed, 8, 400)
		w.gaps = float64(seed%3) / 100
		w.all(250, 1, -0.03, -0.01)
		p := sampleOf(content.EveryDay, w.play()...)
		events := p.Events()
		_, newest, _ := p.span()
		for _, s := range p.series {
			f, ok := Predict(s, events, newest, content.EveryDay)
			if !ok {
				continue
			}
			told++
			slow := ledgerOf(s, content.EveryDay)
			var off, naive float64
			n, in := 0, 0
			for day := f.From.Day - f.Days; day >= s.FirstDay() && n < 26; day -= 7 {
				then := s.Until(day)
				came, ok := slow.Diff(day, day+f.Days), slow.Comparable(day, day+f.Days)
				pace, known := paceTo(then, day, sampleOf(content.EveryDay, until(p.series, day)...).Events())
				if !ok || !known {
					continue
				}
				n++
				off += math.Abs(float64(came) - pace.mean*float64(f.Days))
				naive += math.Abs(float64(came))
				if lo, hi := pace.slow*float64(f.Days), pace.fast*float64(f.Days); lo <= float64(came) && float64(came) <= hi {
					in++
				}
			}
			if f.Trials != n || f.Within != in || math.Abs(f.Error-off/float64(n)) > 1e-9 || math.Abs(f.Naive-naive/float64(n)) > 1e-9 {
				t.Fatalf("seed %d: %+v; made again, %d of %d within, errors %v", seed, f, in, n, off/float64(n))
			}
			trials, within = trials+n, within+in
			if later, _ := Predict(shifted([]*series.Series{s}, 7)[0], shiftedEvents(events, 7), newest+7, content.EveryDay); later.Early != f.Early+7 || later.Late != f.Late+7 || later.Error != f.Error {
				t.Fatalf("seed %d: %+v, a week later %+v", seed, f, later)
			}
		}
	}
	t.Logf("%d forecasts, %d of %d trials within", told, within, trials)
	if told < 5 {
		t.Error("so few prove little")
	}
}

func shiftedEvents(events []PlatformEvent, by content.Day) []PlatformEvent {
	var later []PlatformEvent
	for _, e := range events {
		e.From, e.Day = e.From+by, e.Day+by
		later = append(later, e)
	}
	return later
}
