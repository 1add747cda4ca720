package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// patience is how long a commit may take in all.
const patience = 5 * time.Minute

// commit brings the rows of one run into the object of one day.
type commit struct {
	store   store.Store
	day     content.Day
	rows    []row.Row
	run     string
	seen    []store.Entry // the day's objects, where they were listed already; nil where not
	written int           // rows of the last Put that was tried
	stored  []row.Row     // what is stored of the day once the commit is done
}

// retry commits until the rows are known to be stored. A Put that conflicted,
// or whose outcome is unknown, is followed by a fresh look: if the rows are
// there, they are stored, also where an error denied it. A store that cannot be read
// for a while is waited for: rows of tonight cannot be asked again tomorrow.
func (c *commit) retry(ctx context.Context) error { return store.Retry(ctx, patience, c.once) }

func (c *commit) once(ctx context.Context) error {
	day, err := c.look(ctx)
	if err != nil {
		return err
	}
	joined := day.joined()
	rows := unstored(joined, c.rows)
	c.stored = row.Join(joined, rows)
	if len(rows) == 0 {
		return day.unreadable()
	}
	c.written = len(rows)
	kept, err := store.KeepsConditions(ctx, c.store)
	if err != nil {
		return err
	}
	if !kept {
		return day.after(store.PutNew(ctx, c.store, c.ownObject(), row.NewDayWriter(row.Join(rows, nil))))
	}
	if day.bad != nil {
		return day.after(c.putBeside(ctx, day, rows))
	}
	if len(day.beside) > 0 {
		joined = row.Join(day.main, rows)
	} else {
		joined = c.stored
	}
	return c.store.Put(ctx, row.DayObject(c.day), row.NewDayWriter(joined), day.version)
}

// look reads what is stored of the day. Where it was listed before, that spares the
// first listing.
func (c *commit) look(ctx context.Context) (dayState, error) {
	entries := c.seen
	c.seen = nil
	if entries == nil {
		return readDay(ctx, c.store, c.day)
	}
	return readObjects(ctx, c.store, c.day, entries)
}

// ownObject names an object that no other commit uses, for a server on which
// writers could overwrite each other's rows. Each attempt has its own: one that
// failed may be stored still, and then its rows are found there.
func (c *commit) ownObject() string {
	return row.BesideObject(c.day, fmt.Sprintf("%s.%08x", c.run, rand.Uint32()), 1)
}

// putBeside stores rows in an object of its own, so that the day's object,
// which may hold what a person can still rescue, is not touched.
func (c *commit) putBeside(ctx context.Context, day dayState, rows []row.Row) error {
	for n := 1; ; n++ {
		name := row.BesideObject(c.day, c.run, n)
		if slices.Contains(day.names, name) {
			continue
		}
		return c.store.Put(ctx, name, row.NewDayWriter(row.Join(rows, nil)), "")
	}
}

// unstored returns the rows that differ from the stored ones: not those with an equal
// value of the same account, or an equal reason, nor those that the join would drop.
func unstored(stored, rows []row.Row) []row.Row {
	if len(stored) == 0 {
		return rows
	}
	byKey := make(map[row.Key]row.Row, len(stored))
	for _, r := range stored {
		byKey[r.Key()] = r
	}
	var differing []row.Row
	for _, r := range rows {
		old, ok := byKey[r.Key()]
		if old.Value != nil && old.Ref == r.Ref {
			// Today's first row has it, so the gate did not find it new.
			r.Name = cmp.Or(r.Name, old.Name)
		}
		if !ok || r.Replaces(old) {
			differing = append(differing, r)
		}
	}
	return differing
}

// dayState is what is stored of one day.
type dayState struct {
	names    []string  // objects of the day
	main     []row.Row // rows of the day object; none where it cannot be read, as Load has it
	version  string    // of the day object; "" where there is none
	beside   []row.Row // rows of the objects beside it
	bad      error     // why the day object cannot be read
	problems []error   // why objects of the day cannot be read
}

func (d dayState) joined() []row.Row { return row.Join(d.main, d.beside) }

func (d dayState) unreadable() error {
	if d.bad == nil {
		return nil
	}
	return &row.UnreadableError{Problem: d.bad}
}

// after returns the outcome of a Put beside the day object.
func (d dayState) after(err error) error {
	if err != nil && d.bad != nil {
		return fmt.Errorf("%w; it was to be beside what cannot be read: %v", err, d.unreadable())
	}
	return cmp.Or(err, d.unreadable())
}

// readDay reads the objects of a day as Load does: the good rows of an object
// that cannot be read count as not stored, since no reader sees them. An object beside
// that cannot be read is a problem of Load's alone.
func readDay(ctx context.Context, s store.Store, day content.Day) (dayState, error) {
	entries, err := s.List(ctx, row.DayStem(day))
	if err != nil {
		return dayState{}, err
	}
	return readObjects(ctx, s, day, entries)
}

func readObjects(ctx context.Context, s store.Store, day content.Day, entries []store.Entry) (dayState, error) {
	var state dayState
	for _, entry := range entries {
		if _, ok := row.DayOf(entry.Name); !ok {
			continue // Load does not read it either
		}
		data, version, err := s.Get(ctx, entry.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return dayState{}, err
		}
		state.names = append(state.names, entry.Name)
		rows, err := row.DecodeDay(entry.Name, day, data)
		if err != nil {
			rows = nil
			state.problems = append(state.problems, &row.UnreadableError{Problem: err})
		}
		if entry.Name == row.DayObject(day) {
			state.main, state.version, state.bad = rows, version, err
		} else {
			state.beside = append(state.beside, rows...)
		}
	}
	return state, nil
}
