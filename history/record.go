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

// Recorded says what Record stored.
type Recorded struct {
	Day  content.Day
	Rows int // rows that said something new
}

// Record joins a snapshot into the history. What its day already says, of the
// same account, is not said again: a second run with the same outcome writes
// nothing.
//
// When it returns without an error, every row is stored. When a day cannot be
// read, its object is left as it is, the rows are stored beside it, and the
// error is an *UnreadableError; it is that only if they are stored. Rows that
// could not be stored are in an *UnsavedError.
func Record(ctx context.Context, s Store, snap fetch.Snapshot) (Recorded, error) {
	recorded, _, err := recordSeen(ctx, s, snap, nil)
	return recorded, err
}

// Record is as the function of that name, with what Load has seen, which spares
// looking again. Afterwards the history holds what is stored of that day. It takes
// in one day only: what another says would be left out of what is shown.
func (h *History) Record(ctx context.Context, snap fetch.Snapshot) (Recorded, error) {
	day := content.DayOf(snap.At)
	seen := h.objects[day]
	switch {
	case h.today != nil && h.day != day:
		return Recorded{}, fmt.Errorf("record counts of %s: those of %s were recorded; load the history again", day, h.day)
	case h.today != nil:
		seen = nil // it was before the first Record
	case seen == nil:
		seen = []Entry{}
	}
	recorded, stored, err := recordSeen(ctx, h.store, snap, seen)
	if stored != nil {
		err = errors.Join(err, h.replace(recorded.Day, stored))
	}
	return recorded, err
}

// recordSeen gives the rows that are stored of the day afterwards; none where that
// is not known.
func recordSeen(ctx context.Context, s Store, snap fetch.Snapshot, seen []Entry) (Recorded, []Row, error) {
	recorded := Recorded{Day: content.DayOf(snap.At)}
	rows, err := rowsOf(snap)
	var stored []Row
	if len(rows) > 0 {
		c := commit{store: s, day: recorded.Day, rows: rows, run: runName(snap.At), seen: seen}
		outcome := c.retry(ctx)
		var beside *UnreadableError
		if outcome == nil || errors.As(outcome, &beside) {
			recorded.Rows, stored = c.written, c.stored
		} else {
			outcome = &UnsavedError{Rows: rows, Err: outcome}
		}
		err = errors.Join(outcome, err)
	}
	if err != nil {
		err = fmt.Errorf("record counts of %s: %w", recorded.Day, err)
	}
	return recorded, stored, err
}

// runName tells runs apart in the names of objects.
func runName(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// UnsavedError has rows that could not be stored, or of which nobody knows
// whether they are.
type UnsavedError struct {
	Rows []Row
	Err  error
}

func (e *UnsavedError) Error() string { return e.Err.Error() }
func (e *UnsavedError) Unwrap() error { return e.Err }

// Lines gives the rows as a day object has them.
func (e *UnsavedError) Lines() []byte { return encodeDay(Join(e.Rows, nil)) }

// replace takes in what is now stored of a day.
func (h *History) replace(day content.Day, rows []Row) error {
	s, err := newSpool(day)
	if err != nil {
		return fmt.Errorf("keep counts of %s: %w", day, err)
	}
	for i := range rows {
		h.Newest = max(h.Newest, day)
		h.measured = h.measured || rows[i].Value != nil
		h.Demo = h.Demo || rows[i].Via == ViaDemo
		if err := s.put(rows[i].series(), wholePieces(rows[i:i+1])); err != nil {
			return errors.Join(fmt.Errorf("keep counts of %s: %w", day, err), s.close())
		}
	}
	if err := s.done(); err != nil {
		return errors.Join(fmt.Errorf("keep counts of %s: %w", day, err), s.close())
	}
	old := h.today
	h.day, h.today, h.recent = day, s, nil
	return old.close()
}

// rowsOf gives the rows of a snapshot, sorted by key, save those that could not be read again:
// one of them would make the whole day unreadable.
func rowsOf(snap fetch.Snapshot) (rows []Row, err error) {
	at := snap.At.UTC().Truncate(time.Second)
	var problems []error
	rows = make([]Row, 0, len(snap.Samples))
	for _, sample := range snap.Samples {
		info, _ := sample.Source.Info()
		row := Row{
			Date: content.DayOf(at), Artist: sample.Artist, Source: sample.Source, Metric: info.Metric,
			Status: sample.Count.Status, Reason: sample.Count.Reason,
			Via: snap.Via, At: at, Ref: sample.Account, Name: sample.Count.Name,
		}
		if n, ok := sample.Count.Value(); ok {
			row.Value, row.Reason = &n, sample.Note
			if sample.Held {
				row.Value, row.Held, row.Status = nil, &n, Held
			}
		}
		if err := row.check(); err != nil {
			problems = append(problems, fmt.Errorf("%s on %s: %w", row.Artist, row.Source, err))
			continue
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Row) int { return a.key().compare(b.key()) })
	return rows, errors.Join(problems...)
}
