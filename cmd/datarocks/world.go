package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// Exit codes. They are a contract with the workflows that start datarocks.
const (
	exitDone       = 0
	exitFailed     = 1 // and what visitors see is unchanged
	exitUsage      = 2 // usage, settings or content
	exitIncomplete = 3 // published, but something that is configured is missing
)

// world is everything outside the program.
type world struct {
	ctx    context.Context
	stdin  io.Reader // what is typed
	stdout io.Writer // results
	stderr io.Writer // progress and problems
	getenv func(string) string
	clock  func() time.Time
	poll   time.Duration // between two looks at what AWS is about
}

func newWorld() *world {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A reader of our output who goes away must not end a run half-way.
	signal.Ignore(syscall.SIGPIPE)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	return &world{ctx, os.Stdin, os.Stdout, os.Stderr, os.Getenv, time.Now, 3 * time.Second}
}

// say tells what is going on.
func (w *world) say(format string, args ...any) {
	fmt.Fprintf(w.stderr, "datarocks: "+format+"\n", args...)
}

// hint tells what to do about it.
func (w *world) hint(text string) {
	if text != "" {
		w.say("hint: %s", text)
	}
}

// print gives a result.
func (w *world) print(format string, args ...any) { fmt.Fprintf(w.stdout, format+"\n", args...) }

// failure is an error with an exit code and a cure.
type failure struct {
	code int
	err  error // nil where everything was said already
	hint string
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit %d", f.code)
	}
	return f.err.Error()
}
func (f *failure) Unwrap() error { return f.err }

// settingsError is a problem with flags, environment or content.
func settingsError(hint, format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...), hint}
}

// report prints an error and gives the exit code that belongs to it.
func (w *world) report(err error) int {
	if err == nil {
		return exitDone
	}
	f := &failure{code: exitFailed, err: err}
	errors.As(err, &f)
	if f.err != nil {
		text, cure := describe(err)
		for line := range strings.SplitSeq(text, "\n") {
			w.say("%s", line)
		}
		w.hint(cure)
		w.hint(f.hint)
		w.annotate(level(f.code), text)
	}
	return f.code
}

// describe gives an error as it is printed, and a cure where one is known.
func describe(err error) (text, cure string) {
	text, cure = explainAWS(err)
	return strings.ReplaceAll(text, context.Canceled.Error(), stopped), cure
}

// stopped is what a run is that a signal ends.
const stopped = "stopped"

// level is how GitHub shows the outcome.
func level(code int) string {
	if code == exitIncomplete {
		return "warning"
	}
	return "error"
}

// version tells which datarocks this is.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return cmp.Or(strings.Trim(info.Main.Version, "()"), "devel")
}
