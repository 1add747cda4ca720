package name

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// TitleWords returns the words by which titles of releases are compared: letters and
// digits without case and accents, and without "the" and "and". A title that has none of
// them, such as "÷", is one word. It is empty for a title that is blank.
func TitleWords(title string) []string {
	all := words(title)
	kept := slices.DeleteFunc(slices.Clone(all), func(word string) bool { return word == "the" || word == "and" })
	switch sign := strings.TrimSpace(norm.NFKC.String(title)); {
	case len(kept) > 0:
		return kept
	case len(all) > 0 || sign == "":
		return all
	default:
		return []string{sign}
	}
}
