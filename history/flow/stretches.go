package flow

import (
	"iter"
	"time"

	"datarocks/content"
	"datarocks/history/series"
)

// Rolling yields, for each day, the number of so many days up to it, where these have
// one: the sum or, of Uniques, the mean, rounded. It is the line of a chart. Days in a
// row may be joined; where one is missing, the line is broken.
func (d Daily) Rolling(days int) iter.Seq[series.Point] {
	return func(yield func(series.Point) bool) {
		if !d.any || days < 1 {
			return
		}
		n := Number{Kind: d.Kind}
		for day, begin := d.span.First, d.span.First; day <= d.span.Last; day++ {
			amount, ok := d.Amount(day)
			if !ok {
				begin, n.sum = day+1, 0
				continue
			}
			if d.series.Crossed(day-1, day) {
				begin, n.sum = day, 0
			}
			if n.sum += amount; day-begin >= content.Day(days) {
				oldest, _ := d.Amount(begin)
				begin, n.sum = begin+1, n.sum-oldest
			}
			n.Span = Span{First: begin, Last: day}
			if n.Days() == days && n.sum <= mostSum && !yield(series.Point{Day: day, Value: n.Value()}) {
				return
			}
		}
	}
}

// Weeks yields the numbers of the weeks, Monday to Sunday, that have one, the oldest
// first. A week that is not over, or that lacks a day, has none.
func (d Daily) Weeks() iter.Seq[Number] {
	return func(yield func(Number) bool) {
		if !d.any {
			return
		}
		for monday := mondayFrom(d.span.First); monday+6 <= d.span.Last; monday += 7 {
			if n, why := d.Of(Span{First: monday, Last: monday + 6}); why == "" && !yield(n) {
				return
			}
		}
	}
}

// mondayFrom returns the first Monday on or after a day.
func mondayFrom(day content.Day) content.Day {
	return day + content.Day((7+time.Monday-day.Time().Weekday())%7)
}

// Typical returns the median amount of the days of a window that ends on a day, and of
// how many days it is; ok is false where they are too few. A day without an amount is
// left out, as nothing is summed: half of the days do, and of a longer window than 56
// days, 28 do. Days before another account was counted are left out, too.
func (d Daily) Typical(end content.Day, w content.Window) (median float64, days int, ok bool) {
	span := d.Window(w, end)
	amounts := d.amounts(span)
	if len(amounts) == 0 || len(amounts) < min((span.Days()+1)/2, leastTypical) {
		return 0, len(amounts), false
	}
	return series.Median(amounts), len(amounts), true
}

// leastTypical is how many amounts show what is typical, of however long a window.
const leastTypical = 28

// amounts are those of a stretch that are of the account that was counted on its last
// day.
func (d Daily) amounts(span Span) (all []float64) {
	if !d.any {
		return nil
	}
	seams := d.series.Seams(span.First, span.Last)
	if len(seams) > 0 {
		span.First = seams[len(seams)-1]
	}
	for day := span.First; day <= span.Last; day++ {
		if n, ok := d.Amount(day); ok {
			all = append(all, float64(n))
		}
	}
	return all
}

// LeastTypical is the least median a day for a ratio to it to mean something: of
// fewer, a handful of readers is as much as news.
const LeastTypical = 50

// Ratio is how much an artist has a day compared with what it usually has.
type Ratio struct {
	Number
	Typical float64 // the median of a day, in the year before the number's days
	Known   int     // days with an amount in that year
}

// Times is the mean of a day in parts of the typical one: 3 where it is three times as
// much.
func (r Ratio) Times() float64 { return r.Mean() / r.Typical }

// Ratio returns how a window that ends on the newest day with an amount compares with
// the artist's own year before it; ok is false where the window has no number, or less
// than LeastTypical a day is typical, or what is typical is not known.
func (d Daily) Ratio(w content.Window) (r Ratio, ok bool) { return d.RatioTo(d.span.Last, w) }

// RatioTo is Ratio as it was on a day.
func (d Daily) RatioTo(end content.Day, w content.Window) (r Ratio, ok bool) {
	n, why := d.OverTo(end, w)
	if why != "" || d.Crossed(Span{First: n.First - 1, Last: n.First}) {
		return Ratio{}, false
	}
	r = Ratio{Number: n}
	r.Typical, r.Known, ok = d.Typical(n.First-1, content.Year)
	if !ok || r.Typical < LeastTypical {
		return Ratio{}, false
	}
	return r, true
}
