package spotify_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/fetch/spotify"
)

// forbidden is how a batch is refused in development mode.
var forbidden = fetchtest.Respond(http.StatusForbidden, `{"error":{"status":403,"message":"Forbidden"}}`)

// The counts of three artists of whom the second is odd.
func allBut(second string) map[string]string {
	return map[string]string{dreamTheater: "1000001", metallica: second, opeth: "0"}
}

// An odd artist costs nobody else a count, asked in a batch or one by one.
func TestOneOddArtist(t *testing.T) {
	edit := func(path, raw string) func(*fetchtest.Spotify) {
		return func(p *fetchtest.Spotify) { p.Overwrite(metallica, path, raw) }
	}
	const (
		none     = "unavailable: the answer has no followers"
		noTotal  = "unavailable: the answer's followers have no total"
		notWhole = "unavailable: the answer's followers are not a whole number"
		outOf    = "unavailable: the answer's count is out of range"
		noObject = "unavailable: the answer's followers are not the documented object"
	)
	tests := []struct {
		name string
		make func(*fetchtest.Spotify)
		want string
	}{
		{"nothing", func(*fetchtest.Spotify) {}, "14156138"},
		{"zero", func(p *fetchtest.Spotify) { p.Set(metallica, "Metallica", 0) }, "0"},
		{"unknown", func(p *fetchtest.Spotify) { p.Remove(metallica) }, "unavailable: http 404: no such artist"},
		{"no followers", edit("followers", fetchtest.Absent), none},
		{"null followers", edit("followers", fetchtest.Null), none},
		{"followers a number", edit("followers", "14156138"), noObject},
		{"followers a list", edit("followers", fetchtest.List), noObject},
		{"no total", edit("followers.total", fetchtest.Absent), noTotal},
		{"null total", edit("followers.total", fetchtest.Null), noTotal},
		{"string", edit("followers.total", fetchtest.Text), notWhole},
		{"float", edit("followers.total", fetchtest.Float), notWhole},
		{"exponent", edit("followers.total", fetchtest.Exponent), notWhole},
		{"list", edit("followers.total", fetchtest.List), notWhole},
		{"negative", edit("followers.total", fetchtest.Negative), outOf},
		{"huge", edit("followers.total", fetchtest.Huge), outOf},
		{"beyond 2^53", edit("followers.total", fetchtest.Unsafe), outOf},
		{"another id", edit("id", `"6mdiAmATAx73kdxrNrnlao"`), "unavailable: the answer is for another artist (6mdiAmATAx73kdxrNrnlao)"},
		{"a hostile id", edit("id", `"\u001b[31m\n<script>"`), "unavailable: the answer is for another artist ([31m <script>)"},
		{"no id", edit("id", fetchtest.Absent), "error: not in the answer"},
		{"an odd name", edit("name", "5"), "error: the answer is not the documented JSON"},
	}
	for _, test := range tests {
		for _, way := range []string{"in a batch", "one by one"} {
			t.Run(test.name+" "+way, func(t *testing.T) {
				t.Parallel()
				p := newSpotify(t)
				test.make(p)
				if way == "one by one" {
					p.Fail("/v1/artists", forbidden)
				}
				got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
				if diff := cmp.Diff(allBut(test.want), got); diff != "" || reason != "" {
					t.Errorf("counts (-want +got), reason %q:\n%s", reason, diff)
				}
			})
		}
	}
}

// A duplicate that disagrees leaves no number to choose.
func TestAnArtistTwice(t *testing.T) {
	p := newSpotify(t)
	p.Overwrite(opeth, "id", `"`+metallica+`"`)
	got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
	want := map[string]string{
		dreamTheater: "1000001",
		metallica:    "unavailable: the answer holds this artist twice, with different followers",
		opeth:        "error: not in the answer",
	}
	if diff := cmp.Diff(want, got); diff != "" || reason != "" {
		t.Errorf("counts (-want +got), reason %q:\n%s", reason, diff)
	}
}

