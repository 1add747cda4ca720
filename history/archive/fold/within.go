package fold

import (
	"slices"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

// Within returns what segments hold of the days between two, both included.
func Within(segments []Segment, from, to content.Day) []Segment {
	var some []Segment
	for i := range segments {
		p := segments[i]
		switch {
		case p.End() <= from || to < p.day:
		case from <= p.day && p.End() <= to+1:
			some = append(some, p)
		case p.values != nil:
			some = append(some, p.cut(from, to)...)
		default:
			rows := slices.DeleteFunc(p.rows(nil), func(r row.Row) bool { return r.Date < from || to < r.Date })
			some = append(some, Whole(rows)...)
		}
	}
	return some
}

// cut returns the counts between two days; none where all of these are None.
func (p *Segment) cut(from, to content.Day) []Segment {
	from, to = max(from, p.day), min(to, p.End()-1)
	for from <= to && p.values[from-p.day] == series.None {
		from++
	}
	for from <= to && p.values[to-p.day] == series.None {
		to--
	}
	if from > to {
		return nil
	}
	some := *p
	some.day, some.values = from, p.values[from-p.day:to-p.day+1]
	return []Segment{some}
}

// ByDay puts the segments of one series in order. Inputs are of different days, so
// that seldom needs more than a look.
func ByDay(segments []Segment) []Segment {
	for i := 1; i < len(segments); i++ {
		if segments[i-1].End() > segments[i].day {
			return Whole(row.Join(Rows(segments), nil))
		}
	}
	return segments
}

// Counts makes segments of rows, by day: those that differ in nothing but their count
// take as little memory as that.
type Counts struct {
	segments []Segment
	open     bool // the last segment's counts may go on
}

func (c *Counts) Add(r row.Row) {
	if n := len(c.segments); c.open && plain(&r) && r.Value != nil && alikeRows(&r, c.segments[n-1].row) && r.At.Equal(c.segments[n-1].row.At) {
		p := &c.segments[n-1]
		for p.End() < r.Date {
			p.values = append(p.values, series.None)
		}
		p.values = append(p.values, *r.Value)
		return
	}
	p := Segment{day: r.Date, row: &r}
	if c.open = plain(&r) && r.Value != nil; c.open {
		p.values = append(p.values, *r.Value)
	}
	c.segments = append(c.segments, p)
}

// Done returns the segments.
func (c *Counts) Done() []Segment { return c.segments }
