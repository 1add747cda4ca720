package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"datarocks/content"
	"datarocks/history/archive/fold"
	"datarocks/history/row"
)

// input is something that holds rows, read series by series in the order of
// their keys.
type input interface {
	// next moves on to the next series; ok is false at the end.
	next() (k row.SeriesKey, ok bool, err error)
	// segments appends the rows of that series, by day. They are good until next.
	segments(to []fold.Segment) ([]fold.Segment, error)
	// rewind begins again.
	rewind() error
}

// merge reads inputs as one, a series at a time, in the order of their keys,
// and passes on each one's rows by day. They are good until each returns.
func merge(inputs []input, each func(k row.SeriesKey, segments []fold.Segment) error) error {
	at := make([]row.SeriesKey, len(inputs)) // the series each input stands at
	ended := make([]bool, len(inputs))
	step := func(i int) error {
		k, ok, err := inputs[i].next()
		at[i], ended[i] = k, !ok
		return err
	}
	for i := range inputs {
		if err := step(i); err != nil {
			return err
		}
	}
	var segments []fold.Segment
	for {
		least := -1
		for i := range at {
			if !ended[i] && (least < 0 || at[i].Compare(at[least]) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		k := at[least]
		segments = segments[:0]
		for i := range at {
			var err error
			if ended[i] || at[i] != k {
				continue
			}
			if segments, err = inputs[i].segments(segments); err != nil {
				return err
			}
		}
		if segments = fold.ByDay(segments); len(segments) > 0 {
			if err := each(k, segments); err != nil {
				return err
			}
		}
		for i := range at {
			if ended[i] || at[i] != k {
				continue
			}
			if err := step(i); err != nil {
				return err
			}
		}
	}
}

// badInput is an input that cannot be read as it has to be.
type badInput struct {
	input input
	err   error
}

func (b *badInput) Error() string { return b.err.Error() }
func (b *badInput) Unwrap() error { return b.err }

// errUnsorted means that a day object is not in the order in which they are
// written.
var errUnsorted = errors.New("its rows are out of order")

// dayInput is a day object, read line by line.
type dayInput struct {
	day   content.Day
	file  io.ReadSeekCloser
	lines *bufio.Scanner
	row   row.Row // the one it stands at
	begun bool    // there was a row
	lined bool    // there was a line that is not blank
}

// What an open input holds, in bytes: a year of days may be open at once. A line
// is longer only if it is none.
const (
	inputBuffer = 16 << 10
	longestLine = 1 << 20
)

func (d *dayInput) rewind() error {
	_, err := d.file.Seek(0, io.SeekStart)
	d.lines, d.row, d.begun, d.lined = bufio.NewScanner(d.file), row.Row{}, false, false
	d.lines.Buffer(make([]byte, inputBuffer), longestLine)
	return err
}

func (d *dayInput) next() (row.SeriesKey, bool, error) {
	for d.lines.Scan() {
		text := bytes.TrimSpace(d.lines.Bytes())
		if !d.lined {
			text = row.WithoutMark(text)
		}
		d.lined = d.lined || len(text) > 0
		if len(text) > 0 && !row.IsForgotten(text, d.day) {
			return d.take(text)
		}
	}
	err := d.lines.Err()
	if errors.Is(err, bufio.ErrTooLong) || err == nil && !d.lined {
		return row.SeriesKey{}, false, &badInput{d, errors.New("no rows")}
	}
	return row.SeriesKey{}, false, err
}

// take reads one line.
func (d *dayInput) take(text []byte) (k row.SeriesKey, ok bool, err error) {
	row, err := row.Decode(text)
	if err == nil && row.Date != d.day {
		err = fmt.Errorf("a row of %s", row.Date)
	}
	if err == nil && d.begun && row.Key().Compare(d.row.Key()) <= 0 {
		err = errUnsorted
	}
	if err != nil {
		return k, false, &badInput{d, err}
	}
	d.row, d.begun = row.Anew(), true // its line is the reader's
	return row.SeriesKey(), true, nil
}

func (d *dayInput) segments(to []fold.Segment) ([]fold.Segment, error) {
	return append(to, fold.One(&d.row)), nil
}

// rowsInput is rows in memory.
type rowsInput struct {
	all  []row.Row // sorted by series
	left []row.Row
	row  row.Row
}

func newRowsInput(rows []row.Row) *rowsInput {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row.Row) int { return a.SeriesKey().Compare(b.SeriesKey()) })
	return &rowsInput{all: rows}
}

func (r *rowsInput) rewind() error { r.left = r.all; return nil }

func (r *rowsInput) next() (row.SeriesKey, bool, error) {
	if len(r.left) == 0 {
		return row.SeriesKey{}, false, nil
	}
	r.row, r.left = r.left[0], r.left[1:]
	return r.row.SeriesKey(), true, nil
}

func (r *rowsInput) segments(to []fold.Segment) ([]fold.Segment, error) {
	return append(to, fold.One(&r.row)), nil
}
