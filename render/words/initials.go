package words

import (
	"slices"
	"strings"
	"unicode"
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
