package trend

import (
	"fmt"
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
		if got := nextMilestone(n); got != want {
			t.Errorf("after %d comes %d, want %d", n, got, want)
		}
	}
	for n := int64(1); n < 20_000; n += 7 {
		if m := milestoneUpTo(n); m > n || nextMilestone(n) != nextMilestone(m) {
			t.Fatalf("%d has reached %d, and %d comes next", n, m, nextMilestone(n))
		}
	}
}

// TestMilestonesOfAnySeries holds them against a slow reference, the calendar and
// what came later: a milestone stays, however the series went on.
func TestMilestonesOfAnySeries(t *testing.T) {
	t.Parallel()
	found := 0
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
		found += len(reached)
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
	if found < 40 {
		t.Errorf("so few, %d, prove little", found)
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
