package shell

import (
	"fmt"
	"strings"
)

// OnGitHub reports whether a workflow of GitHub Actions runs this.
func (w *World) OnGitHub() bool { return w.Getenv("GITHUB_ACTIONS") == "true" }

// Annotate shows a problem on the run's page on GitHub. level is "error" or
// "warning", see Level.
func (w *World) Annotate(level, text string) {
	if w.OnGitHub() {
		// In one write, so that nothing gets between. GitHub reads both
		// streams; stdout has the results, which may be JSON.
		fmt.Fprintf(w.Stderr, "::%s title=datarocks::%s\n", level, escapeCommand.Replace(text))
	}
}

// Warn prints a problem that ends nothing, and annotates it.
func (w *World) Warn(problem string) {
	w.Say("%s", problem)
	w.Annotate("warning", problem)
}

// escapeCommand is GitHub's own escaping of a workflow command's text
// (github.com/actions/toolkit, packages/core/src/command.ts).
var escapeCommand = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

// Level is the level of the annotation of an exit code that is no success.
func Level(code int) string {
	if code == ExitIncomplete {
		return "warning"
	}
	return "error"
}
