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

func TestEmptySeries(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*series.Series{"never asked": series.New("opeth", content.Spotify.Default()), "asked in vain": historytest.Series("2026-11-01", "x:gone x:gone")} {
		_, hasFirst := s.First()
		_, hasLast := s.Last()
		_, hasValue := s.Value(historytest.Date("2026-11-01"))
		_, hasChange := s.Change(content.All)
		if hasFirst || hasLast || hasValue || hasChange || s.Len() != 0 || !s.At.IsZero() {
			t.Errorf("%s: it has counts: %+v", name, s)
		}
		from, to := historytest.Date("2026-10-01"), historytest.Date("2026-12-01")
		if gaps, runs, seams := s.Gaps(from, to, content.EveryDay), s.Runs(from, to, content.EveryDay), s.Seams(from, to); gaps != nil || runs != nil || seams != nil {
			t.Errorf("%s: gaps %v, runs %v, seams %v", name, gaps, runs, seams)
		}
	}
	if got := historytest.Series("2026-11-01", "x:gone").Reason(historytest.Date("2026-11-01")); got != "gone" {
		t.Errorf("the reason is %q", got)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	s := historytest.Series("2026-11-01", "x:soon 5 - x:http_503 0 8 x:hidden -")
	want := []string{"(soon)", "5", "()", "(http 503)", "0", "8", "(hidden)", "()"}
	var got []string
	for day := historytest.Date("2026-11-01"); day <= historytest.Date("2026-11-08"); day++ {
		if n, ok := s.Value(day); ok {
			got = append(got, fmt.Sprint(n)+s.Reason(day))
		} else {
			got = append(got, "("+s.Reason(day)+")")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if first, _ := s.First(); first != (series.Point{historytest.Date("2026-11-02"), 5}) {
		t.Errorf("first %v", first)
	}
	if last, _ := s.Last(); last != (series.Point{historytest.Date("2026-11-06"), 8}) {
		t.Errorf("last %v", last)
	}
	if s.Len() != 3 || s.At != historytest.Clock("2026-11-06T03:00:00Z") || s.Artist != "opeth" || s.Metric != content.Spotify.Default() {
		t.Errorf("%d counts, the newest at %v", s.Len(), s.At)
	}
	for _, day := range []string{"0001-01-01", "2026-10-31", "2026-11-09", "9999-12-31"} {
		if n, ok := s.Value(historytest.Date(day)); ok {
			t.Errorf("%s has %d", day, n)
		}
	}
}

func TestGapsAndRuns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		words      string // from 2026-11-01 on
		from, to   int    // days of the month
		every      content.Cadence
		gaps, runs string
	}{
		{"none", "5 6 7", 1, 3, content.EveryDay, "", "1:5 2:6 3:7"},
		{"the first day", "5", 1, 1, content.EveryDay, "", "1:5"},
		{"days before the first count are none", "x:soon - 5 6", 1, 4, content.EveryDay, "", "3:5 4:6"},
		{"one day", "5 - 7", 1, 3, content.EveryDay, "2-2", "1:5 | 3:7"},
		{"two reasons", "5 x:a x:a x:b - 9", 1, 6, content.EveryDay, "2-3 a, 4-4 b, 5-5", "1:5 | 6:9"},
		{"one reason twice", "5 x:a 7 x:a 9", 1, 5, content.EveryDay, "2-2 a, 4-4 a", "1:5 | 3:7 | 5:9"},
		{"at the right end, with a row", "5 6 x:a", 1, 3, content.EveryDay, "3-3 a", "1:5 2:6"},
		{"at the right end, without", "5 6", 1, 4, content.EveryDay, "3-4", "1:5 2:6"},
		{"at the left end of what is shown", "5 x:a x:a 8", 3, 4, content.EveryDay, "3-3 a", "4:8"},
		{"all of what is shown", "5 x:a x:a 8", 2, 3, content.EveryDay, "2-3 a", ""},
		{"shown from before the first count", "- - 5 6", 1, 3, content.EveryDay, "", "3:5"},
		{"shown after the last", "5", 3, 4, content.EveryDay, "3-4", ""},
		{"shown before the first", "- - - 5", 1, 2, content.EveryDay, "", ""},
		{"nothing shown", "5 6", 2, 1, content.EveryDay, "", ""},
		{"zero is a count", "5 0 7", 1, 3, content.EveryDay, "", "1:5 2:0 3:7"},
		{"another account", "5@a 6@b 7@b", 1, 3, content.EveryDay, "", "1:5 | 2:6 3:7"},
		{"another account at the left end", "5@a 6@b 7@b", 2, 3, content.EveryDay, "", "2:6 3:7"},
		{"another account after a gap", "5@a x:x@b 7@b", 1, 3, content.EveryDay, "2-2 x", "1:5 | 3:7"},

		{"weekly", "5 - - - - - - 6 - - - - - - 7", 1, 15, content.EveryWeek, "", "1:5 8:6 15:7"},
		{"weekly, daily by mistake", "5 6 - 7", 1, 4, content.EveryWeek, "", "1:5 2:6 4:7"},
		{"weekly, shown between two counts", "5 - - - - - - 6", 3, 6, content.EveryWeek, "", ""},
		{"weekly, not due yet", "5 - - - - - -", 1, 7, content.EveryWeek, "", "1:5"},
		{"weekly, due and not asked", "5 - - - - - - - 6", 1, 9, content.EveryWeek, "8-8", "1:5 | 9:6"},
		{"weekly, due and not got", "5 - - - - - - x:a x:a 6", 1, 10, content.EveryWeek, "8-9 a", "1:5 | 10:6"},
		{"weekly, refreshed in vain", "5 - - x:a - - - 6", 1, 8, content.EveryWeek, "4-4 a", "1:5 | 8:6"},
		{"weekly, overdue at the right end", "5", 1, 9, content.EveryWeek, "8-9", "1:5"},
		{"weekly, another account", "5@a - - - - - - 6@b", 1, 8, content.EveryWeek, "", "1:5 | 8:6"},
		{"weekly counts of a source that is daily now", "5 - - 6", 1, 4, content.EveryDay, "2-3", "1:5 | 4:6"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := historytest.Series("2026-11-01", test.words)
			day := func(i int) content.Day { return historytest.Date("2026-11-01") + content.Day(i-1) }
			var gaps, runs []string
			for _, g := range s.Gaps(day(test.from), day(test.to), test.every) {
				gaps = append(gaps, strings.TrimSpace(fmt.Sprintf("%d-%d %s", g.From.Time().Day(), g.To.Time().Day(), g.Reason)))
			}
			for _, run := range s.Runs(day(test.from), day(test.to), test.every) {
				runs = append(runs, short(run))
			}
			if got := strings.Join(gaps, ", "); got != test.gaps {
				t.Errorf("gaps %s, want %s", got, test.gaps)
			}
			if got := strings.Join(runs, " | "); got != test.runs {
				t.Errorf("runs %s, want %s", got, test.runs)
			}
		})
	}
}

