package wikipedia_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/wikipedia"
)

// today is the day on which every test asks.
// first is the first day of which there are views.
var first = content.DayOf(time.Date(2015, time.July, 1, 0, 0, 0, 0, time.UTC))

var today = content.DayOf(now)

func start(t testing.TB) *fetchtest.Wikipedia {
	t.Helper()
	w, err := fetchtest.NewWikipedia()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	w.At(now)
	return w
}

// answers are what a Past passed on, by account: its count, and its days as text.
type answers struct {
	counts map[string]string
	days   map[string]map[content.Day]int64
	err    error
}

// ask asks for accounts since a day at a time.
func ask(t testing.TB, c fetch.Counter, at time.Time, since content.Day, accounts ...string) answers {
	t.Helper()
	a := answers{counts: make(map[string]string), days: make(map[string]map[content.Day]int64)}
	var questions []fetch.Question
	for _, account := range accounts {
		questions = append(questions, fetch.Question{Account: account, Since: since})
	}
	a.err = c.(fetch.Historian).Past(t.Context(), at, questions, func(account string, p fetch.Past) {
		if _, twice := a.counts[account]; twice {
			t.Errorf("%s was passed on twice", account)
		}
		a.counts[account] = p.Count.String()
		if p.Days == nil {
			return
		}
		a.days[account] = make(map[content.Day]int64)
		for day, n := range p.Days.All() {
			if n != fetch.None {
				a.days[account][day] = n
			}
		}
	})
	return a
}

// impatient is a client that makes one attempt.
func impatient() *http.Client {
	return fetch.NewClient(fetch.Options{UserAgent: "datarocks-test (+https://example.org)", Patience: -1, MaxBody: wikipedia.MaxBody})
}

// TestDays: a day has the views that the platform lists, or 0 strictly between days that
// it lists, or nothing.
func TestDays(t *testing.T) {
	const omitted = fetchtest.Omitted
	tests := []struct {
		name string
		at   time.Time
		set  func(w *fetchtest.Wikipedia)
		want map[content.Day]int64 // days before today
		not  []content.Day         // days before today without any count
	}{
		{name: "all there", want: map[content.Day]int64{1: 77}, not: []content.Day{0, 29}},
		{name: "an inner day left out", set: views(map[content.Day]int64{3: omitted}), want: map[content.Day]int64{3: 0}},
		{name: "an explicit 0", set: views(map[content.Day]int64{3: 0}), want: map[content.Day]int64{3: 0}},
		{name: "a 0 at the end", set: views(map[content.Day]int64{1: 0}), want: map[content.Day]int64{1: 0}},
		{name: "yesterday left out", set: views(map[content.Day]int64{1: omitted}), not: []content.Day{1}},
		{name: "the first day left out", set: views(map[content.Day]int64{28: omitted}), not: []content.Day{28}},
		{
			name: "a young article",
			set:  func(w *fetchtest.Wikipedia) { w.Article("Opeth", func(a *fetchtest.Article) { a.Begun = today - 5 }) },
			not:  []content.Day{6, 7, 28},
		},
		{name: "before yesterday is loaded", at: now.Add(-12 * time.Hour), not: []content.Day{1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := start(t)
			at := now
			if !test.at.IsZero() {
				at = test.at
				w.At(at)
			}
			w.LoadsAt(3 * time.Hour)
			w.Set("Opeth", "Opeth", 77)
			if test.set != nil {
				test.set(w)
			}
			got := ask(t, wikipedia.New(impatient(), w.URL(), nil), at, today-3, "Opeth")
			if got.err != nil {
				t.Fatal(got.err)
			}
			days := got.days["Opeth"]
			for ago, n := range test.want {
				if days[today-ago] != n {
					t.Errorf("%d days ago: %d, want %d", ago, days[today-ago], n)
				}
			}
			for _, ago := range test.not {
				if n, ok := days[today-ago]; ok {
					t.Errorf("%d days ago: %d, want none", ago, n)
				}
			}
			for day, n := range days {
				if held := w.Views("Opeth", day); held != n && (n != 0 || held != omitted) {
					t.Errorf("%s has %d, held are %d", day, n, held)
				}
			}
		})
	}
}

// views sets views of Opeth by how many days ago they were.
func views(of map[content.Day]int64) func(*fetchtest.Wikipedia) {
	return func(w *fetchtest.Wikipedia) {
		w.Article("Opeth", func(a *fetchtest.Article) {
			for ago, n := range of {
				a.Views[today-ago] = n
			}
		})
	}
}

