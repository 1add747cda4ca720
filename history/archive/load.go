package archive

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// readsAtOnce bounds how many objects are read at the same time. Reading is
// waiting, so it does not depend on cores.
const readsAtOnce = 16

// daysBeforeRollup is how many days of this year have to be read from their own
// objects for a new rollup to pay. For a year that is over it is one.
const daysBeforeRollup = 28

// Load reads a store as it was at the time asOf: rows that were asked later are left
// out. What was corrected, accepted or imported since is as it is now.
//
// The rows are merged, series by series, into a temporary file, from which each
// series is read when it is asked for: memory holds the names of the series.
//
// An object that cannot be read does not hide the others: it is named in
// Problems, and its day becomes a gap.
func Load(ctx context.Context, s store.Store, asOf time.Time) (Archive, error) {
	found, err := List(ctx, s, row.Prefix)
	if err != nil {
		return Archive{}, err
	}
	return newLoader(ctx, s, asOf).loaded(found)
}

// LoadLimited reads the days of the tree of a limited source, from their objects. There
// are no rollups of it, as these would keep what is to end.
func LoadLimited(ctx context.Context, s store.Store, days map[content.Day][]store.Entry, asOf time.Time) (Archive, error) {
	l := newLoader(ctx, s, asOf)
	l.unrolled = true
	return l.loaded(Listing{Days: days})
}

func (l *loader) loaded(found Listing) (Archive, error) {
	a, err := l.load(found)
	for _, y := range l.years {
		err = errors.Join(err, y.close())
	}
	if err != nil {
		return Archive{}, errors.Join(err, a.Close())
	}
	return a, nil
}

// loader reads a store. Everything that it reads from is in years.
type loader struct {
	ctx     context.Context
	store   store.Store
	asOf    time.Time
	years   map[int]*year
	objects map[content.Day][]store.Entry

	unrolled bool // no rollups are made
}

func newLoader(ctx context.Context, s store.Store, asOf time.Time) *loader {
	return &loader{ctx: ctx, store: s, asOf: asOf, years: make(map[int]*year)}
}

// load returns what it could read, even where that was not all.
func (l *loader) load(found Listing) (a Archive, err error) {
	l.sort(found)
	a.Problems, a.Objects, a.Limited = found.Unread(), found.Days, found.Limited
	a.begin()
	if err := l.openRollups(); err != nil {
		return a, err
	}
	// One year after the other, so that not every day there ever was is open.
	for _, y := range l.inOrder() {
		if err := l.openDays(y, func(day content.Day) bool { return y.rollup == nil || !y.rollup.covered[day] }); err != nil {
			return a, err
		}
		due, err := l.rollUp(y)
		a.rollups = append(a.rollups, due...) // also to be closed
		if err != nil {
			return a, err
		}
	}
	var all merged
	if err := l.untilReadable(func() (err error) {
		err = all.rows.close()
		if err == nil {
			all, err = l.merge()
		}
		return err
	}); err != nil {
		return a, errors.Join(err, all.rows.close())
	}
	a.base, a.Newest, a.Measured, a.Invented = all.rows, all.newest, all.measured, all.invented
	maps.Copy(a.unknown, all.late)
	if all.invented && all.real {
		return a, ErrMixed
	}
	for _, y := range l.inOrder() {
		a.rolled[y.number] = y.stored.Version
		a.unknown[y.number] = a.unknown[y.number] || len(y.broken) > 0 || y.rollup != nil && len(y.rollup.lost) > 0
		for _, day := range slices.Sorted(maps.Keys(y.broken)) {
			a.Problems = append(a.Problems, y.broken[day]...)
			a.Unreadable = append(a.Unreadable, day)
		}
		if y.rollup == nil || len(y.rollup.lost) == 0 {
			continue
		}
		lost := slices.Sorted(maps.Keys(y.rollup.lost))
		a.Problems = append(a.Problems, &LostError{Days: lost, Rollup: y.stored.Name})
		a.Lost = append(a.Lost, lost...)
	}
	return a, nil
}

// sort finds the years of objects.
func (l *loader) sort(found Listing) {
	l.objects = found.Days
	at := func(n int) *year {
		if l.years[n] == nil {
			l.years[n] = &year{number: n, broken: make(map[content.Day][]error)}
		}
		return l.years[n]
	}
	for _, entry := range found.Rollups {
		n, _ := YearOf(entry.Name)
		at(n).stored = entry
	}
	for _, day := range found.Sorted() {
		y := at(day.Time().Year())
		y.days = append(y.days, day)
	}
}

func (l *loader) inOrder() []*year {
	var years []*year
	for _, n := range slices.Sorted(maps.Keys(l.years)) {
		years = append(years, l.years[n])
	}
	return years
}

func (l *loader) openRollups() error {
	var group errgroup.Group
	group.SetLimit(readsAtOnce)
	for _, y := range l.years {
		if y.stored.Name != "" {
			group.Go(func() error { return l.openRollup(y) })
		}
	}
	return group.Wait()
}

// openRollup opens a rollup, if it can be read: it is a copy, so nothing is
// lost without it.
func (l *loader) openRollup(y *year) error {
	file, _, err := l.store.Open(l.ctx, y.stored.Name)
	if err != nil {
		return l.ctx.Err()
	}
	r, err := openRollup(file)
	if err != nil {
		return file.Close()
	}
	r.covered = make(map[content.Day]bool)
	objects := r.objects()
	for _, day := range y.days {
		r.covered[day] = r.has(l.objects[day], objects[day])
	}
	y.rollup = r
	r.lost, err = lostOf(l.ctx, l.store, y.number, r, l.objects)
	return err
}

