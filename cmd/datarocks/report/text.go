package report

import (
	_ "embed"
	"strings"
	"sync"
	"text/template"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content/legible"
)

// texts are what a run prints: its summary, the page of the job and the issues.
//
//go:embed text.tmpl
var texts string

var parsedTexts = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"plural": shell.Plural, "date": Date,
		"entry": escapeEntry, "escape": escape, "fence": fence, "advice": advice,
	}).Parse(texts))
})

// write fills one of the texts; tests fill each of them.
func write(name string, data any) string { return shell.Fill(parsedTexts(), name, data) }

// escape keeps names and texts of strangers from being Markdown or HTML, from being
// links, and from calling people or naming issues.
func escape(text string) string {
	return escapeText.Replace(legible.OneLine(text, 0))
}

// What GitHub makes a link, or who it calls, is kept from that by a space of no width:
// no backslash does it.
var escapeText = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "<", "&lt;", "&", "&amp;",
	"@", "@\u200b", "#", "#\u200b", "://", ":\u200b//", "www.", "www\u200b.", "WWW.", "WWW\u200b.",
)

// escapeEntry is escape for a cell of a table.
func escapeEntry(text string) string {
	return strings.ReplaceAll(escape(text), "|", `\|`)
}

// advice is escape for a text of ours, which has its commands between backticks.
func advice(text string) string {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		return escape(text)
	}
	for i := range parts {
		if i%2 == 0 {
			// The spaces at the ends of a part are between it and a command.
			parts[i] = strings.Repeat(" ", len(parts[i])-len(strings.TrimLeft(parts[i], " "))) + escape(parts[i]) +
				strings.Repeat(" ", len(parts[i])-len(strings.TrimRight(parts[i], " ")))
		}
	}
	return strings.Join(parts, "`")
}

// fence is text as it is, in lines of its own, of which none ends the block. Nothing
// in it is Markdown, a link, or calls anybody.
func fence(language string, lines []string) string {
	plain := make([]string, len(lines))
	for i, line := range lines {
		plain[i] = legible.OneLine(line, 0)
	}
	text := strings.Join(plain, "\n")
	bars := "```"
	for strings.Contains(text, bars) {
		bars += "`"
	}
	return bars + language + "\n" + text + "\n" + bars
}
