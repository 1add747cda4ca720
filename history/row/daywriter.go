package row

import (
	"errors"
	"io"
)

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

// Read reads the next rows.
func (w *dayWriter) Read(to []byte) (n int, err error) {
	for n < len(to) {
		if len(w.line) == 0 && !w.advance() {
			if n == 0 {
				return 0, io.EOF
			}
			break
		}
		copied := copy(to[n:], w.line)
		w.line, w.begin, n = w.line[copied:], w.begin+int64(copied), n+copied
	}
	return n, nil
}

func (w *dayWriter) advance() bool {
	if w.next == len(w.rows) {
		return false
	}
	line := w.rows[w.next].Line()
	w.line = append(line[:len(line):len(line)], '\n')
	w.next++
	return true
}

// Seek goes to the beginning, to the end, or stays.
func (w *dayWriter) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 && (whence != io.SeekStart || offset != w.begin) {
		return w.begin, errors.New("a day object is read from its beginning")
	}
	switch whence {
	case io.SeekStart:
		if offset == 0 {
			*w = dayWriter{rows: w.rows}
		}
	case io.SeekEnd:
		for w.begin += int64(len(w.line)); w.advance(); w.begin += int64(len(w.line)) {
		}
		w.line = nil
	}
	return w.begin, nil
}
