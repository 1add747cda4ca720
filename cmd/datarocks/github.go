package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"datarocks/render"
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
	n.summary.standings = render.NewStandings(n.site, n.past, maxStandings)
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
