package trend

import (
	"math"

	"datarocks/content"
	"datarocks/history/series"
)

// LiftDays are the lengths, in days, over which lifts are measured.
var LiftDays = []content.Day{7, 28}

// Unmeasured is why a lift is not measured; "" where it is.
type Unmeasured string

// Why a lift is not measured.
const (
	LiftEarly    Unmeasured = "early"    // too few days have passed since the event
	LiftOverlaps Unmeasured = "overlaps" // with another event of the artist
	LiftYoung    Unmeasured = "young"    // the first count is too late
	LiftGap      Unmeasured = "gap"      // a count that it takes is missing
	LiftSeam     Unmeasured = "seam"     // another account was counted on the way
	LiftFew      Unmeasured = "few"      // there was too little before, see FlowLift
	LiftKind     Unmeasured = "kind"     // the metric is so many in a day, see FlowLift
)

// Lift is what an event of an artist's timeline did to the levels of a source:
// the followers gained in some days after it, less those gained in as many days
// before it, less what happened to the roster in the same days.
//
// It shows that something happened then, not that the event was the cause.
type Lift struct {
	Event content.Event
	Days  content.Day // after, and before
	Why   Unmeasured
	Other content.Event // that it overlaps with

	// Base is the count that ends the days before and begins those after: that
	// of the event's day or, where one of the three counts is missing then, that
	// of up to a seventh of the days earlier.
	Base          series.Point
	Before, After int64 // followers gained

	// Roster is the median, over the artists of the roster with 1,000 followers or
	// more, of what each gained after less what it gained before, in parts of its
	// count between. Artists is how many there were; where they are fewer than
	// five, too few to stand for it, both are 0.
	Roster  float64
	Artists int
}

// Usual is what the artist would have gained more, had it moved as the roster did.
func (l Lift) Usual() int64 { return int64(math.Round(l.Roster * float64(l.Base.Value))) }

// Gain is the lift, in followers.
func (l Lift) Gain() int64 { return l.After - l.Before - l.Usual() }

// Percent is the lift in per cent of the count between; ok is false where that
// was 0.
func (l Lift) Percent() (percent float64, ok bool) {
	if l.Base.Value == 0 {
		return 0, false
	}
	return float64(l.Gain()) / float64(l.Base.Value) * 100, true
}

// Lift measures what an event of the timeline did over some days. The timeline
// is the whole one of the artist, and newest the last day that is known of.
func (p *RosterSample) Lift(s *series.Series, timeline []content.Event, event int, days, newest content.Day) Lift {
	l := Lift{Event: timeline[event], Days: days}
	if p.Kind() != content.Stock || s.IsCut() {
		l.Why = LiftKind
		return l
	}
	day := l.Event.Day
	if l.Why, l.Other = Unliftable(timeline, event, days, newest); l.Why != "" {
		return l
	}
	for base := day; base >= day-days/7; base-- {
		if !l.measure(s, base) {
			continue
		}
		if !l.overlaps(timeline, event, base-days) {
			l.Roster, l.Artists = p.lift(stretch{base, days})
		}
		return l
	}
	switch first, ok := s.First(); {
	case !ok:
		l.Why = LiftGap
	case first.Day > day-days:
		l.Why = LiftYoung
	case s.Crossed(day-days, day+days):
		l.Why = LiftSeam
	default:
		l.Why = LiftGap
	}
	return l
}

// Unliftable returns what keeps an event from being measured on any source: that it
// is too early, or that it overlaps with another event; "" if nothing does.
func Unliftable(timeline []content.Event, event int, days, newest content.Day) (why Unmeasured, other content.Event) {
	l := Lift{Event: timeline[event], Days: days}
	switch {
	case newest < l.Event.Day+days:
		return LiftEarly, content.Event{}
	case l.overlaps(timeline, event, l.Event.Day-days):
		return l.Why, l.Other
	}
	return "", content.Event{}
}

// overlaps looks for another event from a day on, which is the first of those
// before, until the days after are over. What came on the first day moved the
// counts that follow.
func (l *Lift) overlaps(timeline []content.Event, event int, first content.Day) bool {
	for i, other := range timeline {
		if i != event && first <= other.Day && other.Day < l.Event.Day+l.Days {
			*l = Lift{Event: l.Event, Days: l.Days, Why: LiftOverlaps, Other: other}
			return true
		}
	}
	return false
}

// measure takes the counts around a day; false where one is missing, or of
// another account.
func (l *Lift) measure(s *series.Series, base content.Day) bool {
	early, middle, ok := s.Both(base-l.Days, base)
	_, late, too := s.Both(base, base+l.Days)
	if !ok || !too {
		return false
	}
	l.Base, l.Before, l.After = series.Point{Day: base, Value: middle}, middle-early, late-middle
	return true
}

// lift returns the median of the roster's lifts around a day; none where fewer than
// leastArtists of leastBase followers or more were measured.
func (p *RosterSample) lift(at stretch) (median float64, artists int) {
	if known, ok := p.lifts[at]; ok {
		return known.median, known.artists
	}
	var lifts []float64
	for _, s := range p.series {
		l := Lift{Days: at.days}
		if l.measure(s, at.base) && l.Base.Value >= leastBase {
			lifts = append(lifts, float64(l.After-l.Before)/float64(l.Base.Value))
		}
	}
	var known rosterLift
	if len(lifts) >= leastArtists {
		known = rosterLift{series.Median(lifts), len(lifts)}
	}
	p.lifts[at] = known
	return known.median, known.artists
}
