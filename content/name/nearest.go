package name

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// maxBytes is the length from which on nothing is near a text: nobody writes
// such a name, and comparing it takes time.
const maxBytes = 256

// Nearest returns the index of the word that s is probably a slip of, or -1. Of
// words that are equally near it is the first. Both are folded by the caller.
func Nearest(s string, words []string) int {
	most := max(1, utf8.RuneCountInString(s)/3)
	return NearestOf(s, words, func(_ string, edits int) bool { return edits <= most })
}

// NearestOf is Nearest among the words that may be meant, by the number of
// characters in which they differ from s.
func NearestOf(s string, words []string, may func(word string, edits int) bool) int {
	best, least := -1, 0
	if len(s) > maxBytes {
		return best
	}
	for i, word := range words {
		if edits := levenshtein.ComputeDistance(s, word); may(word, edits) && (best < 0 || edits < least) {
			best, least = i, edits
		}
	}
	return best
}

// Suggest asks whether the nearest of some words was meant by one that is none of
// them. Where none is near it returns otherwise.
func Suggest(s string, words []string, otherwise string) string {
	if i := Nearest(strings.ToLower(s), words); i >= 0 {
		return fmt.Sprintf("did you mean %s?", words[i])
	}
	return otherwise
}
