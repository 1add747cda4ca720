package history

import (
	"math"
	"slices"

	"datarocks/content"
)

// What makes a day of a platform event.
const (
	// The median change must be so far off its usual one: in parts of the
	// count, and in spreads of the days before.
	leastEvent  = 0.003
	eventSpread = 8

	// Usual is what the last days with a median were, if there are enough.
	usualDays     = 90
	leastUsual    = 28
	leastWeekly   = 8 // of a source that is asked weekly
	farthestCount = 7 // days between two counts that are compared
)

// PlatformEvent is a time at which the counts of a whole roster moved on one
// source as they never do by themselves: the platform removed false accounts,
// say, or began to count in another way.
type PlatformEvent struct {
	Source content.Source
	// From is the last day counted before, and Day the first one after.
	From, Day content.Day
	// Median is the median of the artists' changes between the two, in parts of
	// the earlier count: -0.012 where the middle artist lost 1.2 per cent.
	Median float64
	// Usual is what the median of so many days was until then.
	Usual float64
	// Artists is how many were compared.
	Artists int
}

// Events lists the platform events of the source, the oldest first.
//
// A day is part of one if the median of the artists' changes since their counts
// before is eight spreads and 0.3 per cent away from what it usually was in the
// 90 days before, and three of four artists moved that way at least half as far.
// It takes five artists, being at least half of those counted that day, and 28
// days (8 counts of a source that is asked weekly) to know what is usual. Days in
// a row are one event. Nothing later than a day is used to tell of it.
func (p *Peers) Events() []PlatformEvent {
	first, last, ok := p.span()
	if !ok {
		return nil
	}
	var events []PlatformEvent
	var usual []float64 // the median change a day, of the days that were no event
	for day := first + 1; day <= last; day++ {
		changes, gap := p.changes(day)
		if len(changes) < leastPeers {
			continue
		}
		e := PlatformEvent{Source: p.Source, From: day - gap, Day: day, Median: medianOf(changes), Artists: len(changes)}
		if e.odd(changes, usual, p.leastUsual()) {
			events = p.append(events, e)
			continue
		}
		usual = append(usual, e.Median/float64(gap))
		usual = usual[max(0, len(usual)-usualDays):]
	}
	return slices.DeleteFunc(events, func(e PlatformEvent) bool { return math.Abs(e.Median-e.Usual) < leastEvent })
}

func (p *Peers) leastUsual() int {
	if p.every == content.EveryWeek {
		return leastWeekly
	}
	return leastUsual
}

// changes gives the artists' changes from the count before to that of a day, in
// parts of the earlier one, sorted, and how many days lie between. Artists whose
// count before is of another day than that of most are left out, and if they
// are too many, so are all.
func (p *Peers) changes(day content.Day) (changes []float64, gap content.Day) {
	var by [farthestCount + 1][]float64
	counted := 0
	for _, s := range p.series {
		now, ok := s.Value(day)
		if !ok {
			continue
		}
		counted++
		before, ok := s.before(day-1, day-farthestCount)
		if !ok || before.Value == 0 || s.crossed(before.Day, day) {
			continue
		}
		by[day-before.Day] = append(by[day-before.Day], float64(now-before.Value)/float64(before.Value))
	}
	for days, some := range by {
		if len(some) > len(changes) {
			changes, gap = some, content.Day(days)
		}
	}
	if 2*len(changes) < counted {
		return nil, 0
	}
	slices.Sort(changes)
	return changes, gap
}

// odd says whether sorted changes are those of an event, and notes what would
// have been usual.
func (e *PlatformEvent) odd(changes, usual []float64, least int) bool {
	if len(usual) < least {
		return false
	}
	gap := float64(e.Day - e.From)
	center, spread := middle(slices.Clone(usual))
	e.Usual = center * gap
	off := e.Median - e.Usual
	if math.Abs(off) < max(leastEvent, eventSpread*spread*gap) {
		return false
	}
	quarter := changes[len(changes)/4] // three of four are above it
	if off < 0 {
		quarter = changes[len(changes)-1-len(changes)/4]
	}
	return (quarter-e.Usual)/off >= 0.5
}

// append adds an event, or the next day to the one before.
func (p *Peers) append(events []PlatformEvent, e PlatformEvent) []PlatformEvent {
	if n := len(events) - 1; n >= 0 && events[n].Day == e.From {
		whole := events[n]
		whole.Day = e.Day
		whole.Usual += e.Usual
		whole.Median, whole.Artists = p.median(whole.From, whole.Day)
		events[n] = whole
		return events
	}
	return append(events, e)
}

// median gives the median of the artists' changes between two days.
func (p *Peers) median(from, to content.Day) (median float64, artists int) {
	var changes []float64
	for _, s := range p.series {
		if before, after, ok := s.steady(from, to); ok && before > 0 {
			changes = append(changes, float64(after-before)/float64(before))
		}
	}
	if len(changes) == 0 {
		return 0, 0
	}
	return medianOf(changes), len(changes)
}
