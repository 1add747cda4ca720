package history

import (
	"math"
	"slices"

	"datarocks/content"
)

// rhythm is what the cadence of a source makes of the rules for its events.
type rhythm struct {
	farthest content.Day // between two counts that are compared
	memory   content.Day // usual is what the medians of so many days were,
	least    int         // if there are so many of them
	most     int         // more odd days than that are a new pace
}

func (p *Peers) rhythm() rhythm {
	if p.every == content.EveryWeek {
		return rhythm{farthest: 14, memory: 26 * 7, least: 8, most: 4}
	}
	return rhythm{farthest: 7, memory: 90, least: 28, most: 14}
}

// usual is what the median change of a roster was of late.
type usual struct {
	rhythm
	days  []content.Day
	rates []float64     // the median change a day, of each of the days
	apart []content.Day // the days of events, which are none of them
}

// add takes in a day that was no event.
func (u *usual) add(e PlatformEvent) {
	u.days = append(u.days, e.Day)
	u.rates = append(u.rates, e.Median/float64(e.Day-e.From))
}

// forget drops what was longer ago.
func (u *usual) forget(day content.Day) {
	for len(u.days) > 0 && u.days[0] < day-u.memory {
		u.days, u.rates = u.days[1:], u.rates[1:]
	}
	for len(u.apart) > 0 && u.apart[0] < day-u.memory {
		u.apart = u.apart[1:]
	}
}

// odd says whether changes, which it reorders, are those of an event, and notes
// what would have been usual.
func (u *usual) odd(e *PlatformEvent, changes []float64) bool {
	if len(u.rates) < u.least {
		return false
	}
	days := float64(e.Day - e.From)
	if e.Median-days*slices.Min(u.rates) < leastEvent && days*slices.Max(u.rates)-e.Median < leastEvent {
		return false // near all of them, and so near their middle, which takes longer to find
	}
	center, spread := middle(slices.Clone(u.rates))
	e.Usual = center * days
	off := e.off()
	if math.Abs(off) < max(leastEvent, eventSpread*spread*days) {
		return false
	}
	quarter := len(changes) / 4 // three of four are above it
	if off < 0 {
		quarter = len(changes) - 1 - quarter
	}
	return (nth(changes, quarter)-e.Usual)/off >= 0.5
}

// rare notes the day of an event; false where there were so many of late that
// they are what is usual now, which then has to be learnt anew.
func (u *usual) rare(day content.Day) bool {
	u.apart = append(u.apart, day)
	if len(u.apart) <= u.most {
		return true
	}
	u.days, u.rates, u.apart = nil, nil, nil
	return false
}
