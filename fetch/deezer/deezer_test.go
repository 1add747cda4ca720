package deezer_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/deezer"
	"datarocks/fetch/fetchtest"
)

const (
	dreamTheater = "3330"
	metallica    = "119"
	opeth        = "1185"
)

var source = countertest.Source{
	Start:        func() (*fetchtest.Platform, error) { return fetchtest.Start(content.Deezer) },
	Counter:      deezer.New,
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "fans", CountAt: "nb_fan",
	Singly:  true,
	Unknown: "unavailable: no such artist",
	Odd: []countertest.Odd{
		odd("another id", edit("id", "27"), "unavailable: wrong account: the answer is for 27"),
		odd("an id that begins alike", edit("id", "1190"), "unavailable: wrong account: the answer is for 1190"),
		odd("a hostile id", edit("id", `"\u001b[31m\n"`), "unavailable: wrong account: the answer is for [31m"),
		odd("an id in quotes", edit("id", `"119"`), "14156138"),
		odd("an id in another notation", edit("id", "1.19E2"), "14156138"),
		odd("no id but null", edit("id", fetchtest.Null), "error: not in the answer"),
		odd("no id", edit("id", fetchtest.Absent), "error: not in the answer"),
		odd("an odd name", edit("name", "5"), "14156138"),
		odd("error null", edit("error", fetchtest.Null), "14156138"),
		odd("an error beside the artist", edit("error", `{"code":4000}`), "error: deezer's error 4000"),
	},
	Faults: []countertest.Fault{
		countertest.Broken("quota", fetchtest.DeezerQuotaExceeded, "error 4: quota exceeded"),
		countertest.Passing("busy", fetchtest.DeezerError("DataException", "Service busy", 700), "deezer's error 700"),
		countertest.Passing("another error", fetchtest.DeezerError("OAuthException", "An active access token must be used", 200), "deezer's error 200"),
		countertest.Passing("an error without a code", fetchtest.Respond(200, `{"error":"oops"}`), "deezer's error 0"),
		countertest.Passing("200 a list", fetchtest.Respond(200, "[]"), "the answer is not the documented JSON"),
	},
	Many:       strings.Fields("1 2 3 4 5 6 7 8 9"),
	NoAccounts: []string{"119/top", "metallica", "0119"},
	NoAccount:  "unavailable: not a valid numeric artist id",
	Recorded: []countertest.RecordedCount{
		{File: "artist.json", Account: metallica, Want: "5573986", Name: "Metallica"},
		{File: "artist.json", Account: "27", Want: "unavailable: wrong account: the answer is for 119"},
		{File: "no_data.json", Account: metallica, Want: "unavailable: no such artist"},
		{File: "quota.json", Account: metallica, Want: "source: error 4: quota exceeded"},
	},
	Shape: countertest.Shape{File: "artist.json", Path: "/artist/119"},
}

var odd, edit = countertest.OddAnswer, countertest.Edit

func TestDeezer(t *testing.T) { countertest.Run(t, source) }

func TestAnUnknownArtistIsUnknownWithAnyStatus(t *testing.T) {
	for _, status := range []int{200, 404} {
		p, err := fetchtest.NewDeezer()
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		p.NotFoundStatus(status)
		got, reason := source.Ask(t, p.Platform, fetch.Options{}, metallica)
		countertest.Check(t, fmt.Sprint(status), map[string]string{metallica: "unavailable: no such artist"}, got, reason)
	}
}

// quota is Deezer in memory: each time it is asked it answers with the next
// body, and with the last one for good.
type quota struct {
	bodies []string
	asked  []time.Time
}

func (q *quota) RoundTrip(req *http.Request) (*http.Response, error) {
	body := q.bodies[min(len(q.asked), len(q.bodies)-1)]
	q.asked = append(q.asked, time.Now())
	return countertest.Recorded(body).RoundTrip(req)
}

func TestTheQuotaIsWaitedFor(t *testing.T) {
	exceeded := string(countertest.ReadRecorded(t, "quota.json"))
	artist := string(countertest.ReadRecorded(t, "artist.json"))
	tests := []struct {
		name   string
		bodies []string
		want   string
		took   time.Duration
	}{
		{"it ends", []string{exceeded, artist}, "5573986", 5 * time.Second},
		{"it does not end", []string{exceeded}, "error 4: quota exceeded", 20 * time.Second},
		{"a busy moment", []string{`{"error":{"code":700}}`, artist}, "5573986", 500 * time.Millisecond},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				client := fetch.NewClient(fetch.Options{Transport: &quota{bodies: test.bodies}})
				counts, err := deezer.New(client, "").Count(t.Context(), []string{metallica})
				got := counts[metallica].String()
				if known, ok := errors.AsType[*fetch.SourceError](err); ok {
					got = known.Reason
				}
				if got != test.want || time.Since(begun) != test.took {
					t.Errorf("%s after %v, want %s after %v", got, time.Since(begun), test.want, test.took)
				}
			})
		})
	}
}

func TestPaceKeepsTheQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &quota{bodies: []string{`{"error":{"code":800}}`}}
		client := fetch.NewClient(fetch.Options{Transport: locked(q), Pace: deezer.Pace})
		var ids []string
		for i := range 400 {
			ids = append(ids, fmt.Sprint(i+1))
		}
		if _, err := deezer.New(client, "").Count(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(q.asked, time.Time.Compare)
		for i, at := range q.asked[:len(q.asked)-50] {
			if later := q.asked[i+50]; later.Sub(at) < 5*time.Second {
				t.Fatalf("51 requests within %v", later.Sub(at))
			}
		}
	})
}

// locked lets one request at a time through.
func locked(base http.RoundTripper) http.RoundTripper {
	turn := make(chan struct{}, 1)
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		turn <- struct{}{}
		defer func() { <-turn }()
		return base.RoundTrip(req)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func FuzzDeezerAnswer(f *testing.F) {
	source.Fuzz(f, []string{metallica, opeth}, `{"id":119,"nb_fan":-0,"nb_fan":7}`, `{"id":"119","nb_fan":null,"error":null}`)
}