func TestSeams(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words, want string // days of the month
		account     string
	}{
		{"1@a 2@a", "", "a"},
		{"1@a 2@b 3@b 4@a", "2 4", "a"},
		{"1@a x:gone@b 3@b", "3", "b"}, // the first count makes the seam, not the attempt
		{"1@a x:gone@b 3@a", "", "a"},  // and no count, no seam
		{"1@a - - 4@b", "4", "b"},      // across a gap
		{"x:gone@a 2@b", "", "b"},      // nothing counted before
		{"1@a 2@b x:gone@c", "2", "c"}, // asked last
		{"1@a 2@A", "2", "A"},          // as it was asked, letter by letter
		{"1@a 2@b 3@c 4@b", "2 3 4", "b"},
	} {
		s := historytest.Series("2026-11-01", test.words)
		var got []string
		for _, day := range s.Seams(historytest.Date("2026-11-01"), historytest.Date("2026-11-30")) {
			got = append(got, fmt.Sprint(day.Time().Day()))
		}
		if got := strings.Join(got, " "); got != test.want || s.Account != test.account {
			t.Errorf("%s: seams %q, account %s; want %q, %s", test.words, got, s.Account, test.want, test.account)
		}
	}
	s := historytest.Series("2026-11-01", "1@a 2@b 3@a 4@b")
	if got := s.Seams(historytest.Date("2026-11-03"), historytest.Date("2026-11-03")); len(got) != 1 || got[0] != historytest.Date("2026-11-03") {
		t.Errorf("seams of one day: %v", got)
	}
}

