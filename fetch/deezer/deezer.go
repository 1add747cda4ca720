// Package deezer counts the fans of artists on Deezer.
//
// It asks Deezer's public API (developers.deezer.com/api/artist), which wants no
// key, for one artist at a time. What went wrong stands in the answer's body, as
// an error with a code; the status beside it has been 200 and 404 for one and
// the same error.
package deezer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// Pace keeps to 50 requests in any 5 s from one address, Deezer's limit, with a
// margin for requests that are closer together when they arrive.
var Pace = fetch.Pace{Requests: 42, Per: quotaPeriod, Burst: 5}

const (
	quotaPeriod = 5 * time.Second
	inFlight    = 64
)

// New makes a Counter of fans, by Deezer ids. It asks through client, which is one of
// fetch.NewClient. origin ("http://127.0.0.1:8080") stands in for Deezer; empty
// means Deezer.
func New(client *http.Client, origin string) fetch.Counter {
	origin = fetch.Origin(origin, "https://api.deezer.com")
	ask := func(ctx context.Context, id string) (fetch.Count, error) {
		body, err := coded.Get(ctx, client, origin+"/artist/"+id)
		if err != nil {
			return fetch.Count{}, fetch.Refusal(err)
		}
		return decode(body, id)
	}
	return fetch.Batches{Source: content.Deezer, Size: 1, InFlight: inFlight, Ask: fetch.Singly(ask)}
}

// The codes of errors that mean more than that one answer failed
// (developers.deezer.com/api/errors).
const (
	quotaExceeded = 4
	serviceBusy   = 700
	dataNotFound  = 800
)

var coded = fetch.Coded{CodeOf: codeOf, Later: later}

// codeOf returns the code of {"error":{"type":"DataException","message":"no data","code":800}},
// which Deezer answers in place of an artist, and 0 for an answer that is no error.
func codeOf(body []byte) int {
	var failure struct {
		Error struct {
			Code int `json:"code"`
		} `json:"error"`
	}
	if err := json.Unmarshal(body, &failure); err != nil {
		return 0
	}
	return failure.Error.Code
}

// later recognizes answers that another attempt may improve. Deezer does not document
// when the quota ends, but its period is known.
func later(code int) (wait time.Duration, again bool) {
	if code == quotaExceeded {
		return quotaPeriod, true
	}
	return 0, code == serviceBusy
}

// decode reads the fans of the artist with this id. Its error is that of the
// answer, and a *fetch.SourceError where Deezer refuses every other artist too.
func decode(body []byte, id string) (fetch.Count, error) {
	var artist struct {
		Error json.RawMessage `json:"error"`
		ID    json.RawMessage `json:"id"`
		Name  fetch.Text      `json:"name"`
		Fans  json.RawMessage `json:"nb_fan"`
	}
	if err := json.Unmarshal(body, &artist); err != nil {
		return fetch.Count{}, fmt.Errorf("decode answer: %w", err)
	}
	switch code := codeOf(body); {
	case code == dataNotFound:
		return fetch.Missing(fetch.Unavailable, "no such artist"), nil
	case code == quotaExceeded:
		return fetch.Count{}, &fetch.SourceError{
			Reason: "error 4: quota exceeded",
			Hint:   "Deezer takes 50 requests in 5 s from one address, which others may share; the next run asks again",
		}
	case len(artist.Error) > 0 && string(artist.Error) != "null":
		return fetch.Count{}, fmt.Errorf("deezer's error %d", code)
	case string(artist.ID) != id:
		return fetch.Another(string(artist.ID)), nil
	}
	return fetch.ParseCount(artist.Fans, "fans").Named(string(artist.Name)), nil
}
