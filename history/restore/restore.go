// Package restore brings back days that a history has lost.
//
// A day is lost where its object is gone, was emptied or cannot be read. A copy of it may
// be in the rollup of its year, and where the bucket keeps versions, in the newest of
// those that can be read. No count that is stored is overwritten.
package restore

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Plan is which days can be brought back, and from where. Nothing is written before
// Apply.
type Plan struct {
	Days []Day // oldest first

	// Denied is why the versions that the bucket keeps could not be looked at; nil where
	// they could, or there are none.
	Denied error

	store store.Store
	at    time.Time
	gone  []content.Day // of which a rollup has a copy; nil where days are named
	mu    sync.Mutex    // for Denied
}

// atOnce bounds how many days are looked at or written at the same time.
const atOnce = 16

// Day is a day that was named, or is lost.
type Day struct {
	Day     content.Day
	Kept    bool   // what is stored of it can be read, and lacks nothing
	Stored  int    // rows of it that are stored and can be read
	From    string // where the copy is, in words; "" where there is none
	Rows    int    // of the copy
	Damaged []byte // what stands in its place and cannot be read; nil where there is nothing

	rows    []row.Row
	version string // of Damaged
}

// Lost reports whether the day is lost and there is a copy.
func (d Day) Lost() bool { return !d.Kept && d.From != "" }

// New looks for copies of days. Without days, it looks for all that are lost, as far as a
// rollup, the bucket's versions or an object that cannot be read show.
func New(ctx context.Context, s store.Store, days []content.Day, at time.Time) (*Plan, error) {
	p := &Plan{store: s, at: at}
	if err := p.look(ctx, days); err != nil {
		return nil, fmt.Errorf("look for lost days: %w", err)
	}
	return p, nil
}

func (p *Plan) look(ctx context.Context, days []content.Day) error {
	kept, err := p.formers(ctx, days)
	if err != nil {
		return err
	}
	if len(days) == 0 {
		if days, err = p.lost(ctx, kept); err != nil {
			return err
		}
	}
	days = slices.Compact(slices.Sorted(slices.Values(days)))
	copies, err := archive.Copy(ctx, p.store, days)
	if err != nil {
		return err
	}
	p.Days = make([]Day, len(days))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, day := range days {
		group.Go(func() (err error) {
			p.Days[i], err = p.day(ctx, day, kept[day], copies)
			return err
		})
	}
	return group.Wait()
}

// formers lists the versions that the bucket keeps of days; of all, where none is named.
func (p *Plan) formers(ctx context.Context, days []content.Day) (map[content.Day][]store.Former, error) {
	prefixes := []string{row.DaysPrefix}
	if len(days) > 0 {
		prefixes = nil
		for _, day := range days {
			prefixes = append(prefixes, row.Days.Stem(day))
		}
	}
	kept := make(map[content.Day][]store.Former)
	for _, prefix := range prefixes {
		listed, err := store.Formers(ctx, p.store, prefix)
		if errors.Is(err, store.ErrDenied) {
			p.Denied = err
			return kept, nil
		}
		if err != nil {
			return nil, err
		}
		for _, f := range listed {
			if day, ok := row.DayOf(f.Name()); ok {
				kept[day] = append(kept[day], f)
			}
		}
	}
	return kept, nil
}

// lost lists the days that a rollup or the bucket has, and whose objects are gone or
// cannot be read.
func (p *Plan) lost(ctx context.Context, kept map[content.Day][]store.Former) ([]content.Day, error) {
	a, err := archive.Load(ctx, p.store, p.at)
	if err != nil {
		return nil, err
	}
	p.gone = a.Lost
	days := slices.Concat(a.Lost, a.Unreadable)
	for day, formers := range kept {
		if len(a.Objects[day]) == 0 && slices.ContainsFunc(formers, func(f store.Former) bool { return !f.Deleted }) {
			days = append(days, day)
		}
	}
	return days, a.Close()
}

// stored is what is stored of a day.
type stored struct {
	rows    []row.Row // that can be read
	objects int
	main    bool   // the day's own object is there
	damaged []byte // that object, where it cannot be read
	version string // of it
}

func (p *Plan) read(ctx context.Context, day content.Day) (got stored, err error) {
	entries, err := p.store.List(ctx, row.Days.Stem(day))
	for _, entry := range entries {
		if _, ok := row.DayOf(entry.Name); !ok {
			continue
		}
		data, version, err := p.store.Get(ctx, entry.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return got, err
		}
		got.objects++
		rows, bad := row.DecodeDay(entry.Name, day, data)
		if bad == nil {
			got.rows = row.Join(got.rows, rows)
		}
		if entry.Name == row.DayObject(day) {
			got.main, got.version = true, version
			if bad != nil {
				got.damaged = append([]byte{}, data...)
			}
		}
	}
	return got, err
}

