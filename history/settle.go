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
	Accept bool      // a held count is settled; otherwise the count is withdrawn
	Reason string    // why, for those who come later
	At     time.Time // when
}

// ErrNothingToSettle means that there is no count of the kind to decide on.
var ErrNothingToSettle = errors.New("nothing to decide on")

// Settle records a decision, which is greater than whatever the platforms say
// of that day, and gives the row that it decided on.
//
// Accept takes a held count as it is. Without it a held or a settled count is
// withdrawn. It wraps ErrNothingToSettle where there is no such count.
func Settle(ctx context.Context, s Store, d Decision) (Row, error) {
	state, err := readDay(ctx, s, d.Day)
	if err != nil {
		return Row{}, fmt.Errorf("settle count of %s: %w", d.Day, err)
	}
	old, err := d.find(state.joined())
	if err != nil {
		return Row{}, err
	}
	c := commit{store: s, day: d.Day, rows: []Row{d.row(old)}, run: d.At.UTC().Format("20060102T150405Z")}
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
	case d.Accept && rows[i].Held == nil:
		return Row{}, fmt.Errorf("%s on %s on %s is not held, it %s: %w", d.Artist, d.Source, d.Day, rows[i].standing(), ErrNothingToSettle)
	case rows[i].Held == nil && rows[i].Value == nil:
		return Row{}, fmt.Errorf("%s on %s on %s has no count, it %s: %w", d.Artist, d.Source, d.Day, rows[i].standing(), ErrNothingToSettle)
	}
	return rows[i], nil
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

// row is the decision as it is stored.
func (d Decision) row(old Row) Row {
	row := Row{
		Date: old.Date, Artist: old.Artist, Source: old.Source, Metric: old.Metric,
		Via: ViaManual, Reason: fetch.OneLine(d.Reason), At: d.At.UTC().Truncate(time.Second), Ref: old.Ref, Name: old.Name,
	}
	if d.Accept {
		row.Value = old.Held
		return row
	}
	row.Status, row.Was = Retracted, old.Value
	if row.Was == nil {
		row.Was = old.Held
	}
	return row
}

// Rows gives the rows that match, oldest first, as the join leaves them.
func Rows(ctx context.Context, s Store, match func(Row) bool) ([]Row, error) {
	entries, err := s.List(ctx, daysPrefix)
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	objects, err := readObjects(ctx, s, entries)
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	var rows []Row
	for _, o := range objects {
		for _, row := range o.rows {
			if match(row) {
				rows = append(rows, row)
			}
		}
	}
	return Join(rows, nil), nil
}
