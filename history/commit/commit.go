// Package commit brings rows into the object of one day.
//
// A commit reads the objects of the day, joins its rows to them, and writes the day's
// object under the condition that it is still the one that was read. What that
// guarantees stands in package history.
package commit

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Patience is how long a commit may take in all.
const Patience = 5 * time.Minute

// Commit brings the rows of one run into the object of one day.
type Commit struct {
	Store store.Store
	Tree  row.Tree // in which the rows are kept; "" for row.Days
	Day   content.Day
	Rows  []row.Row
	Run   string        // makes the names of its own objects differ from another run's, see RunName
	Seen  []store.Entry // the day's objects, where they were listed already; nil where not

	// What is known once Retry returned without an error, or with an
	// *row.UnreadableError.
	Written int           // rows of the last Put that was tried
	Stored  []row.Row     // of the day
	Objects []store.Entry // of the day, as far as they are known
	// Moved reports whether the day's objects were others than those of Seen, or became
	// others meanwhile: then Stored has rows that were neither loaded nor of this commit.
	Moved bool

	expected []row.Row // what is stored afterwards if nobody else writes; nil before the first look
}

// Known returns the day's objects, none where they may have more than what was loaded or
// committed. beside reports whether the rows were stored beside an object that cannot be
// read.
func (c *Commit) Known(beside bool) []store.Entry {
	if c.Moved || beside {
		return nil
	}
	return c.Objects
}

func (c *Commit) tree() row.Tree { return cmp.Or(c.Tree, row.Days) }

// RunName makes the names of a run's own objects differ from those of another run.
func RunName(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// Retry commits until the rows are known to be stored. A Put that conflicted,
// or whose outcome is unknown, is followed by a fresh look: if the rows are
// there, they are stored, also where an error denied it. A store that cannot be read
// for a while is waited for: rows of tonight cannot be asked again tomorrow.
//
// The error is an *row.UnreadableError where the day's object cannot be read, and the
// rows are stored beside it.
func (c *Commit) Retry(ctx context.Context) error { return store.Retry(ctx, Patience, c.once) }

func (c *Commit) once(ctx context.Context) error {
	day, err := c.look(ctx)
	if err != nil {
		return err
	}
	joined := day.Joined()
	rows := unstored(joined, c.Rows)
	c.Stored, c.Objects = row.Join(joined, rows), day.objects
	c.expect()
	if len(rows) == 0 {
		return day.Unreadable()
	}
	c.Written = len(rows)
	kept, err := store.KeepsConditions(ctx, c.Store)
	if err != nil {
		return err
	}
	if !kept {
		name := c.ownObject()
		version, err := store.PutNew(ctx, c.Store, name, objectOf(row.Join(rows, nil)))
		return day.after(c.wrote(name, version, err))
	}
	if day.bad != nil || day.isOnlyBeside() {
		return day.after(c.putBeside(ctx, day, rows))
	}
	if len(day.beside) > 0 {
		joined = row.Join(day.main, rows)
	} else {
		joined = c.Stored
	}
	name := c.tree().Object(c.Day)
	version, err := c.Store.Put(ctx, name, objectOf(joined), day.version)
	return c.wrote(name, version, err)
}

// encodedAtOnce is how many rows may be in memory once more as they are stored: an object
// is read several times while it is sent.
const encodedAtOnce = 4096

// objectOf is the object of rows.
func objectOf(rows []row.Row) io.ReadSeeker {
	if len(rows) > encodedAtOnce {
		return row.NewDayWriter(rows)
	}
	return bytes.NewReader(row.EncodeDay(rows))
}

// Forget lets go of the rows, once they are stored and of no more use.
func (c *Commit) Forget() { c.Rows, c.Stored, c.expected = nil, nil, nil }

// expect compares what is to be stored with what was at the first look.
func (c *Commit) expect() {
	if c.expected == nil {
		c.expected = c.Stored
		return
	}
	c.Moved = c.Moved || !slices.EqualFunc(c.expected, c.Stored, func(a, b row.Row) bool { return bytes.Equal(a.Line(), b.Line()) })
}

// wrote notes the version of an object that was put.
func (c *Commit) wrote(name, version string, err error) error {
	if err != nil {
		return err
	}
	objects := slices.DeleteFunc(slices.Clone(c.Objects), func(e store.Entry) bool { return e.Name == name })
	c.Objects = append(objects, store.Entry{Name: name, Version: version})
	slices.SortFunc(c.Objects, func(a, b store.Entry) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// look reads what is stored of the day. Where it was listed before, that spares the
// first listing.
func (c *Commit) look(ctx context.Context) (State, error) {
	seen := c.Seen
	c.Seen = nil
	if seen == nil {
		return ReadTree(ctx, c.Store, c.tree(), c.Day)
	}
	state, err := ReadIn(ctx, c.Store, c.tree(), c.Day, seen)
	c.Moved = c.Moved || err == nil && !slices.Equal(c.ofDays(seen), state.objects)
	return state, err
}

// ofDays leaves out what Load does not read.
func (c *Commit) ofDays(entries []store.Entry) (kept []store.Entry) {
	for _, entry := range entries {
		if _, ok := c.tree().DayOf(entry.Name); ok {
			kept = append(kept, entry)
		}
	}
	return kept
}

// ownObject names an object that no other commit uses, for a server on which
// writers could overwrite each other's rows. Each attempt has its own: one that
// failed may be stored still, and then its rows are found there.
func (c *Commit) ownObject() string {
	return c.tree().Beside(c.Day, fmt.Sprintf("%s.%08x", c.Run, rand.Uint32()), 1)
}

// putBeside stores rows in an object of its own, so that the day's object,
// which may hold what a person can still rescue, is not touched.
func (c *Commit) putBeside(ctx context.Context, day State, rows []row.Row) error {
	for n := 1; ; n++ {
		name := c.tree().Beside(c.Day, c.Run, n)
		if day.has(name) {
			continue
		}
		version, err := c.Store.Put(ctx, name, objectOf(row.Join(rows, nil)), "")
		return c.wrote(name, version, err)
	}
}

// unstored returns the rows that differ from the stored ones: not those with an equal
// value of the same account, or an equal reason, nor those that the join would drop.
func unstored(stored, rows []row.Row) []row.Row {
	if len(stored) == 0 {
		return rows
	}
	byKey := make(map[row.Key]row.Row, len(rows))
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
