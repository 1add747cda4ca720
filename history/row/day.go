package row

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

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
	for line := range bytes.Lines(data) {
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

// EncodeDay returns the bytes of a day object.
func EncodeDay(rows []Row) []byte {
	const usual = 200 // bytes of a row
	data := make([]byte, 0, usual*len(rows))
	for _, r := range rows {
		data = append(append(data, r.Line()...), '\n')
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

// dayWriter is a day object that is written row by row as it is read: a large
// roster's would weigh as much as everything else that a night holds.
type dayWriter struct {
	rows  []Row
	next  int    // the row to be written
	line  []byte // what is left of the one before
	begin int64  // where line begins
}

// NewDayWriter returns the object of rows, which are sorted by key.
func NewDayWriter(rows []Row) io.ReadSeeker { return &dayWriter{rows: rows} }

// Read writes the next rows.
func (b *dayWriter) Read(to []byte) (n int, err error) {
	for n < len(to) {
		if len(b.line) == 0 && !b.advance() {
			if n == 0 {
				return 0, io.EOF
			}
			break
		}
		copied := copy(to[n:], b.line)
		b.line, b.begin, n = b.line[copied:], b.begin+int64(copied), n+copied
	}
	return n, nil
}

func (b *dayWriter) advance() bool {
	if b.next == len(b.rows) {
		return false
	}
	line := b.rows[b.next].Line()
	b.line = append(line[:len(line):len(line)], '\n')
	b.next++
	return true
}

// Seek goes to the beginning, to the end, or stays.
func (b *dayWriter) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 && (whence != io.SeekStart || offset != b.begin) {
		return b.begin, errors.New("a day object is read from its beginning")
	}
	switch whence {
	case io.SeekStart:
		if offset == 0 {
			*b = dayWriter{rows: b.rows}
		}
	case io.SeekEnd:
		for b.begin += int64(len(b.line)); b.advance(); b.begin += int64(len(b.line)) {
		}
		b.line = nil
	}
	return b.begin, nil
}

// forgotten is the line that stands in an object of which every row was
// forgotten:
//
//	{"date":"2026-11-23","forgotten":"2026-11-24T09:00:00Z"}
//
// It is no row. Without it the object would be empty, as is one that an accident
// emptied, and a store that cannot delete could not distinguish the two.
type forgotten struct {
	Date      content.Day `json:"date"`
	Forgotten time.Time   `json:"forgotten"` // when
}

// ForgottenLine returns the line of a day of which every row was forgotten at a time.
func ForgottenLine(day content.Day, at time.Time) []byte {
	line, err := json.Marshal(forgotten{day, at.UTC().Truncate(time.Second)})
	if err != nil {
		panic(fmt.Sprintf("encode forgotten day %s: %v", day, err)) // a day and a time of now always encode
	}
	return append(line, '\n')
}

// IsForgotten reports whether a line of a day's object is that one. A line that has
// any other field is not: it may be a row that was damaged.
func IsForgotten(line []byte, day content.Day) bool {
	if !bytes.Contains(line, []byte(`"forgotten"`)) {
		return false
	}
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	var f forgotten
	if err := in.Decode(&f); err != nil || f.Date != day || f.Forgotten.IsZero() {
		return false
	}
	_, err := in.Token()
	return err == io.EOF
}

// Prefix is where everything is. The path carries the version of the format.
const Prefix = "v1/"

// DaysPrefix is where the day objects are.
const DaysPrefix = Prefix + "days/"

// DayObject is the name of the object that holds the rows of a day.
func DayObject(day content.Day) string { return DayStem(day) + ".ndjson" }

// DayStem is what the names of all objects of a day begin with.
func DayStem(day content.Day) string {
	t := day.Time()
	return fmt.Sprintf("%syear=%04d/month=%02d/%s", DaysPrefix, t.Year(), t.Month(), day)
}

// BesideObject is the name of the n-th object written beside a day object that could not
// be read.
func BesideObject(day content.Day, run string, n int) string {
	return fmt.Sprintf("%s~%s-%03d.ndjson", DayStem(day), run, n)
}

// DayOf returns the day whose rows an object holds, by its name; ok is false for
// other objects.
func DayOf(name string) (day content.Day, ok bool) {
	folder, base := path.Split(name)
	stem, isRows := strings.CutSuffix(base, ".ndjson")
	date, _, _ := strings.Cut(stem, "~")
	day, err := content.ParseDay(date)
	if !isRows || err != nil || folder+date != DayStem(day) {
		return 0, false
	}
	return day, true
}

// NotOurs is the problem with an object that stands among the days and is not read.
func NotOurs(name string) error { return fmt.Errorf("%s:1: not the name of a day object", name) }
