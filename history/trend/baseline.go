package trend

import (
	"math"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
)

// rhythm is the rules for a source's events, by its cadence.
type rhythm struct {
	farthest content.Day // most days between two counts that are compared
	memory   content.Day // how many days back show what is usual
	least    int         // fewest medians in these that do
	most     int         // most days of events in these; more are a new pace
	off      float64     // how far off what is usual an event is, at least
}

func rhythmOf(every content.Cadence) rhythm {
	if every == content.EveryWeek {
		return rhythm{farthest: 14, memory: 26 * 7, least: 8, most: 4, off: leastEvent}
	}
	return rhythm{farthest: 7, memory: 90, least: 28, most: 14, off: leastEvent}
}

// baseline is what the median change of a roster was of late.
type baseline struct {
	rhythm
	days  []content.Day
	rates []float64     // the median change a day, of each of the days
	apart []content.Day // the days of events, which are none of them
}

// add takes in a day that was no event.
func (b *baseline) add(e PlatformEvent) {
	b.days = append(b.days, e.Day)
	b.rates = append(b.rates, e.Median/float64(e.Day-e.From))
}

// forget drops what was longer ago.
func (b *baseline) forget(day content.Day) {
	for len(b.days) > 0 && b.days[0] < day-b.memory {
		b.days, b.rates = b.days[1:], b.rates[1:]
	}
	for len(b.apart) > 0 && b.apart[0] < day-b.memory {
		b.apart = b.apart[1:]
	}
}

// isEvent reports whether changes, which are sorted, are those of an event, and
// notes what would have been usual.
func (b *baseline) isEvent(e *PlatformEvent, changes []float64) bool {
	if len(b.rates) < b.least {
		return false
	}
	days := float64(e.Day - e.From)
	if e.Median-days*slices.Min(b.rates) < b.off && days*slices.Max(b.rates)-e.Median < b.off {
		return false // near all of them, and so near their middle, which takes longer to find
	}
	center, spread := series.Middle(slices.Clone(b.rates))
	e.Usual = center * days
	off := e.off()
	if math.Abs(off) < max(b.off, eventSpread*spread*days) {
		return false
	}
	quarter := len(changes) / 4 // three of four are above it
	if off < 0 {
		quarter = len(changes) - 1 - quarter
	}
	return (changes[quarter]-e.Usual)/off >= 0.5
}

// isRare notes the day of an event; false where there were so many of late that
// they are what is usual now, which then has to be learnt again.
func (b *baseline) isRare(day content.Day) bool {
	b.apart = append(b.apart, day)
	if len(b.apart) <= b.most {
		return true
	}
	b.days, b.rates, b.apart = nil, nil, nil
	return false
}
