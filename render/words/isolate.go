package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// maxReason is how many characters of a reason a sentence has room for.
const maxReason = 120

// OneLine makes the answer of a platform fit for the middle of a sentence.
func OneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
	}), " ")
	if runes := []rune(s); len(runes) > maxReason {
		s = strings.TrimSpace(string(runes[:maxReason-1])) + "…"
	}
	return Isolate(s)
}

// Isolate keeps a name that is written from right to left from reordering the
// numbers beside it, where there is no markup to do so: in attributes, in
// titles and in files.
func Isolate(s string) string {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		if class := p.Class(); class == bidi.R || class == bidi.AL {
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}
