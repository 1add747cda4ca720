// Package backfill records what platforms know of past days: years of many accounts in
// one piece of work.
//
// What is new is found series by series, by what was loaded, and kept packed; then it is
// written day by day, oldest first. Several days are written at once, but none that is
// further than a few days ahead of one that is not stored yet. So an interruption leaves
// gaps among the newest stored days of a series at most, of which the next night asks
// again. Memory holds the packed counts, and the rows of the days that are being written.
//
// Each day is one commit, as that of a run: what is stored of it is read if there is
// anything, joined, and written once. Afterwards the archive has what is stored, and
// rollups are made of it without reading the days again.
package backfill

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Judge returns who judges the counts of a sample's days, which come oldest first: a
// count that is held waits for a decision, and why may also be why it passed.
type Judge func(sample fetch.Sample) func(day content.Day, n int64) (held bool, why string)

// Recorded is what Record stored.
type Recorded struct {
	Rows int // rows that were not stored before
	Days int // days that were written, one object each
	// Moved reports that days had changed since the archive was loaded, so that it does
	// not hold all that is stored.
	Moved bool
}

// Record stores the counts of past days that samples have, in the archive's store; nil
// judges none. What is stored already is not written again: a second run with the same
// samples writes nothing.
//
// A day that is lost is left out: it can be brought back whole, and then the next run has
// its counts.
//
// Where an account was counted that is not the sample's, its rows stay, and those of the
// new account begin where they are greater from then on.
//
// When it returns without an error, every row is stored. Where a day cannot be read,
// its rows are stored beside it, and an *row.UnreadableError is joined into the error.
// Any other error ends the work; what is stored then stays, and the archive has it.
// A rollup that cannot be stored is no error, but stays due: it is only a copy.
func Record(ctx context.Context, s store.Store, a *archive.Archive, snap fetch.Snapshot, judge Judge) (Recorded, error) {
	w := &work{store: s, archive: a, at: snap.At.UTC().Truncate(time.Second), via: snap.Via, judge: judge}
	problems := w.plan(snap.Samples)
	if len(w.series) == 0 {
		return Recorded{}, errors.Join(problems...)
	}
	err := w.write(ctx)
	err = errors.Join(append(problems, err, a.Absorb(w.written()))...)
	if ctx.Err() != nil {
		return w.recorded, err
	}
	err = errors.Join(err, a.RollUp())
	_ = a.StoreRollups(ctx, s) // what fails stays due, and the caller's StoreRollups names it
	return w.recorded, err
}

// work is one backfill.
type work struct {
	store    store.Store
	archive  *archive.Archive
	at       time.Time
	via      string
	judge    Judge
	series   []*changes // those of which there is anything to write, in the order of their keys
	done     map[content.Day][]store.Entry
	recorded Recorded
}

// plan finds what is to be written.
func (w *work) plan(samples []fetch.Sample) (problems []error) {
	seen := make(map[row.SeriesKey]bool)
	for _, sample := range samples {
		if sample.Days == nil {
			continue
		}
		k := row.SeriesKey{Artist: sample.Artist, Source: sample.Source, Metric: sample.Metric.Name}
		if seen[k] {
			problems = append(problems, fmt.Errorf("record past days of %s on %s: there are two answers", k.Artist, sample.Metric))
			continue
		}
		seen[k] = true
		c, err := w.compare(k, sample)
		if err != nil {
			problems = append(problems, fmt.Errorf("record past days of %s on %s: %w", k.Artist, sample.Metric, err))
			continue
		}
		if c.rows > 0 {
			w.series = append(w.series, c)
		}
	}
	slices.SortFunc(w.series, func(a, b *changes) int { return a.key.Compare(b.key) })
	return problems
}

// compare finds what is to be written of one series.
func (w *work) compare(k row.SeriesKey, sample fetch.Sample) (*changes, error) {
	c := &changes{key: k, account: sample.Account}
	if err := w.row(c, change{day: sample.Days.First}).Check(); err != nil {
		return nil, err // as all rows would be
	}
	last := min(sample.Days.Last(), content.DayOf(w.at)-1) // a day is counted when it is over
	rows, err := w.archive.Between(k, sample.Days.First, last)
	if err != nil {
		return nil, err
	}
	stored := make(map[content.Day]*row.Row, len(rows))
	for i := range rows {
		stored[rows[i].Date] = &rows[i]
	}
	judged := func(content.Day, int64) (bool, string) { return false, "" }
	if w.judge != nil {
		judged = w.judge(sample)
	}
	begin := firstOwn(sample, stored)
	for day, n := range sample.Days.All() {
		if n == fetch.None || day > last || slices.Contains(w.archive.Lost, day) {
			continue // a day that is lost would be no longer, and what else it had would stay away
		}
		if n > fetch.MaxCount {
			return nil, fmt.Errorf("%d is out of range for a count", n)
		}
		one := change{day: day, value: n}
		one.held, one.why = judged(day, n)
		if day >= begin && w.news(c, &one, stored[day]) {
			c.add(one)
		}
	}
	return c, nil
}

