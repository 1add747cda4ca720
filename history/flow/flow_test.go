package flow_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/historytest"
)

// daily makes amounts of one word a day, from Monday, 2026-11-02, on.
func daily(kind content.Kind, words string) flow.Daily {
	return flow.New(historytest.Series("2026-11-02", words), kind)
}

func repeat(word string, times int) string { return strings.Repeat(word+" ", times) }

// TestAmounts: each day has its amount, or why it has none.
func TestAmounts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind        content.Kind
		words, want string
	}{
		{content.Flow, "5 0 7", "5 0 7"},
		{content.Flow, "- 5 - x:http_503 7 -", "early 5 gap gap 7 late"},
		{content.Flow, "5@a 6@b", "5 6"}, // each is of its account
		{content.Uniques, "5 - 7@b", "5 gap 7"},
		{content.Cumulative, "100 105 105 112", "early 5 0 7"},
		{content.Cumulative, "100 105 - 112 113", "early 5 gap gap 1"},
		{content.Cumulative, "100 105 103 104 -", "early 5 fell 1 late"},
		{content.Cumulative, "100@a 105@a 107@b 110@b", "early 5 seam 3"},
		{content.Cumulative, "100 99 98", "empty empty empty"},
		{content.Cumulative, "100", "empty"},
		{content.Cumulative, "100 - 104 - 106", "empty empty empty empty empty"},
		{content.Flow, "x:gone -", "empty empty"},
		{content.Stock, "100 105 107", "empty empty empty"},
	} {
		d := daily(test.kind, test.words)
		var got []string
		for i := range strings.Fields(test.words) {
			day := historytest.Date("2026-11-02") + content.Day(i)
			if n, ok := d.Amount(day); ok {
				got = append(got, fmt.Sprint(n))
			} else {
				got = append(got, string(d.Why(day)))
			}
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.kind, test.words, got, test.want)
		}
	}
}

