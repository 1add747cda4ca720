package trend

import (
	"math"
	"testing"

	"datarocks/content"
	"datarocks/history/series"
)

// series100 makes a series of counts, one a day from day 100 on; None is no count.
func series100(counts ...int64) *series.Series {
	return countsFrom(100, counts...)
}

// steadyGrowth has so many days of a count that grows by so many a day, in turn a
// little more and a little less.
func steadyGrowth(from, daily int64, days int) []int64 {
	counts := make([]int64, days)
	for i := range counts {
		counts[i] = from
		from += daily + int64(i%3-1)
	}
	return counts
}

func TestUnusual(t *testing.T) {
	t.Parallel()
	calm := steadyGrowth(100_000, 10, 80)
	leap := append(steadyGrowth(100_000, 10, 80), 101_900)
	for _, test := range []struct {
		name   string
		series *series.Series
		since  content.Day // 0: nothing unusual
	}{
		{"nothing", series100(), 0},
		{"a quiet series", series100(calm...), 0},
		{"a leap", series100(leap...), 180},
		{"three days after it", series100(append(leap, 101_910, 101_920, 101_930)...), 180},
		{"a day of it not counted", series100(append(leap, series.None, 101_920)...), 180},
		{"a week after it", series100(append(leap, steadyGrowth(101_910, 10, 7)...)...), 0},
		{"too few weeks before", series100(leap[30:]...), 0},
		{"exactly eight weeks before that week", series100(leap[80-7*9:]...), 100 + 7*9},
		{"one day less", series100(leap[80-7*9+1:]...), 0},
		{"a small account", series100(append(steadyGrowth(100, 0, 80), 900)...), 0},
		{"below one per cent", series100(append(steadyGrowth(100_000, 10, 80), 101_600)...), 0},
	} {
		u, ok := Unusual(test.series, nil)
		if ok != (test.since != 0) || ok && u.Since != test.since {
			t.Errorf("%s: %+v, %v, want one since %d", test.name, u, ok, test.since)
		}
	}
	rounded := series100(leap...)
	rounded.Step = 1000
	if u, ok := Unusual(rounded, nil); ok {
		t.Errorf("rounded counts have %+v", u)
	}
	other := withSeams(100, []content.Day{178}, leap...)
	if u, ok := Unusual(other, nil); ok {
		t.Errorf("two accounts have %+v", u)
	}
	fall := series100(append(steadyGrowth(100_000, 10, 80), 98_000)...)
	if u, ok := Unusual(fall, nil); !ok || u.Own() >= 0 {
		t.Errorf("a fall is %+v, %v", u, ok)
	}
	removal := []PlatformEvent{{From: 179, Day: 180}}
	if u, ok := Unusual(fall, removal); ok {
		t.Errorf("a fall of all is %+v", u)
	}
}

// TestUnusualByHand works a case out: from 1,000 on, each week is 10 more, so that
// the weeks before gained 10 in 1,000, 10 in 1,010 and so on, up to 10 in 1,080.
func TestUnusualByHand(t *testing.T) {
	t.Parallel()
	counts := []int64{1000}
	for week := int64(1); week <= 9; week++ {
		for range 6 {
			counts = append(counts, series.None)
		}
		counts = append(counts, 1000+10*week)
	}
	counts = append(counts, series.None, series.None, series.None, series.None, series.None, series.None, 1200)
	u, ok := Unusual(series100(counts...), nil)
	if want := 10.0 / 1040; !ok || math.Abs(u.Usual-want) > 1e-12 || u.Own() != 110 || u.From.Value != 1090 {
		t.Errorf("%+v, %v, want a median of %v", u, ok, want)
	}
}

// TestUnusualBeginsOnce looks at a series night by night: while one stretch lasts,
// it begins on the same day, and scale and place change nothing.
func TestUnusualBeginsOnce(t *testing.T) {
	t.Parallel()
	counts := steadyGrowth(50_000, 7, 70)
	for range 6 {
		counts = append(counts, counts[len(counts)-1]+400)
	}
	counts = append(counts, steadyGrowth(counts[len(counts)-1]+7, 7, 20)...)
	var begun []content.Day
	for end := 60; end <= len(counts); end++ {
		s := series100(counts[:end]...)
		u, ok := Unusual(s, nil)
		if ok && (len(begun) == 0 || begun[len(begun)-1] != u.Since) {
			begun = append(begun, u.Since)
		}
		ten := shifted(scaled([]*series.Series{s}, 10), 4900)[0]
		if v, same := Unusual(ten, nil); same != ok || ok && (v.Since-5000 != u.Since-100 || math.Abs(v.Usual-u.Usual) > 1e-12) {
			t.Errorf("after %d days: %+v, and ten times as many: %+v", end, u, v)
		}
	}
	if len(begun) != 1 {
		t.Errorf("it begins on %v", begun)
	}
}
