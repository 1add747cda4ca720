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
	Metric: "followers", CountAt: "followers.total",
	NoCount: "the answer's followers have no total",
	API:     "/v1/",
	Parts:   true,
	Secret:  "hunter2",
	Unknown: unknown,
	Odd: []countertest.Odd{
		odd("no followers", edit("followers", fetchtest.Absent), none),
		odd("null followers", edit("followers", fetchtest.Null), none),
		odd("followers a number", edit("followers", "14156138"), noObject),
		odd("followers a list", edit("followers", "[1234567]"), noObject),
		odd("another id", edit("id", `"6mdiAmATAx73kdxrNrnlao"`), "unavailable: the answer is for another artist (6mdiAmATAx73kdxrNrnlao)"),
		odd("a hostile id", edit("id", `"\u001b[31m\n<script>"`), "unavailable: the answer is for another artist ([31m <script>)"),
		odd("no id", edit("id", fetchtest.Absent), left),
		odd("an odd name", edit("name", "5"), "14156138"),
		odd("an odd rest", edit("images", `"none"`), "14156138"),
		odd("an odd popularity", edit("popularity", `"high"`), "14156138"),
	},
	Faults: []countertest.Fault{
		countertest.Broken("401 as published", tokenExpired, "http 401: unauthorized"),
		countertest.Broken("402 JSON", fetchtest.Respond(402, `{"error":{"status":402}}`), "http 402: payment required"),
		countertest.Broken("403 Premium", fetchtest.SpotifyNoPremium, "http 403: the app's owner has no Premium"),
		// Any other one may be of the batch, see TestABatchMayBeRefused.
		countertest.Broken("403 JSON", fetchtest.Respond(403, `{"error":{"status":403,"message":"Premium required"}}`), "http 403: the app's owner has no Premium"),
		countertest.Broken("429 as published", rateLimit(), "http 429: rate limit"),
		countertest.Broken("429 quota", quotaExceeded, "http 429: quota exceeded"),
		{Name: "404 HTML", Break: fetchtest.HTML(404), Count: unknown},
		{Name: "404", Break: fetchtest.Respond(404, `{"error":{"status":404,"message":"Resource not found"}}`), Count: unknown},
		{Name: "400", Break: fetchtest.Respond(400, `{"error":{"status":400,"message":"Invalid base62 id"}}`), Count: "unavailable: http 400: not an artist id"},
		{Name: "200 null", Break: fetchtest.Respond(200, "null"), Count: left},
		{Name: "200 {}", Break: fetchtest.Respond(200, "{}"), Count: left},
		{Name: "200 no artists", Break: fetchtest.Respond(200, `{"artists":[]}`), Count: left},
		{Name: "200 an error", Break: fetchtest.Respond(200, `{"error":{"status":500,"message":"oops"}}`), Count: left},
	},
	NoAccounts: []string{"../search?q=Metallica", "metallica"},
	NoAccount:  "unavailable: not the form of an artist id",
	Recorded: []countertest.RecordedCount{
		{File: "artist.json", Account: metallica, Want: "14156138", Name: "Metallica"},
		{File: "artist.json", Account: opeth, Want: "unavailable: the answer is for another artist (" + metallica + ")"},
		{File: "artist_development.json", Account: metallica, Want: "source: app in development mode: answers carry no follower counts"},
	},
	Hints: map[string]fetchtest.Fault{
		"check SPOTIFY_ID and SPOTIFY_SECRET": invalidClient,
		"the Spotify account that owns the app needs Premium; a change can take a few hours to count": ofAPI(fetchtest.SpotifyNoPremium),
		"the platform asks to wait 24h0m0s": ofAPI(rateLimit("Retry-After: 86400")),
	},
}

const (
	unknown  = "unavailable: http 404: no such artist"
	left     = "error: not in the answer"
	none     = "unavailable: the answer has no followers"
	noObject = "unavailable: the answer's followers are not the documented object"
)

var odd, edit = countertest.OddAnswer, countertest.Edit

var (
	// tokenExpired is the answer to an access token after its hour.
	tokenExpired = fetchtest.Respond(401, `{"error":{"status":401,"message":"The access token expired"}}`)

	// quotaExceeded is the answer since July 2026 once the developer's quota of the day
	// is used up (developer.spotify.com/blog/2026-07-23-web-api-quota-updates).
	quotaExceeded = fetchtest.Respond(429, `{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}`)
)

func rateLimit(header ...string) fetchtest.Fault {
	return fetchtest.Respond(429, `{"error":{"status":429,"message":"API rate limit exceeded"}}`, header...)
}

// ofAPI is a fault of the API alone, for which the app has its token.
func ofAPI(broken fetchtest.Fault) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			broken(w, r, well)
			return
		}
		well.ServeHTTP(w, r)
	}
}

// spotifyIDs makes ids.
func spotifyIDs(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprintf("%022d", i))
	}
	return ids
}

func TestSpotify(t *testing.T) { countertest.Run(t, source) }

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
	ids, want := spotifyIDs(101), make(map[string]string)
	for i, id := range ids {
		p.Set(id, "an artist", int64(i))
		want[id] = fmt.Sprint(i)
	}
	got, reason := source.Ask(t, p, fetch.Options{}, ids...)
	countertest.Check(t, "101 artists", want, got, reason)
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
	countertest.CheckFailed(t, "app in development mode: answers carry no follower counts", want, got, reason)
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
	ids := spotifyIDs(60)
	for i, id := range ids {
		p.Set(id, "an artist", int64(i))
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
	_, reason := source.Ask(t, p, fetch.Options{}, spotifyIDs(50)...)
	countertest.CheckReason(t, "outage", "http 503: service unavailable", reason)
	if n := len(p.Requests()); n != 1+1+3 {
		t.Errorf("%d requests, want a token, one batch and 3 artists", n)
	}
}

func TestFailuresThatAreNotInARowAreNoOutage(t *testing.T) {
	p := source.New(t)
	p.Fail("/v1/artists", fetchtest.HTML(http.StatusInternalServerError))
	ids, want := spotifyIDs(5), make(map[string]string)
	for i, id := range ids {
		p.Set(id, "an artist", int64(i))
		want[id] = "error: http 500: internal server error"
		if i == 2 {
			want[id] = "2"
			continue
		}
		p.FailAlways("/v1/artists/"+id, fetchtest.HTML(http.StatusInternalServerError))
	}
	got, reason := source.Ask(t, p, fetch.Options{}, ids...)
	countertest.Check(t, "all but the third", want, got, reason)
}