// TestNumbers are hand-computed.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		kind   content.Kind
		words  string
		window content.Window
		want   string
	}{
		{"a sum", content.Flow, "9 1 2 3 4 5 6 7", content.Week, "28 of 7"},
		{"zeros are amounts", content.Flow, "0 0 0 0 0 0 0", content.Week, "0 of 7"},
		{"ends with the newest amount", content.Flow, "1 2 3 4 5 6 7 - x:gone", content.Week, "28 of 7"},
		{"six days", content.Flow, "1 2 3 4 5 6", content.Week, "early"},
		{"a day lacks", content.Flow, "1 1 2 3 - 5 6 7", content.Week, "gap"},
		{"two articles", content.Flow, "1@a 2@a 3@a 4@b 5@b 6@b 7@b", content.Week, "seam"},
		{"an article before", content.Flow, "9@a 1@b 2@b 3@b 4@b 5@b 6@b 7@b", content.Week, "28 of 7"},
		{"back again", content.Flow, "1@a 2@a 3@b 4@a 5@a 6@a 7@a", content.Week, "seam"},
		{"a mean", content.Uniques, "1 2 3 4 5 6 7", content.Week, "4 of 7"},
		{"a mean, rounded up", content.Uniques, "1 2 3 4 5 6 11", content.Week, "5 of 7"},  // 32 of 7 is 4.57
		{"a mean, rounded down", content.Uniques, "1 2 3 4 5 6 9", content.Week, "4 of 7"}, // 30 of 7 is 4.29
		{"a mean of two days", content.Uniques, "1 2", content.All, "2 of 2"},
		{"plays", content.Cumulative, "10 11 12 13 14 15 16 20", content.Week, "10 of 7"},
		{"plays need the day before", content.Cumulative, "11 12 13 14 15 16 20", content.Week, "early"},
		{"plays, corrected", content.Cumulative, "10 11 12 13 12 15 16 20", content.Week, "fell"},
		{"plays after a gap", content.Cumulative, "10 11 - 13 14 15 16 17 20", content.Week, "gap"},
		{"all", content.Flow, "1 2 3", content.All, "6 of 3"},
		{"all with a gap", content.Flow, "1 - 3", content.All, "gap"},
		{"all from the first amount on", content.Flow, "- - 1 2", content.All, "3 of 2"},
		{"all of nothing", content.Flow, "-", content.All, "empty"},
		{"28 days", content.Flow, "9 " + repeat("2", 28), content.FourWeek, "56 of 28"},
		{"90 days", content.Flow, "9 " + repeat("2", 90), content.Quarter, "180 of 90"},
		{"89 days", content.Flow, repeat("2", 89), content.Quarter, "early"},
		{"a year", content.Flow, "9 " + repeat("2", 365), content.Year, "730 of 365"},
		{"the most", content.Flow, "9007199254740990 1", content.All, "9007199254740991 of 2"},
		{"too many", content.Flow, "9007199254740991 1", content.All, "large"},
		{"too many people", content.Uniques, "9007199254740991 1", content.All, "large"},
	} {
		n, why := daily(test.kind, test.words).Over(test.window)
		got := string(why)
		if why == "" {
			got = fmt.Sprintf("%d of %d", n.Value(), n.Days())
		}
		if got != test.want || n.Kind != "" && n.Kind != test.kind {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestNumbersOfOtherDays(t *testing.T) {
	t.Parallel()
	d := daily(content.Flow, "1 2 3 4 5 6 7 8 - 9")
	first := historytest.Date("2026-11-02")
	if n, why := d.OverTo(first+6, content.Week); why != "" || n.Value() != 28 {
		t.Errorf("up to the seventh day: %d, %q", n.Value(), why)
	}
	for span, want := range map[flow.Span]flow.Why{
		{First: first, Last: first}:          "",
		{First: first - 1, Last: first}:      flow.Early,
		{First: first + 9, Last: first + 9}:  "",
		{First: first + 9, Last: first + 10}: flow.Late,
		{First: first + 7, Last: first + 9}:  flow.Gap,
		{First: first + 1, Last: first}:      flow.Empty,
	} {
		if _, why := d.Of(span); why != want {
			t.Errorf("%v: %q, want %q", span, why, want)
		}
	}
	if n := d.Lacking(flow.Span{First: first - 1, Last: first + 9}); n != 2 {
		t.Errorf("%d days lack", n)
	}
}

// TestChanges are hand-computed: whole weeks against as many before.
func TestChanges(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		kind   content.Kind
		words  string
		window content.Window
		want   string
	}{
		{"twice as much", content.Flow, repeat("2", 7) + repeat("4", 7), content.Week, "28-14=14 of 7, 100 %"},
		{"less", content.Flow, repeat("4", 7) + repeat("1", 7), content.Week, "7-28=-21 of 7, -75 %"},
		{"after nothing", content.Flow, repeat("0", 7) + repeat("4", 7), content.Week, "28-0=28 of 7"},
		{"of people", content.Uniques, repeat("2", 7) + repeat("3", 7), content.Week, "3-2=1 of 7, 50 %"},
		{"28 days", content.Flow, repeat("1", 28) + repeat("2", 28), content.FourWeek, "56-28=28 of 28, 100 %"},
		// Of 90 days there are 84 in whole weeks, so 6 of the 90 are not in them.
		{"90 days", content.Flow, repeat("1", 84) + repeat("2", 84), content.Quarter, "168-84=84 of 84, 100 %"},
		{"a year", content.Flow, repeat("1", 364) + repeat("2", 364), content.Year, "728-364=364 of 364, 100 %"},
		{"a day lacks", content.Flow, repeat("2", 13), content.Week, "early"},
		{"a gap before", content.Flow, repeat("2", 3) + "- " + repeat("2", 10), content.Week, "gap"},
		{"another article between", content.Flow, repeat("2@a", 7) + repeat("4@b", 7), content.Week, "seam"},
		{"over all", content.Flow, repeat("2", 28), content.All, "short"},
		{"of nothing", content.Flow, "-", content.Week, "empty"},
		{"of plays", content.Cumulative, "0 1 2 3 4 5 6 7 9 11 13 15 17 19 21", content.Week, "14-7=7 of 7, 100 %"},
	} {
		c, why := daily(test.kind, test.words).Change(test.window)
		got := string(why)
		if why == "" {
			got = fmt.Sprintf("%d-%d=%d of %d", c.Now.Value(), c.Before.Value(), c.Diff(), c.Now.Days())
			if percent, ok := c.Percent(); ok {
				got += fmt.Sprintf(", %g %%", percent)
			}
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]float64{
		repeat("2", 7) + repeat("4", 7):    math.Ln2,
		repeat("0", 7) + "4 0 0 0 0 0 0":   math.Log(4), // as of 1
		"4 0 0 0 0 0 0 " + repeat("0", 7):  -math.Log(4),
		repeat("0", 14):                    0,
		repeat("10", 7) + repeat("10", 7):  0,
		repeat("100", 7) + repeat("10", 7): -math.Log(10),
	} {
		if c, why := daily(content.Flow, words).Change(content.Week); why != "" || math.Abs(c.Log()-want) > 1e-12 {
			t.Errorf("%s: %v, %q; want %v", words, c.Log(), why, want)
		}
	}
}

// TestCompareWithWeekday: between the two, another account may not have come and gone.
func TestCompareWithWeekday(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]flow.Why{
		"5 - - - - - - 10":           "",
		"5 6 7 8 9 1 2 10":           "",
		"5@a 6@a 7@b 8@a - - - 10@a": flow.Seam,
		"5@a - - - - - - 10@b":       flow.Seam,
		"- 6 - - - - - 10":           flow.Early,
		"4 - 6 - - - - - 10":         flow.Gap,
	} {
		d := daily(content.Flow, words)
		span, _ := d.Span()
		c, why := d.Compare(flow.Span{First: span.Last, Last: span.Last}, 7)
		if ratio, ok := c.Ratio(); why != want || why == "" && (!ok || ratio != 2) {
			t.Errorf("%s: %v, %q; want %q", words, ratio, why, want)
		}
	}
}

func TestRolling(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind        content.Kind
		words, want string
	}{
		{content.Flow, "1 2 3 4", "4:6 5:9"},
		{content.Uniques, "1 2 3 6", "4:2 5:4"}, // 11 of 3 is 3.67
		{content.Flow, "1 2 - 4 5 6", "7:15"},
		{content.Flow, "1@a 2@a 3@b 4@b 5@b", "6:12"},
		{content.Cumulative, "1 2 4 7 11", "5:6 6:9"},
		{content.Flow, "1 2", ""},
		{content.Stock, "1 2 3 4", ""},
	} {
		var got []string
		for _, p := range points(daily(test.kind, test.words), 3) {
			got = append(got, fmt.Sprintf("%d:%d", p.Day.Time().Day(), p.Value))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.kind, test.words, got, test.want)
		}
	}
	for p := range daily(content.Flow, "1 2 3 4").Rolling(1) {
		if p.Value != 1 {
			t.Fatalf("it goes on to %+v", p)
		}
		break
	}
	if got := points(daily(content.Flow, "1 2 3 4"), 0); len(got) != 0 {
		t.Errorf("over no days: %v", got)
	}
}

