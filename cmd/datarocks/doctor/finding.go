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

func fine(check, format string, args ...any) finding {
	return finding{Check: check, State: stateFine, Text: fmt.Sprintf(format, args...)}
}

func note(check, format string, args ...any) finding {
	return finding{Check: check, State: stateNote, Text: fmt.Sprintf(format, args...)}
}

func warn(check, cure, format string, args ...any) finding {
	return finding{Check: check, State: stateWarn, Text: fmt.Sprintf(format, args...), Cure: cure, code: shell.ExitIncomplete}
}

func wrong(check, cure, format string, args ...any) finding {
	return finding{Check: check, State: stateWrong, Text: fmt.Sprintf(format, args...), Cure: cure, code: shell.ExitFailed}
}

// trouble is an error after which a run would end with code, unless the error
// knows another one.
func (d *doctor) trouble(check string, code int, err error) finding {
	text, cure := settings.Describe(err)
	var known *shell.Failure
	if errors.As(err, &known) {
		code, cure = known.Code, cmp.Or(known.Hint, cure)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		text, cure = fmt.Sprintf("no answer within %v", d.flags.Timeout), "try again, or with a longer --timeout"
	}
	f := finding{Check: check, State: stateWrong, Text: strings.ReplaceAll(text, "\n", "; "), Cure: cure, code: code}
	if code == shell.ExitIncomplete {
		f.State = stateWarn
	}
	return f
}

// line is what was found, and the cure, as content reports its problems.
func (f finding) line() string { return shell.Join(" - ", f.Text, f.Cure) }

// verdictOf is the doctor's exit code: that of a run, where a run would fail.
func verdictOf(found []finding) int {
	for _, code := range []int{shell.ExitUsage, shell.ExitFailed, shell.ExitIncomplete} {
		if slices.ContainsFunc(found, func(f finding) bool { return f.code == code }) {
			return code
		}
	}
	return shell.ExitDone
}

// print prints the findings, and returns the doctor's exit code as an error.
func (d *doctor) print(found []finding) error {
	code := verdictOf(found)
	for _, f := range found {
		switch f.State {
		case stateWarn, stateWrong:
			d.Annotate(shell.Level(f.code), f.Check+": "+f.line())
		}
	}
	if !d.flags.JSON {
		d.table(found)
		return shell.Exit(code)
	}
	err := d.JSON(struct {
		Checks   []finding `json:"checks"`
		ExitCode int       `json:"exitCode"`
	}{found, code})
	return errors.Join(err, shell.Exit(code))
}

// table prints a line for each finding. Colour only repeats its first word.
func (d *doctor) table(found []finding) {
	width := 0
	for _, f := range found {
		width = max(width, len(f.Check))
	}
	colours := map[state]string{stateFine: "32", stateNote: "2", stateWarn: "33", stateWrong: "31"}
	coloured := d.Colours()
	for _, f := range found {
		first := fmt.Sprintf("%-7s", f.State)
		if coloured {
			first = "\x1b[" + colours[f.State] + "m" + first + "\x1b[0m"
		}
		d.Print("%s  %-*s  %s", first, width, f.Check, f.line())
	}
}
