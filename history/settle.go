package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// Decision is what a person says of one count.
type Decision struct {
	Day    content.Day
	Artist string
	Source content.Source
	Accept bool      // the count is settled; otherwise it is withdrawn
	Reason string    // why, for those who come later
	At     time.Time // when
}

// ErrNothingToSettle means that there is no count of the kind to decide on.
var ErrNothingToSettle = errors.New("nothing to decide on")

// Settle records a decision, which is greater than whatever the platforms say
// of that day, and gives the row that it decided on.
//
// Accept takes a held count as it is, or takes back that it was withdrawn.
// Without it a held or a settled count is withdrawn. It wraps
// ErrNothingToSettle where there is no such count, and where it is the demo's:
// a person's word would make that history one of real counts.
func Settle(ctx context.Context, s Store, d Decision) (Row, error) {
	state, err := readDay(ctx, s, d.Day)
	if err != nil {
		return Row{}, fmt.Errorf("settle count of %s: %w", d.Day, err)
	}
	old, err := d.find(state.joined())
	if err != nil {
		return Row{}, err
	}
	c := commit{store: s, day: d.Day, rows: []Row{d.row(old)}, run: runName(d.At)}
	if err := c.retry(ctx); err != nil {
		return Row{}, fmt.Errorf("settle count of %s: %w", d.Day, err)
	}
	return old, nil
}

// find gives the row to decide on.
func (d Decision) find(rows []Row) (Row, error) {
	info, _ := d.Source.Info()
	want := key{d.Day, d.Artist, d.Source, info.Metric}
	i := slices.IndexFunc(rows, func(r Row) bool { return r.key() == want })
	switch {
	case i < 0:
		return Row{}, fmt.Errorf("%s on %s on %s was not asked: %w", d.Artist, d.Source, d.Day, ErrNothingToSettle)
	case rows[i].Via == ViaDemo:
		return Row{}, fmt.Errorf("%s on %s on %s is invented by the demo: %w", d.Artist, d.Source, d.Day, ErrNothingToSettle)
	case d.Accept && rows[i].doubtful() == nil:
		return Row{}, fmt.Errorf("%s on %s on %s is not held, it %s: %w", d.Artist, d.Source, d.Day, rows[i].standing(), ErrNothingToSettle)
	case !d.Accept && rows[i].Held == nil && rows[i].Value == nil:
		return Row{}, fmt.Errorf("%s on %s on %s has no count, it %s: %w", d.Artist, d.Source, d.Day, rows[i].standing(), ErrNothingToSettle)
	}
	return rows[i], nil
}

// doubtful is the number that is not the count until a person says so: one
// that is held, or was withdrawn.
func (r Row) doubtful() *int64 {
	if r.Status == Retracted {
		return r.Was
	}
	return r.Held
}

// standing tells in words what a row says.
func (r Row) standing() string {
	switch {
	case r.Value != nil:
		return fmt.Sprintf("is %d", *r.Value)
	case r.Held != nil:
		return fmt.Sprintf("is held at %d: %s", *r.Held, r.Reason)
	}
	return fmt.Sprintf("has the status %q: %s", r.Status, r.Reason)
}

// row is the decision as it is stored: later than what it decides on, whatever
// the clock says, or the join would drop it for a decision of the same second.
func (d Decision) row(old Row) Row {
	at := d.At.UTC().Truncate(time.Second)
	if !at.After(old.At) {
		at = old.At.Add(time.Second)
	}
	row := Row{
		Date: old.Date, Artist: old.Artist, Source: old.Source, Metric: old.Metric,
		Via: ViaManual, Reason: fetch.OneLine(d.Reason), At: at, Ref: old.Ref, Name: old.Name,
	}
	row.Asked, row.Doubt = old.Asked, old.Doubt
	if row.Asked.IsZero() {
		row.Asked = old.At
	}
	if old.Held != nil {
		row.Doubt = old.Reason
	}
	if d.Accept {
		row.Value = old.doubtful()
		return row
	}
	row.Status, row.Was = Retracted, old.Value
	if row.Was == nil {
		row.Was = old.Held
	}
	return row
}
