package fold

import (
	"errors"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

// Segment is rows of one series on days in a row: either one that is kept whole,
// on its day and those up to until, or counts that are like an earlier one.
type Segment struct {
	day    content.Day
	row    *row.Row    // the row that is kept whole, or what the counts are like
	until  content.Day // of a row kept whole; 0 where it is of its own day alone
	values []int64     // nil for a row kept whole; None where there is no row
	times  *usualTimes // when the rows were asked; nil where all were when row was
}

// Day is the first day of the segment.
func (p *Segment) Day() content.Day { return p.day }

// Row is what the rows of the segment are like: that is kept whole, or came before.
func (p *Segment) Row() *row.Row { return p.row }

// End is the day after the segment.
func (p *Segment) End() content.Day {
	switch {
	case p.values != nil:
		return p.day + content.Day(len(p.values))
	case p.until != 0:
		return p.until + 1
	}
	return p.day + 1
}

// After reports whether any of the rows was asked after a time.
func (p *Segment) After(at time.Time) bool {
	if p.values == nil && p.until == 0 {
		return p.row.AskedAt().After(at)
	}
	for day := p.day; day < p.End(); day++ {
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

// One returns a row as a segment, kept whole.
func One(r *row.Row) Segment { return Segment{day: r.Date, row: r} }

// Whole returns rows as segments, each kept whole.
func Whole(rows []row.Row) []Segment {
	segments := make([]Segment, len(rows))
	for i := range rows {
		segments[i] = One(&rows[i])
	}
	return segments
}

// Renamed returns segments as rows of another id.
func Renamed(segments []Segment, artist string) []Segment {
	for i := range segments {
		r := segments[i].row.Anew()
		r.Artist = artist
		segments[i].row = &r
	}
	return segments
}

// rows appends the rows that a segment stands for.
func (p *Segment) rows(to []row.Row) []row.Row {
	if p.values == nil {
		to = append(to, *p.row)
		for day := p.day + 1; day < p.End(); day++ {
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

// Rows returns the rows of segments.
func Rows(segments []Segment) []row.Row {
	var rows []row.Row
	for i := range segments {
		rows = segments[i].rows(rows)
	}
	return rows
}

// count is the row of the i-th of the segment's counts.
func (p *Segment) count(i int) row.Row {
	row := p.moved(p.day + content.Day(i))
	row.Value, row.Reason, row.Name, row.Was, row.Held = &p.values[i], "", "", nil, nil
	row.Asked, row.Doubt = time.Time{}, ""
	return row
}

// split parts the row of the first count from the others; these have no values where
// there is none.
func (p *Segment) split() (first row.Row, rest Segment) {
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
func (p *Segment) moved(day content.Day) row.Row {
	moved := p.row.Anew()
	moved.Date = day
	if p.times != nil {
		moved.At = time.Unix(p.times.at(day), 0).UTC()
	}
	return moved
}

// SeriesOf makes the series of rows, in the order of their days.
func SeriesOf(k row.SeriesKey, segments []Segment) *series.Series {
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

// NewLine folds the segments of one series, which must be sorted, no day twice.
// The times that it meets first become the usual ones.
func NewLine(k row.SeriesKey, segments []Segment, usual *Hours) Line {
	f := folder{Line: Line{key: k, start: segments[0].day}, times: usual.of(k.Source)}
	for i := range segments {
		f.fold(segments[i])
	}
	return f.Line
}

// folder makes a line.
type folder struct {
	Line
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

func (f *folder) fold(p Segment) {
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
func (f *folder) take(p *Segment) bool {
	if !f.takes(p) {
		return false
	}
	f.fill(p.day)
	f.values = append(f.values, p.values...)
	return true
}

// takes reports whether counts can be taken as they are.
func (f *folder) takes(p *Segment) bool {
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

// Segments unfolds a line, appended to some.
func (l *Line) Segments(to []Segment, usual *Hours) ([]Segment, error) {
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
			p := Segment{day: day, row: &like.Row, values: values}
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
		p := Segment{day: k.Row.Date, row: &k.Row, until: k.Until, times: times}
		// The row has the time of its own day itself.
		if k.Until != 0 && !times.know(p.day+1, make([]int64, k.Until-p.day)) {
			return nil, errNoTime
		}
		to = append(to, p)
		for ; day < end && day < p.End(); day++ {
			if k.Row.Value == nil && l.values[day-l.start] != series.None {
				return nil, errors.New("a day has a count and none")
			}
		}
		day = max(day, p.End())
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

// Rows unfolds a line into the rows it was made of.
func (l *Line) Rows(usual *Hours) ([]row.Row, error) {
	segments, err := l.Segments(nil, usual)
	return Rows(segments), err
}
