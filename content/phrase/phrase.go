// Package phrase checks text that is to stand in one line of a page.
package phrase

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"datarocks/content/name"
)

// Wrong is what is wrong with a text, and the cure.
type Wrong struct{ What, Instead string }

const maxPhrase = 300 // characters; a page has room for that many

// Check returns what is wrong with a text that is to stand in one line of a
// page: a name, a title, a genre. Any letters, emoji, quotes and angle brackets are
// fine; they are shown as text. What would break the page around it is not.
func Check(s string) *Wrong {
	if !strings.ContainsFunc(s, isVisible) {
		return &Wrong{"is empty", "write text that can be seen"}
	}
	if n := utf8.RuneCountInString(s); n > maxPhrase {
		return &Wrong{fmt.Sprintf("has %d characters", n), fmt.Sprintf("shorten it to at most %d", maxPhrase)}
	}
	for _, r := range s {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			return &Wrong{"has a line break", "write it in one line"}
		case unicode.IsControl(r) || !inXML(r):
			return &Wrong{fmt.Sprintf("has the control character %U", r), "delete it, or type the text anew"}
		case reordersText(r):
			return &Wrong{fmt.Sprintf("has the invisible character %U, which reorders the text around it", r), "delete it; right-to-left letters need none"}
		}
	}
	if bare := strings.TrimSpace(s); bare != s {
		r, _ := utf8.DecodeRuneInString(strings.Replace(s, bare, "", 1))
		return &Wrong{fmt.Sprintf("begins or ends with %s", spaceName(r)), "delete it"}
	}
	if r, ok := name.Invisible(s); ok {
		return &Wrong{fmt.Sprintf("has the invisible character %U", r), "delete it, or type the text anew"}
	}
	return nil
}

// spaceName is what messages call a space at an end of a text.
func spaceName(r rune) string {
	if r == ' ' {
		return "a space"
	}
	return fmt.Sprintf("a space of another kind, %U", r)
}

func isVisible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// inXML reports whether XML, and so an SVG picture, can hold a character. There are
// two that UTF-8 can hold and XML cannot.
func inXML(r rune) bool { return r != '\ufffe' && r != '\uffff' }

// reordersText reports whether a character is a bidirectional embedding, override or
// isolate. They last until they are closed, so one left open in a name turns the
// counts after it around. The mere marks (U+200E, U+200F, U+061C) touch only their
// neighbours, and names in Hebrew or Arabic do use them.
func reordersText(r rune) bool {
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}
