package archive

import (
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/archive/fold"
	"datarocks/history/row"
)

// kinds is which kinds of rows there are.
type kinds struct{ invented, real bool }

func (k *kinds) see(r *row.Row) {
	k.invented = k.invented || r.Via == row.ViaDemo
	k.real = k.real || r.Via != row.ViaDemo
}

// merged is all rows of a history, and what there is among them.
type merged struct {
	rows     *spool
	newest   content.Day
	measured bool
	late     map[int]bool // years of which rows are left out as too late
	kinds
}

// merge merges all years into one file.
func (l *loader) merge() (m merged, err error) {
	m.late = make(map[int]bool)
	var inputs []input
	var first content.Day
	for i, y := range l.inOrder() {
		inputs = append(inputs, y.inputs()...)
		if i == 0 {
			first = newYear(y.number)
		}
	}
	if m.rows, err = newSpool(first); err != nil {
		return m, err
	}
	if err := merge(inputs, func(k row.SeriesKey, segments []fold.Segment) error { return m.take(k, segments, l.asOf) }); err != nil {
		return m, err
	}
	return m, m.rows.done()
}

// take adds one series. It looks at rows that are too late to be shown, too: they also
// show whether the history is the demo's.
func (m *merged) take(k row.SeriesKey, segments []fold.Segment, asOf time.Time) error {
	late := false
	for i := range segments {
		m.see(segments[i].Row())
		if segments[i].After(asOf) {
			late, m.late[segments[i].Day().Time().Year()] = true, true
		}
	}
	if late {
		segments = fold.Whole(slices.DeleteFunc(fold.Rows(segments), func(r row.Row) bool { return r.AskedAt().After(asOf) }))
	}
	for i := range segments {
		m.newest = max(m.newest, segments[i].End()-1)
		m.measured = m.measured || segments[i].Row().Value != nil
	}
	if len(segments) == 0 {
		return nil
	}
	return m.rows.put(k, segments)
}
