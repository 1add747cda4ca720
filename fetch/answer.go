package fetch

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
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

// Text is a string in an answer, for a field that matters less than the count
// beside it: whatever else stands there is read as "".
type Text string

// UnmarshalJSON never fails.
func (t *Text) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		text = ""
	}
	*t = Text(text)
	return nil
}

// Another is the count of an account where the answer is for another one, or
// does not show for which.
func Another(given string) Count {
	if strings.TrimSpace(given) == "" {
		return Missing(Failed, "not in the answer")
	}
	return Missing(Unavailable, "wrong account: the answer is for "+given)
}

// Found are the counts of an answer, by what names an account there.
type Found map[string]Count

// Add keeps a count, unless the answer has another one for the same account: then
// there is none, and twice is why.
func (f Found) Add(name string, c Count, twice string) {
	if other, ok := f[name]; ok && other != c {
		c = Missing(Unavailable, twice)
	}
	f[name] = c
}
