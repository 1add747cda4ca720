package roster

import (
	"cmp"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/trend"
)

// WeekAmounts is what a week was in a metric that is so many in a day. An artist that
// lacks a day of it is not among them.
type WeekAmounts struct {
	Artists int
	Total   int64 // of all of these; of Uniques none, as a sum would count people twice
	// The artists with the largest numbers, and those furthest above and below what is
	// usual for them. The artist is a place in the roster.
	Most, Above, Below []RankedWeek
}

// RankedWeek is an artist's week, and the one before.
type RankedWeek struct {
	trend.RankedFlow
	Change   float64 // against the week before, in per cent
	Compared bool    // there is a change
}

// add adds the week of an artist that ends on a Sunday, if it has a number.
func (x *WeekAmounts) add(place int, d flow.Daily, sunday content.Day) {
	d = d.Until(sunday)
	n, why := d.OverTo(sunday, content.Week)
	if why != "" {
		return
	}
	x.Artists++
	if n.Kind != content.Uniques {
		x.Total += n.Value()
	}
	r := RankedWeek{RankedFlow: trend.RankedFlow{Artist: place, Number: n}}
	if change, why := d.ChangeTo(sunday, content.Week); why == "" {
		r.Change, r.Compared = change.Percent()
	}
	r.Ratio, _ = d.RatioTo(sunday, content.Week)
	x.Most = keep(x.Most, weekEnd, r, func(a, b RankedWeek) int { return cmp.Compare(b.Number.Value(), a.Number.Value()) })
	if r.Ratio == (flow.Ratio{}) {
		return
	}
	times := func(r RankedWeek) float64 { return r.Ratio.Times() }
	switch {
	case times(r) > 1:
		x.Above = keep(x.Above, weekEnd, r, func(a, b RankedWeek) int { return cmp.Compare(times(b), times(a)) })
	case times(r) < 1:
		x.Below = keep(x.Below, weekEnd, r, func(a, b RankedWeek) int { return cmp.Compare(times(a), times(b)) })
	}
}

// AmountMovers is who had most in a metric that is so many in a day, and who was
// furthest above what is usual for it. The zero AmountMover is nobody.
type AmountMovers struct{ Top, Above AmountMover }

// AmountMover is an artist with a number.
type AmountMover struct {
	Artist *Artist
	Number flow.Number
	Times  float64 // what is usual; 0 where that is not known
}

// add adds an artist whose window has a number that ends on a day that is due. Of those
// alike, the first of the roster stays.
func (m *AmountMovers) add(a *Artist, t Track, w content.Window) {
	d := t.Daily()
	n, why := d.Over(w)
	if why != "" || n.Last < t.DueOn(a.Newest) {
		return
	}
	mover := AmountMover{Artist: a, Number: n}
	if ratio, ok := d.Ratio(w); ok {
		mover.Times = ratio.Times()
	}
	if n.Value() > 0 && (m.Top.Artist == nil || n.Value() > m.Top.Number.Value()) {
		m.Top = mover
	}
	if mover.Times > max(1, m.Above.Times) {
		m.Above = mover
	}
}
