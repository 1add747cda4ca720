package gate

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
)

var views = content.Metric{Source: content.Wikipedia, Name: "views"}

// judged holds counts of days in a row as the gate does: h is held, and - passed.
func judged(judge func(content.Day, int64) (bool, string), first content.Day, counts ...int64) string {
	var got strings.Builder
	for i, n := range counts {
		switch held, why := judge(first+content.Day(i), n); {
		case n == series.None:
			got.WriteByte('.')
		case held && why == whyZero:
			got.WriteByte('h')
		case held || why != "":
			got.WriteString("(" + why + ")")
		default:
			got.WriteByte('-')
		}
	}
	return got.String()
}

// past makes the series of counts up to the day before one.
func past(metric content.Metric, day content.Day, account string, counts ...int64) *series.Series {
	s := series.New("opeth", metric)
	for i, n := range counts {
		if n != series.None {
			s.Add(row.Row{Date: day - content.Day(len(counts)-i), Value: new(n), Ref: account})
		}
	}
	return s
}

func days(n int64, times int) []int64 { return slices.Repeat([]int64{n}, times) }

// TestPastDays: only a 0 is doubtful, and only where fifty a day were usual.
func TestPastDays(t *testing.T) {
	t.Parallel()
	const first = content.Day(20_000)
	for _, test := range []struct {
		name   string
		past   []int64
		counts []int64
		want   string
	}{
		{"news", days(100, 28), []int64{10_000, 1_000_000, 1}, "---"},
		{"a zero", days(50, 28), []int64{0, 50}, "h-"},
		{"a zero of a small article", days(49, 28), []int64{0, 0}, "--"},
		{"the median counts, not the mean", append(days(1, 15), days(10_000, 13)...), []int64{0}, "-"},
		{"nor the days of news", append(days(60, 15), days(0, 13)...), []int64{0}, "h"},
		{"a first zero", nil, []int64{0, 0, 5}, "---"},
		{"seven days are known", days(50, 7), []int64{0}, "h"},
		{"six days are known", days(50, 6), []int64{0}, "-"},
		{"28 days before, no more", append(days(0, 30), days(60, 15)...), []int64{0}, "h"},
		{"longer ago", append(days(60, 30), days(1, 15)...), []int64{0}, "-"},
		{"its own days before", nil, append(days(80, 10), 0, 0, 80, 0), "----------hh-h"},
		{"a zero that stays", days(80, 28), days(0, 30), strings.Repeat("h", 22) + strings.Repeat("-", 8)},
		{"gaps", append(days(80, 7), days(series.None, 21)...), []int64{0, 0}, "h-"},
	} {
		s := past(views, first, "en:Opeth", test.past...)
		if got := judged(PastDays(s, "en:Opeth"), first, test.counts...); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestPastDaysOfAnotherAccount: what another article had does not matter.
func TestPastDaysOfAnotherAccount(t *testing.T) {
	t.Parallel()
	const first = content.Day(20_000)
	s := past(views, first, "en:Opeth", days(100, 28)...)
	if got := judged(PastDays(s, "en:Opeth (band)"), first, 0); got != "-" {
		t.Errorf("another account is asked: %s", got)
	}
	s.Add(row.Row{Date: first, Value: new(int64(70)), Ref: "en:Opeth (band)"})
	if got := judged(PastDays(s, "en:Opeth (band)"), first+1, 0); got != "-" {
		t.Errorf("another account was counted since: %s", got)
	}
	if got := judged(PastDays(s, "en:Opeth (band)"), first-1, 0); got != "-" {
		t.Errorf("days before those of another account: %s", got)
	}
}

// TestPastDaysAgain: asked again, days are judged by what is answered now and not by
// what is stored, so the verdicts are the same.
func TestPastDaysAgain(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	held := 0
	for range 200 {
		counts := make([]int64, 120)
		level := random.Int64N(150)
		for i := range counts {
			if counts[i] = random.Int64N(2*level + 1); random.IntN(5) == 0 {
				counts[i] = 0
			}
		}
		const first = content.Day(20_000)
		whole := judged(PastDays(series.New("opeth", views), "a"), first, counts...)
		held += strings.Count(whole, "h")
		stored := series.New("opeth", views)
		for i, n := range counts {
			r := row.Row{Date: first + content.Day(i), Ref: "a", Value: new(n)}
			if whole[i] == 'h' {
				r.Value, r.Held, r.Status = nil, new(n), row.Held
			}
			stored.Add(r)
		}
		since := random.IntN(len(counts))
		if again := judged(PastDays(stored, "a"), first+content.Day(since), counts[since:]...); again != whole[since:] {
			t.Fatalf("from day %d on: %s, at first %s", since, again, whole[since:])
		}
		for i, n := range counts { // by the letter: no other count is ever held
			if whole[i] == 'h' && (n != 0 || slices.Max(counts[max(0, i-28):i]) < 50) {
				t.Fatalf("day %d: %d was held", i, n)
			}
		}
	}
	if held < 200 {
		t.Errorf("so few (%d) prove little", held)
	}
}

// TestPastDaysOfLevels: the gate does not judge them day by day.
func TestPastDaysOfLevels(t *testing.T) {
	t.Parallel()
	for _, metric := range []content.Metric{content.Spotify.Default(), {Source: content.LastFM, Name: "plays"}} {
		if got := judged(PastDays(past(metric, 100, "a", days(80, 28)...), "a"), 100, 0, 80_000); got != "--" {
			t.Errorf("%s: %s", metric, got)
		}
	}
}

// TestGateByKind judges a night's count of each kind.
func TestGateByKind(t *testing.T) {
	t.Parallel()
	at := historytest.Tonight
	day := content.DayOf(at)
	plays := content.Metric{Source: content.LastFM, Name: "plays"}
	streams := content.Metric{Source: content.Spotify, Name: "streams"}
	listeners := content.Metric{Source: content.Spotify, Name: "listeners"}
	for _, test := range []struct {
		metric content.Metric
		last   int64
		n      int64
		want   string
	}{
		{plays, 100_000, 100_900, ""},
		{plays, 100_000, 10_000_000, whyJump},
		{plays, 100_000, 0, whyZero},
		{streams, 100_000, 10_000_000, ""},
		{streams, 100_000, 1, ""},
		{streams, 100_000, 0, whyZero},
		{streams, 49, 0, ""},
		{listeners, 100_000, 10_000_000, ""},
		{listeners, 100_000, 0, whyZero},
	} {
		s := past(test.metric, day, "account", days(test.last, 28)...)
		sample := fetch.Sample{Ask: fetch.Ask{Artist: "opeth", Metric: test.metric, Account: "account"}, Count: fetch.Number(test.n)}
		of := func(string, content.Metric) *series.Series { return s }
		site := &content.Site{Artists: []content.Artist{{ID: "opeth", Name: "Opeth", Accounts: map[content.Source]string{test.metric.Source: "account"}}}}
		v := Judge(of, site, historytest.Snapshot(at, sample))[0]
		if v.Why != test.want || v.Held != (test.want != "") {
			t.Errorf("%s, %d after %d: %+v, want %q", test.metric, test.n, test.last, v, test.want)
		}
		sample.Days = fetch.NewDays(day-1, []int64{test.n})
		if v := Judge(of, site, historytest.Snapshot(at, sample))[0]; v.Held || v.Why != "" {
			t.Errorf("%s: days are judged as a night: %+v", test.metric, v)
		}
	}
}

// TestNewMetricOfAKnownAccount: an account that was accepted is known, and by its name,
// in every metric of its source.
func TestNewMetricOfAKnownAccount(t *testing.T) {
	t.Parallel()
	past := new(history.History)
	site := &content.Site{Artists: []content.Artist{
		{ID: "opeth", Name: "Opeth", Accounts: map[content.Source]string{content.ListenBrainz: "mbid", content.LastFM: "Opeth"}},
		{ID: "vola", Name: "VOLA", Accounts: map[content.Source]string{}},
	}}
	sample := func(artist string, metric content.Metric, account, name string) fetch.Sample {
		return fetch.Sample{Ask: fetch.Ask{Artist: artist, Metric: metric, Account: account}, Count: fetch.Number(5000).Named(name)}
	}
	lb, lastfm := content.ListenBrainz.Default(), content.LastFM.Default()
	before := historytest.Snapshot(historytest.Tonight.AddDate(0, 0, -1), sample("opeth", lb, "mbid", ""), sample("opeth", lastfm, "Opeth", "A Person Accepted It"))
	if err := past.Add(before, []history.Verdict{{}, {}}); err != nil {
		t.Fatal(err)
	}
	tonight := historytest.Snapshot(historytest.Tonight,
		sample("opeth", content.Metric{Source: content.ListenBrainz, Name: "listens"}, "mbid", ""),
		sample("opeth", content.Metric{Source: content.LastFM, Name: "plays"}, "Opeth", "A Person Accepted It"),
		sample("opeth", content.Metric{Source: content.LastFM, Name: "plays"}, "Opeth", "Another"),
		sample("vola", content.Metric{Source: content.ListenBrainz, Name: "listens"}, "mbid", ""),
	)
	want := []string{"", "", whyName + `"Another"`, whyOther + "opeth"}
	for i, v := range Judge(past.Series, site, tonight) {
		if !strings.HasPrefix(v.Why, want[i]) || (want[i] == "") != (v.Why == "") || v.Held != (v.Why != "") {
			t.Errorf("%d: %+v, want %q", i, v, want[i])
		}
	}
}
