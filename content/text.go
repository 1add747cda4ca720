package content

import (
	"fmt"
	"strings"
	"unicode"

	"datarocks/content/name"
	"datarocks/content/phrase"
)

// checkPhrase returns what is wrong with a text that is to stand in one line of a page.
func checkPhrase(s string) *fault {
	if wrong := phrase.Check(s); wrong != nil {
		return &fault{wrong.What, wrong.Instead}
	}
	return nil
}

// CheckName returns what is wrong with an artist's name, in one line with its cure.
func CheckName(name string) error {
	if wrong := checkPhrase(strings.TrimSpace(name)); wrong != nil {
		return wrong
	}
	return nil
}

// either lists two words or more as a choice: "7d, 28d or all".
func either(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// suggest asks whether the nearest of some words was meant by one that is none of
// them. Where none is near it returns otherwise.
func suggest(s string, words []string, otherwise string) string {
	if i := name.Nearest(strings.ToLower(s), words); i >= 0 {
		return fmt.Sprintf("did you mean %s?", words[i])
	}
	return otherwise
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
