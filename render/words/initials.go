package words

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"datarocks/content/legible"
)

// Initials stand for an artist's picture: the first letters of the first and
// the last word.
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !inWord(r) })
	words = slices.DeleteFunc(words, func(word string) bool { return !strings.ContainsFunc(word, isLetter) })
	if len(words) > 1 && strings.EqualFold(words[0], "the") {
		words = words[1:]
	}
	switch len(words) {
	case 0:
		return "♪"
	case 1:
		return initial(words[0])
	}
	return initial(words[0]) + initial(words[len(words)-1])
}

func initial(word string) string {
	letters := []rune(word[strings.IndexFunc(word, isLetter):])
	end := 1
	for end < len(letters) && unicode.Is(unicode.Mn, letters[end]) {
		end++ // an accent that is a character of its own
	}
	return strings.ToUpper(string(letters[:end]))
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// inWord takes vowel signs and apostrophes for parts of a word: those of
// हिन्दी and O'Connor.
func inWord(r rune) bool { return isLetter(r) || unicode.IsMark(r) || r == '\'' || r == '’' }

// maxReason is how many characters of a reason a sentence has room for.
const maxReason = 120

// OneLine makes the answer of a platform fit for the middle of a sentence.
func OneLine(s string) string { return Isolate(legible.OneLine(s, maxReason)) }

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
