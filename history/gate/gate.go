// Package gate stands between the platforms and the history: it holds back counts
// that are not to be believed yet, by the past of each series and by the names of the
// accounts. A held count is stored, but is no count until a person or the following
// nights confirm it.
//
//   - A 0 is held unless the last accepted count was 0: platforms have answered
//     0 for a day (github.com/spotify/web-api issue 624).
//   - A jump beyond what is usual is held until it was the same for three
//     nights in a row, and one to a level that a person withdrew for good.
//     Falls of most of the roster at once, by less than a fifth and to no zeros,
//     are a platform event, and pass.
//   - What is so many in a day has no bounds. A 0 is held where fifty a day or more
//     were usual in the four weeks before.
//   - An account that calls itself by a stranger's name is held when it is seen
//     first, and when its name has changed since it was last accepted. Where it
//     has no name, it is held if it was another artist's of the roster.
//
// The gate returns verdicts; history.Record stores by them.
package gate

import (
	"math"
	"slices"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/series"
)

// Bounds of the gate.
const (
	// A count may half again day after day, as in a viral week, double on the best
	// of them, and lose a tenth. Slips of platforms are by factors of ten and a
	// thousand.
	usualRise = 1.5
	bestRise  = 2
	usualFall = 0.9

	// A series that is restless by itself may move this many times its usual
	// daily change, where that is more.
	restless = 12

	// A change of so few followers passes: small artists move by leaps. One by a
	// greater factor than greatestChange passes only if it is of very few a day.
	fewFollowers     = 300
	veryFewFollowers = 25

	// After a gap the bound is that of each of its days, up to a week's.
	longestGap = 7

	// Neither gaps, which are all that a source asked weekly has, nor
	// restlessness nor smallness let a slip by ten pass.
	greatestChange = 8

	// The newest changes show what is usual, if there are enough of them.
	usualChanges  = 60
	leastForUsual = 8

	// A jump that is the same for so many nights in a row is no slip.
	nightsOfRelease = 3
)

// Why the gate holds a count. A plain jump is released by the following nights,
// the others only by a person.
const (
	whyJump      = "a jump that is not confirmed yet"
	whyWithdrawn = "a jump to a level that was withdrawn before"
	whyZero      = "a sudden zero"
	whyName      = "the account calls itself "
	whyOther     = "the account was counted so far for "
	whyID        = "the username leads to another account now, of the id %s and not %s"
)

// Why the gate let a count pass that it might have held.
const (
	whyNights = "the third night at this level"
	whyEvent  = "platform event: most of the roster fell"
)

// jury is what the counts of one snapshot are judged by.
type jury struct {
	past   series.Lookup
	site   *content.Site
	day    content.Day
	roster roster
}

// Judge returns a verdict on each sample of a snapshot, by the past of its series
// and by the name of the account. Counts that past has of the same day, as when it
// is asked again, do not matter.
func Judge(past series.Lookup, site *content.Site, snap fetch.Snapshot) []history.Verdict {
	j := jury{past: past, site: site, day: content.DayOf(snap.At), roster: rosterOf(site, past)}
	verdicts := make([]history.Verdict, len(snap.Samples))
	for i, sample := range snap.Samples {
		if n, ok := sample.Count.Value(); ok {
			verdicts[i] = j.verdict(sample, n)
		}
	}
	for _, metric := range metricsOf(snap.Samples) {
		if metric.Kind().IsLevel() {
			j.releaseEvent(metric, snap.Samples, verdicts)
		}
	}
	return verdicts
}

// metricsOf lists what samples are of, each metric once.
func metricsOf(samples []fetch.Sample) []content.Metric {
	var all []content.Metric
	for _, s := range samples {
		if !slices.Contains(all, s.Metric) {
			all = append(all, s.Metric)
		}
	}
	return all
}

func (j *jury) verdict(sample fetch.Sample, n int64) history.Verdict {
	s := j.past(sample.Artist, sample.Metric)
	v := j.doubt(s, sample, n)
	if why := j.roster.stranger([]*series.Series{s, j.past(sample.Artist, sample.Source.Default())}, sample); why != "" {
		v = history.Verdict{Held: true, Why: why}
	}
	v.NameKnown = s.Counted == sample.Account && s.Name == sample.Count.Name
	return v
}

// doubt weighs a count by the rules of its kind. Days that a source counted are judged
// one by one, see PastDays.
func (j *jury) doubt(s *series.Series, sample fetch.Sample, n int64) history.Verdict {
	switch {
	case sample.Days != nil:
		return history.Verdict{}
	case sample.Metric.Kind().IsLevel():
		return judge(s, j.day, sample.Account, n)
	}
	held, why := PastDays(s, sample.Account)(j.day, n)
	return history.Verdict{Held: held, Why: why}
}

// judge weighs a level against the series' own past.
func judge(s *series.Series, day content.Day, account string, n int64) history.Verdict {
	last, ok := lastOf(s, account, day)
	days := unknownDays(s, last.Day, day)
	switch {
	case n == 0 && (!ok || last.Value != 0):
		return history.Verdict{Held: true, Why: whyZero}
	case !ok || areFew(last.Value, n, days):
		return history.Verdict{}
	}
	rise, fall := bounds(s, day, days)
	change := math.Log(float64(n) / math.Max(1, float64(last.Value)))
	switch {
	case fall <= change && change <= rise:
		return history.Verdict{}
	case wasWithdrawn(s, account, n):
		return history.Verdict{Held: true, Why: whyWithdrawn}
	case confirmed(s, day, account, n):
		return history.Verdict{Why: whyNights}
	}
	return history.Verdict{Held: true, Why: whyJump}
}

