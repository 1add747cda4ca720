package spotify_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/spotify"
)

const (
	dreamTheater = "2aaLAng2L2aWD2FClzwiep"
	metallica    = "2ye2Wgw4gimLv2eAKyk1NB"
	opeth        = "0ybFZ2Ab08V8hueghSXm6E"
)

var secret = fetch.NewSecret("hunter2")

var source = countertest.Source{
	Start: func() (*fetchtest.Platform, error) { return fetchtest.Start(content.Spotify) },
	Counter: func(client *http.Client, origin string) fetch.Counter {
		return spotify.New(client, "id", secret, origin)
	},
	DreamTheater: dreamTheater, Metallica: metallica, Opeth: opeth,
	Metric:  "followers",
	NoCount: "the answer's followers have no total",
	API:     "/v1/",
	Parts:   true,
}

// inDevelopment starts a platform with the three artists that takes the app for
// one in development mode.
func inDevelopment(t *testing.T) *fetchtest.Platform {
	t.Helper()
	s := source
	s.Start = func() (*fetchtest.Platform, error) {
		p, err := fetchtest.NewSpotify()
		p.DevelopmentMode(true)
		return p.Platform, err
	}
	return s.New(t)
}

// asked writes what p was asked for, one line each.
func asked(p *fetchtest.Platform) []string {
	var lines []string
	for _, r := range p.Requests() {
		line := r.Authorization + " " + r.Method + " " + r.Path
		if ids := r.Query.Get("ids"); ids != "" {
			line += fmt.Sprintf(" of %d", len(strings.Split(ids, ",")))
		}
		lines = append(lines, line)
	}
	return lines
}

func TestArtistsAreAskedFiftyAtATime(t *testing.T) {
	p := source.New(t)
	var ids []string
	want := make(map[string]string)
	for i := range 101 {
		id := fmt.Sprintf("%022d", i)
		p.Set(id, "an artist", int64(i))
		ids, want[id] = append(ids, id), fmt.Sprint(i)
	}
	got, reason := source.Ask(t, p, fetch.Options{}, ids...)
	countertest.Check(t, "101 artists", want, got, "", reason)
	requests := []string{
		"Basic POST /api/token",
		"Bearer GET /v1/artists of 50",
		"Bearer GET /v1/artists of 50",
		"Bearer GET /v1/artists/" + ids[100],
	}
	if diff := cmp.Diff(requests, asked(p)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestDevelopmentModeIsFoundOutCheaply(t *testing.T) {
	p := inDevelopment(t)
	got, reason := source.AskThree(t, p)
	want := map[string]string{dreamTheater: "unavailable: the answer has no followers"}
	countertest.Check(t, "development mode", want, got, "app in development mode: answers carry no follower counts", reason)
	requests := []string{
		"Basic POST /api/token",
		"Bearer GET /v1/artists of 3",
		"Bearer GET /v1/artists/" + dreamTheater,
	}
	if diff := cmp.Diff(requests, asked(p)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestARefusedBatchIsNotTriedAgain(t *testing.T) {
	p := source.New(t)
	var ids []string
	for i := range 60 {
		id := fmt.Sprintf("%022d", i)
		p.Set(id, "an artist", int64(i))
		ids = append(ids, id)
	}
	p.Fail("/v1/artists", forbidden)
	got, reason := source.Ask(t, p, fetch.Options{}, ids...)
	if len(got) != 60 || got[ids[59]] != "59" || reason != "" {
		t.Errorf("%d counts, the last %q, reason %q; want all 60", len(got), got[ids[59]], reason)
	}
	if n := len(p.Requests()); n != 1+1+60 {
		t.Errorf("%d requests, want a token, one batch and 60 artists", n)
	}
}

func TestAnOutageIsGivenUp(t *testing.T) {
	p := source.New(t)
	p.FailAlways("/v1/", fetchtest.HTML(http.StatusServiceUnavailable))
	var ids []string
	for i := range 50 {
		ids = append(ids, fmt.Sprintf("%022d", i))
	}
	_, reason := source.Ask(t, p, fetch.Options{}, ids...)
	if want := "http 503: service unavailable"; reason != want {
		t.Errorf("reason %q, want %q", reason, want)
	}
	if n := len(p.Requests()); n != 1+1+3 {
		t.Errorf("%d requests, want a token, one batch and 3 artists", n)
	}
}

func TestFailuresThatAreNotInARowAreNoOutage(t *testing.T) {
	p := source.New(t)
	p.Fail("/v1/artists", fetchtest.HTML(http.StatusInternalServerError))
	var ids []string
	want := make(map[string]string)
	for i := range 5 {
		id := fmt.Sprintf("%022d", i)
		p.Set(id, "an artist", int64(i))
		ids, want[id] = append(ids, id), "error: http 500: internal server error"
		if i == 2 {
			want[id] = "2"
			continue
		}
		p.FailAlways("/v1/artists/"+id, fetchtest.HTML(http.StatusInternalServerError))
	}
	got, reason := source.Ask(t, p, fetch.Options{}, ids...)
	countertest.Check(t, "all but the third", want, got, "", reason)
}

func TestNothingToAskAsksNothing(t *testing.T) {
	p := source.New(t)
	got, reason := source.Ask(t, p, fetch.Options{}, "../search?q=Metallica", "metallica")
	want := map[string]string{
		"../search?q=Metallica": "unavailable: not the form of an artist id",
		"metallica":             "unavailable: not the form of an artist id",
	}
	countertest.Check(t, "no ids", want, got, "", reason)
	if paths := countertest.Paths(p); len(paths) != 0 {
		t.Errorf("it asked for %v", paths)
	}
}

func TestTheSecretIsNotInErrors(t *testing.T) {
	p := source.New(t)
	p.FailAlways("/api/token", invalidClient)
	counter := spotify.New(fetch.NewClient(fetch.Options{}), "id", secret, p.URL())
	_, err := counter.Count(t.Context(), []string{opeth})
	if text := fmt.Sprintf("%v %+v %#v %+v", err, err, err, counter); strings.Contains(text, secret.Reveal()) {
		t.Errorf("the secret is in %s", text)
	}
}
