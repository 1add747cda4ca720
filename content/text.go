package content

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"datarocks/content/name"
)

const maxPhrase = 300 // characters; a page has room for that many

// checkPhrase reports whether a text can stand in one line of a page: a name, a
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

// reordersText recognizes the bidirectional embeddings, overrides and isolates.
// They last until they are closed, so one left open in a name turns the counts
// after it around. The mere marks (U+200E, U+200F, U+061C) touch only their
// neighbours, and names in Hebrew or Arabic do use them.
func reordersText(r rune) bool {
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// quote shows a text in a message, in one line and not endlessly long.
func quote(s string) string {
	const most = 100
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return strconv.Quote(s)
}

// either lists two words or more as a choice: "7d, 28d or all".
func either(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// meant is the question for a word that is none of those there are, or otherwise
// where none of them is near.
func meant(s string, words []string, otherwise string) string {
	if i := name.Nearest(strings.ToLower(s), words); i >= 0 {
		return fmt.Sprintf("did you mean %s?", words[i])
	}
	return otherwise
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
