package trend

import (
	"math"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
)

// rhythm is the rules for a source's events, by its cadence.
type rhythm struct {
	farthest content.Day // between two counts that are compared
	memory   content.Day // usual is what the medians of so many days were,
	least    int         // if there are so many of them
	most     int         // more days of events than that are a new pace
}

func (p *RosterSample) rhythm() rhythm {
	if p.every == content.EveryWeek {
		return rhythm{farthest: 14, memory: 26 * 7, least: 8, most: 4}
	}
	return rhythm{farthest: 7, memory: 90, least: 28, most: 14}
}

// baseline is what the median change of a roster was of late.
type baseline struct {
	rhythm
	days  []content.Day
	rates []float64     // the median change a day, of each of the days
	apart []content.Day // the days of events, which are none of them
}

// add takes in a day that was no event.
func (u *baseline) add(e PlatformEvent) {
	u.days = append(u.days, e.Day)
	u.rates = append(u.rates, e.Median/float64(e.Day-e.From))
}

// forget drops what was longer ago.
func (u *baseline) forget(day content.Day) {
	for len(u.days) > 0 && u.days[0] < day-u.memory {
		u.days, u.rates = u.days[1:], u.rates[1:]
	}
	for len(u.apart) > 0 && u.apart[0] < day-u.memory {
		u.apart = u.apart[1:]
	}
}

// isEvent reports whether changes, which are sorted, are those of an event, and
// notes what would have been usual.
func (u *baseline) isEvent(e *PlatformEvent, changes []float64) bool {
	if len(u.rates) < u.least {
		return false
	}
	days := float64(e.Day - e.From)
	if e.Median-days*slices.Min(u.rates) < leastEvent && days*slices.Max(u.rates)-e.Median < leastEvent {
		return false // near all of them, and so near their middle, which takes longer to find
	}
	center, spread := series.Middle(slices.Clone(u.rates))
	e.Usual = center * days
	off := e.off()
	if math.Abs(off) < max(leastEvent, eventSpread*spread*days) {
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
func (u *baseline) isRare(day content.Day) bool {
	u.apart = append(u.apart, day)
	if len(u.apart) <= u.most {
		return true
	}
	u.days, u.rates, u.apart = nil, nil, nil
	return false
}
