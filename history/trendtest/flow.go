package trendtest

import (
	"math"
	"slices"

	"datarocks/content"
)

// Amount is what a day has of what is so many in a day: its count or, of a Cumulative
// metric, how much more than on the day before.
func (l *Ledger) Amount(day content.Day) (n int64, ok bool) {
	if l.Kind != content.Cumulative {
		return l.Counts[day], l.Has(day)
	}
	n = l.Diff(day-1, day)
	return n, l.Comparable(day-1, day) && n >= 0
}

// Total is the sum of the amounts of some days, which all must have one.
func (l *Ledger) Total(from, to content.Day) (total int64, ok bool) {
	for day := from; day <= to; day++ {
		n, ok := l.Amount(day)
		if !ok {
			return 0, false
		}
		total += n
	}
	return total, len(l.SeamsIn(from, to)) == 0
}

// Times is the logarithm of what some days have by what as many had some days earlier,
// when they had so many; ok is false where they cannot be compared.
func (l *Ledger) Times(from, to, earlier content.Day) (log float64, had int64, ok bool) {
	now, ok := l.Total(from, to)
	had, too := l.Total(from-earlier, to-earlier)
	log = math.Log(float64(max(now, 1))) - math.Log(float64(max(had, 1)))
	return log, had, ok && too && len(l.SeamsIn(from-earlier, to)) == 0
}

// overWeek is Times of each artist against a week before, of those who then had 50 a day.
func (r Roster) overWeek(from, to content.Day) (logs []float64, had int) {
	for _, l := range r {
		if before, ok := l.Total(from-7, to-7); !ok || before < 50*int64(to-from+1) {
			continue
		}
		had++
		if log, _, ok := l.Times(from, to, 7); ok {
			logs = append(logs, log)
		}
	}
	return logs, had
}

// FlowEventDays returns the days of platform events of what is so many in a day, with
// logarithms for their changes.
func (r Roster) FlowEventDays(newest content.Day) (found []Event) {
	var odd []content.Day
	daily := make(map[content.Day]float64)
	for day := content.Day(0); day <= newest; day++ {
		again := slices.ContainsFunc(found, func(e Event) bool { return e.Day == day-7 })
		logs, had := r.overWeek(day, day)
		if again || len(logs) < 5 || 2*len(logs) < had {
			continue
		}
		e := Event{From: day - 1, Day: day, Median: Median(logs), Artists: len(logs)}
		var last []float64
		for d := day - 90; d < day; d++ {
			if rate, ok := daily[d]; ok {
				last = append(last, rate)
			}
		}
		if len(last) >= 28 && e.isFarOff(logs, last) {
			odd = slices.DeleteFunc(append(odd, day), func(d content.Day) bool { return d < day-90 })
			if len(odd) <= 14 {
				found = append(found, e)
				continue
			}
			clear(daily)
			odd = nil
		}
		daily[day] = e.Median
	}
	return found
}

// isFarOff reports whether a day is far out of what was usual.
func (e *Event) isFarOff(logs, daily []float64) bool {
	e.Usual = Median(daily)
	var apart []float64
	for _, log := range daily {
		apart = append(apart, math.Abs(log-e.Usual))
	}
	off := e.Median - e.Usual
	if math.Abs(off) < 0.1 || math.Abs(off) < 8*1.4826*Median(apart) {
		return false
	}
	with := 0
	for _, log := range logs {
		if (log-e.Usual)/off >= 0.5 {
			with++
		}
	}
	return with >= len(logs)-len(logs)/4
}

// JoinFlow makes one event of those days in a row that moved the same way, if five
// artists have all of them, with changes in parts.
func (r Roster) JoinFlow(odd []Event) (joined []Event) {
	sum := 0.0 // of what was usual on the days of the last
	for _, e := range odd {
		n := len(joined)
		if n > 0 && joined[n-1].Day == e.From && (joined[n-1].Median < joined[n-1].Usual) == (e.Median < e.Usual) {
			if logs, _ := r.overWeek(joined[n-1].From+1, e.Day); len(logs) >= 5 {
				sum += e.Usual
				joined[n-1] = Event{From: joined[n-1].From, Day: e.Day, Median: Median(logs), Usual: sum / float64(e.Day-joined[n-1].From), Artists: len(logs)}
				continue
			}
		}
		joined, sum = append(joined, e), e.Usual
	}
	for i := range joined {
		joined[i].Median, joined[i].Usual = math.Exp(joined[i].Median)-1, math.Exp(joined[i].Usual)-1
	}
	return joined
}

// FlowLift is what an event did over some days to what is so many in a day.
type FlowLift struct {
	Why           string
	Before, After int64
	Log           float64 // beside the roster's
	Artists       int
}

// FlowLift measures an event of an artist, whose ledger is of the same metric.
func (r Roster) FlowLift(l *Ledger, timeline []content.Event, event int, days, newest content.Day) FlowLift {
	if why := r.Lift(&Ledger{}, timeline, event, days, newest).Why; why == "early" || why == "overlaps" {
		return FlowLift{Why: why}
	}
	first := timeline[event].Day
	if l.Kind == content.Cumulative {
		first++
	}
	last := first + days - 1
	log, had, ok := l.Times(first, last, days)
	if !ok {
		return FlowLift{Why: l.whyNot(first-days, last, newest)}
	}
	if had < 100 {
		return FlowLift{Why: "few"}
	}
	var logs []float64
	for _, other := range r {
		if log, had, ok := other.Times(first, last, days); ok && had >= 50*int64(days) {
			logs = append(logs, log)
		}
	}
	after, _ := l.Total(first, last)
	lift := FlowLift{Before: had, After: after, Log: log}
	if len(logs) >= 5 {
		lift.Log, lift.Artists = log-Median(logs), len(logs)
	}
	return lift
}

// whyNot is why days were not compared.
func (l *Ledger) whyNot(from, to, newest content.Day) string {
	some := func(from, to content.Day) bool {
		for day := from; day <= to; day++ {
			if _, ok := l.Amount(day); ok {
				return true
			}
		}
		return false
	}
	switch {
	case l.Empty() || !some(l.First(), l.Last()):
		return "gap"
	case !some(l.First(), from):
		return "young"
	case !some(to, l.Last()) && newest < to+7:
		return "early"
	case l.Kind == content.Cumulative && len(l.SeamsIn(from-1, to)) > 0, len(l.SeamsIn(from, to)) > 0:
		return "seam"
	}
	return "gap"
}
