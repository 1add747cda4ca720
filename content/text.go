package content

import (
	"strings"
	"unicode"

	"datarocks/content/phrase"
)

// checkPhrase returns what is wrong with a text that is to stand in one line of a page.
func checkPhrase(s string) *fault { return (*fault)(phrase.Check(s)) }

// CheckName returns what is wrong with an artist's name, in one line with its cure.
func CheckName(name string) error {
	if wrong := checkPhrase(strings.TrimSpace(name)); wrong != nil {
		return wrong
	}
	return nil
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
