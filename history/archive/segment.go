package archive

import (
	"errors"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

// segment is rows of one series on days in a row: either one that is kept whole,
// on its day and those up to until, or counts that are like an earlier one.
type segment struct {
	day    content.Day
	row    *row.Row    // the row that is kept whole, or what the counts are like
	until  content.Day // of a row kept whole; 0 where it is of its own day alone
	values []int64     // nil for a row kept whole; None where there is no row
	times  *usualTimes // when the rows were asked; nil where all were when row was
}

// end is the day after the segment.
func (p *segment) end() content.Day {
	switch {
	case p.values != nil:
		return p.day + content.Day(len(p.values))
	case p.until != 0:
		return p.until + 1
	}
	return p.day + 1
}

// after reports whether any of the rows was asked after a time.
func (p *segment) after(at time.Time) bool {
	if p.values == nil && p.until == 0 {
		return p.row.AskedAt().After(at)
	}
	for day := p.day; day < p.end(); day++ {
		if p.values != nil && p.values[day-p.day] == series.None {
			continue
		}
		var late bool
		switch {
		case !p.row.Live():
			late = day.Time().After(at)
		case day == p.row.Date || p.times == nil:
			late = p.row.At.After(at)
		default:
			late = p.times.at(day) > at.Unix()
		}
		if late {
			return true
		}
	}
	return false
}

func wholeSegments(rows []row.Row) []segment {
	segments := make([]segment, len(rows))
	for i := range rows {
		segments[i] = segment{day: rows[i].Date, row: &rows[i]}
	}
	return segments
}

// renamed returns segments as rows of another id.
func renamed(segments []segment, artist string) []segment {
	for i := range segments {
		r := segments[i].row.Anew()
		r.Artist = artist
		segments[i].row = &r
	}
	return segments
}

// rows appends the rows that a segment stands for.
func (p *segment) rows(to []row.Row) []row.Row {
	if p.values == nil {
		to = append(to, *p.row)
		for day := p.day + 1; day < p.end(); day++ {
			to = append(to, p.moved(day))
		}
		return to
	}
	for i := range p.values {
		if p.values[i] == series.None {
			continue
		}
		to = append(to, p.count(i))
	}
	return to
}

// allRows returns the rows of segments.
func allRows(segments []segment) []row.Row {
	var rows []row.Row
	for i := range segments {
		rows = segments[i].rows(rows)
	}
	return rows
}

// count is the row of the i-th of the segment's counts.
func (p *segment) count(i int) row.Row {
	row := p.moved(p.day + content.Day(i))
	row.Value, row.Reason, row.Name, row.Was, row.Held = &p.values[i], "", "", nil, nil
	row.Asked, row.Doubt = time.Time{}, ""
	return row
}

// split parts the row of the first count from the others; these have no values where
// there is none.
func (p *segment) split() (first row.Row, rest segment) {
	i := slices.IndexFunc(p.values, isCount)
	first, rest = p.count(i), *p
	rest.values = nil
	if next := slices.IndexFunc(p.values[i+1:], isCount); next >= 0 {
		i += 1 + next
		rest.day, rest.values = p.day+content.Day(i), p.values[i:]
	}
	return first, rest
}

func isCount(n int64) bool { return n != series.None }

// moved returns the segment's row as it is on another day.
func (p *segment) moved(day content.Day) row.Row {
	moved := p.row.Anew()
	moved.Date = day
	if p.times != nil {
		moved.At = time.Unix(p.times.at(day), 0).UTC()
	}
	return moved
}

// seriesOf makes the series of rows, in the order of their days.
func seriesOf(k row.SeriesKey, segments []segment) *series.Series {
	s := series.New(k.Artist, content.Metric{Source: k.Source, Name: k.Metric})
	for i := range segments {
		p := &segments[i]
		if p.values != nil {
			s.AddCounts(p.day, p.values, p.count(len(p.values)-1))
			continue
		}
		for _, row := range p.rows(nil) {
			s.Add(row)
		}
	}
	return s
}

var errNoTime = errors.New("when a row was asked is not known")

// newLine folds the segments of one series, which must be sorted, no day twice.
// The times that it meets first become the usual ones.
func newLine(k row.SeriesKey, segments []segment, usual *hours) line {
	f := folder{line: line{key: k, start: segments[0].day}, times: usual.of(k.Source)}
	for i := range segments {
		f.fold(segments[i])
	}
	return f.line
}

// folder makes a line.
type folder struct {
	line
	times *usualTimes
	like  *row.Row // what a plain count is like: the last count that is kept whole
	whole int      // where that is kept
	asked asking   // how the counts after it were asked
}

// asking is how the counts that follow one kept whole came by their times.
type asking int

const (
	askedUnknown asking = iota // none followed yet
	askedAsUsual
	askedAtOnce
)

func (f *folder) fold(p segment) {
	if f.take(&p) {
		return
	}
	if p.values != nil {
		// Those after one that is kept whole may be taken.
		first, rest := p.split()
		if f.add(&first); rest.values == nil || f.take(&rest) {
			return
		}
		p = rest
	}
	rows := p.rows(nil)
	for i := range rows {
		f.add(&rows[i])
	}
}

// take takes counts as they are, if they can be.
func (f *folder) take(p *segment) bool {
	if !f.takes(p) {
		return false
	}
	f.fill(p.day)
	f.values = append(f.values, p.values...)
	return true
}

// takes reports whether counts can be taken as they are.
func (f *folder) takes(p *segment) bool {
	if p.values == nil || f.like == nil || !alikeRows(p.row, f.like) {
		return false
	}
	if p.times == nil {
		if f.goesOn(askedAsUsual) && f.times.agreeAtOnce(p.row.At, p.day, p.values) {
			return f.follow(askedAsUsual)
		}
		return f.goesOn(askedAtOnce) && p.row.At.Equal(f.like.At) && f.follow(askedAtOnce)
	}
	return f.goesOn(askedAsUsual) && f.times.agree(p.times, p.day, p.values) && f.follow(askedAsUsual)
}

// goesOn reports whether a count may follow that was asked in a way.
func (f *folder) goesOn(how asking) bool { return f.asked == askedUnknown || f.asked == how }

// follow notes how a count was asked that needs nothing else.
func (f *folder) follow(how asking) bool {
	f.asked = how
	f.kept[f.whole].Instant = how == askedAtOnce
	return true
}

// follows reports whether a plain count needs no time of its own.
func (f *folder) follows(r *row.Row, asUsual bool) bool {
	switch {
	case asUsual && f.goesOn(askedAsUsual):
		return f.follow(askedAsUsual)
	case r.At.Equal(f.like.At) && f.goesOn(askedAtOnce):
		return f.follow(askedAtOnce)
	}
	return false
}

func (f *folder) fill(day content.Day) {
	for f.start+content.Day(len(f.values)) < day {
		f.values = append(f.values, series.None)
	}
}

func (f *folder) add(row *row.Row) {
	asUsual := f.times.meet(row)
	if row.Value != nil {
		f.fill(row.Date)
		f.values = append(f.values, *row.Value)
		if f.like != nil && plain(row) && alikeRows(row, f.like) && f.follows(row, asUsual) {
			return
		}
		f.like, f.whole, f.asked = row, len(f.kept), askedUnknown
	} else if n := len(f.kept); asUsual && n > 0 && repeats(row, &f.kept[n-1]) {
		f.kept[n-1].Until = row.Date
		return
	}
	f.kept = append(f.kept, keptRow{Row: *row})
}

// plain reports whether a count needs nothing but what the one before it has.
func plain(r *row.Row) bool {
	return r.Was == nil && r.Held == nil && r.Reason == "" && r.Name == "" && r.Asked.IsZero() && r.Doubt == ""
}

// alikeRows reports whether two rows are of one account, and came about alike.
func alikeRows(r, other *row.Row) bool {
	return r.Ref == other.Ref && r.Via == other.Via && r.Step == other.Step
}

// repeats reports whether a row without a count is like the one kept, on the next day.
func repeats(r *row.Row, k *keptRow) bool {
	return r.Date == k.last()+1 && k.mayLast(r.Date) && k.Row.Value == nil && r.Was == nil && r.Held == nil && k.Row.Was == nil && k.Row.Held == nil &&
		r.Asked.IsZero() && k.Row.Asked.IsZero() && alikeRows(r, &k.Row) && r.Status == k.Row.Status && r.Reason == k.Row.Reason && r.Name == k.Row.Name
}

// segments unfolds a line, appended to some.
func (l *line) segments(to []segment, usual *hours) ([]segment, error) {
	times := usual.of(l.key.Source)
	var like *keptRow
	day, end := l.start, l.start+content.Day(len(l.values))
	counts := func(until content.Day) error {
		values := l.values[day-l.start : until-l.start]
		for len(values) > 0 && values[len(values)-1] == series.None {
			values = values[:len(values)-1]
		}
		if len(values) > 0 {
			if like == nil {
				return errors.New("its first count is not whole")
			}
			p := segment{day: day, row: &like.Row, values: values}
			if !like.Instant {
				p.times = times
			}
			if p.times != nil && !times.know(day, values) {
				return errNoTime
			}
			to = append(to, p)
		}
		day = until
		return nil
	}
	for i := range l.kept {
		k := &l.kept[i]
		if k.Row.Date < day {
			return nil, errors.New("its days are out of order")
		}
		// Rows without a count go on after the last count.
		if until := min(k.Row.Date, end); day < until {
			if err := counts(until); err != nil {
				return nil, err
			}
		}
		p := segment{day: k.Row.Date, row: &k.Row, until: k.Until, times: times}
		// The row has the time of its own day itself.
		if k.Until != 0 && !times.know(p.day+1, make([]int64, k.Until-p.day)) {
			return nil, errNoTime
		}
		to = append(to, p)
		for ; day < end && day < p.end(); day++ {
			if k.Row.Value == nil && l.values[day-l.start] != series.None {
				return nil, errors.New("a day has a count and none")
			}
		}
		day = max(day, p.end())
		if k.Row.Value != nil {
			like = k
		}
	}
	if day < end {
		if err := counts(end); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// rows unfolds a line into the rows it was made of.
func (l *line) rows(usual *hours) ([]row.Row, error) {
	segments, err := l.segments(nil, usual)
	return allRows(segments), err
}