// day looks at one day.
func (p *Plan) day(ctx context.Context, day content.Day, kept []store.Former, copies map[content.Day][]row.Row) (Day, error) {
	d := Day{Day: day}
	now, err := p.read(ctx, day)
	if err != nil {
		return d, err
	}
	d.Stored, d.Damaged, d.version = len(now.rows), now.damaged, now.version
	if d.Kept = now.main && now.damaged == nil; d.Kept {
		return d, nil
	}
	copied, has := copies[day]
	if has {
		d.rows, d.From = copied, "the rollup of "+day.Time().Format("2006")
	}
	version, since, err := p.newest(ctx, day, kept)
	if err != nil {
		return d, err
	}
	if version != nil {
		from := "the version that the bucket keeps of " + since.UTC().Format(time.DateTime) + " UTC"
		if adds(version, copied) {
			from += " and " + d.From
		}
		d.rows, d.From = row.Join(copied, version), from
	}
	d.Rows = len(d.rows)
	// Objects beside it may hold all there ever was of the day.
	d.Kept = now.objects > 0 && !slices.Contains(p.gone, day) && now.damaged == nil && !adds(now.rows, d.rows)
	return d, nil
}

// adds reports whether joining some rows to others would change those.
func adds(rows, others []row.Row) bool {
	byKey := make(map[row.Key]row.Row, len(rows))
	for _, r := range rows {
		byKey[r.Key()] = r
	}
	return slices.ContainsFunc(others, func(r row.Row) bool {
		old, ok := byKey[r.Key()]
		return !ok || r.Replaces(old)
	})
}

// newest returns the rows of the newest version of a day that can be read; nil where
// there is none. An object that was written beside the day's, and deleted before the
// day's was last written, is left out: its rows were taken over, or forgotten.
func (p *Plan) newest(ctx context.Context, day content.Day, kept []store.Former) (rows []row.Row, since time.Time, err error) {
	byName := make(map[string][]store.Former)
	for _, f := range kept {
		byName[f.Name()] = append(byName[f.Name()], f)
	}
	main := row.DayObject(day)
	rows, written, err := p.readable(ctx, day, byName[main])
	since = written
	for name, versions := range byName {
		if err != nil || name == main || !versions[0].Deleted || !versions[0].Since.After(written) {
			continue
		}
		beside, at, problem := p.readable(ctx, day, versions)
		if err = problem; beside != nil {
			rows = row.Join(rows, beside)
			since = cmp.Or(since, at)
		}
	}
	return rows, since, err
}

// readable returns the rows of the newest of an object's versions that can be read.
func (p *Plan) readable(ctx context.Context, day content.Day, versions []store.Former) ([]row.Row, time.Time, error) {
	for _, f := range versions {
		if f.Deleted {
			continue
		}
		data, err := store.ReadFormer(ctx, p.store, f)
		if errors.Is(err, store.ErrDenied) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.Denied = err
			return nil, time.Time{}, nil
		}
		if err != nil {
			return nil, time.Time{}, err
		}
		if rows, err := row.DecodeDay(f.Name(), day, data); err == nil {
			return append([]row.Row{}, rows...), f.Since, nil
		}
	}
	return nil, time.Time{}, nil
}

// patience is how long a day may take to be stored.
const patience = 5 * time.Minute

// Apply brings back the days that are lost and have a copy. When it ends early, what is
// done stays done, and the rest can be planned again. progress may be nil.
func (p *Plan) Apply(ctx context.Context, progress func(days int)) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	var mu sync.Mutex
	done := 0
	for _, d := range p.Days {
		if !d.Lost() {
			continue
		}
		group.Go(func() error {
			if err := store.Retry(ctx, patience, func(ctx context.Context) error { return p.restore(ctx, d) }); err != nil {
				return fmt.Errorf("restore %s: %w", d.Day, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if done++; progress != nil {
				progress(done)
			}
			return nil
		})
	}
	return group.Wait()
}

// ErrChanged means that somebody stored something of a day since it was looked at.
var ErrChanged = errors.New("what is stored of it was changed meanwhile")

// restore stores the copy of a day. A write whose answer was lost shows by what is stored.
func (p *Plan) restore(ctx context.Context, d Day) error {
	now, err := p.read(ctx, d.Day)
	switch {
	case err != nil:
		return err
	case now.main && now.damaged == nil && !adds(now.rows, d.rows):
		return nil
	case now.version != d.version:
		return ErrChanged
	}
	body := bytes.NewReader(row.Remaining(d.rows, d.Day, p.at))
	_, err = store.PutOver(ctx, p.store, row.DayObject(d.Day), body, d.version)
	return err
}