// Faults of whole answers. Where the first batch fails alone its artists are
// asked one by one, and where every answer fails the source does.
func TestFaults(t *testing.T) {
	all := allBut("14156138")
	each := func(reason string) map[string]string {
		return map[string]string{dreamTheater: reason, metallica: reason, opeth: reason}
	}
	tests := []struct {
		name   string
		fault  fetchtest.Fault
		once   map[string]string // the counts when it happens once
		always map[string]string // and when it stays
		reason string            // the source's, when it stays
		stops  bool              // it is the source's reason when it happens once too
	}{
		{name: "401", fault: fetchtest.SpotifyTokenExpired, reason: "http 401: unauthorized", stops: true},
		{name: "402", fault: fetchtest.Respond(402, `{"error":{"status":402}}`), reason: "http 402: payment required", stops: true},
		{name: "403 JSON", fault: forbidden, once: all, reason: "http 403: forbidden"},
		{name: "403 Premium", fault: fetchtest.SpotifyNoPremium, reason: "http 403: the app's owner has no Premium", stops: true},
		{name: "403 HTML", fault: fetchtest.HTML(403), reason: "http 403: forbidden", stops: true},
		{name: "404", fault: fetchtest.Respond(404, `{"error":{"status":404,"message":"Resource not found"}}`), once: all, always: each("unavailable: http 404: no such artist")},
		{name: "400", fault: fetchtest.Respond(400, `{"error":{"status":400,"message":"Invalid base62 id"}}`), once: all, always: each("unavailable: http 400: not an artist id")},
		{name: "429", fault: fetchtest.SpotifyRateLimit(), reason: "http 429: rate limit", stops: true},
		{name: "429 for 0 s", fault: fetchtest.SpotifyRateLimit("Retry-After: 0"), reason: "http 429: rate limit", stops: true},
		{name: "429 for 5 s", fault: fetchtest.SpotifyRateLimit("Retry-After: 5"), reason: "http 429: rate limit", stops: true},
		{name: "429 for a day", fault: fetchtest.SpotifyRateLimit("Retry-After: 86400"), reason: "http 429: rate limit", stops: true},
		{name: "429 until a date", fault: fetchtest.SpotifyRateLimit("Retry-After: Fri, 01 Jan 2100 00:00:00 GMT"), reason: "http 429: rate limit", stops: true},
		{name: "429 quota", fault: fetchtest.SpotifyQuotaExceeded, reason: "http 429: quota exceeded", stops: true},
		{name: "500", fault: fetchtest.Respond(500, ""), once: all, always: each("error: http 500: internal server error"), reason: "http 500: internal server error"},
		{name: "502 HTML", fault: fetchtest.HTML(502), once: all, always: each("error: http 502: bad gateway"), reason: "http 502: bad gateway"},
		{name: "204", fault: fetchtest.Respond(204, ""), once: all, always: each("error: http 204: no content"), reason: "http 204: no content"},
		{name: "302", fault: fetchtest.Respond(302, "", "Location: https://example.org/"), once: all, always: each("error: http 302: found"), reason: "http 302: found"},
		{name: "200 HTML", fault: fetchtest.HTML(200), once: all, always: each("error: the answer is not the documented JSON"), reason: "the answer is not the documented JSON"},
		{name: "200 empty", fault: fetchtest.Respond(200, ""), once: all, always: each("error: the answer is not the documented JSON"), reason: "the answer is not the documented JSON"},
		{name: "200 null", fault: fetchtest.Respond(200, "null"), once: all, always: each("error: not in the answer")},
		{name: "200 {}", fault: fetchtest.Respond(200, "{}"), once: all, always: each("error: not in the answer")},
		{name: "200 no artists", fault: fetchtest.Respond(200, `{"artists":[]}`), once: all, always: each("error: not in the answer")},
		{name: "200 an error", fault: fetchtest.Respond(200, `{"error":{"status":500,"message":"oops"}}`), once: all, always: each("error: not in the answer")},
		{name: "cut", fault: fetchtest.Cut(), once: all, always: each("error: the answer was cut off"), reason: "the answer was cut off"},
		{name: "10 MB", fault: fetchtest.Oversize(), once: all, always: each("error: the answer is over 1 MiB"), reason: "the answer is over 1 MiB"},
		{name: "dropped", fault: fetchtest.Drop(), once: all, always: each("error: connection failed"), reason: "connection failed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := newSpotify(t)
			p.Fail("/v1/", test.fault)
			got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
			check(t, "once", test.once, got, onlyIf(test.stops, test.reason), reason)

			p.FailAlways("/v1/", test.fault)
			got, reason = count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
			check(t, "always", test.always, got, test.reason, reason)

			p.Heal()
			got, reason = count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
			check(t, "healed", all, got, "", reason)
		})
	}
}

func onlyIf(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}

func check(t *testing.T, when string, want, got map[string]string, wantReason, reason string) {
	t.Helper()
	if want == nil {
		want = map[string]string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: counts (-want +got):\n%s", when, diff)
	}
	if reason != wantReason {
		t.Errorf("%s: reason %q, want %q", when, reason, wantReason)
	}
}

func TestFaultsOfTheTokenService(t *testing.T) {
	tests := []struct {
		name, want string
		fault      fetchtest.Fault
	}{
		{"invalid client", "http 400: unauthorized (invalid_client)", fetchtest.Respond(400, `{"error":"invalid_client","error_description":"Invalid client secret"}`)},
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
			p := newSpotify(t)
			p.FailAlways("/api/token", test.fault)
			got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica)
			check(t, "always", nil, got, test.want, reason)
			if n := len(p.Requests()); n != 1 {
				t.Errorf("%d requests, want one for a token", n)
			}
		})
	}
}

func TestASlowPlatformTimesOut(t *testing.T) {
	p := newSpotify(t)
	p.FailAlways("/v1/", fetchtest.Hang(nil))
	_, reason := count(t, p, fetch.Options{Timeout: 50 * time.Millisecond}, metallica, opeth, dreamTheater)
	if reason != "timed out" {
		t.Errorf("reason %q, want \"timed out\"", reason)
	}
}

func TestCountsBeforeAFailureAreKept(t *testing.T) {
	p := newSpotify(t)
	p.Fail("/v1/artists", forbidden)
	p.FailAlways("/v1/artists/"+opeth, fetchtest.SpotifyQuotaExceeded)
	got, reason := count(t, p, fetch.Options{}, dreamTheater, metallica, opeth)
	check(t, "quota", map[string]string{dreamTheater: "1000001", metallica: "14156138"}, got, "http 429: quota exceeded", reason)
}

func TestHintsSayWhatToDo(t *testing.T) {
	tests := []struct {
		name, want string
		make       func(*fetchtest.Spotify)
	}{
		{"a wrong secret", "check SPOTIFY_ID and SPOTIFY_SECRET", func(p *fetchtest.Spotify) { p.Accept("id", "another") }},
		{"no Premium", "the Spotify account that owns the app needs Premium; a change can take a few hours to count", func(p *fetchtest.Spotify) { p.FailAlways("/v1/", fetchtest.SpotifyNoPremium) }},
		{"a wait of a day", "the platform asks to wait 24h0m0s", func(p *fetchtest.Spotify) { p.FailAlways("/v1/", fetchtest.SpotifyRateLimit("Retry-After: 86400")) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newSpotify(t)
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
