package trend

import (
	"math"
	"slices"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/series"
)

// leastFlowEvent is how far the roster's median must be off its usual for a platform
// event of what is so many in a day, as a logarithm: a tenth, about.
const leastFlowEvent = 0.1

// flowRhythm is the rules for events of what is so many in a day.
var flowRhythm = rhythm{memory: 90, least: 28, most: 14, off: leastFlowEvent}

// weekDays is how long a week is: days are compared with the same weekday.
const weekDays = 7

// findFlowDays lists the days of platform events of what is so many in a day. A day
// whose weekday before was one compares with nothing: it would show the same event
// again, the other way round.
func findFlowDays(p *RosterSample) []PlatformEvent {
	first, last, ok := p.span()
	if !ok {
		return nil
	}
	usual := baseline{rhythm: flowRhythm}
	var days []PlatformEvent
	for day := first; day <= last; day++ {
		if slices.ContainsFunc(days, func(e PlatformEvent) bool { return e.Day == day-weekDays }) {
			continue
		}
		e, changes := flowDay(p, day)
		if len(changes) < leastArtists {
			continue
		}
		usual.forget(day)
		if usual.isEvent(&e, changes) && usual.isRare(day) {
			days = append(days, e)
		} else {
			usual.add(e)
		}
	}
	return days
}

// flowDay compares the amounts of a day with those of a week before. Its Median is a
// logarithm. There are no changes where fewer than half of those artists have one that
// had an amount a week before.
func flowDay(p *RosterSample, day content.Day) (e PlatformEvent, changes []float64) {
	changes, had := flowChanges(p.daily, flow.Span{First: day, Last: day})
	if len(changes) == 0 || 2*len(changes) < had {
		return PlatformEvent{}, nil
	}
	e = PlatformEvent{Metric: p.Metric, From: day - 1, Day: day, Median: series.Median(changes), Artists: len(changes)}
	return e, changes
}

// flowChanges are the artists' changes of days in a row against those a week before, as
// logarithms, and how many of them had enough then.
func flowChanges(all []flow.Daily, span flow.Span) (changes []float64, had int) {
	for _, d := range all {
		before, why := d.Of(span.Earlier(weekDays))
		if why != "" || before.Mean() < flow.LeastTypical {
			continue
		}
		had++
		if c, why := d.Compare(span, weekDays); why == "" {
			changes = append(changes, c.Log())
		}
	}
	return changes, had
}

// flowMedian is median of what is so many in a day, as a logarithm.
func flowMedian(all []flow.Daily, from, to content.Day) (median float64, artists int) {
	changes, _ := flowChanges(all, flow.Span{First: from + 1, Last: to})
	if len(changes) == 0 {
		return 0, 0
	}
	return series.Median(changes), len(changes)
}

// inParts returns events of what is so many in a day with their changes in parts, as
// those of levels have them.
func inParts(events []PlatformEvent) []PlatformEvent {
	for i := range events {
		events[i].Median, events[i].Usual = math.Expm1(events[i].Median), math.Expm1(events[i].Usual)
	}
	return events
}
