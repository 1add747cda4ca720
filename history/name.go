package history

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// alike says whether an account's name may be the artist's: whether one holds
// the other, apart from case, accents, punctuation and "The".
func alike(artist, account string) bool {
	a, b := fold(artist), fold(account)
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

// fold leaves the letters and digits of a name, without case and accents. A
// name that has none, such as an emoji, stays as it is.
func fold(name string) string {
	name = strings.ToLower(norm.NFKD.String(strings.TrimSpace(name)))
	name = strings.TrimPrefix(name, "the ")
	folded := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
	if folded == "" {
		return name
	}
	return folded
}
