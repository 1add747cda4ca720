package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"
)

// onGitHub says whether a workflow of GitHub Actions runs this.
func (w *world) onGitHub() bool { return w.getenv("GITHUB_ACTIONS") == "true" }

// annotate shows a problem on the run's page on GitHub. level is "error" or
// "warning".
func (w *world) annotate(level, text string) {
	if w.onGitHub() {
		// In one write, so that nothing gets between. GitHub reads both
		// streams; stdout has the results, which may be JSON.
		fmt.Fprintf(w.stderr, "::%s title=datarocks::%s\n", level, escapeCommand.Replace(text))
	}
}

// escapeCommand is GitHub's own escaping of a workflow command's text
// (github.com/actions/toolkit, packages/core/src/command.ts).
var escapeCommand = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

// tellGitHub writes the summary of the job and the step's outputs. result is
// published, unchanged or recorded (the site was not touched).
func (n *night) tellGitHub() {
	if !n.onGitHub() {
		return
	}
	for variable, text := range map[string]string{
		"GITHUB_STEP_SUMMARY": n.summary.markdown(n.site.BaseURL),
		"GITHUB_OUTPUT":       fmt.Sprintf("result=%s\nday=%s\n", n.summary.result(), n.summary.Day),
	} {
		if err := appendTo(n.getenv(variable), text); err != nil {
			n.say("%s: %v", variable, err) // the run itself is done
		}
	}
}

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

// markdown gives the summary as a table.
func (s summary) markdown(site string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## Counts of %s\n\n| Source | Outcome |\n|---|---|\n", s.Day)
	for _, source := range s.Sources {
		fmt.Fprintf(&b, "| %s | %s |\n", escapeCell(source.Name), escapeCell(source.outcome()))
	}
	fmt.Fprintf(&b, "| History | %s recorded |\n", plural(s.Rows, "row"))
	if s.Site != nil {
		fmt.Fprintf(&b, "| Site | %d written, %d deleted, %d unchanged |\n", s.Site.Uploaded, s.Site.Deleted, s.Site.Unchanged)
	}
	for _, text := range s.Moved {
		fmt.Fprintf(&b, "\n- %s", escapeText.Replace(text))
	}
	lines := s.lacking()
	for _, text := range lines[:min(len(lines), maxTold)] {
		fmt.Fprintf(&b, "\n- %s", escapeText.Replace(text))
	}
	if more := len(lines) - maxTold; more > 0 {
		fmt.Fprintf(&b, "\n- and %s more missing or held", plural(more, "count"))
	}
	for _, problem := range s.Problems {
		fmt.Fprintf(&b, "\n- history: %s", escapeText.Replace(problem))
	}
	if site != "" {
		fmt.Fprintf(&b, "\n\n[The site](%s)", site)
	}
	return b.String() + "\n"
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

// escapeCell keeps what a platform said from being a cell's border or HTML.
func escapeCell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ").Replace(text)
}
