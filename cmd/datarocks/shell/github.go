package shell

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// OnGitHub reports whether a workflow of GitHub Actions runs this.
func (w *World) OnGitHub() bool { return w.Getenv("GITHUB_ACTIONS") == "true" }

// mostAnnotations is how many problems GitHub shows of a step. One place is kept
// for what ended the run.
const mostAnnotations = 10

// Annotate shows a problem on the run's page on GitHub, which has room for ten:
// whoever has more shows the most telling first, one for each source or file. level
// is "error" or "warning", see Level.
func (w *World) Annotate(level, text string) { w.annotate(level, "title=datarocks", text) }

// AnnotateLine shows a problem at a line of a file, from 1; 0 is the whole file. In a
// pull request it stands beside that line.
func (w *World) AnnotateLine(level, file string, line int, text string) {
	if !w.OnGitHub() {
		return
	}
	// GitHub knows files by their path below the repository.
	if full, err := filepath.Abs(file); err == nil && w.Getenv("GITHUB_WORKSPACE") != "" {
		if below, err := filepath.Rel(w.Getenv("GITHUB_WORKSPACE"), full); err == nil && filepath.IsLocal(below) {
			file = below
		}
	}
	at := "file=" + escapeProperty.Replace(onePlainLine(filepath.ToSlash(file)))
	if line > 0 {
		at += fmt.Sprintf(",line=%d", line)
	}
	w.annotate(level, at+",title=datarocks", text)
}

func (w *World) annotate(level, properties, text string) {
	if !w.OnGitHub() {
		return
	}
	// GitHub reads both streams; stdout has the results, which may be JSON.
	stream, ok := w.Stderr.(*Stream)
	if !ok {
		stream = NewStream(w.Stderr)
		w.Stderr = stream
	}
	lines := Few(strings.Split(text, "\n"))
	for i := range lines {
		lines[i] = onePlainLine(lines[i])
	}
	most := mostAnnotations
	if level != "error" {
		most--
	}
	stream.annotate("::"+level+" "+properties+"::"+escapeCommand.Replace(strings.Join(lines, "\n")), most)
}

// Warn prints a problem that ends nothing, and annotates it.
func (w *World) Warn(problem string) {
	w.Say("%s", problem)
	w.Annotate("warning", problem)
}

// onePlainLine returns a line as a Stream prints it.
func onePlainLine(text string) string {
	var b bytes.Buffer
	_, _ = io.WriteString(NewStream(&b), text) // a buffer takes all
	return b.String()
}

// escapeCommand is GitHub's own escaping of a workflow command's text, and
// escapeProperty that of what stands before the text
// (github.com/actions/toolkit, packages/core/src/command.ts).
var (
	escapeCommand  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// Level is the level of the annotation of an exit code that is no success.
func Level(code int) string {
	if code == ExitIncomplete {
		return "warning"
	}
	return "error"
}
