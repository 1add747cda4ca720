package series_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
)

// counted makes a series of 450 days, ending today, that has counts only at
// some days before today; each is 1000 less its distance.
func counted(ago ...int) *series.Series {
	words := make([]string, 450)
	for i := range words {
		words[i] = "-"
	}
	for _, n := range ago {
		words[len(words)-1-n] = fmt.Sprint(1000 - n)
	}
	return historytest.Series((historytest.Date(historytest.Today) - 449).String(), strings.Join(words, " "))
}

// TestChangeOverAWindow holds the rule: the count N days before, or the nearest
// earlier one within N/7 days.
func TestChangeOverAWindow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		window    content.Window
		days, far int
	}{
		{content.Week, 7, 1}, {content.FourWeek, 28, 4}, {content.Quarter, 90, 12}, {content.Year, 365, 52},
	} {
		for _, c := range []struct {
			name string
			ago  []int
			from int // days before today, 0 for no change
		}{
			{"the very day", []int{0, test.days}, test.days},
			{"the very day among others", []int{0, 1, test.days - 1, test.days, test.days + 1}, test.days},
			{"the day before it", []int{0, test.days + 1}, test.days + 1},
			{"the nearest of two", []int{0, test.days + test.far, test.days + 1}, test.days + 1},
			{"the last that may stand in", []int{0, test.days + test.far}, test.days + test.far},
			{"too far away", []int{0, test.days + test.far + 1}, 0},
			{"a later count does not stand in", []int{0, test.days - 1}, 0},
			{"only the newest", []int{0}, 0},
			{"nothing", nil, 0},
		} {
			got, ok := counted(c.ago...).Change(test.window)
			var want series.Change
			if c.from > 0 {
				want = series.Change{
					From: series.Point{historytest.Date(historytest.Today) - content.Day(c.from), int64(1000 - c.from)}, To: series.Point{historytest.Date(historytest.Today), 1000},
					Exact: c.from == test.days,
				}
			}
			if diff := cmp.Diff(want, got); diff != "" || ok != (c.from > 0) {
				t.Errorf("%s, %s: %v (-want +got):\n%s", test.window, c.name, ok, diff)
			}
		}
	}
}

func TestChangeEndsAtTheNewestCount(t *testing.T) {
	t.Parallel()
	// The newest count is two days old; the window ends there, not today.
	got, ok := counted(2, 9, 7).Change(content.Week)
	want := series.Change{From: series.Point{historytest.Date(historytest.Today) - 9, 991}, To: series.Point{historytest.Date(historytest.Today) - 2, 998}, Exact: true}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
}

func TestChangeOverAll(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words, want string
	}{
		{"5 - 7 x:a", "1:5 3:7 true"},
		{"5 4", "1:5 2:4 true"},
		{"0 0", "1:0 2:0 true"},
		{"5", "none"},
		{"x:a", "none"},
		{"5@a 6@b", "none"},
		{"5@a 6@b 7@a", "none"}, // back again, but something else lies between
	} {
		got := "none"
		if c, ok := historytest.Series("2026-11-01", test.words).Change(content.All); ok {
			got = fmt.Sprint(short([]series.Point{c.From, c.To}), " ", c.Exact)
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.words, got, test.want)
		}
	}
}

func TestAccountsAreNeverCompared(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words string // eight days, so the first is a week before the last
		ok    bool
	}{
		{"1@a 2@a 3@a 4@a 5@a 6@a 7@a 8@a", true},
		{"1@a 2@a 3@a 4@a 5@a 6@a 7@a 8@b", false},
		{"1@a 2@b 3@b 4@b 5@b 6@b 7@b 8@b", false},
		{"1@a 2@b 3@b 4@b 5@b 6@b 7@b 8@a", false},
		{"9@z 1@a 2@a 3@a 4@a 5@a 6@a 7@a 8@a", true}, // the seam is where the window begins
		{"1@a - - - - - - 8@b", false},
		{"1@a 2@a 3@a x:gone@b 5@a 6@a 7@a 8@a", true},
	} {
		if c, ok := historytest.Series("2026-11-01", test.words).Change(content.Week); ok != test.ok {
			t.Errorf("%s: %v, %v", test.words, c, ok)
		}
	}
}

