package backfill

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"datarocks/content"
	"datarocks/history/commit"
	"datarocks/history/row"
	"datarocks/history/store"
)

// Bounds of what is written at once.
const (
	daysAtOnce = 16
	// ahead is how many days may lie between one that is not stored yet and the newest
	// that is begun. The next night asks for more days again than these.
	ahead = 16
	// rowsAtOnce bounds what is in memory, unless one day has more.
	rowsAtOnce = 24_000
)

// outcome is how the commit of a day ended.
type outcome struct {
	day        content.Day
	rows       int           // that were not stored before
	known      []store.Entry // see commit.Known
	moved      bool
	unreadable error // why its rows are stored beside it
	err        error // why they are not stored
}

// started is a day that is being written.
type started struct {
	day    content.Day
	weight int // rows in memory
	ended  chan outcome
}

// queue is the days that are being written, oldest first.
type queue struct {
	days   []started
	weight int
}

// full reports whether a day has to wait.
func (q *queue) full(day content.Day, weight int) bool {
	n := len(q.days)
	return n > 0 && (n == daysAtOnce || day-q.days[0].day > ahead || q.weight+weight > rowsAtOnce)
}

// wait waits for the oldest day.
func (q *queue) wait() outcome {
	first := q.days[0]
	q.days, q.weight = q.days[1:], q.weight-first.weight
	return <-first.ended
}

// write writes the days, oldest first, and ends with the first that fails. What is stored
// of each is in done and recorded.
func (w *work) write(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w.done = make(map[content.Day][]store.Entry)
	var q queue
	newest := w.newest()
	var failed error
	var unreadable []error
	wait := func() {
		o := q.wait()
		unreadable = append(unreadable, o.unreadable)
		if w.take(o); o.err != nil && failed == nil {
			failed = o.err
			cancel()
		}
	}
	for day, rows := range w.days() {
		weight := w.weight(day, rows)
		for ctx.Err() == nil && (q.full(day, weight) || len(q.days) > 0 && day == newest) {
			wait()
		}
		if ctx.Err() != nil {
			break
		}
		s := started{day: day, weight: weight, ended: make(chan outcome, 1)}
		q.days, q.weight = append(q.days, s), q.weight+weight
		go func() { s.ended <- w.commit(ctx, day, rows) }()
	}
	for len(q.days) > 0 {
		wait()
	}
	return errors.Join(append(unreadable, cmp.Or(failed, context.Cause(ctx)))...)
}

// newest is the last day that is written. It is so alone: a series that has it is not
// asked again on this day, and would keep a gap before it until the next.
func (w *work) newest() (last content.Day) {
	for _, c := range w.series {
		last = max(last, c.next-1)
	}
	return last
}

// take notes how a day ended.
func (w *work) take(o outcome) {
	if o.err != nil {
		return
	}
	w.recorded.Rows += o.rows
	w.recorded.Days += min(o.rows, 1)
	w.done[o.day] = o.known
	w.recorded.Moved = w.recorded.Moved || o.moved
}

// weight is how many rows are in memory while a day is written.
func (w *work) weight(day content.Day, rows []row.Row) int {
	if len(w.archive.Objects[day]) == 0 {
		return len(rows)
	}
	return len(rows) + 2*w.archive.Len() // as they are read, and joined
}

// commit stores the rows of a day.
func (w *work) commit(ctx context.Context, day content.Day, rows []row.Row) outcome {
	seen := w.archive.Objects[day]
	if seen == nil {
		seen = []store.Entry{} // it was listed, and there is none
	}
	c := commit.Commit{Store: w.store, Day: day, Rows: rows, Run: commit.RunName(w.at), Seen: seen}
	err := c.Retry(ctx)
	_, beside := errors.AsType[*row.UnreadableError](err)
	o := outcome{day: day, rows: c.Written, known: c.Known(beside), moved: c.Moved}
	if beside {
		o.unreadable = fmt.Errorf("record counts of %s: %w", day, err)
	} else if err != nil {
		o.err = fmt.Errorf("record counts of %s: %w", day, err)
	}
	return o
}

// days yields each day that has changes, oldest first, and its rows, sorted by key.
func (w *work) days() iter.Seq2[content.Day, []row.Row] {
	return func(yield func(content.Day, []row.Row) bool) {
		at := make([]cursor, 0, len(w.series))
		for _, c := range w.series {
			if first := c.begin(); first.next() {
				at = append(at, first)
			}
		}
		for len(at) > 0 {
			day := slices.MinFunc(at, func(a, b cursor) int { return cmp.Compare(a.one.day, b.one.day) }).one.day
			var rows []row.Row
			left := at[:0]
			for _, c := range at {
				if c.one.day == day {
					rows = append(rows, w.row(c.of, c.one))
				}
				if c.one.day != day || c.next() {
					left = append(left, c)
				}
			}
			if at = left; !yield(day, rows) {
				return
			}
		}
	}
}
