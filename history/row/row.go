// Package row is the form in which counts are stored, and the order that makes
// storing them safe.
//
// The truth is one object per UTC day, plain NDJSON, one Row per artist, source and
// metric:
//
//	v1/days/year=2026/month=11/2026-11-23.ndjson
//
// A day is an object because a night writes one and forgets none: what a run has to
// read, join and write back is one day, however long the history is, and no object
// grows. The names are those that DuckDB and its like take for partitions.
//
// A Row holds a count, or the reason why there is none; no row means that the
// account was not asked. Rows for the same artist, source, metric and day are
// resolved by Join, which is commutative, associative and idempotent: runs may
// repeat, race and arrive in any order, and the outcome is the same.
package row

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"datarocks/content"
	"datarocks/fetch"
)

// Statuses that only the history has; the others are fetch's.
const (
	Held      fetch.Status = "held"      // a doubtful number waits for a decision, in Row.Held
	Withdrawn fetch.Status = "retracted" // a person withdrew the count
)

// How a row came to be, in Row.Via. A live count has none.
const (
	ViaDemo   = "demo"   // invented, by the demo
	ViaManual = "manual" // written by a person
	viaImport = "import:"
)

// Row is one stored record: the count of one artist on one source on one day,
// or why there is none. Exactly one of Value and Status is set.
type Row struct {
	Date   content.Day    `json:"date"`
	Artist string         `json:"artist"`
	Source content.Source `json:"source"`
	Metric string         `json:"metric"`
	Value  *int64         `json:"value,omitempty"` // 0 to 2^53-1; 0 is a measured zero
	Was    *int64         `json:"was,omitempty"`   // the value that a correction replaced
	Held   *int64         `json:"held,omitempty"`  // the doubtful number of a held row
	Step   int64          `json:"step,omitempty"`  // how many counts Value or Held may stand for, from it on, where the platform rounds
	Status fetch.Status   `json:"status,omitempty"`
	Via    string         `json:"via,omitempty"`
	Reason string         `json:"reason,omitempty"`
	At     time.Time      `json:"at"`            // when it was asked, UTC
	Ref    string         `json:"ref,omitempty"` // the account that was asked
	// Name is what the account called itself, where that is news.
	Name string `json:"name,omitempty"`

	// Asked and Doubt are, of a decision or a correction, when the platform was asked
	// and why the gate held the answer.
	Asked time.Time `json:"asked,omitzero"`
	Doubt string    `json:"doubt,omitempty"`

	// line is the row as it was read. It is written back as it is, so that
	// fields of a newer version survive an older one.
	line []byte
}

// Line returns the row as one line of JSON, without the newline: one that was
// read, byte for byte as it was stored. It must not be changed.
func (r Row) Line() []byte {
	if r.line != nil {
		return r.line
	}
	return r.AppendLine(nil)
}

// AppendLine appends the row as one line of JSON, without the newline: one that was
// read, byte for byte as it was stored.
func (r *Row) AppendLine(to []byte) []byte {
	if r.line != nil {
		return append(to, r.line...)
	}
	if !r.simple() {
		return append(to, r.encode()...)
	}
	// As encoding/json writes it: a backfill writes millions.
	to = append(to, `{"date":"`...)
	to = r.Date.Time().AppendFormat(to, time.DateOnly)
	to = appendText(to, `","artist":"`, r.Artist)
	to = appendText(to, `","source":"`, string(r.Source))
	to = appendText(to, `","metric":"`, r.Metric)
	to = append(to, '"')
	to = appendCount(to, `,"value":`, r.Value)
	to = appendCount(to, `,"was":`, r.Was)
	to = appendCount(to, `,"held":`, r.Held)
	if r.Step != 0 {
		to = appendCount(to, `,"step":`, &r.Step)
	}
	to = appendField(to, `,"status":"`, string(r.Status))
	to = appendField(to, `,"via":"`, r.Via)
	to = appendField(to, `,"reason":"`, r.Reason)
	to = append(to, `,"at":"`...)
	to = append(r.At.AppendFormat(to, time.RFC3339Nano), '"')
	to = appendField(to, `,"ref":"`, r.Ref)
	to = appendField(to, `,"name":"`, r.Name)
	return append(to, '}')
}

