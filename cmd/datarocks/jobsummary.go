package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"datarocks/render"
)

// Bounds of the page of a job: the artists that its table shows, and the bytes
// that GitHub takes of a step (1 MiB, beyond which it shows nothing).
const (
	maxStandings = 50
	maxMarkdown  = 1_000_000
)

// markdown gives the summary as GitHub shows it: what came of each source, who
// moved, what is missing, and the roster.
func (s summary) markdown(site string) string {
	var table strings.Builder
	fmt.Fprintf(&table, "## Counts of %s\n\n| Source | Outcome |\n|---|---|", s.Day)
	for _, row := range s.outcomes() {
		fmt.Fprintf(&table, "\n| %s | %s |", escapeCell(row[0]), escapeCell(row[1]))
	}
	parts := []string{table.String(), s.sentences(), standingsTable(s.standings, site)}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	text := cutLines(strings.Join(parts, "\n\n"), maxMarkdown)
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

// shortened gives at most maxTold lines, and how many more of a thing there are.
func shortened(lines []string, thing, what string) []string {
	more := len(lines) - maxTold
	if more <= 0 {
		return lines
	}
	return append(slices.Clone(lines[:maxTold]), fmt.Sprintf("and %s more %s", plural(more, thing), what))
}

// outcomes are the rows on the sources, and on what else the run did.
func (s summary) outcomes() [][2]string {
	var rows [][2]string
	for _, source := range s.Sources {
		rows = append(rows, [2]string{source.Name, source.outcome()})
	}
	rows = append(rows, [2]string{"History", plural(s.Rows, "row") + " recorded"})
	if s.Site != nil {
		rows = append(rows, [2]string{"Site", fmt.Sprintf("%d written, %d deleted, %d unchanged", s.Site.Uploaded, s.Site.Deleted, s.Site.Unchanged)})
	}
	for _, t := range s.Told {
		rows = append(rows, [2]string{"Told", t.String()})
	}
	return append(rows, [2]string{"Cost", s.cost()})
}

// cost tells what the counts that were got cost, and publishing.
func (s summary) cost() string {
	var paid []string
	for _, source := range s.Sources {
		info, _ := source.Source.Info()
		if microUSD := source.Got * info.PriceMicroUSD; microUSD > 0 {
			paid = append(paid, fmt.Sprintf("%s of %s %s", plural(source.Got, "count"), source.Name, price(microUSD)))
		}
	}
	if len(paid) == 0 {
		paid = append(paid, "counts "+price(0))
	}
	if s.Site != nil && s.Site.Cost != nil {
		paid = append(paid, "publishing "+s.Site.Cost.String())
	}
	return strings.Join(paid, "; ")
}

// standingsTable writes the roster as a table. Names lead to the artists' pages
// where the site's address is known.
func standingsTable(s render.Standings, site string) string {
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

// lacking tells which counts are missing or held, a line each: in the site's
// sentence or, where the site has another account's count, what this run got.
func (s summary) lacking() []string {
	var lines []string
	for _, source := range s.Sources {
		for _, h := range source.Held {
			lines = append(lines, cmp.Or(h.told, fmt.Sprintf("%s: count of %s held at %d: %s", source.Name, h.Artist, h.Count, h.Reason)))
		}
		for _, m := range source.Missing {
			lines = append(lines, cmp.Or(m.told, fmt.Sprintf("%s: no count of %s: %s", source.Name, m.Artist, orNotAsked(m.Reason))))
		}
	}
	return lines
}

// escapeText keeps what a platform said, and names, from being Markdown or HTML.
var escapeText = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "<", "&lt;", "&", "&amp;", "\n", " ")

// escapeEntry is escapeText for a cell.
func escapeEntry(text string) string {
	return strings.ReplaceAll(escapeText.Replace(text), "|", `\|`)
}

// escapeCell keeps what a platform said from being a cell's border or HTML.
func escapeCell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ").Replace(text)
}
