package nightly

import (
	_ "embed"
	"strings"
	"sync"
	"text/template"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// texts are what a run prints: its summary, the plan of a dry run, and the tables of
// the job page.
//
//go:embed text.tmpl
var texts string

var parsedTexts = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"plural": shell.Plural, "price": settings.Price, "join": strings.Join,
		"cell": escapeCell.Replace, "entry": escapeEntry, "escape": escapeText.Replace,
	}).Parse(texts))
})

// write fills one of the texts; tests fill each of them.
func write(name string, data any) string { return shell.Fill(parsedTexts(), name, data) }

// escapeText keeps names and texts of a platform from being Markdown or HTML.
var escapeText = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "<", "&lt;", "&", "&amp;", "\n", " ")

// escapeEntry is escapeText for a cell.
func escapeEntry(text string) string {
	return strings.ReplaceAll(escapeText.Replace(text), "|", `\|`)
}

// escapeCell keeps a text of a platform from being a cell's border or HTML.
var escapeCell = strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ")
