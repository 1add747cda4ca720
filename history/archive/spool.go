package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"

	"datarocks/content"
	"datarocks/history/archive/fold"
	"datarocks/history/row"
	"datarocks/history/store"
)

// spool keeps series outside memory, each in a line of a temporary file. Only
// the keys are held: a roster of 10,000 artists over years has hundreds of
// megabytes of counts, of which one series at a time is needed. A nil spool is empty.
type spool struct {
	file  *store.Temp
	w     *bufio.Writer
	keys  []row.SeriesKey // sorted
	ends  []int64         // where each line ends in the file
	usual *fold.Hours
	text  []byte
}

func newSpool(first content.Day) (*spool, error) {
	file, err := store.NewTemp()
	if err != nil {
		return nil, err
	}
	return &spool{file: file, w: bufio.NewWriterSize(file, 1<<16), usual: fold.NewHours(first)}, nil
}

// put takes series in the order of their keys.
func (s *spool) put(k row.SeriesKey, segments []fold.Segment) error {
	if n := len(s.keys); n > 0 && s.keys[n-1].Artist == k.Artist {
		k.Artist = s.keys[n-1].Artist // one string for all of them
	}
	l := fold.NewLine(k, segments, s.usual)
	s.text = l.Append(s.text[:0])
	if _, err := s.w.Write(s.text); err != nil {
		return err
	}
	s.keys = append(s.keys, k)
	s.ends = append(s.ends, s.begin(len(s.ends))+int64(len(s.text)))
	return nil
}

// begin is where the i-th line begins.
func (s *spool) begin(i int) int64 {
	if i == 0 {
		return 0
	}
	return s.ends[i-1]
}

// done ends the writing, after which series can be read.
func (s *spool) done() error {
	s.keys, s.ends = slices.Clip(s.keys), slices.Clip(s.ends)
	err := s.w.Flush()
	s.w, s.text = nil, nil
	return err
}

// segments returns a series; none where there is no such one.
func (s *spool) segments(k row.SeriesKey) ([]fold.Segment, error) {
	if s == nil {
		return nil, nil
	}
	i, ok := slices.BinarySearchFunc(s.keys, k, row.SeriesKey.Compare)
	if !ok {
		return nil, nil
	}
	text := make([]byte, s.ends[i]-s.begin(i))
	_, err := s.file.ReadAt(text, s.begin(i))
	var l fold.Line
	if err == nil || errors.Is(err, io.EOF) {
		l, err = fold.Decode(text)
	}
	if err != nil {
		return nil, fmt.Errorf("read series of %s on %s again: %w", k.Artist, k.Source, err)
	}
	return l.Segments(nil, s.usual)
}

// has reports whether there is a series.
func (s *spool) has(k row.SeriesKey) bool {
	if s == nil {
		return false
	}
	_, ok := slices.BinarySearchFunc(s.keys, k, row.SeriesKey.Compare)
	return ok
}

// of lists the series of an artist.
func (s *spool) of(artist string) []row.SeriesKey {
	if s == nil {
		return nil
	}
	i, _ := slices.BinarySearchFunc(s.keys, row.SeriesKey{Artist: artist}, row.SeriesKey.Compare)
	j := i
	for j < len(s.keys) && s.keys[j].Artist == artist {
		j++
	}
	return s.keys[i:j]
}

func (s *spool) len() int {
	if s == nil {
		return 0
	}
	return len(s.keys)
}

// close removes the file.
func (s *spool) close() error {
	if s == nil {
		return nil
	}
	return s.file.Close()
}
