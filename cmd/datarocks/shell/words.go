package shell

import (
	"fmt"
	"slices"
	"strings"
	"text/template"

	"datarocks/content/legible"
)

// Plural counts things: "1 row", "2 rows".
func Plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Few returns the first lines of one kind, and in a last one how many more there are.
func Few(lines []string) []string { return legible.Shorten(lines, "") }

// Join joins what is not empty.
func Join(by string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), by)
}

// Quote makes a word of a shell's command line.
func Quote(text string) string {
	if text != "" && !strings.ContainsAny(text, " \t\n\r'\"*$`\\&;|<>()#~?[]{}!") {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// Fill returns one of the templates of t, filled with data: whole, so that nobody
// types half a list of commands. It panics where the template does not fit the data,
// which is a mistake in datarocks.
func Fill(t *template.Template, name string, data any) string {
	var b strings.Builder
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		panic(err)
	}
	return b.String()
}
