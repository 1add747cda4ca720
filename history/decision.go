package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Decision is a person's, on one count.
type Decision struct {
	Day    content.Day
	Artist string
	Former []string // the ids that the artist had before
	Metric content.Metric
	Accept bool      // the count is accepted; otherwise it is withdrawn
	Reason string    // why, for those who come later
	At     time.Time // when
}

// ErrNothingToDecide means that there is no count of the kind to decide on.
var ErrNothingToDecide = errors.New("nothing to decide on")

// Decide records a decision, which is greater than any answer of the platforms for
// that day, and returns the row that it decided on.
//
// With Accept, a held or a withdrawn count becomes the count of its day. Without, a
// held or an accepted one is withdrawn. The error wraps ErrNothingToDecide where
// there is no such count, and where it is the demo's: a person's word would make that
// history one of real counts.
func Decide(ctx context.Context, s store.Store, d Decision) (row.Row, error) {
	old, err := d.Check(ctx, s)
	if err != nil {
		return row.Row{}, err
	}
	c := commit.Commit{Store: s, Tree: old.Tree(), Day: d.Day, Rows: []row.Row{d.row(old)}, Run: commit.RunName(d.At)}
	if err := c.Retry(ctx); err != nil {
		return row.Row{}, fmt.Errorf("settle count of %s: %w", d.Day, err)
	}
	return old, nil
}

// Check returns the row that a decision would decide on, and changes nothing. Errors
// are those of Decide.
func (d Decision) Check(ctx context.Context, s store.Store) (row.Row, error) {
	var rows []row.Row
	for _, tree := range row.TreesOf(d.Metric.Source) {
		state, err := commit.ReadTree(ctx, s, tree, d.Day)
		if err != nil {
			return row.Row{}, fmt.Errorf("settle count of %s: %w", d.Day, err)
		}
		rows = append(rows, state.Joined()...)
	}
	return d.find(row.Join(rows, nil))
}

// find returns the row to decide on.
func (d Decision) find(rows []row.Row) (row.Row, error) {
	i := d.greatest(rows)
	switch {
	case i < 0:
		return row.Row{}, fmt.Errorf("%s on %s on %s was not asked: %w", d.Artist, d.Metric, d.Day, ErrNothingToDecide)
	case rows[i].Via == row.ViaDemo:
		return row.Row{}, fmt.Errorf("%s on %s on %s is invented by the demo: %w", d.Artist, d.Metric, d.Day, ErrNothingToDecide)
	case d.Accept && doubtful(rows[i]) == nil:
		return row.Row{}, fmt.Errorf("%s on %s on %s is not held, it %s: %w", d.Artist, d.Metric, d.Day, standing(rows[i]), ErrNothingToDecide)
	case !d.Accept && rows[i].Held == nil && rows[i].Value == nil:
		return row.Row{}, fmt.Errorf("%s on %s on %s has no count, it %s: %w", d.Artist, d.Metric, d.Day, standing(rows[i]), ErrNothingToDecide)
	}
	return rows[i], nil
}

// greatest returns the place of the row that a reader sees, -1 where there is none.
func (d Decision) greatest(rows []row.Row) int {
	found := -1
	for i, r := range rows {
		is := r.Artist == d.Artist || slices.Contains(d.Former, r.Artist)
		if is && r.Date == d.Day && r.Source == d.Metric.Source && r.Metric == d.Metric.Name && (found < 0 || r.Compare(rows[found]) > 0) {
			found = i
		}
	}
	return found
}

// doubtful is the number that is not the count until a person accepts it: one
// that is held, or was withdrawn.
func doubtful(r row.Row) *int64 {
	if r.Status == row.Withdrawn {
		return r.Was
	}
	return r.Held
}

// standing is in words what a row holds.
func standing(r row.Row) string {
	switch {
	case r.Value != nil:
		return fmt.Sprintf("is %d", *r.Value)
	case r.Held != nil:
		return fmt.Sprintf("is held at %d: %s", *r.Held, r.Reason)
	}
	return fmt.Sprintf("has the status %q: %s", r.Status, r.Reason)
}

// row is the decision as it is stored: later than what it decides on, even where
// the clock is not, or the join would drop it for a decision of the same second.
func (d Decision) row(old row.Row) row.Row {
	at := d.At.UTC().Truncate(time.Second)
	if !at.After(old.At) {
		at = old.At.Add(time.Second)
	}
	r := row.Row{
		Date: old.Date, Artist: old.Artist, Source: old.Source, Metric: old.Metric,
		Via: row.ViaManual, Reason: fetch.OneLine(d.Reason), At: at, Ref: old.Ref, Name: old.Name,
	}
	r.Asked, r.Doubt = old.Asked, old.Doubt
	if old.Live() {
		r.Asked = old.At // of others, it is when somebody imported or decided
	} else if r.Asked.IsZero() && old.Tree() != row.Days {
		r.Asked = old.AskedAt() // or nobody would know that its terms limit it
	}
	if old.Held != nil {
		r.Doubt = old.Reason
	}
	if d.Accept {
		r.Value = doubtful(old)
		return r
	}
	r.Status, r.Was = row.Withdrawn, cmp.Or(old.Value, old.Held)
	return r
}
