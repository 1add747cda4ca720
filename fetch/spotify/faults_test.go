package spotify_test

import (
	"errors"
	"net/http"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/spotify"
)

// forbidden is how a batch is refused in development mode.
var forbidden = fetchtest.Respond(http.StatusForbidden, `{"error":{"status":403,"message":"Forbidden"}}`)

// invalidClient is how the token service refuses an app it does not know.
var invalidClient = fetchtest.Respond(http.StatusBadRequest, `{"error":"invalid_client","error_description":"Invalid client secret"}`)

// ways are those to ask for the three artists.
var ways = map[string]countertest.Source{"in a batch": source, "one by one": oneByOne()}

// oneByOne is a platform that refuses the first batch.
func oneByOne() countertest.Source {
	s := source
	s.Start = func() (*fetchtest.Platform, error) {
		p, err := fetchtest.Start(content.Spotify)
		if err == nil {
			p.Fail("/v1/artists", forbidden)
		}
		return p, err
	}
	return s
}

func TestOddCounts(t *testing.T) {
	for way, source := range ways {
		t.Run(way, func(t *testing.T) { source.TestOddCounts(t, "followers.total") })
	}
}

func TestSlow(t *testing.T) { source.TestSlow(t) }

// An odd artist costs nobody else a count, asked in a batch or one by one.
func TestOneOddArtist(t *testing.T) {
	edit := func(path, raw string) func(*fetchtest.Platform) {
		return func(p *fetchtest.Platform) { p.Overwrite(metallica, path, raw) }
	}
	const (
		none     = "unavailable: the answer has no followers"
		noObject = "unavailable: the answer's followers are not the documented object"
	)
	tests := []struct {
		name string
		make func(*fetchtest.Platform)
		want string
	}{
		{"nothing", func(*fetchtest.Platform) {}, "14156138"},
		{"zero", func(p *fetchtest.Platform) { p.Set(metallica, "Metallica", 0) }, "0"},
		{"unknown", func(p *fetchtest.Platform) { p.Remove(metallica) }, "unavailable: http 404: no such artist"},
		{"no followers", edit("followers", fetchtest.Absent), none},
		{"null followers", edit("followers", fetchtest.Null), none},
		{"followers a number", edit("followers", "14156138"), noObject},
		{"followers a list", edit("followers", fetchtest.List), noObject},
		{"another id", edit("id", `"6mdiAmATAx73kdxrNrnlao"`), "unavailable: the answer is for another artist (6mdiAmATAx73kdxrNrnlao)"},
		{"a hostile id", edit("id", `"\u001b[31m\n<script>"`), "unavailable: the answer is for another artist ([31m <script>)"},
		{"no id", edit("id", fetchtest.Absent), "error: not in the answer"},
		{"an odd name", edit("name", "5"), "error: the answer is not the documented JSON"},
	}
	for _, test := range tests {
		for way, source := range ways {
			t.Run(test.name+" "+way, func(t *testing.T) {
				t.Parallel()
				p := source.New(t)
				test.make(p)
				got, reason := source.AskThree(t, p)
				countertest.Check(t, test.name, source.Three(test.want), got, "", reason)
			})
		}
	}
}

// A duplicate that disagrees leaves no number to choose.
func TestAnArtistTwice(t *testing.T) {
	p := source.New(t)
	p.Overwrite(opeth, "id", `"`+metallica+`"`)
	got, reason := source.AskThree(t, p)
	want := map[string]string{
		dreamTheater: "1000001",
		metallica:    "unavailable: the answer holds this artist twice, with different followers",
		opeth:        "error: not in the answer",
	}
	countertest.Check(t, "Metallica twice", want, got, "", reason)
}