// lastOf returns the newest count before a day, if it is of that account: the past
// of another one does not matter.
func lastOf(s *series.Series, account string, day content.Day) (series.Point, bool) {
	if s.Counted != "" && s.Counted != account {
		return series.Point{}, false
	}
	last, ok := s.Before(day-1, s.FirstDay())
	if !ok || len(s.Seams(last.Day+1, day)) > 0 {
		return series.Point{}, false
	}
	return last, true
}

// unknownDays is how many days a count may have moved in: those since the last
// accepted one, but for those whose count is known and held.
func unknownDays(s *series.Series, from, to content.Day) content.Day {
	days := to - from
	for d := from + 1; d < to; d++ {
		if _, held := s.Held(d); held {
			days--
		}
	}
	return days
}

// bounds returns the greatest rise and fall that pass after some days, as
// logarithms.
func bounds(s *series.Series, day, days content.Day) (rise, fall float64) {
	usual := restless * usualChange(s, day)
	gap, most := float64(min(days, longestGap)), math.Log(greatestChange)
	rise = math.Max(math.Log(bestRise), gap*math.Max(math.Log(usualRise), usual))
	fall = gap * math.Min(math.Log(usualFall), -usual)
	return math.Min(rise, most), math.Max(fall, -most)
}

// usualChange is the spread of the changes from day to day before a day, as a
// logarithm, see series.Middle. It is 0 where there are too few changes.
func usualChange(s *series.Series, day content.Day) float64 {
	var changes []float64
	for d := day - 1; d > s.FirstDay() && len(changes) < usualChanges; d-- {
		now, ok := s.Value(d)
		before, too := s.Value(d - 1)
		if ok && too && now > 0 && before > 0 {
			changes = append(changes, math.Log(float64(now)/float64(before)))
		}
	}
	if len(changes) < leastForUsual {
		return 0
	}
	_, spread := series.Middle(changes)
	return spread
}

// confirmed reports whether the nights just before were held as jumps to about
// this level.
func confirmed(s *series.Series, day content.Day, account string, n int64) bool {
	for d := day - 1; d > day-nightsOfRelease; d-- {
		h, ok := s.Held(d)
		if !ok || h.Account != account || h.Reason != whyJump || !sameLevel(h.Value, n) {
			return false
		}
	}
	return true
}

// wasWithdrawn reports whether a person withdrew a count of about this level.
func wasWithdrawn(s *series.Series, account string, n int64) bool {
	return slices.ContainsFunc(s.WithdrawnCounts(), func(h series.HeldCount) bool {
		return h.Account == account && sameLevel(h.Value, n)
	})
}

// areFew reports whether two counts, some days apart, differ by so few followers
// that no bound applies. A tenfold is never few.
func areFew(a, b int64, days content.Day) bool {
	low, high := min(a, b), max(a, b)
	if high-low <= veryFewFollowers*int64(min(days, longestGap)) {
		return true
	}
	return high-low <= fewFollowers && high <= greatestChange*low
}

// sameLevel lets counts differ as much as accepted ones may from day to day,
// downwards: a level that rises by half each night is none.
func sameLevel(a, b int64) bool {
	return areFew(a, b, 1) || float64(min(a, b)) >= usualFall*float64(max(a, b))
}

// A fall of a whole roster is a platform event if at least this many artists lost
// this part or more, they are more than half of all, and none lost a fifth or all.
// Of an ordinary night even a hundredth is much.
const (
	leastFallen   = 3
	leastLost     = 0.02
	greatestEvent = 0.2
)

// releaseEvent lets the falls in one metric pass where the roster fell as one.
func (j *jury) releaseEvent(metric content.Metric, samples []fetch.Sample, verdicts []history.Verdict) {
	var doubtful []int
	fallen, deep := 0, false
	for i, sample := range samples {
		n, ok := sample.Count.Value()
		if sample.Metric != metric || !ok {
			continue
		}
		last, counted := lastOf(j.past(sample.Artist, metric), sample.Account, j.day)
		if !counted {
			continue
		}
		left := float64(n) / math.Max(1, float64(last.Value))
		if left <= 1-leastLost {
			fallen++
		}
		if verdicts[i].Why == whyJump && n < last.Value {
			doubtful = append(doubtful, i)
		}
		deep = deep || verdicts[i].Why == whyZero || last.Value > fewFollowers && left <= 1-greatestEvent
	}
	if len(doubtful) == 0 || deep || fallen < leastFallen || 2*fallen <= j.counted(metric) {
		return
	}
	for _, i := range doubtful {
		verdicts[i].Held, verdicts[i].Why = false, whyEvent
	}
}

// counted is how many of the roster were counted in a metric before the day,
// whether or not they are asked on it: a run may ask for three artists alone.
func (j *jury) counted(metric content.Metric) int {
	n := 0
	for _, a := range j.site.Artists {
		if _, ok := lastOf(j.past(a.ID, metric), a.Accounts[metric.Source], j.day); ok {
			n++
		}
	}
	return n
}