func TestDiffAndPercent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, to, diff int64
		percent        float64
		ok             bool
	}{
		{200, 205, 5, 2.5, true},
		{200, 190, -10, -5, true},
		{200, 200, 0, 0, true},
		{200, 0, -200, -100, true},
		{1, 1<<53 - 1, 1<<53 - 2, (1<<53 - 2) * 100, true},
		{0, 5, 5, 0, false},
		{0, 0, 0, 0, false},
	} {
		c := series.Change{From: series.Point{Value: test.from}, To: series.Point{Value: test.to}}
		if percent, ok := c.Percent(); c.Diff() != test.diff || percent != test.percent || ok != test.ok {
			t.Errorf("from %d to %d: %d, %v, %v", test.from, test.to, c.Diff(), percent, ok)
		}
	}
}

// TestYearOverALeapDay: "1 year" compares with the same day of the month, whatever
// the year, and what stands in for it is still a seventh of a year away at most.
func TestYearOverALeapDay(t *testing.T) {
	t.Parallel()
	begin := historytest.Date("2023-01-01")
	for end := historytest.Date("2024-02-27"); end < historytest.Date("2025-03-03"); end++ {
		words := make([]string, end-begin+1)
		for i := range words {
			words[i] = fmt.Sprint(1000 + 12*i)
		}
		got, ok := historytest.Series("2023-01-01", strings.Join(words, " ")).Change(content.Year)
		want := end.Time().AddDate(-1, 0, 0)
		if end == historytest.Date("2024-02-29") {
			want = want.AddDate(0, 0, -1) // the library makes it the 1st of March
		}
		if !ok || !got.Exact || got.From.Day != content.DayOf(want) || got.Diff() != 12*int64(got.To.Day-got.From.Day) {
			t.Fatalf("the year to %s begins on %s, exactly: %t", end, got.From.Day, got.Exact)
		}
	}
}

// TestRange: a change of counts that are cut is any that what they stand for can have.
func TestRange(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, fromStep, to, toStep int64
		want                       series.Range
		cut, shows                 bool
	}{
		{1000, 0, 1018, 0, series.Range{Low: 18, High: 18}, false, true},
		{1000, 1, 1000, 1, series.Range{}, false, false},
		{11_300_000, 100_000, 11_300_000, 100_000, series.Range{Low: -99_999, High: 99_999}, true, false},
		{11_300_000, 100_000, 11_400_000, 100_000, series.Range{Low: 1, High: 199_999}, true, true},
		{11_400_000, 100_000, 11_300_000, 100_000, series.Range{Low: -199_999, High: -1}, true, true},
		{999_000, 1000, 1_000_000, 10_000, series.Range{Low: 1, High: 10_999}, true, true},
		{999, 0, 1000, 10, series.Range{Low: 1, High: 10}, true, true},
		{11_340_000, 0, 11_300_000, 100_000, series.Range{Low: -40_000, High: 59_999}, true, false},
		{11_300_000, 100_000, 11_300_000, 0, series.Range{Low: -99_999, High: 0}, true, false},
	} {
		s := series.New("opeth", content.YouTube.Default())
		s.Add(row.Row{Date: 10, Value: &test.from, Step: test.fromStep})
		s.Add(row.Row{Date: 17, Value: &test.to, Step: test.toStep})
		c, ok := s.Change(content.Week)
		if got := c.Range(); !ok || got != test.want || c.IsCut() != test.cut || got.Shows() != test.shows {
			t.Errorf("from %d to %d: %+v, %v, %v", test.from, test.to, got, c.IsCut(), got.Shows())
		}
		if s.IsCut() != test.cut {
			t.Errorf("from %d to %d: the series is cut: %v", test.from, test.to, s.IsCut())
		}
	}
}

// TestSteps lists where it changes how far counts are cut, of whole series, of a part, and
// of one that ends earlier.
func TestSteps(t *testing.T) {
	t.Parallel()
	s := series.New("opeth", content.YouTube.Default())
	for day, step := range []int64{0, 0, 1000, 1000, 10_000, 0} {
		n := int64(990_000)
		s.Add(row.Row{Date: content.Day(day + 10), Value: &n, Step: step})
	}
	for _, test := range []struct {
		s        *series.Series
		from, to content.Day
		want     []series.Point
	}{
		{s, 10, 15, []series.Point{{12, 1000}, {14, 10_000}, {15, 0}}},
		{s, 13, 14, []series.Point{{13, 1000}, {14, 10_000}}},
		{s, 15, 15, nil},
		{s, 10, 11, nil},
		{s.Until(12), 10, 15, []series.Point{{12, 1000}}},
		{s.Until(11), 10, 15, nil},
	} {
		if diff := cmp.Diff(test.want, test.s.Steps(test.from, test.to)); diff != "" {
			t.Errorf("from %d to %d: %s", test.from, test.to, diff)
		}
	}
}