// overlap is how many days, the newest included, the counts of a new account may replace
// those of the one before: an article that was moved is read under its old title for a
// while, by fewer and fewer.
const overlap = 28

// firstOwn is the first day that is the sample's account's: the one after all days of
// another account that stay.
func firstOwn(sample fetch.Sample, stored map[content.Day]*row.Row) content.Day {
	begin := sample.Days.First
	for day, n := range sample.Days.All() {
		old := stored[day]
		if old == nil || old.Value == nil || old.Ref == "" || old.Ref == sample.Account {
			continue
		}
		if day <= sample.Days.Last()-overlap || n <= *old.Value {
			begin = day + 1
		}
	}
	return begin
}

// news reports whether a count is to be written over what is stored of its day, and
// notes what it replaces.
func (w *work) news(c *changes, one *change, old *row.Row) bool {
	if old == nil {
		return true
	}
	if !one.held && old.Value != nil {
		if *old.Value == one.value && (old.Ref == "" || old.Ref == c.account) {
			return false
		}
		if old.Live() {
			one.was, one.asked = old.Value, max(0, old.AskedAt().Unix())
		}
	}
	return w.row(c, *one).Replaces(*old)
}

// row is a change as it is stored.
func (w *work) row(c *changes, one change) row.Row {
	r := row.Row{
		Date: one.day, Artist: c.key.Artist, Source: c.key.Source, Metric: c.key.Metric,
		Value: &one.value, Was: one.was, Via: w.via, Reason: one.why, At: w.at, Ref: c.account,
	}
	if one.was != nil {
		// A site as of a day between the two shows what it is now, as of any correction.
		r.Asked = time.Unix(one.asked, 0).UTC()
	}
	if one.held {
		r.Value, r.Held, r.Status = nil, &one.value, row.Held
	}
	return r
}

// written is what was stored so far.
func (w *work) written() archive.Written {
	return archive.Written{Objects: w.done, Series: func(yield func(row.SeriesKey, iter.Seq[row.Row]) bool) {
		for _, c := range w.series {
			if !yield(c.key, w.doneOf(c)) {
				return
			}
		}
	}}
}

// doneOf yields the rows of a series that were stored.
func (w *work) doneOf(c *changes) iter.Seq[row.Row] {
	return func(yield func(row.Row) bool) {
		for at := c.begin(); at.next(); {
			if _, ok := w.done[at.one.day]; ok && !yield(w.row(c, at.one)) {
				return
			}
		}
	}
}

// Plan is what a backfill will take, as far as is known before anything is asked: each
// account may have counts of fewer days.
type Plan struct {
	Accounts  int // that are asked for past days
	Rows      int // at most
	Days      int // objects that are written
	Rewritten int // of these, those that are there, and are read before
	Rollups   int // that are made again
}

// PlanOf plans what the asks of a day would bring.
func PlanOf(a *archive.Archive, asks []fetch.Ask, today content.Day) (Plan, error) {
	var p Plan
	missing := make(map[content.Day]bool)
	for _, ask := range asks {
		if ask.Since == 0 {
			continue
		}
		p.Accounts++
		k := row.SeriesKey{Artist: ask.Artist, Source: ask.Source, Metric: ask.Metric.Name}
		rows, err := a.Between(k, ask.Since, today-1)
		if err != nil {
			return Plan{}, err
		}
		for day := ask.Since; day < today; day++ {
			i, ok := slices.BinarySearchFunc(rows, day, func(r row.Row, day content.Day) int { return cmp.Compare(r.Date, day) })
			if !slices.Contains(a.Lost, day) && (!ok || rows[i].Value == nil && rows[i].Status != row.Withdrawn) {
				missing[day] = true
				p.Rows++
			}
		}
	}
	p.Days = len(missing)
	for day := range missing {
		if len(a.Objects[day]) > 0 {
			p.Rewritten++
		}
	}
	p.Rollups = len(archive.RollupsOf(maps.Keys(missing)))
	return p, nil
}
