package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/archive/fold"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Between returns the rows of a series between two days, both included, by day.
func (a *Archive) Between(k row.SeriesKey, from, to content.Day) ([]row.Row, error) {
	segments, err := a.segments(k)
	return fold.Rows(fold.Within(segments, from, to)), err
}

// Len is the number of series.
func (a *Archive) Len() int { return max(a.base.len(), a.written.len(), a.today.len()) }

// Written is what was stored since Load of days that were over.
type Written struct {
	// Series yields those of which rows were stored, in the order of their keys, and
	// their rows, by day. Each row is greater than the one that it replaced.
	Series iter.Seq2[row.SeriesKey, iter.Seq[row.Row]]
	// Objects are those of each day that was written: their rows are those of before,
	// joined with those of Series. Of a day for which that is not known there are none.
	Objects map[content.Day][]store.Entry
}

// Absorb takes in what was written, so that the archive is as if it had been loaded
// again.
func (a *Archive) Absorb(w Written) error {
	if len(w.Objects) == 0 {
		return nil
	}
	s, err := newSpool(a.firstWith(w.Objects))
	if err != nil {
		return err
	}
	if err := a.absorb(s, w); err != nil {
		return errors.Join(err, s.close())
	}
	old := a.written
	a.written = s
	a.begin()
	for day, objects := range w.Objects {
		a.Objects[day] = objects
		a.unrolled[day] = true
		a.unknown[day.Time().Year()] = a.unknown[day.Time().Year()] || len(objects) == 0
	}
	return old.close()
}

// firstWith is the first day of the year of the oldest row, days that were written
// included.
func (a *Archive) firstWith(written map[content.Day][]store.Entry) content.Day {
	first := newYear(slices.Min(slices.Collect(maps.Keys(written))).Time().Year())
	for _, s := range []*spool{a.base, a.written} {
		if s.len() > 0 {
			first = min(first, s.usual.First())
		}
	}
	return first
}

// absorb writes the series that are written, and were before, whole.
func (a *Archive) absorb(s *spool, w Written) error {
	var earlier []row.SeriesKey
	if a.written != nil {
		earlier = a.written.keys
	}
	upTo := func(k row.SeriesKey) error {
		for len(earlier) > 0 && earlier[0].Compare(k) < 0 {
			segments, err := a.written.segments(earlier[0])
			if err = errors.Join(err, s.put(earlier[0], segments)); err != nil {
				return err
			}
			earlier = earlier[1:]
		}
		if len(earlier) > 0 && earlier[0] == k {
			earlier = earlier[1:]
		}
		return nil
	}
	for k, rows := range w.Series {
		if err := upTo(k); err != nil {
			return err
		}
		segments, err := a.past(k)
		if err != nil {
			return err
		}
		if segments = a.joined(segments, rows); len(segments) == 0 {
			continue // none of its days was written
		}
		if err := s.put(k, segments); err != nil {
			return err
		}
	}
	for _, k := range earlier {
		segments, err := a.written.segments(k)
		if err = errors.Join(err, s.put(k, segments)); err != nil {
			return err
		}
	}
	return s.done()
}

// joined returns a series with rows that are greater than those it has.
func (a *Archive) joined(segments []fold.Segment, rows iter.Seq[row.Row]) []fold.Segment {
	c := fold.Counts{}
	for r := range rows {
		a.see(&r)
		c.Add(r)
	}
	if len(segments) == 0 {
		return c.Done()
	}
	return fold.ByDay(append(segments, c.Done()...))
}

// see takes in what a row shows of the history as a whole.
func (a *Archive) see(r *row.Row) {
	a.Newest = max(a.Newest, r.Date)
	a.Measured = a.Measured || r.Value != nil
	a.Invented = a.Invented || r.Via == row.ViaDemo
}

// past returns the rows that are stored under one id, but for those of Replace.
func (a *Archive) past(k row.SeriesKey) ([]fold.Segment, error) {
	if a.written.has(k) {
		return a.written.segments(k)
	}
	return a.base.segments(k)
}

