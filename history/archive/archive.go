// Package archive reads the days of a store into little memory.
//
// Ten years of a large roster are millions of rows. They are merged, series by
// series, into a temporary file, in which a series is one line: its counts, one a day,
// and those rows that hold more. A line unfolds into exactly the rows that it was made
// of.
//
// So that ten years need no thousands of requests either, a year that is over is
// stored once more as a rollup of such lines. A rollup is a copy, never the truth: it
// names the version of each object that it was made from, and where one differs, the
// day is read from its objects.
package archive

import (
	"errors"
	"io"
	"slices"

	"datarocks/content"
	"datarocks/history/archive/fold"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store"
)

// Archive is the rows of a store as they were at one time. It is closed after use.
// The zero Archive is empty.
type Archive struct {
	Newest   content.Day // the last day with any row
	Measured bool        // there is a count
	Invented bool        // the counts are the demo's
	Problems []error     // objects that could not be read, or are gone

	Unreadable []content.Day // days of which objects could not be read
	Lost       []content.Day // days of which a rollup has counts, and whose objects are gone

	// Former are the ids that artists had before, by id. Their rows are read as the
	// artist's own.
	Former map[string][]string

	// Objects are those of each day, in the versions that were read.
	Objects map[content.Day][]store.Entry

	// Limited are the objects of each day of the trees of limited sources. Their rows
	// are not read: LoadLimited reads them.
	Limited map[row.Tree]map[content.Day][]store.Entry

	rollups  []dueRollup
	rolled   map[int]string       // versions of the rollups that are stored, by year
	unknown  map[int]bool         // years of which more may be stored than what is read
	unrolled map[content.Day]bool // days that were written since

	base    *spool      // what was loaded
	written *spool      // series that Absorb changed, whole
	day     content.Day // of today
	today   *spool      // all rows of a day that Replace was called for, in place of those before
}

// ErrMixed means that a history holds both real and invented counts.
var ErrMixed = errors.New("the history holds both real counts and invented ones of the demo")

// dueRollup is a rollup that is worth storing.
type dueRollup struct {
	year int
	file io.ReadSeekCloser
}

// Close removes the archive's temporary files.
func (a *Archive) Close() error {
	err := errors.Join(a.base.close(), a.written.close(), a.today.close())
	for _, due := range a.rollups {
		err = errors.Join(err, due.file.Close())
	}
	a.base, a.written, a.today, a.rollups = nil, nil, nil, nil
	return err
}

// begin makes what an archive notes; the zero one has none of it.
func (a *Archive) begin() {
	if a.rolled != nil {
		return
	}
	if a.Objects == nil {
		a.Objects = make(map[content.Day][]store.Entry)
	}
	a.rolled, a.unknown, a.unrolled = make(map[int]string), make(map[int]bool), make(map[content.Day]bool)
}

// Empty reports whether there is no row.
func (a *Archive) Empty() bool { return a.Len() == 0 }

// Series returns the counts of a series; an empty one where it has no row.
func (a *Archive) Series(k row.SeriesKey) (*series.Series, error) {
	segments, err := a.segments(k)
	if err != nil {
		return nil, err
	}
	s := fold.SeriesOf(k, segments)
	if len(segments) > 0 {
		s.MarkUnreadable(slices.Concat(a.Unreadable, a.Lost))
	}
	return s, nil
}

// SeriesRows returns the rows of a series, by day.
func (a *Archive) SeriesRows(k row.SeriesKey) ([]row.Row, error) {
	segments, err := a.segments(k)
	return fold.Rows(segments), err
}

// Rows returns the rows of an artist, by source and day.
func (a *Archive) Rows(artist string) ([]row.Row, error) {
	var keys []row.SeriesKey
	for _, id := range append([]string{artist}, a.Former[artist]...) {
		for _, k := range slices.Concat(a.base.of(id), a.written.of(id), a.today.of(id)) {
			k.Artist = artist
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, row.SeriesKey.Compare)
	var all []row.Row
	for _, k := range slices.Compact(keys) {
		segments, err := a.segments(k)
		if err != nil {
			return nil, err
		}
		all = append(all, fold.Rows(segments)...)
	}
	return all, nil
}

// segments returns the rows of a series, by day, with those of the artist's former ids.
func (a *Archive) segments(k row.SeriesKey) ([]fold.Segment, error) {
	var all []fold.Segment
	for _, id := range a.Former[k.Artist] {
		old := k
		old.Artist = id
		segments, err := a.stored(old)
		if err != nil {
			return nil, err
		}
		all = append(all, fold.Renamed(segments, k.Artist)...)
	}
	segments, err := a.stored(k)
	if err != nil || len(all) == 0 {
		return segments, err
	}
	return fold.ByDay(append(all, segments...)), nil
}

// stored returns the rows that are stored under one id, by day.
func (a *Archive) stored(k row.SeriesKey) ([]fold.Segment, error) {
	segments, err := a.past(k)
	if err != nil || a.today == nil {
		return segments, err
	}
	if n := len(segments); n > 0 && segments[n-1].End() > a.day {
		segments = fold.Whole(slices.DeleteFunc(fold.Rows(segments), func(r row.Row) bool { return r.Date == a.day }))
	}
	today, err := a.today.segments(k)
	return fold.ByDay(append(segments, today...)), err
}

// Replaced returns the day that Replace was called for; ok is false before.
func (a *Archive) Replaced() (day content.Day, ok bool) { return a.day, a.today != nil }

// Replace puts rows, sorted by key, in place of all those of their day. Its objects are
// known to hold these; nil where that is not known.
func (a *Archive) Replace(day content.Day, rows []row.Row, objects []store.Entry) error {
	s, err := newSpool(day)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := s.put(rows[i].SeriesKey(), fold.Whole(rows[i:i+1])); err != nil {
			return errors.Join(err, s.close())
		}
	}
	if err := s.done(); err != nil {
		return errors.Join(err, s.close())
	}
	old := a.today
	a.day, a.today = day, s
	a.begin()
	if a.Objects[day] = objects; objects == nil {
		a.unknown[day.Time().Year()] = true
	}
	return old.close()
}
