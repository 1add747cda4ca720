package trend

import (
	"math"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/series"
)

// leastBefore is the least number of some days that others are compared with in a
// lift: of fewer, chance alone moves a tenth.
const leastBefore = 100

// FlowLift is what an event of an artist's timeline did to what is so many in a day:
// the days from it on against as many before it, apart from what happened to the
// roster in the same days.
//
// It shows that something happened then, not that the event was the cause.
type FlowLift struct {
	Event content.Event
	Days  content.Day // after, and before
	Why   Unmeasured
	Other content.Event // that it overlaps with

	// Change compares the days after with those before. The day of the event is the
	// first of those after; of a Cumulative metric, whose amounts a night finds
	// since the night before, it is the last of those before.
	flow.Change

	// Roster is the median, over the artists of the roster with 50 a day or more
	// before, of the logarithm of after by before. Artists is how many there were;
	// where they are fewer than five, too few to stand for it, both are 0.
	Roster  float64
	Artists int
}

// Log is the lift as a logarithm: 0 where the artist moved as the roster did.
func (l FlowLift) Log() float64 { return l.Change.Log() - l.Roster }

// Times is the lift as a factor: 2 where the artist had twice as much as it would have
// had, had it moved as the roster did.
func (l FlowLift) Times() float64 { return math.Exp(l.Log()) }

// Percent is the lift in per cent; ok is false where none was measured.
func (l FlowLift) Percent() (percent float64, ok bool) {
	return 100 * math.Expm1(l.Log()), l.Why == ""
}

// FlowLift measures what an event of the timeline did over some days. The timeline is
// the whole one of the artist, and newest the last day that is known of. No other day
// stands in for one without an amount.
func (p *RosterSample) FlowLift(d flow.Daily, timeline []content.Event, event int, days, newest content.Day) FlowLift {
	l := FlowLift{Event: timeline[event], Days: days}
	if l.Why, l.Other = Unliftable(timeline, event, days, newest); l.Why != "" {
		return l
	}
	after := daysAfter(d.Kind, l.Event.Day, days)
	change, why := d.Compare(after, int(days))
	switch {
	case why != "":
		l.Why = unmeasured(d, after, newest)
	case change.Before.Mean() < leastBefore/float64(days):
		l.Why = LiftFew
	default:
		l.Change = change
		l.Roster, l.Artists = p.flowLift(stretch{l.Event.Day, days})
	}
	return l
}

// daysAfter are the days whose amounts come after an event.
func daysAfter(kind content.Kind, event, days content.Day) flow.Span {
	if kind == content.Cumulative {
		event++
	}
	return flow.Span{First: event, Last: event + days - 1}
}

// unmeasured is why days cannot be compared with as many before them.
func unmeasured(d flow.Daily, after flow.Span, newest content.Day) Unmeasured {
	first := after.Earlier(after.Days()).First
	switch {
	case d.Why(first) == flow.Early:
		return LiftYoung
	case d.Why(after.Last) == flow.Late && newest < after.Last+weekDays:
		return LiftEarly // the source has not counted these days yet
	case d.Crossed(flow.Span{First: first, Last: after.Last}):
		return LiftSeam
	}
	return LiftGap
}

// flowLift returns the median of the roster's changes around a day, as a logarithm;
// none where fewer than leastArtists of enough were measured.
func (p *RosterSample) flowLift(at stretch) (median float64, artists int) {
	if known, ok := p.lifts[at]; ok {
		return known.median, known.artists
	}
	var lifts []float64
	for _, d := range p.daily {
		c, why := d.Compare(daysAfter(p.Kind(), at.base, at.days), int(at.days))
		if why == "" && c.Before.Mean() >= flow.LeastTypical {
			lifts = append(lifts, c.Log())
		}
	}
	var known rosterLift
	if len(lifts) >= leastArtists {
		known = rosterLift{series.Median(lifts), len(lifts)}
	}
	p.lifts[at] = known
	return known.median, known.artists
}
