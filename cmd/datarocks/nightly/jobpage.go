package nightly

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/render/sentence"
)

// Bounds of the page of a job: the artists that its table shows, and the bytes
// that GitHub takes of a step (1 MiB, beyond which it shows nothing).
const (
	maxStandings = 50
	maxMarkdown  = 1_000_000
)

// markdown is the summary as GitHub shows it: what came of each source, who
// moved, what is missing, and the roster.
func (s summary) markdown(site string) string {
	var table strings.Builder
	fmt.Fprintf(&table, "## Counts of %s\n\n| Source | Outcome |\n|---|---|", s.Day)
	for _, row := range s.outcomes() {
		fmt.Fprintf(&table, "\n| %s | %s |", escapeCell(row[0]), escapeCell(row[1]))
	}
	text := cutLines(shell.Join("\n\n", table.String(), s.sentences(), standingsTable(s.standings, site)), maxMarkdown)
	if site != "" {
		text += "\n\n[The site](" + site + ")"
	}
	return text + "\n"
}

// sentences list who moved, and what is missing.
func (s summary) sentences() string {
	lines := slices.Concat(s.Moved, s.Events)
	lines = append(lines, shortened(s.lacking(), "count", "missing or held")...)
	for _, problem := range shortened(s.Problems, "object", "that cannot be read") {
		lines = append(lines, "history: "+problem)
	}
	for i := range lines {
		lines[i] = "- " + escapeText.Replace(lines[i])
	}
	return strings.Join(lines, "\n")
}

// shortened returns at most maxSentences lines, and how many more of a thing there are.
func shortened(lines []string, thing, what string) []string {
	more := len(lines) - maxSentences
	if more <= 0 {
		return lines
	}
	return append(slices.Clone(lines[:maxSentences]), fmt.Sprintf("and %s more %s", shell.Plural(more, thing), what))
}

// outcomes are the rows on the sources, and on what else the run did.
func (s summary) outcomes() [][2]string {
	var rows [][2]string
	for _, source := range s.Sources {
		rows = append(rows, [2]string{source.Name, source.outcome()})
	}
	rows = append(rows, [2]string{"History", shell.Plural(s.Rows, "row") + " recorded"})
	if s.Site != nil {
		rows = append(rows, [2]string{"Site", fmt.Sprintf("%d written, %d deleted, %d unchanged", s.Site.Uploaded, s.Site.Deleted, s.Site.Unchanged)})
	}
	for _, d := range s.Notified {
		rows = append(rows, [2]string{"Told", d.String()})
	}
	return append(rows, [2]string{"Cost", s.cost()})
}

// cost is the price of the counts that were got, and of publishing.
func (s summary) cost() string {
	var paid []string
	for _, source := range s.Sources {
		if microUSD := source.Got * source.microUSD; microUSD > 0 {
			paid = append(paid, fmt.Sprintf("%s of %s %s", shell.Plural(source.Got, "count"), source.Name, settings.Price(microUSD)))
		}
	}
	if len(paid) == 0 {
		paid = append(paid, "counts "+settings.Price(0))
	}
	if s.Site != nil && s.Site.Cost != nil {
		paid = append(paid, "publishing "+s.Site.Cost.String())
	}
	return strings.Join(paid, "; ")
}

// standingsTable writes the roster as a table. Names lead to the artists' pages
// where the site's address is known.
func standingsTable(s sentence.Standings, site string) string {
	if len(s.Rows) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", escapeText.Replace(s.Caption))
	row := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	head, rule := []string{escapeEntry(s.Artist)}, []string{"---"}
	for _, source := range s.Sources {
		head, rule = append(head, escapeEntry(source)), append(rule, "--:")
	}
	row(head)
	row(rule)
	for _, artist := range s.Rows {
		cells := []string{escapeEntry(artist.Name)}
		if site != "" {
			cells[0] = "[" + cells[0] + "](" + site + artist.Path + ")"
		}
		for _, count := range artist.Counts {
			cells = append(cells, escapeEntry(count))
		}
		row(cells)
	}
	if s.More != "" {
		more := escapeText.Replace(s.More)
		if site != "" {
			more = "[" + more + "](" + site + ")"
		}
		b.WriteString("\n" + more + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// cutLines leaves out the last lines of a text that is too long, in bytes.
func cutLines(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const cut = "\n\n…"
	text = text[:most-len(cut)]
	return text[:max(0, strings.LastIndexByte(text, '\n'))] + cut
}

// lacking lists the counts that are missing or held, a line each: the site's
// sentence or, where the site has another account's count, what this run got.
func (s summary) lacking() []string {
	var lines []string
	for _, source := range s.Sources {
		for _, g := range source.gaps() {
			lines = append(lines, cmp.Or(g.sentence, g.line(source.Name)))
		}
	}
	return lines
}

// escapeText keeps names and texts of a platform from being Markdown or HTML.
var escapeText = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "<", "&lt;", "&", "&amp;", "\n", " ")

// escapeEntry is escapeText for a cell.
func escapeEntry(text string) string {
	return strings.ReplaceAll(escapeText.Replace(text), "|", `\|`)
}

// escapeCell keeps a text of a platform from being a cell's border or HTML.
func escapeCell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ").Replace(text)
}

// writeJobPage writes the summary of the job and the outputs of its step.
func (n *Night) writeJobPage() {
	if !n.OnGitHub() {
		return
	}
	n.summary.standings = sentence.NewStandings(n.site, n.past, maxStandings)
	for variable, text := range map[string]string{
		"GITHUB_STEP_SUMMARY": n.summary.markdown(n.site.BaseURL),
		"GITHUB_OUTPUT":       fmt.Sprintf("result=%s\nday=%s\n", n.summary.result(), n.summary.Day),
	} {
		if err := appendTo(n.Getenv(variable), text); err != nil {
			n.Say("%s: %v", variable, err) // the run itself is done
		}
	}
}

// result is published, unchanged or recorded (the site was not touched).
func (s summary) result() string {
	switch {
	case s.Site == nil:
		return "recorded"
	case s.Site.Uploaded+s.Site.Deleted == 0:
		return "unchanged"
	}
	return "published"
}

func appendTo(file, text string) error {
	if file == "" {
		return nil
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return cmp.Or(err, f.Close())
}
