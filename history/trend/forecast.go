package trend

import (
	"math"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
)

const (
	// The pace is that of the last four weeks, a week each.
	paceWeeks = 4
	paceDays  = 7 * paceWeeks

	// A forecast goes no farther, in days, because too little of the past shows
	// how good it is.
	farthestForecast = 13 * 7

	// A forecast is tried on the past, a week apart, so often. Trials that look far
	// ahead share most of their days, so they also cover twice that time.
	leastTrials = 8
	mostTrials  = 2 * farthestForecast / 7
)

// Forecast is when the next milestone will be reached if the counts go on as in
// the last 28 days, and how forecasts by that rule did in the past of the same
// series.
type Forecast struct {
	From      series.Point // the newest count
	Milestone int64
	// Early and Late are the days on which it is reached by the fastest and by
	// the slowest of the last four weeks.
	Early, Late content.Day

	// Days is how far ahead the milestone is by the pace of all four weeks, in
	// whole weeks. So many days ahead the count was forecast from each of Trials
	// earlier days, a week apart, by the counts up to that day alone: a platform
	// event after it, which could not be known, is a miss like any other. Within
	// of the counts that came lay between what the fastest and the slowest week
	// would have brought.
	Days           content.Day
	Trials, Within int
	// Error is the mean distance of those forecasts, by the pace of all four
	// weeks, from the counts that came; Naive is that of the naive rule, that
	// nothing changes. Both are in followers.
	Error, Naive float64
}

// Predict returns when the next milestone is to be expected; ok is false where that
// is not worth a word: the newest count is not current, one of the last four
// weeks brought nothing, a platform event or another account lies in them, the
// milestone is more than 13 weeks ahead, the trials that can be made are fewer than
// eight or cover less than twice the time ahead, the rule was no better in them
// than to expect no change, or fewer than half of them held. A milestone that was
// reached before is not the next one. Of what is so many in a day there is no forecast.
func Predict(s *series.Series, events []PlatformEvent, newest content.Day, every content.Cadence) (f Forecast, ok bool) {
	last, ok := s.Last()
	if !ok || !reaches(s) || last.Day <= newest-series.Interval(every) {
		return Forecast{}, false
	}
	pace, ok := paceTo(s, last.Day, events)
	if !ok || pace.slow <= 0 {
		return Forecast{}, false
	}
	_, next := milestones(s)
	f = Forecast{From: last, Milestone: max(next, nextMilestone(last.Value))}
	ahead := func(pace float64) content.Day {
		return content.Day(math.Ceil(min(float64(f.Milestone-last.Value)/pace, 2*farthestForecast)))
	}
	f.Early, f.Late = last.Day+ahead(pace.fast), last.Day+ahead(pace.slow)
	f.Days = (ahead(pace.mean) + 6) / 7 * 7
	if f.Days > farthestForecast || f.Late >= last.Day+2*farthestForecast {
		return Forecast{}, false
	}
	f.try(s, events)
	return f, f.Trials >= max(leastTrials, int(2*f.Days/7)) && f.Error < f.Naive && 2*f.Within >= f.Trials
}

// pace is how many followers a day brought, by the slowest, the fastest and all
// of four weeks.
type pace struct{ slow, mean, fast float64 }

// paceTo returns the pace of the four weeks up to a day. There is none where a week
// does not begin with a count, of its first day or the one before, or where a
// platform event or another account lies in them. It looks at nothing later.
func paceTo(s *series.Series, day content.Day, events []PlatformEvent) (p pace, ok bool) {
	var at [paceWeeks + 1]series.Point
	for i := range at {
		if at[i], ok = s.Before(day-7*content.Day(i), day-7*content.Day(i)-1); !ok {
			return pace{}, false
		}
	}
	newest, oldest := at[0], at[paceWeeks]
	disturbed := slices.ContainsFunc(events, func(e PlatformEvent) bool { return oldest.Day < e.Day && e.From < day })
	if disturbed || s.Crossed(oldest.Day, day) {
		return pace{}, false
	}
	daily := func(from, to series.Point) float64 { return float64(to.Value-from.Value) / float64(to.Day-from.Day) }
	p = pace{slow: math.Inf(1), fast: math.Inf(-1), mean: daily(oldest, newest)}
	for i := range paceWeeks {
		week := daily(at[i+1], at[i])
		p.slow, p.fast = min(p.slow, week), max(p.fast, week)
	}
	return p, true
}

// try makes the forecast on earlier days, and notes how it did.
func (f *Forecast) try(s *series.Series, events []PlatformEvent) {
	var off, naive float64
	days := float64(f.Days)
	for day := f.From.Day - f.Days; day >= s.FirstDay() && f.Trials < mostTrials; day -= 7 {
		from, came, ok := s.Both(day, day+f.Days)
		if !ok {
			continue
		}
		pace, ok := paceTo(s, day, events)
		if !ok {
			continue
		}
		f.Trials++
		gained := float64(came - from)
		off += math.Abs(gained - pace.mean*days)
		naive += math.Abs(gained)
		if pace.slow*days <= gained && gained <= pace.fast*days {
			f.Within++
		}
	}
	f.Error, f.Naive = off/float64(max(1, f.Trials)), naive/float64(max(1, f.Trials))
}
