package lastfm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

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
	Start: func() (*fetchtest.Platform, error) {
		p, err := fetchtest.NewLastFM()
		return p.Platform, err
	},
	Counter:      func(client *http.Client, origin string) fetch.Counter { return lastfm.New(client, key, origin) },
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric:   "listeners",
	NoNumber: `"many"`,
	Singly:   true,
}

func TestOddCounts(t *testing.T) { source.TestOddCounts(t, "stats.listeners") }
func TestSlow(t *testing.T)      { source.TestSlow(t) }

func TestFaults(t *testing.T) {
	source.TestFaults(t,
		countertest.Fault{Name: "invalid key", Break: fetchtest.LastFMInvalidKey, Reason: "error 10: invalid API key", Stops: true},
		countertest.Fault{Name: "invalid key with 200", Break: fetchtest.LastFMError(200, 10, "Invalid API key"), Reason: "error 10: invalid API key", Stops: true},
		countertest.Fault{Name: "key suspended", Break: fetchtest.LastFMKeySuspended, Reason: "error 26: API key suspended", Stops: true},
		countertest.Fault{Name: "rate limit", Break: fetchtest.LastFMRateLimit, Reason: "error 29: rate limit", Stops: true},
		countertest.Fault{Name: "rate limit with 429", Break: fetchtest.LastFMError(429, 29, "Rate Limit Exceeded"), Reason: "error 29: rate limit", Stops: true},
		countertest.Fault{Name: "offline", Break: fetchtest.LastFMError(200, 11, "Service Offline"), Reason: "last.fm's error 11"},
		countertest.Fault{Name: "unavailable", Break: fetchtest.LastFMError(503, 16, "Try again"), Reason: "last.fm's error 16"},
		countertest.Fault{Name: "another error", Break: fetchtest.LastFMError(400, 3, "Invalid Method"), Reason: "last.fm's error 3"},
		countertest.Fault{Name: "an odd error", Break: fetchtest.Respond(200, `{"error":"oops"}`), Reason: "last.fm's error 0"},
		countertest.Fault{Name: "200 XML", Break: fetchtest.Respond(200, `<lfm status="ok"><artist><listeners>1</listeners></artist></lfm>`), Reason: "the answer is not the documented JSON"},
		countertest.Fault{Name: "200 an artist that is none", Break: fetchtest.Respond(200, `{"artist":[]}`), Reason: "the answer is not the documented JSON"},
	)
}

func TestOneOddArtist(t *testing.T) {
	edit := func(path, raw string) func(*fetchtest.Platform) {
		return func(p *fetchtest.Platform) { p.Overwrite(metallica, path, raw) }
	}
	const (
		left     = "error: not in the answer"
		none     = "unavailable: the answer has no listeners"
		notWhole = "unavailable: the answer's listeners are not a whole number"
		outOf    = "unavailable: the answer's count is out of range"
	)
	tests := []struct {
		name string
		make func(*fetchtest.Platform)
		want string
	}{
		{"nothing", func(*fetchtest.Platform) {}, "14156138"},
		{"zero", func(p *fetchtest.Platform) { p.Set(metallica, "Metallica", 0) }, "0"},
		{"unknown", func(p *fetchtest.Platform) { p.Remove(metallica) }, "unavailable: no such artist"},
		{"a number that is one", edit("stats.listeners", "14156138"), "14156138"},
		{"a string with a point", edit("stats.listeners", `"12.5"`), notWhole},
		{"a string with spaces", edit("stats.listeners", `" 12"`), notWhole},
		{"a string with commas", edit("stats.listeners", `"14,156,138"`), notWhole},
		{"a string with an escape", edit("stats.listeners", `"\u0031"`), notWhole},
		{"an empty string", edit("stats.listeners", `""`), notWhole},
		{"a negative string", edit("stats.listeners", `"-12"`), outOf},
		{"a huge string", edit("stats.listeners", `"99999999999999999999"`), outOf},
		{"no stats", edit("stats", fetchtest.Absent), none},
		{"stats null", edit("stats", fetchtest.Null), none},
		{"stats a list", edit("stats", "[]"), "unavailable: the answer's stats are not the documented object"},
		{"a random artist", edit("name", `"Metallica Tribute"`), "unavailable: wrong account: the answer is for Metallica Tribute"},
		{"another spelling", edit("name", `"MÉTALLICA"`), "14156138"},
		{"no name", edit("name", fetchtest.Absent), left},
		{"an odd name", edit("name", "5"), left},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			test.make(p)
			got, reason := source.AskThree(t, p)
			countertest.Check(t, test.name, source.Three(test.want), got, "", reason)
		})
	}
}

func TestAnUnknownArtistIsUnknownWithAnyStatus(t *testing.T) {
	for _, status := range []int{200, 400, 404} {
		l, err := fetchtest.NewLastFM()
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		l.NotFoundStatus(status)
		got, reason := source.Ask(t, l.Platform, fetch.Options{}, opeth)
		countertest.Check(t, fmt.Sprint(status), map[string]string{opeth: "unavailable: no such artist"}, got, "", reason)
	}
}

