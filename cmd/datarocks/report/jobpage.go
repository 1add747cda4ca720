package report

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content/legible"
	"datarocks/render/sentence"
)

// Bounds of the page of a job: the artists that its table shows, and the bytes
// that GitHub takes of a step (1 MiB, beyond which it shows nothing).
const (
	MaxStandings = 50
	maxMarkdown  = 1_000_000
)

// Markdown is the summary as GitHub shows it: what came of each source, who
// moved, what is missing, what to do about it, and the roster.
func (s Summary) Markdown(site string) string {
	text := cutLines(shell.Join("\n\n", write("outcomes", s), s.sentences(), strings.TrimSpace(write("cures", s.ToDo)), s.roster(site)), maxMarkdown)
	if site != "" {
		text += "\n\n[The site](" + site + ")"
	}
	return text + "\n"
}

// roster is the table of the artists; "" where they are not to be shown.
func (s Summary) roster(site string) string {
	if len(s.Standings.Rows) == 0 {
		return ""
	}
	return write("standings", linkedStandings{s.Standings, site})
}

// sentences list who moved, and what is missing.
func (s Summary) sentences() string {
	lines := slices.Concat(s.Moved, s.Events)
	lines = append(lines, shortened(s.lacking(), "count", "missing or held")...)
	lines = slices.Concat(lines, shortened(s.Broken.Lines(), "problem", "in the files of artists and pages"),
		shortened(s.unread(), "object", "that cannot be read"))
	for i := range lines {
		lines[i] = "- " + escape(lines[i])
	}
	return strings.Join(lines, "\n")
}

// shortened returns the first lines, and how many more of a thing there are.
func shortened(lines []string, thing, what string) []string {
	if len(lines) > legible.MostOfAKind+1 {
		thing += "s"
	}
	return legible.Shorten(lines, " "+thing+" "+what)
}

// Cost is the price of the counts that were got, and of publishing.
func (s Summary) Cost() string {
	var paid []string
	for _, source := range s.Sources {
		if microUSD := source.Got * source.MicroUSD; microUSD > 0 {
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
func (s Summary) lacking() []string {
	var lines []string
	for _, source := range s.Sources {
		for _, g := range source.Gaps() {
			lines = append(lines, cmp.Or(g.Sentence, g.line(source.Name)))
		}
	}
	return lines
}

// Result is published, unchanged or recorded (the site was not touched).
func (s Summary) Result() string {
	switch {
	case s.Site == nil:
		return "recorded"
	case s.Site.Uploaded+s.Site.Deleted == 0:
		return "unchanged"
	}
	return "published"
}

// Output is one output of the step, see
// docs.github.com/actions/reference/workflow-commands-for-github-actions.
func Output(name, text string) string {
	if !strings.Contains(text, "\n") {
		return name + "=" + text + "\n"
	}
	end := "end-" + rand.Text() // which nobody can foresee, and so put into the text
	return name + "<<" + end + "\n" + text + "\n" + end + "\n"
}

// AppendTo appends to a file that the environment names, if it names one.
func AppendTo(file, text string) error {
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
