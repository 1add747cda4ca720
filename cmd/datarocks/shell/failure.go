package shell

import (
	"errors"
	"fmt"
	"slices"
)

// Exit codes. They are a contract with the workflows that start datarocks.
const (
	ExitDone       = 0
	ExitFailed     = 1 // and what visitors see is unchanged
	ExitUsage      = 2 // usage, settings or content
	ExitIncomplete = 3 // published, but something that is configured is missing
)

// Failure is an error with an exit code and a cure.
type Failure struct {
	Code int
	Err  error // nil where everything was printed already
	Hint string
}

func (f *Failure) Error() string {
	if f.Err == nil {
		return fmt.Sprintf("exit %d", f.Code)
	}
	return f.Err.Error()
}
func (f *Failure) Unwrap() error { return f.Err }

// AsFailure returns an error with the exit code and the cure that belong to it; nil
// for none.
func AsFailure(err error) *Failure {
	if err == nil {
		return nil
	}
	f := &Failure{Code: ExitFailed, Err: err}
	errors.As(err, &f)
	return f
}

// Fail returns err as a Failure.
func Fail(code int, err error, hint string) error { return &Failure{Code: code, Err: err, Hint: hint} }

// Refuse returns a problem with flags, environment or content.
func Refuse(hint, format string, args ...any) error {
	return Fail(ExitUsage, fmt.Errorf(format, args...), hint)
}

// Exit ends the program with a code and prints nothing more.
func Exit(code int) error {
	if code == ExitDone {
		return nil
	}
	return &Failure{Code: code}
}

// Together joins usage errors, so that one run shows them all.
func Together(errs ...error) error {
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	return Fail(ExitUsage, errors.Join(errs...), "")
}