func TestFaults(t *testing.T) {
	stop := func(name string, broken fetchtest.Fault, reason string) countertest.Fault {
		return countertest.Fault{Name: name, Break: broken, Reason: reason, Stops: true}
	}
	each := func(name string, broken fetchtest.Fault, count string) countertest.Fault {
		return countertest.Fault{Name: name, Break: broken, Count: count}
	}
	const (
		unknown = "unavailable: http 404: no such artist"
		left    = "error: not in the answer"
	)
	source.TestFaults(t,
		stop("401 as published", fetchtest.SpotifyTokenExpired, "http 401: unauthorized"),
		stop("402 JSON", fetchtest.Respond(402, `{"error":{"status":402}}`), "http 402: payment required"),
		stop("403 Premium", fetchtest.SpotifyNoPremium, "http 403: the app's owner has no Premium"),
		// Any other one may be of the batch, see TestABatchMayBeRefused.
		stop("403 JSON", fetchtest.Respond(403, `{"error":{"status":403,"message":"Premium required"}}`), "http 403: the app's owner has no Premium"),
		stop("429 as published", fetchtest.SpotifyRateLimit(), "http 429: rate limit"),
		stop("429 quota", fetchtest.SpotifyQuotaExceeded, "http 429: quota exceeded"),
		each("404 HTML", fetchtest.HTML(404), unknown),
		each("404", fetchtest.Respond(404, `{"error":{"status":404,"message":"Resource not found"}}`), unknown),
		each("400", fetchtest.Respond(400, `{"error":{"status":400,"message":"Invalid base62 id"}}`), "unavailable: http 400: not an artist id"),
		each("200 null", fetchtest.Respond(200, "null"), left),
		each("200 {}", fetchtest.Respond(200, "{}"), left),
		each("200 no artists", fetchtest.Respond(200, `{"artists":[]}`), left),
		each("200 an error", fetchtest.Respond(200, `{"error":{"status":500,"message":"oops"}}`), left),
	)
}

// A batch may be refused where its artists are not; where they are, too, the
// source fails.
func TestABatchMayBeRefused(t *testing.T) {
	p := source.New(t)
	p.Fail("/v1/", forbidden)
	got, reason := source.AskThree(t, p)
	countertest.Check(t, "once", source.Three("14156138"), got, "", reason)

	p.FailAlways("/v1/", forbidden)
	got, reason = source.AskThree(t, p)
	countertest.Check(t, "always", nil, got, "http 403: forbidden", reason)
}

func TestFaultsOfTheTokenService(t *testing.T) {
	tests := []struct {
		name, want string
		fault      fetchtest.Fault
	}{
		{"invalid client", "http 400: unauthorized (invalid_client)", invalidClient},
		{"429", "http 429: rate limit", fetchtest.Respond(429, "", "Retry-After: 86400")},
		{"500", "http 500: internal server error", fetchtest.Respond(500, "oops")},
		{"200 HTML", "oauth2: cannot parse json: invalid character '<' looking for beginning of value", fetchtest.HTML(200)},
		{"200 {}", "oauth2: server response missing access_token", fetchtest.Respond(200, "{}")},
		{"cut", "the answer was cut off", fetchtest.Cut()},
		{"10 MB", "the answer is over 1 MiB", fetchtest.Oversize()},
		{"dropped", "connection failed", fetchtest.Drop()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/api/token", test.fault)
			got, reason := source.Ask(t, p, fetch.Options{}, dreamTheater, metallica)
			countertest.Check(t, "always", nil, got, test.want, reason)
			if n := len(p.Requests()); n != 1 {
				t.Errorf("%d requests, want one for a token", n)
			}
		})
	}
}

func TestCountsBeforeAFailureAreKept(t *testing.T) {
	p := source.New(t)
	p.Fail("/v1/artists", forbidden)
	p.FailAlways("/v1/artists/"+opeth, fetchtest.SpotifyQuotaExceeded)
	got, reason := source.AskThree(t, p)
	countertest.Check(t, "quota", map[string]string{dreamTheater: "1000001", metallica: "14156138"}, got, "http 429: quota exceeded", reason)
}

func TestHintsSayWhatToDo(t *testing.T) {
	tests := []struct {
		name, want string
		make       func(*fetchtest.Platform)
	}{
		{"a wrong secret", "check SPOTIFY_ID and SPOTIFY_SECRET", func(p *fetchtest.Platform) { p.FailAlways("/api/token", invalidClient) }},
		{"no Premium", "the Spotify account that owns the app needs Premium; a change can take a few hours to count", func(p *fetchtest.Platform) { p.FailAlways("/v1/", fetchtest.SpotifyNoPremium) }},
		{"a wait of a day", "the platform asks to wait 24h0m0s", func(p *fetchtest.Platform) { p.FailAlways("/v1/", fetchtest.SpotifyRateLimit("Retry-After: 86400")) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := source.New(t)
			test.make(p)
			client := fetch.NewClient(fetch.Options{Patience: -1})
			_, err := spotify.New(client, "id", secret, p.URL()).Count(t.Context(), []string{opeth})
			var source *fetch.SourceError
			if !errors.As(err, &source) || source.Hint != test.want {
				t.Errorf("the error is %#v, want the hint %q", err, test.want)
			}
		})
	}
}
