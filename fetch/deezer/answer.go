package deezer

import (
	"encoding/json"
	"fmt"
	"time"

	"datarocks/fetch"
)

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
		ID    fetch.ID        `json:"id"`
		Name  fetch.Text      `json:"name"`
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
	return fetch.ParseCount(fetch.Field(body, "nb_fan"), "fans").Named(string(artist.Name)), nil
}