// RollUp makes rollups of years of which many days were written since Load, where what is
// stored of them is known. The days are not read again. StoreRollups stores them.
func (a *Archive) RollUp() error {
	years := slices.DeleteFunc(RollupsOf(maps.Keys(a.unrolled)), func(year int) bool { return a.unknown[year] })
	if len(years) == 0 {
		return nil
	}
	return a.rollUp(years)
}

// RollupsOf lists the years of which so many days are written that they are rolled up at
// once.
func RollupsOf(days iter.Seq[content.Day]) (years []int) {
	perYear := make(map[int]int)
	for day := range days {
		perYear[day.Time().Year()]++
	}
	for _, year := range slices.Sorted(maps.Keys(perYear)) {
		if perYear[year] >= daysBeforeRollup {
			years = append(years, year)
		}
	}
	return years
}

// rollUp makes the rollups of years.
func (a *Archive) rollUp(years []int) (err error) {
	writers := make([]*rollupWriter, 0, len(years))
	defer func() {
		for _, w := range writers {
			err = errors.Join(err, w.close())
		}
	}()
	for _, year := range years {
		w, err := newRollupWriter(year, a.versions(year))
		if err != nil {
			return err
		}
		writers = append(writers, w)
	}
	for k := range a.keys() {
		segments, err := a.stored(k)
		if err != nil {
			return err
		}
		for _, w := range writers {
			some := fold.Within(segments, newYear(w.year), newYearsEve(w.year))
			if len(some) == 0 {
				continue
			}
			if err := w.put(k, some); err != nil {
				return err
			}
		}
	}
	for _, w := range writers {
		file, err := w.done()
		if err != nil {
			return err
		}
		if err := a.supersede(w.year, file); err != nil {
			return err
		}
	}
	return nil
}

// versions are those of the objects of a year, by name below v1/.
func (a *Archive) versions(year int) map[string]string {
	made := make(map[string]string)
	for day := newYear(year); day <= newYearsEve(year); day++ {
		for _, entry := range a.Objects[day] {
			made[strings.TrimPrefix(entry.Name, row.Prefix)] = entry.Version
		}
	}
	return made
}

// supersede puts a rollup in place of one of the same year that Load made.
func (a *Archive) supersede(year int, file io.ReadSeekCloser) error {
	due := dueRollup{year: year, file: file}
	for day := range a.unrolled {
		if day.Time().Year() == year {
			delete(a.unrolled, day)
		}
	}
	if i := slices.IndexFunc(a.rollups, func(d dueRollup) bool { return d.year == year }); i >= 0 {
		old := a.rollups[i]
		a.rollups[i] = due
		return old.file.Close()
	}
	a.rollups = append(a.rollups, due)
	return nil
}

// keys yields those of all series, in order.
func (a *Archive) keys() iter.Seq[row.SeriesKey] {
	var all []row.SeriesKey
	for _, s := range []*spool{a.base, a.written, a.today} {
		if s != nil {
			all = append(all, s.keys...)
		}
	}
	slices.SortFunc(all, row.SeriesKey.Compare)
	return slices.Values(slices.Compact(all))
}

// StoreRollups stores the rollups that are due. It changes nothing that is
// read, and one that another run stored first is as good.
func (a *Archive) StoreRollups(ctx context.Context, s store.Store) error {
	var problems []error
	var left []dueRollup
	for _, due := range a.rollups {
		if _, err := due.file.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("store rollup: %w", err)
		}
		version, err := store.PutOver(ctx, s, rollupObject(due.year), due.file, a.rolled[due.year])
		switch {
		case errors.Is(err, store.ErrConflict):
		case err != nil:
			problems = append(problems, fmt.Errorf("store rollup: %w", err))
			left = append(left, due)
			continue
		default:
			a.rolled[due.year] = version
		}
		if err := due.file.Close(); err != nil {
			problems = append(problems, err)
		}
	}
	a.rollups = left
	return errors.Join(problems...)
}
