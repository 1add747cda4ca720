package legible

import (
	"strings"
	"unicode"
)

// gap is a space of no width: text with it reads the same, and is not the same.
const gap = "\u200b"

// Unlinked keeps text from becoming a link, or from calling people, where addresses
// and names in plain text do: in a chat, or on a page of GitHub. A stranger chose it.
func Unlinked(text string) string {
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		b.WriteRune(r)
		if i+1 == len(runes) {
			break
		}
		next := runes[i+1]
		switch {
		case r == '@' && !unicode.IsSpace(next),
			r == ':' && next == '/',
			r == '.' && unicode.IsLetter(next) && i > 0 && isWord(runes[i-1]):
			b.WriteString(gap)
		}
	}
	return b.String()
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
