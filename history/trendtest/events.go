package trendtest

import (
	"math"
	"slices"

	"datarocks/content"
)

// Event is a platform event: a step that moved the whole roster.
type Event struct {
	From, Day     content.Day
	Median, Usual float64
	Artists       int
}

// Median is the mean of the middle two of numbers in their order, or the middle one.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Roster is the ledgers of one source that have counts.
type Roster []*Ledger

// EventDays returns the days of platform events up to the newest, each by itself.
func (r Roster) EventDays(newest content.Day) (found []Event) {
	farthest, memory, least, most := content.Day(7), content.Day(90), 28, 14
	if len(r) > 0 && r[0].Every == content.EveryWeek {
		farthest, memory, least, most = 14, 182, 8, 4
	}
	var odd []content.Day
	daily := make(map[content.Day]float64) // medians of days that were not odd
	first := newest
	for _, l := range r {
		first = min(first, l.First())
	}
	for day := first; day <= newest; day++ {
		parts, days := r.steps(day, farthest)
		if n := len(found); len(parts) < 5 || n > 0 && day-days < found[n-1].Day {
			continue
		}
		e := Event{From: day - days, Day: day, Median: Median(parts), Artists: len(parts)}
		var last []float64
		for d := day - memory; d < day; d++ {
			if rate, ok := daily[d]; ok {
				last = append(last, rate)
			}
		}
		if len(last) >= least && e.isFar(parts, last) {
			odd = slices.DeleteFunc(append(odd, day), func(d content.Day) bool { return d < day-memory })
			if len(odd) <= most {
				found = append(found, e)
				continue
			}
			clear(daily) // so many are no events, but how it is now
			odd = nil
		}
		daily[day] = e.Median / float64(days)
	}
	return found
}

// steps are the changes up to a day since the count before, of those artists whose
// count before is as old as that of most; none where they are fewer than half of all
// counted of late. Artists of fewer than 1,000 do not count.
func (r Roster) steps(day, farthest content.Day) (parts []float64, days content.Day) {
	counted := 0
	since := make(map[content.Day][]float64)
	for _, l := range r {
		from, ok := l.NewestIn(day-farthest, day-1)
		if !ok || l.Counts[from] < 1000 {
			continue
		}
		counted++
		if l.Comparable(from, day) {
			since[day-from] = append(since[day-from], l.Part(from, day))
		}
	}
	for d := range farthest + 1 {
		if len(since[d]) > len(parts) {
			parts, days = since[d], d
		}
	}
	if 2*len(parts) < counted {
		return nil, 0
	}
	return parts, days
}

// isFar reports whether a step is far out of what was usual.
func (e *Event) isFar(parts, daily []float64) bool {
	days := float64(e.Day - e.From)
	middle := Median(daily)
	e.Usual = middle * days
	var apart []float64
	for _, part := range daily {
		apart = append(apart, math.Abs(part-middle))
	}
	off := e.Median - e.Usual
	if math.Abs(off) < 0.003 || math.Abs(off) < 8*1.4826*Median(apart)*days {
		return false
	}
	with := 0 // artists who moved that way at least half as far
	for _, part := range parts {
		if (part-e.Usual)/off >= 0.5 {
			with++
		}
	}
	return with >= len(parts)-len(parts)/4
}

// Join makes one event of those days in a row that moved the same way, if five artists
// were counted on both ends.
func (r Roster) Join(odd []Event) (joined []Event) {
	for _, e := range odd {
		n := len(joined)
		if n > 0 && joined[n-1].Day == e.From && (joined[n-1].Median < joined[n-1].Usual) == (e.Median < e.Usual) {
			var parts []float64
			for _, l := range r {
				if from := joined[n-1].From; l.Comparable(from, e.Day) && l.Counts[from] >= 1000 {
					parts = append(parts, l.Part(from, e.Day))
				}
			}
			if len(parts) >= 5 {
				joined[n-1] = Event{From: joined[n-1].From, Day: e.Day, Median: Median(parts), Usual: joined[n-1].Usual + e.Usual, Artists: len(parts)}
				continue
			}
		}
		joined = append(joined, e)
	}
	return joined
}
