package content

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

const maxPhrase = 300 // characters; a page has room for that many

// checkPhrase says whether a text can stand in one line of a page: a name, a
// title, a genre. Any letters, emoji, quotes and angle brackets can; they are
// shown as text. What cannot is what would break the page around it.
func checkPhrase(s string) *fault {
	if !strings.ContainsFunc(s, isVisible) {
		return &fault{"is empty", "write text that can be seen"}
	}
	if n := utf8.RuneCountInString(s); n > maxPhrase {
		return &fault{fmt.Sprintf("has %d characters", n), fmt.Sprintf("shorten it to at most %d", maxPhrase)}
	}
	for _, r := range s {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			return &fault{"has a line break", "write it in one line"}
		case unicode.IsControl(r) || !inXML(r):
			return &fault{fmt.Sprintf("has the control character %U", r), "delete it, or type the text anew"}
		case reordersText(r):
			return &fault{fmt.Sprintf("has the invisible character %U, which reorders the text around it", r), "delete it; right-to-left letters need none"}
		}
	}
	return nil
}

func isVisible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// inXML leaves out the two characters that UTF-8 can hold and XML, and so an
// SVG picture, cannot.
func inXML(r rune) bool { return r != '\ufffe' && r != '\uffff' }

// reordersText tells the bidirectional embeddings, overrides and isolates.
// They last until they are closed, so one left open in a name turns the counts
// after it around. The mere marks (U+200E, U+200F, U+061C) touch only their
// neighbours, and names in Hebrew or Arabic do use them.
func reordersText(r rune) bool {
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// fold gives what two names have in common that readers take for the same.
func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// quote shows a text in a message, in one line and not endlessly long.
func quote(s string) string {
	const most = 100
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return strconv.Quote(s)
}

// oneLine makes a message from elsewhere fit for a line of ours.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsGraphic(r)
	}), " ")
}

// either lists two words or more as a choice: "7d, 28d or all".
func either(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// nearest gives the word that s is probably a slip of.
func nearest(s string, words []string) (string, bool) {
	if len(s) > 4*maxID {
		return "", false
	}
	best, distance := "", 1+max(1, utf8.RuneCountInString(s)/3)
	for _, word := range words {
		if n := levenshtein.ComputeDistance(strings.ToLower(s), word); n < distance {
			best, distance = word, n
		}
	}
	return best, best != ""
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
