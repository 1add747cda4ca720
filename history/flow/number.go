package flow

import (
	"math"

	"datarocks/content"
)

// Span is days in a row, the first and the last included.
type Span struct{ First, Last content.Day }

// Days is how many days there are.
func (s Span) Days() int { return max(0, int(s.Last-s.First)+1) }

// Earlier returns the days so many days before.
func (s Span) Earlier(days int) Span {
	return Span{First: s.First - content.Day(days), Last: s.Last - content.Day(days)}
}

// Number is what a stretch of days has: a sum or, of Uniques, a mean. The days are its
// basis, and words that show it name how many they are.
type Number struct {
	Span
	Kind content.Kind
	sum  int64
}

// Value is the sum of the days or, of Uniques, the mean of a day, rounded to the
// nearest whole number.
func (n Number) Value() int64 {
	if n.Kind != content.Uniques {
		return n.sum
	}
	days := int64(n.Days())
	return (2*n.sum + days) / (2 * days)
}

// Mean is the mean amount of a day.
func (n Number) Mean() float64 { return float64(n.sum) / float64(n.Days()) }

// Of returns the number of days in a row; why is "" where there is one. Each day must
// have an amount, and all must be of one account.
func (d Daily) Of(span Span) (n Number, why Why) {
	switch {
	case !d.any || span.Days() == 0:
		return Number{}, Empty
	case span.First < d.span.First:
		return Number{}, Early
	case span.Last > d.span.Last:
		return Number{}, Late
	case d.Crossed(span):
		return Number{}, Seam
	}
	n = Number{Span: span, Kind: d.Kind}
	for day := span.First; day <= span.Last; day++ {
		amount, ok := d.Amount(day)
		if !ok {
			return Number{}, d.why(day)
		}
		if n.sum += amount; n.sum > mostSum {
			return Number{}, Large
		}
	}
	return n, ""
}

// Lacking is how many days of a stretch have no amount.
func (d Daily) Lacking(span Span) int {
	lacking := 0
	for day := span.First; day <= span.Last; day++ {
		if _, ok := d.Amount(day); !ok {
			lacking++
		}
	}
	return lacking
}

// Window returns the days of a window that ends on a day: the seven up to it, for
// example. All is the days from the oldest amount on.
func (d Daily) Window(w content.Window, end content.Day) Span {
	if w == content.All {
		return Span{First: d.span.First, Last: end}
	}
	return Span{First: w.Begin(end) + 1, Last: end}
}

// Over returns the number of a window that ends on the newest day with an amount; why
// is "" where there is one. Over All it is that of all days.
func (d Daily) Over(w content.Window) (n Number, why Why) { return d.OverTo(d.span.Last, w) }

// OverTo is Over as it was on a day.
func (d Daily) OverTo(end content.Day, w content.Window) (n Number, why Why) {
	return d.Of(d.Window(w, end))
}

// Change is how days in a row compare with as many earlier ones.
type Change struct{ Now, Before Number }

// Change compares the whole weeks in a window that ends on the newest day with an
// amount with as many before them: 7 days, 28, 84 of 90, and 364 of a year, so that
// each weekday is in both equally often. why is "" where all of these days have
// amounts, of one account. All compares with nothing.
func (d Daily) Change(w content.Window) (c Change, why Why) { return d.ChangeTo(d.span.Last, w) }

// ChangeTo is Change as it was on a day.
func (d Daily) ChangeTo(end content.Day, w content.Window) (c Change, why Why) {
	days := w.Days(end) / 7 * 7
	if days == 0 {
		return Change{}, Short
	}
	return d.Compare(Span{First: end - content.Day(days) + 1, Last: end}, days)
}

// Compare compares days in a row with those so many days earlier. why is "" where all
// of them have amounts, and all from the first to the last are of one account.
func (d Daily) Compare(span Span, earlier int) (c Change, why Why) {
	before := span.Earlier(earlier)
	if c.Now, why = d.Of(span); why != "" {
		return Change{}, why
	}
	if c.Before, why = d.Of(before); why != "" {
		return Change{}, why
	}
	if d.Crossed(Span{First: before.First, Last: span.Last}) {
		return Change{}, Seam
	}
	return c, ""
}

// Diff is how much the number is above that of the days before.
func (c Change) Diff() int64 { return c.Now.Value() - c.Before.Value() }

// Ratio is the number in parts of that of the days before; ok is false where that
// was 0.
func (c Change) Ratio() (ratio float64, ok bool) {
	if c.Before.sum == 0 {
		return 0, false
	}
	return float64(c.Now.sum) / float64(c.Before.sum), true
}

// Percent is the difference in per cent of the number of the days before; ok is false
// where that was 0.
func (c Change) Percent() (percent float64, ok bool) {
	if c.Before.sum == 0 {
		return 0, false
	}
	return float64(c.Now.sum-c.Before.sum) / float64(c.Before.sum) * 100, true
}

// Log is the logarithm of Ratio, in which a 0 stands as a 1: ln 2 where there was
// twice as much.
func (c Change) Log() float64 {
	return math.Log(float64(max(1, c.Now.sum)) / float64(max(1, c.Before.sum)))
}
