package history

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Recorded is what Record stored.
type Recorded struct {
	Day  content.Day
	Rows int // rows that were not stored before
}

// Verdict is the gate's, on one sample. The zero value lets it pass.
type Verdict struct {
	Held      bool   // the count waits for a decision
	Why       string // it is held, or passed although it might have been held
	NameKnown bool   // the account calls itself as before, so its name is not stored again
}

// trialPatience bounds how long TryWrite waits for a store that fails in passing.
const trialPatience = 30 * time.Second

// TryWrite finds out whether counts of a day could be recorded, before anything is
// asked that costs money, and changes nothing. It takes a request, or a small
// temporary file. Record may fail nevertheless: what could be written then need not
// be so still.
func (h *History) TryWrite(ctx context.Context, day content.Day) error {
	err := store.Retry(ctx, trialPatience, func(ctx context.Context) error { return store.TryWrite(ctx, h.store, row.DayObject(day)) })
	if err != nil {
		return fmt.Errorf("the history cannot be written: %w", err)
	}
	return nil
}

// Record joins a snapshot into the history, with a verdict on each of its samples,
// or none where all pass. What is stored of its day already, of the same account, is
// not stored again: a second run with the same outcome writes nothing.
//
// When it returns without an error, every row is stored. When a day cannot be
// read, its object is left as it is, the rows are stored beside it, and the
// error is an *UnreadableError; it is that only if they are stored. Rows that
// could not be stored are in an *UnsavedError.
func Record(ctx context.Context, s store.Store, snap fetch.Snapshot, verdicts []Verdict) (Recorded, error) {
	recorded, _, err := recordSeen(ctx, s, snap, verdicts, func(row.Tree) []store.Entry { return nil })
	return recorded, err
}

// Record does what the function Record does, by the listing of Load, which spares one.
// Afterwards the history holds what is stored of that day. It records one day only:
// the rows of another would be left out of what is shown.
func (h *History) Record(ctx context.Context, snap fetch.Snapshot, verdicts []Verdict) (Recorded, error) {
	day := content.DayOf(snap.At)
	for _, a := range append(slices.Collect(maps.Values(h.limited)), &h.archive) {
		if before, ok := a.Replaced(); ok && before != day {
			return Recorded{}, fmt.Errorf("record counts of %s: those of %s were recorded; load the history again", day, before)
		}
	}
	recorded, stored, err := recordSeen(ctx, h.store, snap, verdicts, func(tree row.Tree) []store.Entry { return h.seen(tree, day) })
	for _, one := range stored {
		err = errors.Join(err, h.replace(recorded.Day, one))
	}
	return recorded, err
}

// seen lists the objects of a day as Load saw them; nil where that is not known, or was
// before the first Record.
func (h *History) seen(tree row.Tree, day content.Day) []store.Entry {
	a := archiveOf(h, tree)
	if a == nil {
		return nil
	}
	if _, ok := a.Replaced(); ok {
		return nil
	}
	return append([]store.Entry{}, a.Objects[day]...)
}

// storedDay is what is stored of a day in a tree.
type storedDay struct {
	tree    row.Tree
	rows    []row.Row
	objects []store.Entry // none where one cannot be read
}

// recordSeen returns also what is stored of the day afterwards, where that is known.
// Each tree has a commit of its own: one that fails costs the other nothing.
func recordSeen(ctx context.Context, s store.Store, snap fetch.Snapshot, verdicts []Verdict, seen func(row.Tree) []store.Entry) (recorded Recorded, stored []storedDay, err error) {
	recorded.Day = content.DayOf(snap.At)
	rows, err := rowsOf(snap, verdicts)
	byTree := make(map[row.Tree][]row.Row)
	for _, r := range rows {
		byTree[r.Tree()] = append(byTree[r.Tree()], r)
	}
	var unsaved UnsavedError
	for _, tree := range slices.Sorted(maps.Keys(byTree)) {
		c := commit.Commit{Store: s, Tree: tree, Day: recorded.Day, Rows: byTree[tree], Run: commit.RunName(snap.At), Seen: seen(tree)}
		outcome := c.Retry(ctx)
		_, beside := errors.AsType[*row.UnreadableError](outcome)
		if outcome != nil && !beside {
			unsaved.Rows, unsaved.Err = append(unsaved.Rows, byTree[tree]...), errors.Join(unsaved.Err, outcome)
			continue
		}
		recorded.Rows += c.Written
		one := storedDay{tree: tree, rows: c.Stored}
		if !beside {
			one.objects = c.Objects
		}
		stored, err = append(stored, one), errors.Join(outcome, err)
	}
	if unsaved.Err != nil {
		err = errors.Join(&unsaved, err)
	}
	if err != nil {
		err = fmt.Errorf("record counts of %s: %w", recorded.Day, err)
	}
	return recorded, stored, err
}

// UnsavedError has rows that could not be stored, or of which it is not known
// whether they are.
type UnsavedError struct {
	Rows []row.Row
	Err  error
}

func (e *UnsavedError) Error() string { return e.Err.Error() }
func (e *UnsavedError) Unwrap() error { return e.Err }

// Lines returns the rows as a day object has them.
func (e *UnsavedError) Lines() []byte { return row.EncodeDay(row.Join(e.Rows, nil)) }

// replace takes in what is now stored of a day.
func (h *History) replace(day content.Day, stored storedDay) error {
	for _, r := range stored.rows {
		h.Newest = max(h.Newest, day)
		h.measured = h.measured || r.Value != nil
		h.Demo = h.Demo || r.Via == row.ViaDemo
	}
	h.recent = nil
	a := archiveOf(h, stored.tree)
	if a == nil {
		return nil // LoadLimited was not wanted
	}
	if err := a.Replace(day, stored.rows, stored.objects); err != nil {
		return fmt.Errorf("keep counts of %s: %w", day, err)
	}
	return nil
}

// rowsOf returns the rows of a snapshot, sorted by key, save those that could not be
// read again: one of them would make the whole day unreadable.
func rowsOf(snap fetch.Snapshot, verdicts []Verdict) (rows []row.Row, err error) {
	at := snap.At.UTC().Truncate(time.Second)
	var problems []error
	rows = make([]row.Row, 0, len(snap.Samples))
	for i, sample := range snap.Samples {
		var v Verdict
		if len(verdicts) > 0 {
			v = verdicts[i]
		}
		if sample.Days != nil {
			continue // each of them is recorded by its own day
		}
		r := row.Row{
			Date: content.DayOf(at), Artist: sample.Artist, Source: sample.Source, Metric: sample.Metric.Name,
			Status: sample.Count.Status, Reason: sample.Count.Reason,
			Via: snap.Via, At: at, Ref: sample.Account, Name: sample.Count.Name,
		}
		if n, ok := sample.Count.Value(); ok {
			r.Value, r.Step, r.Reason = &n, sample.Count.Step, v.Why
			if v.Held {
				r.Value, r.Held, r.Status = nil, &n, row.Held
			}
			if v.NameKnown {
				r.Name = ""
			}
		}
		if err := r.Check(); err != nil {
			problems = append(problems, fmt.Errorf("%s on %s: %w", r.Artist, sample.Metric, err))
			continue
		}
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row.Row) int { return a.Key().Compare(b.Key()) })
	return rows, errors.Join(problems...)
}
