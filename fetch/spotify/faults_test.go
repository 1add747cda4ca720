package spotify_test

import (
	"net/http"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
)

// forbidden is how a batch is refused in development mode.
var forbidden = fetchtest.Respond(http.StatusForbidden, `{"error":{"status":403,"message":"Forbidden"}}`)

// invalidClient is how the token service refuses an app it does not know.
var invalidClient = fetchtest.Respond(http.StatusBadRequest, `{"error":"invalid_client","error_description":"Invalid client secret"}`)

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

// What is odd about an artist costs nobody else a count if they are asked one by
// one, too.
func TestOneByOne(t *testing.T) { countertest.RunAccounts(t, oneByOne()) }

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
	countertest.Check(t, "Metallica twice", want, got, reason)
}

// A batch may be refused where its artists are not; where they are, too, the
// source fails.
func TestABatchMayBeRefused(t *testing.T) {
	p := source.New(t)
	p.Fail("/v1/", forbidden)
	got, reason := source.AskThree(t, p)
	countertest.Check(t, "once", source.Three("14156138"), got, reason)

	p.FailAlways("/v1/", forbidden)
	got, reason = source.AskThree(t, p)
	countertest.CheckFailed(t, "http 403: forbidden", nil, got, reason)
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
			countertest.CheckFailed(t, test.want, nil, got, reason)
			if n := len(p.Requests()); n != 1 {
				t.Errorf("%d requests, want one for a token", n)
			}
		})
	}
}

func TestCountsBeforeAFailureAreKept(t *testing.T) {
	p := source.New(t)
	p.Fail("/v1/artists", forbidden)
	p.FailAlways("/v1/artists/"+opeth, quotaExceeded)
	got, reason := source.AskThree(t, p)
	countertest.CheckFailed(t, "http 429: quota exceeded", map[string]string{dreamTheater: "1000001", metallica: "14156138"}, got, reason)
}
