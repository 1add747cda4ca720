// Package fetch asks the platforms for counts.
//
// A Counter is one source; a package below this one implements it for each
// platform. All asks every source at once, one goroutine each, and returns a
// Snapshot in which every account that was asked has either the number the
// platform has for that account or the reason why it has none. One failing
// artist or source never costs another its count.
//
// NewClient makes the HTTP client that a source asks through: it names us,
// bounds times and bodies, keeps a pace, and retries within a budget. Batches
// asks for many accounts through it. Expect is how long All will take. Package
// fetchtest simulates the platforms, and countertest tests a Counter against them.
package fetch

import (
	"context"
	"math"
	"strconv"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
)

// Counter asks one source for the counts of accounts.
//
// The map holds what was learnt, by account as it was asked; an account may be
// missing from it only if err is why. err means that the source itself
// failed; counts learnt before that are still in the map. It is a
// *SourceError where the failure has a known cure.
type Counter interface {
	Count(ctx context.Context, accounts []string) (map[string]Count, error)
}

// Reader is a Counter of a source whose answers hold further metrics. Read is Count
// with these: what one request answers is asked once.
type Reader interface {
	Counter
	Read(ctx context.Context, accounts []string) (map[string]Answer, error)
}

// Status is what kind of absence an account's missing count is. The values
// are stored in the history.
type Status string

// The kinds of absence.
const (
	Failed      Status = "error"       // the source did not answer: 401, 402, 403, 429, 5xx, time-out
	Unavailable Status = "unavailable" // it answered that there is no count: gone, suspended, field absent
	Hidden      Status = "hidden"      // the account hides its count
)

// Count is what a source answered of one account: a number, or the reason why it
// has none. The zero Count is neither, and never a count of 0.
type Count struct {
	value  int64
	ok     bool
	Status Status // "" when there is a number
	Reason string // "" when there is a number

	// Step is how many counts the number may stand for, where the platform rounds: from
	// the number on, Step of them. 0 where it is exact.
	Step int64

	// Name is what the account calls itself, as Named keeps it; empty where the
	// answer does not show.
	Name string
}

// MaxCount is the greatest number that is stored exactly everywhere: 2^53-1,
// JavaScript's largest safe integer.
const MaxCount = 1<<53 - 1

// Number is a count of the platform. One that cannot be a count of
// people (negative, or beyond MaxCount) becomes a missing one.
func Number(n int64) Count {
	if n < 0 || n > MaxCount {
		return Missing(Unavailable, "the answer's count is out of range")
	}
	return Count{value: n, ok: true}
}

// Cut is a count of which the platform shows so many digits, and cuts the rest to zeros.
// One that has more digits than that is as it is in the answer, but exact. 0 digits are
// all of them.
func (c Count) Cut(digits int) Count {
	if digits == 0 {
		return c
	}
	step := int64(1)
	for n := c.value; n >= int64(math.Pow10(digits)); n /= 10 {
		step *= 10
	}
	if c.ok && step > 1 && c.value%step == 0 {
		c.Step = step
	}
	return c
}

// Missing is the absence of a count, and why. The reason is kept as OneLine
// makes it, since parts of it may come from a platform.
func Missing(status Status, reason string) Count {
	return Count{Status: status, Reason: OneLine(reason)}
}

// Named adds what the account calls itself, in one line of at most 300
// characters: a name comes from a stranger. The zero Count stays the zero Count.
func (c Count) Named(name string) Count {
	if c != (Count{}) {
		c.Name = legible.OneLine(name, maxName)
	}
	return c
}

// Value returns the number; ok is false where there is none.
func (c Count) Value() (n int64, ok bool) { return c.value, c.ok }

// String is the number, or the status and the reason: "unavailable: suspended".
func (c Count) String() string {
	if c.ok {
		return strconv.FormatInt(c.value, 10)
	}
	return string(c.Status) + ": " + c.Reason
}

// SourceError is why a source as a whole could not be asked.
type SourceError struct {
	Reason string // short, stored with every account it concerns: "http 402: no credits"
	Hint   string // what to do about it; may be empty
	Err    error  // what it was learnt from; may be nil
}

func (e *SourceError) Error() string { return e.Reason }
func (e *SourceError) Unwrap() error { return e.Err }

// Ask is one count to be asked for.
type Ask struct {
	Artist string // content id
	content.Metric
	Account string
	Since   content.Day // the first day that is wanted of a Historian; 0 for others
}

// Sample is what came of an Ask.
type Sample struct {
	Ask
	Count Count // of a Historian, that of the newest day
	Days  *Days // what a Historian knows of the days; nil where that is nothing, and of others
}

// Snapshot is what one run learnt.
type Snapshot struct {
	At      time.Time // start of the run; its UTC day is the day of every sample
	Via     string    // how the counts came, where not live: "demo"
	Samples []Sample  // in the order of the asks
	Sources []Result  // one for each source asked, sorted by source
}

// Result is what became of one source in a run.
type Result struct {
	Source     content.Source
	Asked, Got int   // accounts
	Err        error // why the source as a whole failed, a *SourceError, or nil
}
