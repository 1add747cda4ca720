package row

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"datarocks/content"
)

// DecodeDay reads the rows of one day from its object, in which nothing may be
// wrong: rows that cannot be trusted must not be joined. An empty object is an
// error too, because none is ever written: one of which every row was forgotten
// has a line of its own. All bad lines are named.
func DecodeDay(name string, day content.Day, data []byte) ([]Row, error) {
	var rows []Row
	var problems []error
	number, emptied := 0, true
	for line := range bytes.Lines(WithoutMark(data)) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		emptied = false
		if IsForgotten(line, day) {
			continue
		}
		row, err := Decode(line)
		if err == nil && row.Date != day {
			err = fmt.Errorf("a row of %s in the object of %s", row.Date, day)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s:%d: %w", name, number, err))
			continue
		}
		rows = append(rows, row)
	}
	if emptied {
		return nil, fmt.Errorf("%s:1: no rows: the object was emptied or cut", name)
	}
	return rows, errors.Join(problems...)
}

// WithoutMark leaves out the byte order mark with which some editors begin a file.
func WithoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\ufeff")) }

// EncodeDay returns the bytes of a day object.
func EncodeDay(rows []Row) []byte {
	const usual = 200 // bytes of a row
	data := make([]byte, 0, usual*len(rows))
	for i := range rows {
		data = append(rows[i].AppendLine(data), '\n')
	}
	return data
}

// UnreadableError means that an object of the history cannot be read. Nothing
// overwrites it.
type UnreadableError struct{ Problem error }

func (e *UnreadableError) Error() string {
	return strings.ReplaceAll(e.Problem.Error(), "\n", "; ")
}
func (e *UnreadableError) Unwrap() error { return e.Problem }
