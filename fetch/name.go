package fetch

import (
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

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
// does not say for which.
func Another(given string) Count {
	if strings.TrimSpace(given) == "" {
		return Missing(Failed, "not in the answer")
	}
	return Missing(Unavailable, "wrong account: the answer is for "+given)
}

// SameName says whether two names differ in nothing but case, accents and
// spaces: a platform that knows accounts by name takes "motorhead" for
// "Motörhead".
func SameName(a, b string) bool { return strings.EqualFold(plain(a), plain(b)) }

// plain is a name without accents. Only those that stand over letters of the
// European scripts count as such: in others a mark makes another letter.
func plain(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.Is(accents, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(name))
	return strings.Join(strings.Fields(name), " ")
}

// accents is Unicode's block Combining Diacritical Marks.
var accents = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x0300, Hi: 0x036f, Stride: 1}}}
