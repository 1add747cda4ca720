package history

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"datarocks/content"
)

// input is something that holds rows, read series by series in the order of
// their keys.
type input interface {
	// next moves on to the next series; ok is false at the end.
	next() (k seriesKey, ok bool, err error)
	// pieces appends the rows of that series, by day. They are good until next.
	pieces(to []piece) ([]piece, error)
	// rewind begins again.
	rewind() error
}

func (k seriesKey) compare(other seriesKey) int {
	return cmp.Or(cmp.Compare(k.artist, other.artist), cmp.Compare(k.source, other.source), cmp.Compare(k.metric, other.metric))
}

// merge reads inputs as one, a series at a time, in the order of their keys,
// and gives each one's rows by day. They are good until each returns.
func merge(inputs []input, each func(k seriesKey, pieces []piece) error) error {
	at := make([]seriesKey, len(inputs)) // the series each input stands at
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
	var pieces []piece
	for {
		least := -1
		for i := range at {
			if !ended[i] && (least < 0 || at[i].compare(at[least]) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		k := at[least]
		pieces = pieces[:0]
		for i := range at {
			var err error
			if ended[i] || at[i] != k {
				continue
			}
			if pieces, err = inputs[i].pieces(pieces); err != nil {
				return err
			}
		}
		if pieces = byDay(pieces); len(pieces) > 0 {
			if err := each(k, pieces); err != nil {
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

// byDay puts the pieces of one series in order. Inputs are of different days, so
// that seldom needs more than a look.
func byDay(pieces []piece) []piece {
	for i := 1; i < len(pieces); i++ {
		if pieces[i-1].end() > pieces[i].day {
			var rows []Row
			for i := range pieces {
				rows = pieces[i].rows(rows)
			}
			return wholePieces(Join(rows, nil))
		}
	}
	return pieces
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
	row   Row  // the one it stands at
	begun bool // there was a row
	said  bool // there was a line
}

// What an open input holds, in bytes: a year of days may be open at once. A line
// is longer only if it is none.
const (
	inputBuffer = 16 << 10
	longestLine = 1 << 20
)

func (d *dayInput) rewind() error {
	_, err := d.file.Seek(0, io.SeekStart)
	d.lines, d.row, d.begun, d.said = bufio.NewScanner(d.file), Row{}, false, false
	d.lines.Buffer(make([]byte, inputBuffer), longestLine)
	return err
}

func (d *dayInput) next() (seriesKey, bool, error) {
	for d.lines.Scan() {
		text := bytes.TrimSpace(d.lines.Bytes())
		d.said = d.said || len(text) > 0
		if len(text) > 0 && !isForgotten(text, d.day) {
			return d.take(text)
		}
	}
	err := d.lines.Err()
	if errors.Is(err, bufio.ErrTooLong) || err == nil && !d.said {
		return seriesKey{}, false, &badInput{d, errors.New("no rows")}
	}
	return seriesKey{}, false, err
}

// take reads one line.
func (d *dayInput) take(text []byte) (k seriesKey, ok bool, err error) {
	row, err := decodeRow(text)
	if err == nil && row.Date != d.day {
		err = fmt.Errorf("a row of %s", row.Date)
	}
	if err == nil && d.begun && row.key().compare(d.row.key()) <= 0 {
		err = errUnsorted
	}
	if err != nil {
		return k, false, &badInput{d, err}
	}
	row.line = nil // it is the reader's
	d.row, d.begun = row, true
	return row.series(), true, nil
}

func (d *dayInput) pieces(to []piece) ([]piece, error) {
	return append(to, piece{day: d.day, row: &d.row}), nil
}

func (r *Row) series() seriesKey { return seriesKey{r.Artist, r.Source, r.Metric} }

// rowsInput is rows in memory.
type rowsInput struct {
	all  []Row // sorted by series
	left []Row
	row  Row
}

func newRowsInput(rows []Row) *rowsInput {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Row) int { return a.series().compare(b.series()) })
	return &rowsInput{all: rows}
}

func (r *rowsInput) rewind() error { r.left = r.all; return nil }

func (r *rowsInput) next() (seriesKey, bool, error) {
	if len(r.left) == 0 {
		return seriesKey{}, false, nil
	}
	r.row, r.left = r.left[0], r.left[1:]
	return r.row.series(), true, nil
}

func (r *rowsInput) pieces(to []piece) ([]piece, error) {
	return append(to, piece{day: r.row.Date, row: &r.row}), nil
}
