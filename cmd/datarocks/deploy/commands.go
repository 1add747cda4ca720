package deploy

import (
	_ "embed"
	"text/template"

	"datarocks/cmd/datarocks/shell"
)

// commands are what the verbs print: the outcome, and commands to type.
//
//go:embed commands.tmpl
var commands string

// printCommands prints a template of commands to type, filled with data.
func printCommands(w *shell.World, name string, data any) {
	parsed := template.Must(template.New("").Option("missingkey=zero").Funcs(template.FuncMap{"quote": shell.Quote}).Parse(commands))
	w.Print("%s", shell.Fill(parsed, name, data))
}
