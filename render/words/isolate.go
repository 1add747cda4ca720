package words

import (
	"golang.org/x/text/unicode/bidi"

	"datarocks/content/legible"
)

// maxReason is how many characters of a reason a sentence has room for.
const maxReason = 120

// OneLine makes the answer of a platform fit for the middle of a sentence.
func OneLine(s string) string { return Isolate(legible.Reason(s, maxReason)) }

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
