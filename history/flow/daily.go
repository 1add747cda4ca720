// Package flow is the laws of numbers that are so many in a day: views, plays, daily
// listeners.
//
// A Daily is the amounts of days of a series. Its metric's kind decides how a day's
// amount follows from what was counted, and what a stretch of days has:
//
//   - Flow: the count of a day is its amount, and a stretch has the sum.
//   - Cumulative: the amount of a day is its level less the one of the day before, and
//     a stretch has the sum.
//   - Uniques: the count of a day is its amount, and a stretch has the mean. The sum
//     would count people twice.
//   - Stock: a level has no amounts; package series compares levels.
//
// A stretch has a number only where each of its days has an amount and all are of one
// account. Nothing is bridged, and no other day stands in. The functions are pure:
// series in, values out. They know no clock.
package flow

import (
	"iter"

	"datarocks/content"
	"datarocks/history/series"
)

// Why is why a day has no amount, or a stretch no number; "" where it has one.
type Why string

// The reasons.
const (
	Empty Why = "empty" // there is no amount of any day
	Early Why = "early" // it is before, or begins before, the first amount
	Late  Why = "late"  // it is after, or ends after, the newest amount
	Gap   Why = "gap"   // a count that it takes is missing
	Fell  Why = "fell"  // the level is lower than the day before, so it was corrected
	Seam  Why = "seam"  // another account was counted on the way
	Large Why = "large" // the sum is beyond 2^53-1, which no file can hold exactly
	Short Why = "short" // the window has no fixed length, so nothing is as long before it
)

// mostSum is the greatest sum, JavaScript's largest safe integer.
const mostSum = 1<<53 - 1

// Daily is the amounts of days of one artist in one metric. It shares the counts of
// its series.
type Daily struct {
	Kind   content.Kind
	series *series.Series
	span   Span // from the oldest to the newest amount
	any    bool // there is one
}

// New returns the amounts of a series of a kind.
func New(s *series.Series, kind content.Kind) Daily {
	d := Daily{Kind: kind, series: s}
	first, ok := s.First()
	last, _ := s.Last()
	if !ok || kind == content.Stock {
		return d
	}
	span := Span{First: first.Day, Last: last.Day}
	for span.First <= span.Last && d.why(span.First) != "" {
		span.First++
	}
	for span.First <= span.Last && d.why(span.Last) != "" {
		span.Last--
	}
	if span.First <= span.Last {
		d.span, d.any = span, true
	}
	return d
}

// Span is the days from the oldest amount to the newest; ok is false where there is
// none. Days between them may be without one.
func (d Daily) Span() (span Span, ok bool) { return d.span, d.any }

// Amount returns the amount of a day: of a Cumulative metric, what was counted more
// than on the day before. ok is false where there is none, see Why.
func (d Daily) Amount(day content.Day) (n int64, ok bool) {
	if !d.any || d.why(day) != "" {
		return 0, false
	}
	n, _ = d.series.Value(day)
	if d.Kind == content.Cumulative {
		before, _ := d.series.Value(day - 1)
		n -= before
	}
	return n, true
}

// Why returns why a day has no amount; "" where it has one. What the source answered
// then is the series' Reason.
func (d Daily) Why(day content.Day) Why {
	switch {
	case !d.any:
		return Empty
	case day < d.span.First:
		return Early
	case day > d.span.Last:
		return Late
	}
	return d.why(day)
}

// why looks at the counts alone.
func (d Daily) why(day content.Day) Why {
	n, ok := d.series.Value(day)
	if !ok {
		return Gap
	}
	if d.Kind != content.Cumulative {
		return ""
	}
	switch before, ok := d.series.Value(day - 1); {
	case !ok:
		return Gap
	case d.Crossed(Span{First: day, Last: day}):
		return Seam
	case n < before:
		return Fell
	}
	return ""
}

// Points yields the days that have an amount, oldest first.
func (d Daily) Points() iter.Seq[series.Point] {
	return func(yield func(series.Point) bool) {
		for day := d.span.First; d.any && day <= d.span.Last; day++ {
			if n, ok := d.Amount(day); ok && !yield(series.Point{Day: day, Value: n}) {
				return
			}
		}
	}
}

// Until returns the amounts as they were on a day: those of later days are not known.
func (d Daily) Until(day content.Day) Daily { return New(d.series.Until(day), d.Kind) }

// Crossed reports whether the amounts of days in a row are of more accounts than one.
func (d Daily) Crossed(span Span) bool {
	if d.Kind == content.Cumulative {
		span.First-- // from which the first amount is a difference
	}
	return d.series.Crossed(span.First, span.Last)
}