// TestYesterdayIsFilledLater: what is not loaded at 01:23 comes with the day's next run.
func TestYesterdayIsFilledLater(t *testing.T) {
	w := start(t)
	w.LoadsAt(3 * time.Hour)
	w.Set("Opeth", "Opeth", 77)
	counter := wikipedia.New(impatient(), w.URL(), nil)
	for _, run := range []struct {
		at   time.Duration
		last content.Day
	}{{1*time.Hour + 23*time.Minute, today - 2}, {13*time.Hour + 13*time.Minute, today - 1}} {
		at := today.Time().Add(run.at)
		w.At(at)
		got := ask(t, counter, at, today-3, "Opeth")
		if _, ok := got.days["Opeth"][run.last+1]; ok || got.days["Opeth"][run.last] != 77 || got.counts["Opeth"] != "77" {
			t.Errorf("at %s: %s, and on %s %d", at, got.counts["Opeth"], run.last, got.days["Opeth"][run.last])
		}
	}
}

// TestTheWholePast: since the first day there is, in one request for the views, and nothing
// differs from what the platform holds.
func TestTheWholePast(t *testing.T) {
	w := start(t)
	w.Set("Opeth", "Opeth", 77)
	got := ask(t, wikipedia.New(impatient(), w.URL(), nil), now, 0, "Opeth")
	if n := len(got.days["Opeth"]); n != int(today-first) {
		t.Errorf("%d days, want %d", n, today-first)
	}
	for day, n := range got.days["Opeth"] {
		if held := w.Views("Opeth", day); held != n {
			t.Errorf("%s has %d, held are %d", day, n, held)
		}
	}
	asked := 0
	for _, r := range w.Requests() {
		if strings.HasPrefix(r.Path, "/api/") {
			asked++
			if !strings.HasSuffix(r.Path, "/daily/20150701/20261123") {
				t.Errorf("it asked for %s", r.Path)
			}
		}
	}
	if asked != 1 {
		t.Errorf("%d requests for the views", asked)
	}
}

// TestCorrections: days that were asked for before are asked again, from the first that is
// wanted on.
func TestCorrections(t *testing.T) {
	w := start(t)
	w.Set("Opeth", "Opeth", 77)
	w.Article("Opeth", func(a *fetchtest.Article) { a.Views[today-20] = 7 })
	got := ask(t, wikipedia.New(impatient(), w.URL(), nil), now, today-28, "Opeth")
	if got.days["Opeth"][today-20] != 7 || len(got.days["Opeth"]) != 28 {
		t.Errorf("%d days, and 20 days ago %d", len(got.days["Opeth"]), got.days["Opeth"][today-20])
	}
}

// TestTitles: whatever is in a title, it is asked for as the platform writes it.
func TestTitles(t *testing.T) {
	tests := map[string]string{ // account and title there
		"AC/DC": "AC/DC", "Therapy?": "Therapy?", "Guns N' Roses": "Guns N' Roses", "Motörhead": "Motörhead", "tool (band)": "Tool (band)", "Tool_(band)": "Tool (band)",
		"聖飢魔II": "聖飢魔II", "!!!": "!!!", "100% Funk": "100% Funk", "+44 (band)": "+44 (band)", "Emerson, Lake & Palmer": "Emerson, Lake & Palmer",
		"de:Die Ärzte": "de:Die Ärzte", "de:ärzte": "de:Ärzte", "en:Opeth": "Opeth", "A;B=C:D@E$F": "A;B=C:D@E$F", "..And Oceans": "..And Oceans", "a+b": "A+b",
	}
	w := start(t)
	var accounts []string
	for account, title := range tests {
		w.Set(title, title, 77)
		accounts = append(accounts, account)
	}
	got := ask(t, wikipedia.New(impatient(), w.URL(), nil), now, today-3, accounts...)
	for account := range tests {
		if got.counts[account] != "77" {
			t.Errorf("%s: %s", account, got.counts[account])
		}
	}
	var hosts []string
	for _, r := range w.Requests() {
		hosts = append(hosts, r.Host)
	}
	slices.Sort(hosts)
	if diff := cmp.Diff([]string{"de.wikipedia.org", "en.wikipedia.org", "wikimedia.org"}, slices.Compact(hosts)); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
}