// simple reports whether the row has nothing that JSON writes in a way of its own.
func (r *Row) simple() bool {
	year := r.Date.Time().Year()
	if year < 1 || year > 9999 || r.At.Location() != time.UTC || r.At.Year() < 1 || r.At.Year() > 9999 || !r.Asked.IsZero() || r.Doubt != "" {
		return false
	}
	for _, text := range [...]string{r.Artist, string(r.Source), r.Metric, string(r.Status), r.Via, r.Reason, r.Ref, r.Name} {
		for i := range len(text) {
			if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
				return false
			}
		}
	}
	return true
}

func appendText(to []byte, before, text string) []byte { return append(append(to, before...), text...) }

func appendField(to []byte, before, text string) []byte {
	if text == "" {
		return to
	}
	return append(appendText(to, before, text), '"')
}

func appendCount(to []byte, before string, n *int64) []byte {
	if n == nil {
		return to
	}
	return strconv.AppendInt(append(to, before...), *n, 10)
}

// encode writes any row.
func (r *Row) encode() []byte {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		// Only a time that Check refuses cannot be written.
		panic(fmt.Sprintf("encode row of %s: %v", r.Artist, err))
	}
	return bytes.TrimSuffix(line.Bytes(), []byte("\n"))
}

// Decode reads one line, which must not be changed afterwards.
func Decode(line []byte) (Row, error) {
	if !utf8.Valid(line) {
		// encoding/json would read two broken names as the same one.
		return Row{}, errors.New("not a row: it is not UTF-8")
	}
	var r Row
	if err := json.Unmarshal(line, &r); err != nil {
		return Row{}, fmt.Errorf("not a row: %w", err)
	}
	r.At, r.Asked = r.At.UTC(), r.Asked.UTC()
	r.line = line[:len(line):len(line)]
	return r, r.Check()
}

// Check refuses a row that could not be read back.
func (r Row) Check() error {
	switch {
	case r.Artist == "" || r.Source == "" || r.Metric == "" || r.At.IsZero():
		return errors.New("not a row: it must have date, artist, source, metric and at")
	case r.At.Year() < 1 || r.At.Year() > 9999:
		return fmt.Errorf("the year %d, in at, cannot be written", r.At.Year())
	case r.Value == nil && r.Status == "":
		return errors.New("a row must have a value, or a status that says why not")
	case r.Value != nil && r.Status != "":
		return fmt.Errorf("a row cannot have both a value and the status %q", r.Status)
	}
	for _, n := range []*int64{r.Value, r.Was, r.Held, &r.Step} {
		if n != nil && (*n < 0 || *n > fetch.MaxCount) {
			return fmt.Errorf("%d is out of range for a count", *n)
		}
	}
	return nil
}

// Imported reports whether the count came from a file rather than a platform.
func (r Row) Imported() bool { return strings.HasPrefix(r.Via, viaImport) }

// AskedAt is when the platform was asked for what the row holds, as far as is known:
// the time of an import or of a decision is not that of the count. Where it is not
// known, it is the beginning of the row's day.
func (r Row) AskedAt() time.Time {
	switch {
	case !r.Asked.IsZero() && r.Live():
		return r.Asked // at first, of a past day that the platform corrected
	case !r.Asked.IsZero() && r.Asked.Before((r.Date + 2).Time()):
		return r.Asked // a later one is the time of an import: decisions on those once had it
	case r.Live():
		return r.At
	}
	return r.Date.Time()
}

// Live reports whether a run asked for the row itself, and nobody decided on it since.
func (r Row) Live() bool { return r.Via == "" || r.Via == ViaDemo }

// Anew returns the row without the line that it was read from: Line then encodes
// its fields.
func (r Row) Anew() Row {
	r.line = nil
	return r
}

// ImportedFrom is the Via of rows that come from a kind of file.
func ImportedFrom(kind string) string { return viaImport + kind }
