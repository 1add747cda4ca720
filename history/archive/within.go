package archive

import (
	"slices"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

// within returns what segments hold of the days between two, both included.
func within(segments []segment, from, to content.Day) []segment {
	var some []segment
	for i := range segments {
		p := segments[i]
		switch {
		case p.end() <= from || to < p.day:
		case from <= p.day && p.end() <= to+1:
			some = append(some, p)
		case p.values != nil:
			some = append(some, p.cut(from, to)...)
		default:
			rows := slices.DeleteFunc(p.rows(nil), func(r row.Row) bool { return r.Date < from || to < r.Date })
			some = append(some, wholeSegments(rows)...)
		}
	}
	return some
}

// cut returns the counts between two days; none where all of these are None.
func (p *segment) cut(from, to content.Day) []segment {
	from, to = max(from, p.day), min(to, p.end()-1)
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
	return []segment{some}
}
