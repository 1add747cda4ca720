package trend

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

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
		t.Errorf("10,000 was reached before, and is forecast as the next: %+v", f)
	}
}

// TestForecastsKnowNoFuture makes each trial again from a series that ends on its
// day. An event after that day, which could not be known, is a miss.
func TestForecastsKnowNoFuture(t *testing.T) {
	t.Parallel()
	made, trials, within := 0, 0, 0
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
			made++
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
	t.Logf("%d forecasts, %d of %d trials within", made, within, trials)
	if made < 5 {
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
