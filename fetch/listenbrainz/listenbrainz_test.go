package listenbrainz_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/listenbrainz"
)

const (
	dreamTheater = "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d"
	metallica    = "65f4f0c5-ef9e-490c-aee3-909e7ae6b2ab"
	opeth        = "c14b4180-dc87-481e-b17a-64e4150f90f6"
	gojira       = "1c5efd53-d6b6-4d63-9d22-a15025cf5f07"
)

var token = fetch.NewSecret("hunter2")

var source = countertest.Source{
	Start: func() (*fetchtest.Platform, error) { return fetchtest.Start(content.ListenBrainz) },
	Counter: func(client *http.Client, origin string) fetch.Counter {
		return listenbrainz.New(client, fetch.Secret{}, origin)
	},
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric: "listeners", CountAt: "total_user_count",
	NoCount: strings.TrimPrefix(nobody(metallica), "unavailable: "),
	Unknown: nobody(metallica),
	Odd: []countertest.Odd{
		odd("another id", edit("artist_mbid", `"`+gojira+`"`), "unavailable: the answer is for "+gojira+"; if the id was merged into it, write that one"),
		odd("a hostile id", edit("artist_mbid", `"x\u001b[31m"`), left),
		odd("an id in capitals", edit("artist_mbid", `"`+strings.ToUpper(metallica)+`"`), "14156138"),
		odd("no id", edit("artist_mbid", fetchtest.Absent), left),
		odd("an odd id", edit("artist_mbid", "5"), left),
		odd("no listens", edit("total_listen_count", fetchtest.Null), "14156138"),
	},
	Faults: []countertest.Fault{
		countertest.Passing("400", fetchtest.Respond(400, `{"code":400,"error":"oops"}`), "http 400: bad request"),
		countertest.Broken("429 until a reset", fetchtest.Respond(429, `{"code":429,"error":"You have exceeded your rate limit."}`, "X-RateLimit-Reset-In: 86400"), "http 429: rate limit"),
		countertest.Passing("200 an object", fetchtest.Respond(200, "{}"), "the answer is not the documented JSON"),
		countertest.Passing("200 null", fetchtest.Respond(200, "null"), "the answer has no artists"),
	},
	Many:       mbids(8000),
	NoAccounts: []string{"opeth", strings.ToUpper(opeth)},
	NoAccount:  "unavailable: not a valid MusicBrainz artist id (MBID)",
	Recorded: []countertest.RecordedCount{
		{File: "artists.json", Account: dreamTheater, Want: "13251"},
		{File: "artists.json", Account: gojira, Want: nobody(gojira)},
		{File: "artists.json", Account: opeth, Want: left},
	},
	Shape: countertest.Shape{File: "artists.json", Path: "/1/popularity/artist", Question: `{"artist_mbids":["` + metallica + `"]}`, Part: "0"},
}

const left = "error: not in the answer"

// nobody is what an artist has whom ListenBrainz does not know by this id.
func nobody(mbid string) string {
	return "unavailable: no listeners by this id; if merged, musicbrainz.org/artist/" + mbid + " shows the new one"
}

var odd, edit = countertest.OddAnswer, countertest.Edit

func TestListenBrainz(t *testing.T) { countertest.Run(t, source) }

func TestAnArtistTwice(t *testing.T) {
	p := source.New(t)
	p.Overwrite(metallica, "artist_mbid", `"`+opeth+`"`)
	want := source.Three(left)
	want[opeth] = "unavailable: the answer holds this artist twice, and differently"
	got, reason := source.AskThree(t, p)
	countertest.Check(t, "twice", want, got, reason)
}

// Where ListenBrainz names no artist, its numbers are nobody's.
func TestAnswersWithoutArtists(t *testing.T) {
	for _, body := range []string{"[]", "[null]", `[5,"x",[]]`, `[{"total_user_count":5}]`} {
		p := source.New(t)
		p.FailAlways("/", fetchtest.Respond(200, body))
		got, reason := source.Ask(t, p, fetch.Options{}, opeth)
		countertest.Check(t, body, map[string]string{opeth: "error: not in the answer"}, got, reason)
	}
}

func mbids(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
	}
	return ids
}

func TestArtistsAreAskedAThousandAtATime(t *testing.T) {
	l, err := fetchtest.NewListenBrainz()
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	want := make(map[string]string)
	for i, id := range mbids(2500) {
		l.Set(id, "an artist", int64(i))
		want[id] = fmt.Sprint(i)
	}
	got, reason := source.Ask(t, l.Platform, fetch.Options{}, mbids(2500)...)
	countertest.Check(t, "2,500 artists", want, got, reason)
	sizes := l.Batches()
	slices.Sort(sizes)
	if diff := cmp.Diff([]int{500, 1000, 1000}, sizes); diff != "" {
		t.Errorf("artists in a request (-want +got):\n%s", diff)
	}
}

func TestATokenIsOptional(t *testing.T) {
	tests := []struct {
		name   string
		token  fetch.Secret
		wanted string // the token the platform wants, if any
		want   string // the reason
		hint   string
		scheme string
	}{
		{"none, none wanted", fetch.Secret{}, "", "", "", ""},
		{"one, none wanted", token, "", "", "", "Token"},
		{"the right one", token, "hunter2", "", "", "Token"},
		{"none", fetch.Secret{}, "hunter2", "http 401: unauthorized", "add LISTENBRAINZ_TOKEN, a user token from listenbrainz.org/settings", ""},
		{"a wrong one", token, "another", "http 401: unauthorized", "check LISTENBRAINZ_TOKEN", "Token"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l, err := fetchtest.NewListenBrainz()
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if test.wanted != "" {
				l.Accept(test.wanted)
			}
			l.Set(opeth, "Opeth", 7)
			counter := listenbrainz.New(fetch.NewClient(fetch.Options{}), test.token, l.URL())
			counts, err := counter.Count(t.Context(), []string{opeth})
			reason, hint := "", ""
			if known, ok := errors.AsType[*fetch.SourceError](err); ok {
				reason, hint = known.Reason, known.Hint
			}
			if reason != test.want || hint != test.hint || (counts[opeth] == fetch.Number(7)) != (test.want == "") {
				t.Errorf("%v, %q (%s); want %q (%s)", counts, reason, hint, test.want, test.hint)
			}
			if got := l.Requests()[0].Authorization; got != test.scheme {
				t.Errorf("authorization %q, want %q", got, test.scheme)
			}
			if text := fmt.Sprintf("%v %+v %#v %+v", err, err, err, counter); strings.Contains(text, token.Reveal()) {
				t.Errorf("the token is in %s", text)
			}
		})
	}
}

func FuzzListenBrainzAnswer(f *testing.F) {
	source.Fuzz(f, []string{dreamTheater, metallica, opeth},
		`[null,5,{"artist_mbid":"`+opeth+`","total_user_count":1},{"artist_mbid":"`+opeth+`","total_user_count":2}]`,
		`[{"artist_mbid":"`+metallica+`","total_user_count":-0}]`)
}
