package main

import (
	"errors"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// report prints an error and returns the exit code that belongs to it.
func report(w *shell.World, err error) int {
	f := shell.AsFailure(err)
	if f == nil {
		return shell.ExitDone
	}
	if f.Err != nil {
		cure := explainTo(w, shell.Level(f.Code), err)
		w.Hint(cure)
		w.Hint(f.Hint)
	}
	return f.Code
}

// explainTo prints the lines of an error and shows them on the run's page: what is
// wrong in a file beside its line there, the rest together. It returns the cure.
func explainTo(w *shell.World, level string, err error) (cure string) {
	text, cure := settings.Describe(err)
	problems, _ := errors.AsType[content.Problems](err)
	inFiles := make(map[string]content.Problem, len(problems))
	for _, p := range problems {
		inFiles[p.String()] = p
	}
	var placed, others []string
	for line := range strings.SplitSeq(text, "\n") {
		if _, ok := inFiles[line]; ok {
			placed = append(placed, line)
		} else {
			others = append(others, line)
		}
	}
	w.SayFew(placed)
	w.SayFew(others)
	for _, line := range placed {
		p := inFiles[line]
		w.AnnotateLine(level, p.File, p.Line, shell.Join(" - ", p.What, p.Instead))
	}
	if len(others) > 0 {
		w.Annotate(level, strings.Join(others, "\n"))
	}
	return cure
}