func TestWeeks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ first, words, want string }{
		{"2026-11-02", repeat("1", 14), "2:7 9:7"},
		{"2026-11-03", repeat("1", 14), "9:7"}, // began on a Tuesday
		{"2026-11-08", repeat("1", 14), "9:7"}, // on a Sunday, and ends on a Saturday
		{"2026-11-02", repeat("1", 13), "2:7"}, // the second is not over
		{"2026-11-02", repeat("1", 9) + "- " + repeat("1", 10) + "0", "2:7 16:6"},
		{"2026-11-02", repeat("1", 6), ""},
	} {
		var got []string
		for n := range flow.New(historytest.Series(test.first, test.words), content.Flow).Weeks() {
			got = append(got, fmt.Sprintf("%d:%d", n.First.Time().Day(), n.Value()))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.first, test.words, got, test.want)
		}
	}
}

// TestTypical is the middle amount, whatever the leaps; a gap leaves a day out.
func TestTypical(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, words string
		window      content.Window
		want        string
	}{
		{"28 days", repeat("9", 5) + repeat("1 2 3 900", 7), content.FourWeek, "2.5 of 28"},
		{"half of them", repeat("7", 13) + repeat("-", 14) + "7", content.FourWeek, "7 of 14"},
		{"less than half", repeat("7", 12) + repeat("-", 15) + "7", content.FourWeek, "none of 13"},
		{"28 of a year", repeat("7", 28), content.Year, "7 of 28"},
		{"27 of a year", repeat("7", 27), content.Year, "none of 27"},
		{"another article before", repeat("7@a", 40) + repeat("3@b", 14), content.FourWeek, "3 of 14"},
		{"another article just before", repeat("7@a", 40) + repeat("3@b", 13), content.FourWeek, "none of 13"},
		{"nothing", "-", content.FourWeek, "none of 0"},
	} {
		d := daily(content.Flow, test.words)
		span, _ := d.Span()
		got := "none"
		median, days, ok := d.Typical(span.Last, test.window)
		if ok {
			got = fmt.Sprint(median)
		}
		if got = fmt.Sprintf("%s of %d", got, days); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestRatio compares a window with the artist's own year before it.
func TestRatio(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, words string
		window      content.Window
		want        string
	}{
		{"thrice", repeat("50", 28) + repeat("150", 7), content.Week, "3 of 28"},
		{"the week is no part of its year", repeat("60", 35) + repeat("600", 7), content.Week, "10 of 35"},
		{"leaps move nothing", repeat("60", 30) + "9000 " + repeat("120", 7), content.Week, "2 of 31"},
		{"too little is usual", repeat("49", 28) + repeat("150", 7), content.Week, "none"},
		{"too little is known", repeat("50", 27) + repeat("150", 7), content.Week, "none"},
		{"a day lacks", repeat("50", 28) + "150 - " + repeat("150", 5), content.Week, "none"},
		{"another article from then on", repeat("50@a", 28) + repeat("150@b", 7), content.Week, "none"},
		{"nothing", "-", content.Week, "none"},
		{"all has nothing before", repeat("50", 400), content.All, "none"},
	} {
		got := "none"
		if r, ok := daily(content.Flow, test.words).Ratio(test.window); ok {
			got = fmt.Sprintf("%g of %d", r.Times(), r.Known)
		} else if r != (flow.Ratio{}) {
			t.Errorf("%s: %+v", test.name, r)
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestLevelsAloneAreGained: what is so many in a day has no change of a level.
func TestLevelsAloneAreGained(t *testing.T) {
	t.Parallel()
	for kind := range metrics {
		_, ok := steady(kind, 30).series().Change(content.Week)
		if ok != (kind == content.Stock) {
			t.Errorf("%s: a change of the level: %v", kind, ok)
		}
	}
}

// ExampleDaily counts a week of views, and the plays of two days.
func ExampleDaily() {
	views := daily(content.Flow, "10 20 30 40 50 60 70")
	week, _ := views.Over(content.Week)
	fmt.Println(week.Value(), "views in", week.Days(), "days")

	plays := daily(content.Cumulative, "1000 1010 - 1040")
	fmt.Println(slices.Collect(plays.Points()))
	_, why := plays.Of(flow.Span{First: historytest.Date("2026-11-03"), Last: historytest.Date("2026-11-05")})
	fmt.Println(why)
	// Output:
	// 280 views in 7 days
	// [{2026-11-03 10}]
	// late
}
