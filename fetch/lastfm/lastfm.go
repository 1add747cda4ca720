// Package lastfm counts the listeners of artists on Last.fm.
//
// It asks artist.getInfo (www.last.fm/api/show/artist.getInfo) with an API key,
// for one artist at a time. An account is the name that the artist has there:
// artists who share a name share a page, and nothing but the name in the answer
// shows whose page it is.
//
// Last.fm reports what went wrong by a number in the body; the status beside it may
// be 200. Its terms ask for a link back, and for no commercial use.
package lastfm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/content/name"
	"datarocks/fetch"
)

// Pace keeps to "several calls a second", more than which Last.fm's terms of
// the API forbid.
var Pace = fetch.Pace{Requests: 4, Per: time.Second}

const inFlight = 64

// New makes a Counter of listeners, by the names of artists on Last.fm. It asks
// through client, which is one of fetch.NewClient, with an API key. origin
// ("http://127.0.0.1:8080") stands in for Last.fm; empty means Last.fm.
func New(client *http.Client, key fetch.Secret, origin string) fetch.Counter {
	origin = fetch.Origin(origin, "https://ws.audioscrobbler.com")
	ask := func(ctx context.Context, artist string) (fetch.Count, error) {
		// The key is in no URL that could fail to parse and be quoted for it.
		body, err := coded.Get(ctx, client, origin+"/2.0/", func(r *http.Request) {
			r.URL.RawQuery = url.Values{
				"method":      {"artist.getInfo"},
				"artist":      {artist},
				"autocorrect": {"0"}, // or the numbers may be those of another artist
				"api_key":     {key.Reveal()},
				"format":      {"json"},
			}.Encode()
		})
		if err != nil {
			return fetch.Count{}, fetch.Refusal(conceal(key, err))
		}
		return decode(body, artist)
	}
	return fetch.Batches{Source: content.LastFM, Size: 1, InFlight: inFlight, Ask: fetch.Singly(ask)}
}

// conceal takes the key out of an error. Last.fm wants it in the URL, which
// net/http's errors quote, and a server may send it back.
func conceal(secret fetch.Secret, err error) error {
	replace := func(text string) string { return text }
	if key := secret.Reveal(); key != "" {
		replace = strings.NewReplacer(key, secret.String(), url.QueryEscape(key), secret.String()).Replace
	}
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		concealed := *status
		concealed.Body = []byte(replace(string(status.Body)))
		return &concealed
	}
	return errors.New(replace(fetch.Reason(err)))
}

// The errors that mean more than that one answer failed
// (www.last.fm/api/errorcodes).
const (
	notFound      = 6
	failedThere   = 8
	invalidKey    = 10
	offline       = 11
	unavailable   = 16
	keySuspended  = 26
	limitExceeded = 29
)

// limitPeriod is how long to wait where the limit is exceeded, which Last.fm
// does not show.
const limitPeriod = 5 * time.Second

var coded = fetch.Coded{CodeOf: codeOf, Later: later}

// codeOf returns the code of {"error":6,"message":"..."}, and 0 for an answer
// that is no error.
func codeOf(body []byte) int {
	var failure struct {
		Code int `json:"error"`
	}
	if err := json.Unmarshal(body, &failure); err != nil {
		return 0
	}
	return failure.Code
}

// later recognizes answers that another attempt may improve.
func later(code int) (wait time.Duration, again bool) {
	switch code {
	case limitExceeded:
		return limitPeriod, true
	case failedThere, offline, unavailable:
		return 0, true
	}
	return 0, false
}

// decode reads the listeners of the artist of this name. Its error is that of
// the answer, and a *fetch.SourceError where Last.fm refuses every other artist
// too.
func decode(body []byte, asked string) (fetch.Count, error) {
	var answer struct {
		Error  json.RawMessage `json:"error"`
		Artist struct {
			Name  fetch.Text      `json:"name"`
			Stats json.RawMessage `json:"stats"`
		} `json:"artist"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fetch.Count{}, fmt.Errorf("decode answer: %w", err)
	}
	given := string(answer.Artist.Name)
	switch {
	case len(answer.Error) > 0 && string(answer.Error) != "null":
		return failure(codeOf(body))
	case !name.SameAccent(given, asked):
		return fetch.Another(given), nil
	}
	return listeners(answer.Artist.Stats).Named(given), nil
}

// failure returns what follows from an error of Last.fm's.
func failure(code int) (fetch.Count, error) {
	stop := func(reason, hint string) (fetch.Count, error) {
		return fetch.Count{}, &fetch.SourceError{Reason: fmt.Sprintf("error %d: %s", code, reason), Hint: hint}
	}
	switch code {
	case notFound:
		return fetch.Missing(fetch.Unavailable, "no such artist"), nil
	case invalidKey:
		return stop("invalid API key", "check LASTFM_API_KEY")
	case keySuspended:
		return stop("API key suspended", "ask Last.fm why, or take lastfm out of the sources")
	case limitExceeded:
		return stop("rate limit", "Last.fm takes a few requests a second; the next run asks again")
	}
	return fetch.Count{}, fmt.Errorf("last.fm's error %d", code)
}

// quoted is a whole number as Last.fm writes one, in a string.
var quoted = regexp.MustCompile(`^"(-?[0-9]+)"$`)

// listeners reads {"listeners":"1688480","playcount":"135692303"}.
func listeners(raw json.RawMessage) fetch.Count {
	var stats struct {
		Listeners json.RawMessage `json:"listeners"`
	}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &stats); err != nil {
			return fetch.Missing(fetch.Unavailable, "the answer's stats are not the documented object")
		}
	}
	return fetch.ParseCount(quoted.ReplaceAll(stats.Listeners, []byte("$1")), "listeners")
}