// lostOf returns the days that a rollup was made from, and of which no object is left, or
// not the day's own. What another run has just written is not in a listing, so it takes
// another look.
func lostOf(ctx context.Context, s store.Store, year int, r *rollupInput, there map[content.Day][]store.Entry) (map[content.Day]bool, error) {
	if len(r.goneFrom(there)) == 0 {
		return nil, nil
	}
	again, err := List(ctx, s, yearPrefix(year))
	return r.goneFrom(again.Days), err
}

// goneFrom returns the days of the rollup that a listing lacks. Where the day's own object
// is gone, those beside it hold other rows.
func (r *rollupInput) goneFrom(there map[content.Day][]store.Entry) map[content.Day]bool {
	gone := make(map[content.Day]bool)
	for name := range r.head.Days {
		day, ok := row.DayOf(row.Prefix + name)
		own := row.DayObject(day)
		if ok && (len(there[day]) == 0 ||
			row.Prefix+name == own && !slices.ContainsFunc(there[day], func(e store.Entry) bool { return e.Name == own })) {
			gone[day] = true
		}
	}
	return gone
}

// objects counts the objects that a rollup was made from, by day.
func (r *rollupInput) objects() map[content.Day]int {
	objects := make(map[content.Day]int)
	for name := range r.head.Days {
		if day, ok := row.DayOf(row.Prefix + name); ok {
			objects[day]++
		}
	}
	return objects
}

// has reports whether a rollup was made from exactly these objects of a day; n is
// from how many of that day it was made.
func (r *rollupInput) has(objects []store.Entry, n int) bool {
	for _, entry := range objects {
		version := r.head.Days[strings.TrimPrefix(entry.Name, row.Prefix)]
		if version == "" || version != entry.Version {
			return false
		}
	}
	return len(objects) == n
}

// add adds a day, and notes the versions that were read.
func (l *loader) add(y *year, d *looseDay) {
	y.add(d)
	for i, entry := range l.objects[d.day] {
		if version, ok := d.versions[strings.TrimPrefix(entry.Name, row.Prefix)]; ok {
			l.objects[d.day][i].Version = version
		}
	}
}

// openDays opens the objects of those days of a year that are wanted.
func (l *loader) openDays(y *year, wanted func(content.Day) bool) error {
	opened := make([]*looseDay, len(y.days))
	group, ctx := errgroup.WithContext(l.ctx)
	group.SetLimit(readsAtOnce)
	for i, day := range y.days {
		if !wanted(day) {
			continue
		}
		group.Go(func() error {
			var err error
			opened[i], err = openDay(ctx, l.store, day, l.objects[day])
			return err
		})
	}
	err := group.Wait()
	for _, d := range opened {
		if d != nil {
			l.add(y, d)
		}
	}
	return err
}

// rollUp makes a new rollup of a year where that pays. The year is then read
// from it, whether it is stored or not.
func (l *loader) rollUp(y *year) (due []dueRollup, err error) {
	over := y.number < l.asOf.UTC().Year()
	if l.unrolled || len(y.loose) == 0 || len(y.loose) < daysBeforeRollup && !over {
		return nil, nil
	}
	defer func() {
		if y.rollup != nil {
			y.rollup.rescued = false
		}
	}()
	err = l.untilReadable(func() error {
		if y.rollup != nil && y.onlyCopy() {
			return nil
		}
		inputs, made := y.readable()
		if len(inputs) == 0 || len(inputs) == 1 && inputs[0] == input(y.rollup) {
			return nil
		}
		file, err := writeRollup(y.number, inputs, made)
		if err != nil {
			return err
		}
		due = append(due, dueRollup{year: y.number, file: file})
		return y.readFrom(file, made)
	})
	return due, err
}

// onlyCopy reports whether the rollup has what a new one would not: what is lost of a day
// that has objects left, or cannot be read.
func (y *year) onlyCopy() bool {
	lost := func(day content.Day) bool { return y.rollup.lost[day] }
	return slices.ContainsFunc(y.days, lost) || slices.ContainsFunc(y.loose, func(d *looseDay) bool {
		return len(d.broken) > 0 && y.rollup.made(d.day)
	})
}

// untilReadable calls work, which reads the inputs, until none of them is bad. One that
// is bad is read in another way from then on. That is rare, and spares reading every
// input twice.
func (l *loader) untilReadable(work func() error) error {
	for {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		for _, y := range l.inOrder() {
			for _, in := range y.inputs() {
				if err := in.rewind(); err != nil {
					return err
				}
			}
		}
		err := work()
		bad, ok := errors.AsType[*badInput](err)
		if !ok {
			return err
		}
		if err := l.mend(bad.input); err != nil {
			return err
		}
	}
}

// mend takes another way to read what could not be read as it was.
func (l *loader) mend(bad input) error {
	for _, y := range l.inOrder() {
		if y.rollup != nil && bad == input(y.rollup) {
			return l.dropRollup(y)
		}
		for i, d := range y.loose {
			if d.input != bad {
				continue
			}
			whole, err := readWhole(l.ctx, l.store, d.day, l.objects[d.day])
			if err != nil {
				return err
			}
			y.loose = slices.Delete(y.loose, i, i+1)
			l.add(y, whole)
			return d.close()
		}
	}
	return errors.New("what cannot be read is no input")
}

// dropRollup reads the days of a rollup from their objects instead.
func (l *loader) dropRollup(y *year) error {
	covered := y.rollup.covered
	err := y.rollup.file.Close()
	y.rollup = nil
	return errors.Join(err, l.openDays(y, func(day content.Day) bool { return covered[day] }))
}
