package lastfm_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/lastfm"
)

const (
	dreamTheater = "Dream Theater"
	metallica    = "Metallica"
	opeth        = "Opeth"
)

var key = fetch.NewSecret("hunter2/+&=")

var source = countertest.Source{
	Start:        func() (*fetchtest.Platform, error) { return fetchtest.Start(content.LastFM) },
	Counter:      func(client *http.Client, origin string) fetch.Counter { return lastfm.New(client, key, origin) },
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "listeners", CountAt: "stats.listeners",
	NoNumber: `"many"`,
	Singly:   true,
	Secret:   "hunter2",
	Unknown:  "unavailable: no such artist",
	Odd: []countertest.Odd{
		odd("a number that is one", edit("stats.listeners", "14156138"), "14156138"),
		odd("a string in another notation", edit("stats.listeners", `"1.4156138E7"`), "14156138"),
		odd("a string with a point and zeros", edit("stats.listeners", `"14156138.0"`), "14156138"),
		odd("a string in the notation of a fraction", edit("stats.listeners", `"1.4156138E6"`), notWhole),
		odd("a string with a point", edit("stats.listeners", `"12.5"`), notWhole),
		odd("a string with spaces", edit("stats.listeners", `" 12"`), notWhole),
		odd("a string with commas", edit("stats.listeners", `"14,156,138"`), notWhole),
		odd("a string with an escape", edit("stats.listeners", `"\u0031"`), notWhole),
		odd("an empty string", edit("stats.listeners", `""`), notWhole),
		odd("a negative string", edit("stats.listeners", `"-12"`), outOf),
		odd("a huge string", edit("stats.listeners", `"99999999999999999999"`), outOf),
		odd("no stats", edit("stats", fetchtest.Absent), none),
		odd("stats null", edit("stats", fetchtest.Null), none),
		odd("stats a list", edit("stats", "[]"), "unavailable: the answer's stats are not the documented object"),
		odd("a random artist", edit("name", `"Metallica Tribute"`), "unavailable: wrong account: the answer is for Metallica Tribute"),
		odd("another spelling", edit("name", `"MÉTALLICA"`), "14156138"),
		odd("no name", edit("name", fetchtest.Absent), left),
		odd("an odd name", edit("name", "5"), left),
	},
	Faults: []countertest.Fault{
		countertest.Broken("invalid key", fetchtest.LastFMInvalidKey, "error 10: invalid API key"),
		countertest.Broken("invalid key with 200", fetchtest.LastFMError(200, 10, "Invalid API key"), "error 10: invalid API key"),
		countertest.Broken("key suspended", keySuspended, "error 26: API key suspended"),
		countertest.Broken("rate limit", rateLimit, "error 29: rate limit"),
		countertest.Broken("rate limit with 429", fetchtest.LastFMError(429, 29, "Rate Limit Exceeded"), "error 29: rate limit"),
		countertest.Passing("offline", fetchtest.LastFMError(200, 11, "Service Offline"), "last.fm's error 11"),
		countertest.Passing("unavailable", fetchtest.LastFMError(503, 16, "Try again"), "last.fm's error 16"),
		countertest.Passing("another error", fetchtest.LastFMError(400, 3, "Invalid Method"), "last.fm's error 3"),
		countertest.Passing("an odd error", fetchtest.Respond(200, `{"error":"oops"}`), "last.fm's error 0"),
		countertest.Passing("200 XML", fetchtest.Respond(200, `<lfm status="ok"><artist><listeners>1</listeners></artist></lfm>`), notJSON),
		countertest.Passing("200 an artist that is none", fetchtest.Respond(200, `{"artist":[]}`), notJSON),
		countertest.Broken("a reflected key", fetchtest.Respond(401, reflected), "http 401: unauthorized"),
		countertest.Passing("an odd status", fetchtest.Respond(418, reflected), "http 418: i'm a teapot"),
		countertest.Passing("a bad redirect", fetchtest.Respond(302, "", "Location: http://[hunter2%2F%2B%26%3D"), "failed to parse Location header …: missing ']' in host"),
		countertest.Passing("a reflected answer", fetchtest.Respond(200, `{"error":"hunter2/+&="}`), "last.fm's error 0"),
	},
	Many: strings.Fields("a b c d e f g h i"),
	Recorded: []countertest.RecordedCount{
		{File: "artist.json", Account: "the weeknd", Want: "1688480", Name: "The Weeknd"},
		{File: "artist.json", Account: "Weeknd", Want: "unavailable: wrong account: the answer is for The Weeknd"},
		{File: "not_found.json", Account: opeth, Want: "unavailable: no such artist"},
		{File: "invalid_key.json", Account: opeth, Want: "source: error 10: invalid API key"},
	},
	Shape: countertest.Shape{File: "artist.json", Path: "/2.0/?method=artist.getInfo&format=json&autocorrect=0&api_key=x&artist=" + opeth, Part: "artist"},
	Hints: map[string]fetchtest.Fault{
		"check LASTFM_API_KEY":                                           fetchtest.LastFMInvalidKey,
		"ask Last.fm why, or take lastfm out of the sources":             keySuspended,
		"Last.fm takes a few requests a second; the next run asks again": rateLimit,
		"the platform asks to wait 1h0m0s":                               fetchtest.Respond(429, "", "Retry-After: 3600"),
	},
}

