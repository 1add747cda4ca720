package spotify_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/spotify"
)

const (
	dreamTheater = "2aaLAng2L2aWD2FClzwiep"
	metallica    = "2ye2Wgw4gimLv2eAKyk1NB"
	opeth        = "0ybFZ2Ab08V8hueghSXm6E"
)

var secret = fetch.NewSecret("hunter2")

// newSpotify starts a platform with three artists.
func newSpotify(t *testing.T) *fetchtest.Spotify {
	t.Helper()
	p, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	p.Set(dreamTheater, "Dream Theater", 1_000_001)
	p.Set(metallica, "Metallica", 14_156_138)
	p.Set(opeth, "Opeth", 0)
	return p
}

// count asks p without patience for a second attempt, and writes each count
// and the source's reason as text. Whatever went wrong, a number must be the
// one that p holds for that account.
func count(t *testing.T, p *fetchtest.Spotify, o fetch.Options, accounts ...string) (counts map[string]string, reason string) {
	t.Helper()
	o.Patience = -1
	got, err := spotify.New(fetch.NewClient(o), "id", secret, p.URL()).Count(t.Context(), accounts)
	counts = make(map[string]string)
	for account, c := range got {
		counts[account] = c.String()
		held, known := p.Count(account)
		if n, ok := c.Value(); ok && (!known || n != held) {
			t.Errorf("a false number: %s has %d followers, got %d", account, held, n)
		}
	}
	for _, account := range accounts {
		if _, ok := got[account]; !ok && err == nil {
			t.Errorf("nothing is said of %s", account)
		}
	}
	if err != nil {
		reason = fetch.Reason(err)
	}
	return counts, reason
}

// asked writes what p was asked for, one line each.
func asked(p *fetchtest.Spotify) []string {
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
	p := newSpotify(t)
	var ids []string
	want := make(map[string]string)
	for i := range 101 {
		id := fmt.Sprintf("%022d", i)
		p.Set(id, "an artist", int64(i))
		ids, want[id] = append(ids, id), fmt.Sprint(i)
	}
	got, reason := count(t, p, fetch.Options{}, ids...)
	if diff := cmp.Diff(want, got); diff != "" || reason != "" {
		t.Errorf("counts (-want +got), reason %q:\n%s", reason, diff)
	}
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
	p := newSpotify(t)
	p.DevelopmentMode(true)
	got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
	want := map[string]string{
		dreamTheater: "unavailable: the answer has no followers",
		metallica:    "unavailable: the answer has no followers",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if want := "app in development mode: answers carry no follower counts"; reason != want {
		t.Errorf("reason %q, want %q", reason, want)
	}
	requests := []string{
		"Basic POST /api/token",
		"Bearer GET /v1/artists of 3",
		"Bearer GET /v1/artists/" + dreamTheater,
		"Bearer GET /v1/artists/" + metallica,
	}
	if diff := cmp.Diff(requests, asked(p)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestARefusedBatchIsNotTriedAgain(t *testing.T) {
	p := newSpotify(t)
	var ids []string
	for i := range 60 {
		id := fmt.Sprintf("%022d", i)
		p.Set(id, "an artist", int64(i))
		ids = append(ids, id)
	}
	p.Fail("/v1/artists", fetchtest.Respond(http.StatusForbidden, `{"error":{"status":403,"message":"Forbidden"}}`))
	got, reason := count(t, p, fetch.Options{}, ids...)
	if len(got) != 60 || got[ids[59]] != "59" || reason != "" {
		t.Errorf("%d counts, the last %q, reason %q; want all 60", len(got), got[ids[59]], reason)
	}
	if n := len(p.Requests()); n != 1+1+60 {
		t.Errorf("%d requests, want a token, one batch and 60 artists", n)
	}
}

func TestAnOutageIsGivenUp(t *testing.T) {
	p := newSpotify(t)
	p.FailAlways("/v1/", fetchtest.HTML(http.StatusServiceUnavailable))
	var ids []string
	for i := range 50 {
		ids = append(ids, fmt.Sprintf("%022d", i))
	}
	_, reason := count(t, p, fetch.Options{}, ids...)
	if want := "http 503: service unavailable"; reason != want {
		t.Errorf("reason %q, want %q", reason, want)
	}
	if n := len(p.Requests()); n != 1+1+3 {
		t.Errorf("%d requests, want a token, one batch and 3 artists", n)
	}
}

func TestFailuresThatAreNotInARowAreNoOutage(t *testing.T) {
	p := newSpotify(t)
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
	got, reason := count(t, p, fetch.Options{}, ids...)
	check(t, "all but the third", want, got, "", reason)
}

func TestNothingToAskAsksNothing(t *testing.T) {
	p := newSpotify(t)
	got, reason := count(t, p, fetch.Options{}, "../search?q=Metallica", "metallica")
	want := map[string]string{
		"../search?q=Metallica": "unavailable: not the form of an artist id",
		"metallica":             "unavailable: not the form of an artist id",
	}
	if diff := cmp.Diff(want, got); diff != "" || reason != "" {
		t.Errorf("counts (-want +got), reason %q:\n%s", reason, diff)
	}
	if requests := p.Requests(); len(requests) != 0 {
		t.Errorf("it asked %v", requests)
	}
}

func TestTheSecretIsNotInErrors(t *testing.T) {
	p := newSpotify(t)
	p.Accept("id", "another")
	counter := spotify.New(fetch.NewClient(fetch.Options{}), "id", secret, p.URL())
	_, err := counter.Count(t.Context(), []string{opeth})
	if text := fmt.Sprintf("%v %+v %#v %+v", err, err, err, counter); strings.Contains(text, secret.Reveal()) {
		t.Errorf("the secret is in %s", text)
	}
}