// TestARangeIsEmpty: a 404 means the article, and never 0.
func TestARangeIsEmpty(t *testing.T) {
	w := start(t)
	w.Set("Opeth", "Opeth", 77)
	w.Article("Opeth", func(a *fetchtest.Article) { a.Begun = today - 1 })
	w.LoadsAt(20 * time.Hour)
	counter := wikipedia.New(impatient(), w.URL(), nil)
	got := ask(t, counter, now, 0, "Opeth")
	want := map[string]string{"Opeth": "unavailable: nobody has read the article lately, or it is too new"}
	if diff := cmp.Diff(want, got.counts); diff != "" || len(got.days) > 0 || got.err != nil {
		t.Errorf("a young article: %v (-want +got):\n%s", got.err, diff)
	}
	// Where the Wikipedia itself does not answer, the 404 is all that is known.
	w.FailAlways("/w/api.php", fetchtest.Respond(500, ""))
	got = ask(t, counter, now, today-3, "Opeth", "Opet")
	const typo = "unavailable: no article of that name, or nobody read it"
	if diff := cmp.Diff(map[string]string{"Opeth": typo, "Opet": typo}, got.counts); diff != "" || got.err != nil {
		t.Errorf("a typo: %v (-want +got):\n%s", got.err, diff)
	}
}

// TestOutageOfViews: an outage is asked three times, and no further.
func TestOutageOfViews(t *testing.T) {
	w := start(t)
	w.FailAlways("/api/", fetchtest.HTML(503))
	var accounts []string
	for i := range 20 {
		account := fmt.Sprintf("Artist %d", i)
		w.Set(account, account, 7)
		accounts = append(accounts, account)
	}
	got := ask(t, wikipedia.New(impatient(), w.URL(), nil), now, today-3, accounts...)
	if got.err == nil || fetch.Reason(got.err) != "http 503: service unavailable" || len(w.Requests()) != 1+fetch.MaxFailures {
		t.Errorf("%v after %d requests", got.err, len(w.Requests()))
	}
}

// TestNoTimeIsLeft: those of a long backfill whom a night has no time for wait for the next,
// and those who are asked every night come first.
func TestNoTimeIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &wikimedia{took: 30 * time.Second}
		ctx, cancel := context.WithTimeout(t.Context(), 160*time.Second)
		defer cancel()
		counts := make(map[string]string)
		c := wikipedia.New(fetch.NewClient(fetch.Options{Transport: p, Timeout: time.Minute}), "", nil)
		var questions []fetch.Question
		for i := range 12 {
			questions = append(questions, fetch.Question{Account: fmt.Sprintf("Artist %d", i), Since: first + content.Day(i/8*2000)})
		}
		err := c.(fetch.Historian).Past(ctx, now, questions, func(account string, p fetch.Past) { counts[account] = p.Count.String() })
		rest := 0
		for account, count := range counts {
			switch {
			case count == "7":
			case count == "error: no time was left to ask; the next run does":
				rest++
			default:
				t.Errorf("%s: %s", account, count)
			}
		}
		if err != nil || len(counts) != 12 || rest != 3 {
			t.Errorf("%v: %d answers, %d for lack of time", err, len(counts), rest)
		}
		for i := 8; i < 12; i++ {
			if account := fmt.Sprintf("Artist %d", i); counts[account] != "7" {
				t.Errorf("%s was not asked first: %s", account, counts[account])
			}
		}
	})
}

// wikimedia is Wikimedia in memory, which takes a while for each answer.
type wikimedia struct {
	took time.Duration
	fail func(n int) *http.Response // of the nth request for views

	mu           sync.Mutex
	asked        []time.Time
	most, flying int
}

func (p *wikimedia) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.asked = append(p.asked, time.Now())
	n := len(p.asked) - 1
	p.flying++
	p.most = max(p.most, p.flying)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.flying--
		p.mu.Unlock()
	}()
	select {
	case <-time.After(p.took):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if r.URL.Path == "/w/api.php" {
		var pages []string
		for title := range strings.SplitSeq(r.URL.Query().Get("titles"), "|") {
			pages = append(pages, fmt.Sprintf(`{"pageid":7,"ns":0,"title":%q}`, title))
		}
		return respond(r, 200, `{"query":{"pages":[`+strings.Join(pages, ",")+`]}}`), nil
	}
	if p.fail != nil {
		if resp := p.fail(n); resp != nil {
			resp.Request = r
			return resp, nil
		}
	}
	parts := strings.Split(r.URL.Path, "/")
	return respond(r, 200, fmt.Sprintf(`{"items":[{"project":"en.wikipedia","article":%q,"granularity":"daily","timestamp":"2026112300","access":"all-access","agent":"user","views":7}]}`, parts[9])), nil
}

