package lastfm

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"datarocks/content/name"
	"datarocks/fetch"
)

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

// decode reads the listeners and plays of the artist of this name. Its error is that of
// the answer, and a *fetch.SourceError where Last.fm refuses every other artist
// too.
func decode(body []byte, asked string) (fetch.Answer, error) {
	var answer struct {
		Error  json.RawMessage `json:"error"`
		Artist struct {
			Name  fetch.Text      `json:"name"`
			Stats json.RawMessage `json:"stats"`
		} `json:"artist"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fetch.Answer{}, fmt.Errorf("decode answer: %w", err)
	}
	given := string(answer.Artist.Name)
	switch {
	case len(answer.Error) > 0 && string(answer.Error) != "null":
		c, err := failure(codeOf(body))
		return fetch.Answer{Count: c}, err
	case !name.SameAccent(given, asked):
		return fetch.Answer{Count: fetch.Another(given)}, nil
	}
	return fetch.Answer{
		Count: stat(answer.Artist.Stats, "listeners", "listeners").Named(given),
		More:  map[string]fetch.Count{"plays": stat(answer.Artist.Stats, "playcount", "plays")},
	}, nil
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

// quoted is a number as Last.fm writes one, in a string.
var quoted = regexp.MustCompile(`^"(-?[0-9][0-9.eE+-]*)"$`)

// stat reads a field of {"listeners":"1688480","playcount":"135692303"}.
func stat(raw json.RawMessage, field, metric string) fetch.Count {
	if text := string(raw); text != "" && text != "null" && !strings.HasPrefix(text, "{") {
		return fetch.Missing(fetch.Unavailable, "the answer's stats are not the documented object")
	}
	return fetch.ParseCount(quoted.ReplaceAll(fetch.Field(raw, field), []byte("$1")), metric)
}