const (
	left      = "error: not in the answer"
	none      = "unavailable: the answer has no listeners"
	notWhole  = "unavailable: the answer's listeners are not a whole number"
	outOf     = "unavailable: the answer's count is out of range"
	notJSON   = "the answer is not the documented JSON"
	reflected = `{"message":"no such key: hunter2/+&= hunter2%2F%2B%26%3D"}`
)

var (
	keySuspended = fetchtest.LastFMError(403, 26, "Suspended API key - Access for your account has been suspended, please contact Last.fm")
	rateLimit    = fetchtest.LastFMError(200, 29, "Rate Limit Exceeded - Your IP has made too many requests in a short period, exceeding our API guidelines")
)

var odd, edit = countertest.OddAnswer, countertest.Edit

func TestLastFM(t *testing.T) { countertest.Run(t, source) }

func TestAnUnknownArtistIsUnknownWithAnyStatus(t *testing.T) {
	for _, status := range []int{200, 400, 404} {
		l, err := fetchtest.NewLastFM()
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		l.NotFoundStatus(status)
		got, reason := source.Ask(t, l.Platform, fetch.Options{}, opeth)
		countertest.Check(t, fmt.Sprint(status), map[string]string{opeth: "unavailable: no such artist"}, got, reason)
	}
}

func TestNamesAreAskedForAsTheyAre(t *testing.T) {
	p := source.New(t)
	names := []string{
		"Mötley Crüe", "AC/DC", "Florence + the Machine", "Simon & Garfunkel", "100 gecs?#x", "聖飢魔II", "opeth",
		"+44", "+/-", "C+C Music Factory", "100% Silk", "50%25", "%2B44", "a%", "a&b=c+d", "#1 Dads", "Why?", "A;B", "a%20b",
	}
	want := make(map[string]string)
	for i, name := range names {
		p.Set(name, name, int64(i))
		want[name] = fmt.Sprint(i)
	}
	p.Set("Florence   the Machine", "what a plus sign becomes that is escaped once", 99)
	got, reason := source.Ask(t, p, fetch.Options{}, names...)
	countertest.Check(t, "odd names", want, got, reason)
	for _, r := range p.Requests() {
		if r.Method != http.MethodGet || r.Path != "/2.0/" || r.Query.Get("autocorrect") != "0" || r.Query.Get("api_key") != "REDACTED" {
			t.Errorf("it asked %v", r)
		}
	}
}

// onTheWire notes the addresses that it was asked for.
type onTheWire struct{ queries []string }

func (w *onTheWire) RoundTrip(req *http.Request) (*http.Response, error) {
	w.queries = append(w.queries, req.URL.RawQuery)
	return countertest.Recorded(`{"artist":{"name":"+44","stats":{"listeners":"7"}}}`).RoundTrip(req)
}

// Last.fm decodes a name twice: github.com/navidrome/navidrome pull request 6158.
func TestAPlusSignIsEscapedTwice(t *testing.T) {
	w := &onTheWire{}
	counts, err := lastfm.New(fetch.NewClient(fetch.Options{Transport: w}), key, "").Count(t.Context(), []string{"+44"})
	if n, _ := counts["+44"].Value(); err != nil || n != 7 || !strings.Contains(w.queries[0], "artist=%252B44&") {
		t.Errorf("asked for %s, got %v, %v", w.queries, counts, err)
	}
}

// The key is part of the URL, which the errors of net/http quote.
func TestTheKeyIsInNoErrorOfTheWay(t *testing.T) {
	for _, origin := range []string{"http://127.0.0.1:1", "nonsense://x", "http://%zz", "http://127.0.0.1:99999"} {
		if err := source.AskAt(t, origin, opeth); err == nil {
			t.Errorf("%s: no error", origin)
		}
	}
}

// inTurn is Last.fm in memory, which answers in turn.
type inTurn struct {
	bodies []string
	asked  []time.Duration
	begun  time.Time
}

func (s *inTurn) RoundTrip(req *http.Request) (*http.Response, error) {
	body := s.bodies[min(len(s.asked), len(s.bodies)-1)]
	s.asked = append(s.asked, time.Since(s.begun))
	return countertest.Recorded(body).RoundTrip(req)
}

func TestErrorsThatPassAreWaitedFor(t *testing.T) {
	const well = `{"artist":{"name":"Opeth","stats":{"listeners":"7"}}}`
	tests := []struct {
		name   string
		bodies []string
		asked  []time.Duration
	}{
		{"a rate limit", []string{`{"error":29}`, well}, []time.Duration{0, 5 * time.Second}},
		{"a rate limit that stays", []string{`{"error":29}`}, []time.Duration{0, 5 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second}},
		{"an outage", []string{`{"error":11}`, `{"error":16}`, `{"error":8}`, well}, []time.Duration{0, 500 * time.Millisecond, 1500 * time.Millisecond, 3500 * time.Millisecond}},
		{"an unknown artist", []string{`{"error":6}`, well}, []time.Duration{0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &inTurn{bodies: test.bodies, begun: time.Now()}
				_, _ = lastfm.New(fetch.NewClient(fetch.Options{Transport: s}), key, "").Count(t.Context(), []string{opeth})
				if diff := cmp.Diff(test.asked, s.asked); diff != "" {
					t.Errorf("asked at (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func FuzzLastFMAnswer(f *testing.F) {
	source.Fuzz(f, []string{"The Weeknd", opeth},
		`{"artist":{"name":"OPETH","stats":{"listeners":"-0"}}}`,
		`{"artist":{"name":"Opeth","stats":{"listeners":7}},"error":null}`)
}