func respond(r *http.Request, status int, body string, headers ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: make(http.Header), Body: io.NopCloser(strings.NewReader(body)), Request: r}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		resp.Header.Set(name, value)
	}
	return resp
}

// TestPace: no minute sees more than 200 requests, all hosts together, and never are there
// more than three at once.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &wikimedia{took: 700 * time.Millisecond}
		client := fetch.NewClient(fetch.Options{Transport: p, Pace: wikipedia.Pace})
		var accounts []string
		for i := range 600 {
			accounts = append(accounts, fmt.Sprintf("%sArtist %d", []string{"", "de:", "fr:"}[i%3], i))
		}
		begun := time.Now()
		ask(t, wikipedia.New(client, "", nil), now, today-3, accounts...)
		slices.SortFunc(p.asked, time.Time.Compare)
		for i, at := range p.asked[:len(p.asked)-200] {
			if later := p.asked[i+200]; later.Sub(at) < time.Minute {
				t.Fatalf("201 requests within %v", later.Sub(at))
			}
		}
		expected := wikipedia.New(client, "", nil).(fetch.Expecter).Expect(accounts)
		if took := time.Since(begun); p.most > 3 || took > 4*time.Minute || expected < took-30*time.Second || expected > took+30*time.Second {
			t.Errorf("%d at once, in %v where %v were expected", p.most, took, expected)
		}
	})
}

// TestRefusalsAreWaitedFor: as long as is asked, or 5 s at least.
func TestRefusalsAreWaitedFor(t *testing.T) {
	tests := []struct {
		name    string
		headers []string
		took    time.Duration
	}{
		{"a time", []string{"Retry-After: 7"}, 7 * time.Second},
		{"no time", nil, 5 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &wikimedia{fail: func(n int) *http.Response {
					if n != 1 {
						return nil
					}
					return respond(nil, 429, "You are making too many requests to the API.\n", append(test.headers, "Content-Type: text/plain")...)
				}}
				begun := time.Now()
				client := fetch.NewClient(fetch.Options{Transport: p, Pace: wikipedia.Pace})
				got := ask(t, wikipedia.New(client, "", nil), now, today-3, "Opeth")
				if took := time.Since(begun); got.counts["Opeth"] != "7" || took < test.took || took > test.took+time.Second {
					t.Errorf("%s after %v, want 7 after %v: %v", got.counts["Opeth"], took, test.took, got.err)
				}
			})
		})
	}
}

// TestExpectTenThousand: 10,000 articles take 50 minutes and some.
func TestExpectTenThousand(t *testing.T) {
	client := fetch.NewClient(fetch.Options{Pace: wikipedia.Pace})
	got := wikipedia.New(client, "", nil).(fetch.Expecter).Expect(make([]string, 10_000))
	if got < 50*time.Minute || got > 56*time.Minute {
		t.Errorf("it expects %v", got)
	}
}

// TestAll: what is learnt of days arrives beside the count, and what fails costs
// no other account its own.
func TestAll(t *testing.T) {
	w := start(t)
	w.Set("Opeth", "Opeth", 77)
	metric := content.Wikipedia.Default()
	asks := []fetch.Ask{
		{Artist: "opeth", Metric: metric, Account: "Opeth", Since: today - 3},
		{Artist: "opet", Metric: metric, Account: "Opet", Since: today - 3},
	}
	snap := fetch.All(t.Context(), now, asks, map[content.Source]fetch.Counter{content.Wikipedia: wikipedia.New(impatient(), w.URL(), nil)})
	if got := snap.Samples[0]; got.Count.String() != "77" || got.Days == nil || got.Days.Last() != today-1 {
		t.Errorf("got %+v", got)
	}
	if got := snap.Samples[1]; got.Count.Status != fetch.Unavailable || got.Days != nil {
		t.Errorf("got %+v", got)
	}
	w.FailAlways("/", fetchtest.WikimediaForbidden)
	snap = fetch.All(t.Context(), now, asks, map[content.Source]fetch.Counter{content.Wikipedia: wikipedia.New(impatient(), w.URL(), nil)})
	if source, ok := errors.AsType[*fetch.SourceError](snap.Sources[0].Err); !ok || source.Reason != "http 403: forbidden" || snap.Samples[0].Days != nil {
		t.Errorf("got %+v", snap)
	}
}
