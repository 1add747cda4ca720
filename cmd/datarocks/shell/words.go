package shell

import (
	"fmt"
	"slices"
	"strings"
)

// Plural counts things: "1 row", "2 rows".
func Plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Join joins what is not empty.
func Join(by string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), by)
}

// Quote makes a word of a shell's command line.
func Quote(text string) string {
	if !strings.ContainsAny(text, " '\"*$`\\&;|<>()#~?[]{}!") {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
