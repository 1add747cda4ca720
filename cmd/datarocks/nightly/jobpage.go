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
	roster := ""
	if len(s.standings.Rows) > 0 {
		roster = write("standings", linkedStandings{s.standings, site})
	}
	text := cutLines(shell.Join("\n\n", write("outcomes", s), s.sentences(), roster), maxMarkdown)
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

// Cost is the price of the counts that were got, and of publishing.
func (s summary) Cost() string {
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

// linkedStandings are the roster, whose names lead to the artists' pages where the
// site's address is known.
type linkedStandings struct {
	sentence.Standings
	site string
}

// Link leads to a page of the site.
func (s linkedStandings) Link(name, path string) string {
	if s.site == "" {
		return name
	}
	return "[" + name + "](" + s.site + path + ")"
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
		for _, g := range source.Gaps() {
			lines = append(lines, cmp.Or(g.Sentence, g.line(source.Name)))
		}
	}
	return lines
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
