package fetch

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ParseCount reads a count out of an answer: raw is the JSON that stands where
// the count should be, empty where the field is absent, and metric names it in
// the reason ("followers").
//
// A number that is exactly whole is a count in any notation: for months of 2024
// Spotify wrote 1.1113535E7 (github.com/zmb3/spotify issue 243). Nothing else is.
// encoding/json would turn an absent field and null into 0, and Spotify itself has
// answered null and negative totals (github.com/spotify/web-api issues 14, 261
// and 624).
func ParseCount(raw json.RawMessage, metric string) Count {
	text := string(bytes.TrimSpace(raw))
	if text == "" || text == "null" {
		return Missing(Unavailable, "the answer has no "+metric)
	}
	n, whole := parseWhole(text)
	if !whole {
		return Missing(Unavailable, "the answer's "+metric+" are not a whole number")
	}
	return Number(n)
}

// Field returns the JSON of a field of an object, and nothing where the object has none
// of that name. A name of another case is another field, which encoding/json would
// take as well. Of a field that is there twice with different values it returns both
// as a list, which is no count, where encoding/json takes the last.
func Field(object json.RawMessage, name string) json.RawMessage {
	var values [][]byte
	dec := json.NewDecoder(bytes.NewReader(object))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	for dec.More() {
		key, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			break
		}
		if key == name && (len(values) == 0 || !bytes.Equal(values[0], value)) {
			values = append(values, value)
		}
	}
	if len(values) > 1 {
		return slices.Concat([]byte("["), bytes.Join(values, []byte(",")), []byte("]"))
	}
	return slices.Concat(values...)
}

// number is a number as JSON writes one, in its parts.
var number = regexp.MustCompile(`^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$`)

// parseWhole reads a number of JSON that is exactly whole. It counts digits, as a
// float would round. One too large for a count is returned as -1, which is none
// either.
func parseWhole(text string) (n int64, whole bool) {
	parts := number.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	digits := strings.TrimLeft(parts[2]+parts[3], "0")
	if digits == "" {
		return 0, true
	}
	exponent, err := strconv.ParseInt(cmp.Or(parts[4], "0"), 10, 32)
	if err != nil { // beyond all digits that an answer can have
		return -1, exponent > 0
	}
	significant := strings.TrimRight(digits, "0")
	zeros := int(exponent) - len(parts[3]) + len(digits) - len(significant)
	const most = len("9007199254740991")
	switch {
	case zeros < 0:
		return 0, false
	case parts[1] == "-", len(significant)+zeros > most:
		return -1, true
	}
	n, err = strconv.ParseInt(significant+strings.Repeat("0", zeros), 10, 64)
	return n, err == nil
}

// ID is the id of an account in an answer: a string, or a whole number in its
// digits. Whatever else stands there is read as "".
type ID string

// UnmarshalJSON never fails.
func (id *ID) UnmarshalJSON(raw []byte) error {
	if strings.Trim(string(raw), "0123456789") == "" {
		*id = ID(raw) // ids of X have more digits than a count
		return nil
	}
	if n, whole := parseWhole(string(raw)); whole && n >= 0 {
		*id = ID(strconv.FormatInt(n, 10))
		return nil
	}
	return (*Text)(id).UnmarshalJSON(raw)
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
// there is none, and twice is why. The name beside it may differ.
func (f Found) Add(name string, c Count, twice string) {
	other, ok := f[name]
	switch {
	case !ok:
		f[name] = c
	case other.Named("") != c.Named(""):
		f[name] = Missing(Unavailable, twice)
	}
}