func TestNamesAreAskedForAsTheyAre(t *testing.T) {
	p := source.New(t)
	names := []string{"Mötley Crüe", "AC/DC", "Florence + the Machine", "Simon & Garfunkel", "100 gecs?#x", "聖飢魔II", "opeth"}
	want := make(map[string]string)
	for i, name := range names {
		p.Set(name, name, int64(i))
		want[name] = fmt.Sprint(i)
	}
	got, reason := source.Ask(t, p, fetch.Options{}, names...)
	countertest.Check(t, "odd names", want, got, "", reason)
	for _, r := range p.Requests() {
		if r.Method != http.MethodGet || r.Path != "/2.0/" || r.Query.Get("autocorrect") != "0" || r.Query.Get("api_key") != "REDACTED" {
			t.Errorf("it asked %v", r)
		}
	}
}

func TestAnOutageIsGivenUp(t *testing.T) {
	source.TestOutage(t, strings.Fields("a b c d e f g h i"))
}

// The key is part of the URL, which the errors of net/http quote.
func TestTheKeyIsInNoError(t *testing.T) {
	reflected := `{"message":"no such key: hunter2/+&= hunter2%2F%2B%26%3D"}`
	faults := map[string]fetchtest.Fault{
		"invalid key":        fetchtest.LastFMInvalidKey,
		"a reflected key":    fetchtest.Respond(401, reflected),
		"an odd status":      fetchtest.Respond(418, reflected),
		"a bad redirect":     fetchtest.Respond(302, "", "Location: http://[hunter2%2F%2B%26%3D"),
		"dropped":            fetchtest.Drop(),
		"cut":                fetchtest.Cut(),
		"10 MB":              fetchtest.Oversize(),
		"slow":               fetchtest.Hang(nil),
		"HTML":               fetchtest.HTML(200),
		"a reflected answer": fetchtest.Respond(200, `{"error":"hunter2/+&="}`),
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/", fault)
			checkConcealed(t, p.URL())
		})
	}
	for _, origin := range []string{"http://127.0.0.1:1", "nonsense://x", "http://%zz", "http://127.0.0.1:99999"} {
		checkConcealed(t, origin)
	}
}

func checkConcealed(t *testing.T, origin string) {
	t.Helper()
	client := fetch.NewClient(fetch.Options{Patience: -1, Timeout: 100 * time.Millisecond})
	counter := lastfm.New(client, key, origin)
	counts, err := counter.Count(t.Context(), []string{opeth})
	if err == nil {
		t.Errorf("%s: no error", origin)
	}
	texts := []string{fmt.Sprintf("%v %+v", counter, counts)}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		texts = append(texts, fmt.Sprintf("%v %+v %#v", inner, inner, inner))
		var status *fetch.StatusError
		if errors.As(inner, &status) {
			texts = append(texts, string(status.Body))
		}
	}
	for _, text := range texts {
		if strings.Contains(text, "hunter2") {
			t.Errorf("%s: the key is in %s", origin, text)
		}
	}
}

func TestHintsSayWhatToDo(t *testing.T) {
	for want, fault := range map[string]fetchtest.Fault{
		"check LASTFM_API_KEY":                                           fetchtest.LastFMInvalidKey,
		"ask Last.fm why, or take lastfm out of the sources":             fetchtest.LastFMKeySuspended,
		"Last.fm takes a few requests a second; the next run asks again": fetchtest.LastFMRateLimit,
		"the platform asks to wait 1h0m0s":                               fetchtest.Respond(429, "", "Retry-After: 3600"),
	} {
		p := source.New(t)
		p.FailAlways("/", fault)
		_, err := lastfm.New(fetch.NewClient(fetch.Options{Patience: -1}), key, p.URL()).Count(t.Context(), []string{opeth})
		var known *fetch.SourceError
		if !errors.As(err, &known) || known.Hint != want {
			t.Errorf("the error is %#v, want the hint %q", err, want)
		}
	}
}

// inTurn is Last.fm in memory, which gives its answers in turn.
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

func TestRecordedAnswers(t *testing.T) {
	source.CheckRecorded(t, "artist.json", "the weeknd", "1688480", "The Weeknd")
	source.CheckRecorded(t, "artist.json", "Weeknd", "unavailable: wrong account: the answer is for The Weeknd", "")
	source.CheckRecorded(t, "not_found.json", opeth, "unavailable: no such artist", "")
	source.CheckRecorded(t, "invalid_key.json", opeth, "source: error 10: invalid API key", "")
	p := source.New(t)
	url := p.URL() + "/2.0/?method=artist.getInfo&format=json&autocorrect=0&api_key=x&artist=" + opeth
	countertest.CheckFields(t, "an artist", artist(t, countertest.ReadRecorded(t, "artist.json")), artist(t, countertest.Get(t, url)))
}

func artist(t *testing.T, body []byte) json.RawMessage {
	t.Helper()
	var answer struct{ Artist json.RawMessage }
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Artist
}

func FuzzLastFMAnswer(f *testing.F) {
	for _, name := range []string{"artist.json", "not_found.json", "invalid_key.json"} {
		f.Add([]byte(countertest.ReadRecorded(f, name)))
	}
	f.Add([]byte(`{"artist":{"name":"OPETH","stats":{"listeners":"-0"}}}`))
	f.Add([]byte(`{"artist":{"name":"Opeth","stats":{"listeners":7}},"error":null}`))
	f.Fuzz(func(t *testing.T, body []byte) { source.CheckLaw(t, body, "The Weeknd", opeth) })
}
