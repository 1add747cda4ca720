package trend

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
)

// What makes a day of a platform event: the median change must be so far off its
// usual one, in parts of the count and in spreads of the days before.
const (
	leastEvent  = 0.003
	eventSpread = 8
)

// PlatformEvent is a time at which the counts of a whole roster moved on one
// source as they never do by themselves: because the platform removed false accounts,
// for example, or began to count in another way.
type PlatformEvent struct {
	content.Metric
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

// off is how far the median was from its usual.
func (e *PlatformEvent) off() float64 { return e.Median - e.Usual }

// Events lists the platform events of the source, the oldest first. No two of
// them share a day between their counts.
//
// A day is part of one if the median of the artists' changes since their counts
// before is eight spreads and 0.3 per cent away from what it usually was in the
// 90 days before, and three of four artists moved that way at least half as far.
// It takes five artists of 1,000 followers or more, being at least half of those
// counted in the week before, and 28 days to know what is usual; of a source that
// is asked weekly, half of two weeks, and 8 counts of half a year. Days in a row
// that moved the same way are one event, so a slip that is mended is two.
//
// What more than 14 of 90 days do (4 counts of a weekly source) is no event, but
// a new pace: then there are no events until there are enough days of it.
//
// Of what is so many in a day, a day is compared with the same weekday a week before:
// it is part of an event if the median of the artists' ratios is, as a logarithm,
// eight spreads and 0.1 away from what it usually was in the 90 days before, and
// three of four artists moved that way at least half as far. It takes five artists
// with 50 or more a week before, being at least half of those who had that many.
// From is then the day before the first, and Median and Usual are changes in parts of
// the days a week before.
//
// Nothing later than a day is used to judge it.
func (p *RosterSample) Events() []PlatformEvent { return p.join(p.eventDays()) }

// EventsIn lists the platform events of the days from one to another as they were
// known on the last of them: of one that goes on after it, the part until then.
func (p *RosterSample) EventsIn(from, to content.Day) []PlatformEvent {
	days := p.eventDays()
	begin, _ := slices.BinarySearchFunc(days, from, func(e PlatformEvent, day content.Day) int { return cmp.Compare(e.Day, day) })
	end := begin
	for end < len(days) && days[end].Day <= to {
		end++
	}
	for 0 < begin && begin < end && days[begin-1].Day == days[begin].From {
		begin--
	}
	return slices.DeleteFunc(p.join(days[begin:end]), func(e PlatformEvent) bool { return e.Day < from })
}

// eventDays lists the days of platform events, each by itself. They are worked out
// once.
func (p *RosterSample) eventDays() []PlatformEvent {
	if p.looked {
		return p.days
	}
	p.looked = true
	if p.Kind() == content.Stock {
		p.days = p.findEventDays()
	} else {
		p.days = findFlowDays(p)
	}
	return p.days
}

func (p *RosterSample) findEventDays() []PlatformEvent {
	first, last, ok := p.span()
	if !ok {
		return nil
	}
	nights := newNights(p)
	usual := baseline{rhythm: rhythmOf(p.every)}
	var days []PlatformEvent
	for day := first; day <= last; day++ {
		e, ok := nights.night(day)
		if n := len(days); !ok || n > 0 && e.From < days[n-1].Day {
			continue // a part of what it compares was reported already
		}
		usual.forget(day)
		if usual.isEvent(&e, nights.changes) && usual.isRare(day) {
			days = append(days, e)
		} else {
			usual.add(e)
		}
	}
	return days
}

// join makes events of their days, of those in a row that moved the same way one.
func (p *RosterSample) join(days []PlatformEvent) []PlatformEvent {
	var events []PlatformEvent
	for _, e := range days {
		events = p.append(events, e)
	}
	if p.Kind() == content.Stock {
		return events
	}
	return inParts(events)
}

// append adds an event, or the next day to the one before.
func (p *RosterSample) append(events []PlatformEvent, e PlatformEvent) []PlatformEvent {
	n := len(events) - 1
	if n < 0 || events[n].Day != e.From || (events[n].off() < 0) != (e.off() < 0) {
		return append(events, e)
	}
	whole := events[n]
	whole.Day = e.Day
	whole.Median, whole.Artists = p.median(whole.From, whole.Day)
	if whole.Usual += e.Usual; p.Kind() != content.Stock {
		days := float64(whole.Day - whole.From) // of which each is compared by itself
		whole.Usual = events[n].Usual + (e.Usual-events[n].Usual)/days
	}
	if whole.Artists < leastArtists {
		return append(events, e) // other artists were counted on the first day than on the last
	}
	events[n] = whole
	return events
}

// median returns the median of the artists' changes between two days.
func (p *RosterSample) median(from, to content.Day) (median float64, artists int) {
	if p.Kind() != content.Stock {
		return flowMedian(p.daily, from, to)
	}
	var changes []float64
	for _, s := range p.series {
		if before, after, ok := s.Both(from, to); ok && before >= leastBase {
			changes = append(changes, float64(after-before)/float64(before))
		}
	}
	if len(changes) == 0 {
		return 0, 0
	}
	return series.Median(changes), len(changes)
}

// nights look at the counts of the whole sample, night by night.
type nights struct {
	*RosterSample
	farthest content.Day
	last     []series.Point // the newest count of each; its value is none where there was none yet
	by       [][]float64    // the artists' changes, by how many days they took
	changes  []float64      // those of the night
}

func newNights(p *RosterSample) *nights {
	farthest := rhythmOf(p.every).farthest
	r := &nights{RosterSample: p, farthest: farthest, last: make([]series.Point, len(p.series)), by: make([][]float64, farthest+1)}
	for i := range r.last {
		r.last[i].Value = series.None
	}
	return r
}

// night compares the counts of a day with those before. Artists whose count before
// is of another day than that of most are left out, and if that leaves fewer
// than half of those that were counted of late, there is no answer.
func (r *nights) night(day content.Day) (e PlatformEvent, ok bool) {
	for i := range r.by {
		r.by[i] = r.by[i][:0]
	}
	counted := 0
	for i, s := range r.series {
		before := r.last[i]
		now, ok := s.Value(day)
		if ok {
			r.last[i] = series.Point{Day: day, Value: now}
		}
		if before.Value < leastBase || before.Day < day-r.farthest {
			continue
		}
		counted++
		if ok && !s.Crossed(before.Day, day) {
			days := day - before.Day
			r.by[days] = append(r.by[days], float64(now-before.Value)/float64(before.Value))
		}
	}
	r.changes = nil
	for days, changes := range r.by {
		if len(changes) > len(r.changes) {
			r.changes, e.From = changes, day-content.Day(days)
		}
	}
	e.Metric, e.Day, e.Artists = r.Metric, day, len(r.changes)
	if e.Artists < leastArtists || 2*e.Artists < counted {
		return PlatformEvent{}, false
	}
	e.Median = series.Median(r.changes)
	return e, true
}
