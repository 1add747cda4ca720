package fetch

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
)

// ParseCount reads a count out of an answer: raw is the JSON that stands where
// the count should be, empty where the field is absent, and metric names it in
// the reason ("followers").
//
// Only a whole number written as one is a count. encoding/json would turn an
// absent field and null into 0, and Spotify itself has answered null and
// negative totals (github.com/spotify/web-api issues 14, 261 and 624).
func ParseCount(raw json.RawMessage, metric string) Count {
	text := string(bytes.TrimSpace(raw))
	if text == "" || text == "null" {
		return Missing(Unavailable, "the answer has no "+metric)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return Number(-1)
	case err != nil:
		return Missing(Unavailable, "the answer's "+metric+" are not a whole number")
	}
	return Number(n)
}
