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
