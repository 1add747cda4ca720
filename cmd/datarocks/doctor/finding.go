package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// state is how something stands for the next run.
type state string

const (
	stateFine  state = "ok"
	stateNote  state = "note"    // not looked at, or not wanted; no fault
	stateWarn  state = "warning" // a run goes on without it
	stateWrong state = "wrong"   // a run fails
)

// finding is the result of looking at one thing.
type finding struct {
	Check string `json:"check"`
	State state  `json:"state"`
	Text  string `json:"text"`
	Cure  string `json:"cure,omitempty"`

	code int // of the doctor
}

type findings []finding

// of names the check of findings that have none yet.
func (f findings) of(check string) findings {
	for i := range f {
		f[i].Check = cmp.Or(f[i].Check, check)
	}
	return f
}

func fine(format string, args ...any) findings {
	return findings{{State: stateFine, Text: fmt.Sprintf(format, args...)}}
}

func note(format string, args ...any) findings {
	return findings{{State: stateNote, Text: fmt.Sprintf(format, args...)}}
}

func warn(cure, format string, args ...any) findings {
	return findings{{State: stateWarn, Text: fmt.Sprintf(format, args...), Cure: cure, code: shell.ExitIncomplete}}
}

func wrong(cure, format string, args ...any) findings {
	return findings{{State: stateWrong, Text: fmt.Sprintf(format, args...), Cure: cure, code: shell.ExitFailed}}
}

// trouble is an error after which a run would end with code, unless the error
// knows another one.
func (d *doctor) trouble(code int, err error) findings {
	text, cure := settings.Describe(err)
	if known, ok := errors.AsType[*shell.Failure](err); ok {
		code, cure = known.Code, cmp.Or(known.Hint, cure)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		text, cure = fmt.Sprintf("no answer within %v", d.flags.Timeout), "try again, or with a longer --timeout"
	}
	f := finding{State: stateWrong, Text: strings.ReplaceAll(text, "\n", "; "), Cure: cure, code: code}
	if code == shell.ExitIncomplete {
		f.State = stateWarn
	}
	return findings{f}
}

// line is what was found, and the cure, as content reports its problems.
func (f finding) line() string { return shell.Join(" - ", f.Text, f.Cure) }

// verdict is the doctor's exit code: that of a run, where a run would fail.
func (f findings) verdict() int {
	for _, code := range []int{shell.ExitUsage, shell.ExitFailed, shell.ExitIncomplete} {
		if slices.ContainsFunc(f, func(f finding) bool { return f.code == code }) {
			return code
		}
	}
	return shell.ExitDone
}

// print prints the findings, and returns the verdict as an error.
func (f findings) print(w *shell.World, asJSON bool) error {
	code := f.verdict()
	for _, one := range f {
		if one.State == stateWarn || one.State == stateWrong {
			w.Annotate(shell.Level(one.code), one.Check+": "+one.line())
		}
	}
	err := w.Result(asJSON, struct {
		Checks   findings `json:"checks"`
		ExitCode int      `json:"exitCode"`
	}{f, code}, func() { f.table(w) })
	return errors.Join(err, shell.Exit(code))
}

// table prints a line for each finding. Colour only repeats its first word.
func (f findings) table(w *shell.World) {
	width := 0
	for _, one := range f {
		width = max(width, len(one.Check))
	}
	colours := map[state]string{stateFine: "32", stateNote: "2", stateWarn: "33", stateWrong: "31"}
	coloured := w.Colours()
	for _, one := range f {
		first := fmt.Sprintf("%-7s", one.State)
		if coloured {
			first = "\x1b[" + colours[one.State] + "m" + first + "\x1b[0m"
		}
		w.Print("%s  %-*s  %s", first, width, one.Check, one.line())
	}
}