// TestRowsWithoutAnAccount are imported or written by a person. They do not
// hide that the accounts before and after them differ.
func TestRowsWithoutAnAccount(t *testing.T) {
	t.Parallel()
	var s series.Series
	for i, ref := range []string{"", "a", "", "b", ""} {
		s.Add(row.Row{Date: historytest.Date(historytest.Today) + content.Day(i), Value: new(int64(i)), Ref: ref})
	}
	if got := s.Seams(historytest.Date(historytest.Today), historytest.Date(historytest.Today)+9); len(got) != 1 || got[0] != historytest.Date(historytest.Today)+3 {
		t.Errorf("seams: %v", got)
	}
	if s.Account != "b" || s.Due(historytest.Date(historytest.Today)+4, "b", content.EveryDay) || !s.Due(historytest.Date(historytest.Today)+4, "a", content.EveryDay) {
		t.Errorf("account %q", s.Account)
	}
	var imported series.Series
	imported.Add(row.Row{Date: historytest.Date(historytest.Today), Value: new(int64(1))})
	if imported.Due(historytest.Date(historytest.Today), "a", content.EveryDay) {
		t.Error("a day that was imported is asked for again")
	}
}

func TestDueOfASeries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words   string // the last of them is the day
		account string
		every   content.Cadence
		want    bool
	}{
		{"-", "a", content.EveryDay, true},
		{"5 -", "a", content.EveryDay, true},
		{"5 6", "a", content.EveryDay, false},
		{"5 0", "a", content.EveryDay, false},
		{"5 x:gone", "a", content.EveryDay, true},
		{"5@a 6@a", "b", content.EveryDay, true},
		{"5@a 6@b", "b", content.EveryDay, false},
		{"-", "a", content.EveryWeek, true},
		{"5", "a", content.EveryWeek, false},
		{"5 - - - - - -", "a", content.EveryWeek, false},
		{"5 - - - - - - -", "a", content.EveryWeek, true},
		{"5 - - - - - - x:gone", "a", content.EveryWeek, true},
		{"5 - - x:gone", "a", content.EveryWeek, false},
		{"5@a -", "b", content.EveryWeek, true},
		{"5@a x:gone@b -", "b", content.EveryWeek, true}, // a's count is not b's
		{"5@a 6@b - -", "b", content.EveryWeek, false},
		{"5", "a", "", false},
		{"5 -", "a", "", true},
	} {
		day := historytest.Date("2026-11-01") + content.Day(len(strings.Fields(test.words))) - 1
		if got := historytest.Series("2026-11-01", test.words).Due(day, test.account, test.every); got != test.want {
			t.Errorf("%s: due for %s every %q: %v, want %v", test.words, test.account, test.every, got, test.want)
		}
	}
}

// TestUntil compares a series that was cut with one that never went on.
func TestUntil(t *testing.T) {
	t.Parallel()
	const counts = "5 7 - x:http_503 9 x:gone - 12 13"
	first := historytest.Date("2026-11-01")
	whole := historytest.Series("2026-11-01", counts)
	for n := range len(strings.Fields(counts)) + 2 {
		day := first + content.Day(n) - 1 // from before the first to after the last
		cut := whole.Until(day)
		then := historytest.Series("2026-11-01", strings.Join(strings.Fields(counts)[:min(n, len(strings.Fields(counts)))], " "))
		type facts struct {
			First, Last  series.Point
			Len          int
			Gaps         []series.Gap
			Runs         [][]series.Point
			Change, Week series.Change
		}
		look := func(s *series.Series) (a facts) {
			a.First, _ = s.First()
			a.Last, _ = s.Last()
			a.Len, a.Gaps, a.Runs = s.Len(), s.Gaps(first, day, content.EveryDay), s.Runs(first, day, content.EveryDay)
			a.Change, _ = s.Change(content.All)
			a.Week, _ = s.Change(content.Week)
			return a
		}
		if diff := cmp.Diff(look(then), look(cut)); diff != "" {
			t.Errorf("until %s:\n%s", day, diff)
		}
	}
	if last, _ := whole.Last(); last.Value != 13 {
		t.Errorf("the whole series now ends with %d", last.Value)
	}
}

// short writes points as "1:20 2:22", by their day of the month.
func short(points []series.Point) string {
	var words []string
	for _, p := range points {
		words = append(words, fmt.Sprintf("%d:%d", p.Day.Time().Day(), p.Value))
	}
	return strings.Join(words, " ")
}

// TestStepOn asks which counts were cut, before and after each change.
func TestStepOn(t *testing.T) {
	s := series.New("opeth", content.YouTube.Default())
	for day, step := range []int64{0, 0, 1000, 1000, 10_000, 0} {
		n := int64(990_000)
		s.Add(row.Row{Date: content.Day(day + 10), Value: &n, Step: step})
	}
	want := []int64{0, 0, 0, 1000, 1000, 10_000, 0, 0}
	for i, want := range want {
		if got := s.StepOn(content.Day(9 + i)); got != want {
			t.Errorf("StepOn(%d) = %d, want %d", 9+i, got, want)
		}
	}
}
