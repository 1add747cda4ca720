// Package shell is what a verb sees of the world around the program: streams,
// environment, clock and terminal in one struct, so that a test runs the real
// program against streams and a clock of its own.
//
// Results go to stdout, everything else to stderr with a prefix, at most twenty lines
// of a kind. Both are a Stream, so that no name and no answer of a stranger reaches a
// terminal or GitHub's runner as a command. An error is a Failure where its exit code
// or its cure is known; every other error ends the program with ExitFailed. Problems
// are shown on the run's page on GitHub, too.
package shell

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// World is everything outside the program.
type World struct {
	Ctx    context.Context
	Stdin  io.Reader // what is typed
	Stdout io.Writer // results
	Stderr io.Writer // progress and problems
	Getenv func(string) string
	Clock  func() time.Time
	Poll   time.Duration // between two looks at what AWS is about
	Wait   time.Duration // before a platform is asked again, see fetch.Options; 0 for the usual one

	// Ticks is a ticker; nil for one of the clock on the wall.
	Ticks func(every time.Duration) (ticks <-chan time.Time, stop func())
}

// NewWorld returns the world of a process. Its context ends with the first signal.
func NewWorld() *World {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A reader of our output who goes away must not end a run half-way.
	signal.Ignore(syscall.SIGPIPE)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	return &World{
		Ctx: ctx, Stdin: os.Stdin, Stdout: NewStream(os.Stdout), Stderr: NewStream(os.Stderr),
		Getenv: os.Getenv, Clock: time.Now, Poll: 3 * time.Second,
	}
}

// Say prints what is going on, in one line or several.
func (w *World) Say(format string, args ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "\ndatarocks: ")
	fmt.Fprintf(w.Stderr, "datarocks: %s\n", text)
}

// SayFew prints lines of one kind, the first of them where there are many.
func (w *World) SayFew(lines []string) {
	for _, line := range Few(lines) {
		w.Say("%s", line)
	}
}

// Hint prints what to do about a problem, if that is known.
func (w *World) Hint(text string) {
	if text != "" {
		w.Say("hint: %s", text)
	}
}

// Print prints a line of the result.
func (w *World) Print(format string, args ...any) { fmt.Fprintf(w.Stdout, format+"\n", args...) }

// JSON prints a result as JSON.
func (w *World) JSON(value any) error {
	enc := json.NewEncoder(w.Stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

// Result prints a result: as JSON, or by print.
func (w *World) Result(asJSON bool, value any, print func()) error {
	if asJSON {
		return w.JSON(value)
	}
	print()
	return nil
}

// Version is that of the program, as the build recorded it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return cmp.Or(strings.Trim(info.Main.Version, "()"), "devel")
}

// Agent is how the program introduces itself to servers, where it has no contact to add.
func Agent() string { return "datarocks/" + Version() }
