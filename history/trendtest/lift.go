package trendtest

import (
	"math"

	"datarocks/content"
)

// Lift is what an event did over some days, or why that is not known.
type Lift struct {
	Why                  string        // early, overlaps, young, seam, gap or "" where it is known
	With                 content.Event // that it overlaps with
	Base                 content.Day
	After, Before, Usual int64
	Artists              int
}

// Gain is what the event brought, beside what was usual.
func (l Lift) Gain() int64 { return l.After - l.Before - l.Usual }

// around is the followers gained before and after a day.
func (l *Ledger) around(base, days content.Day) (before, after int64, ok bool) {
	ok = l.Comparable(base-days, base, base+days)
	return l.Diff(base-days, base), l.Diff(base, base+days), ok
}

// Lift measures an event of an artist, whose ledger is of the same source.
func (r Roster) Lift(l *Ledger, timeline []content.Event, event int, days, newest content.Day) Lift {
	day := timeline[event].Day
	overlap := func(first content.Day) (content.Event, bool) { // from some day on, another event counts, too
		for i, other := range timeline {
			if i != event && first <= other.Day && other.Day < day+days {
				return other, true
			}
		}
		return content.Event{}, false
	}
	if newest < day+days {
		return Lift{Why: "early"}
	}
	if with, ok := overlap(day - days); ok {
		return Lift{Why: "overlaps", With: with}
	}
	for base := day; base >= day-days/7; base-- {
		before, after, ok := l.around(base, days)
		if !ok {
			continue
		}
		if with, ok := overlap(base - days); ok {
			return Lift{Why: "overlaps", With: with}
		}
		part, artists := r.lift(base, days)
		return Lift{Base: base, Before: before, After: after, Usual: int64(math.Round(part * float64(l.Counts[base]))), Artists: artists}
	}
	switch {
	case !l.Empty() && l.First() > day-days:
		return Lift{Why: "young"}
	case len(l.SeamsIn(day-days, day+days)) > 0:
		return Lift{Why: "seam"}
	}
	return Lift{Why: "gap"}
}

// lift is the median of what the artists gained more after a day than
// before it, in parts of their counts; of fewer than five artists there is none.
func (r Roster) lift(base, days content.Day) (part float64, artists int) {
	var parts []float64
	for _, l := range r {
		if before, after, ok := l.around(base, days); ok && l.Counts[base] >= 1000 {
			parts = append(parts, Share(after-before, l.Counts[base]))
		}
	}
	if len(parts) < 5 {
		return 0, 0
	}
	return Median(parts), len(parts)
}
