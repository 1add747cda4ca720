package history

import (
	"math"
	"slices"

	"datarocks/content"
	"datarocks/fetch"
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

	// The newest changes tell what is usual, if there are enough of them.
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
)

// Why the gate let a count pass that it might have held.
const (
	whyNights = "the third night at this level"
	whyPurge  = "platform event: most of the roster fell"
)

// verdict is what the gate thinks of a count.
type verdict struct {
	held bool
	why  string // "" where there is nothing to say
}

// Judge is the gate between the platforms and the history: it marks those counts
// of a snapshot, in place, that are not to be believed yet, by the past of each series and
// by the names of the accounts.
//
//   - A 0 is held unless the last settled count was 0: platforms have answered
//     0 for a day (github.com/spotify/web-api issue 624).
//   - A jump beyond what is usual is held until it was the same for three
//     nights in a row, and one to a level that a person withdrew for good.
//     Falls of most of the roster at once, by less than a fifth and to no zeros,
//     are the platform's removal of false accounts, and pass.
//   - An account that calls itself by a stranger's name is held when it is seen
//     first, and when its name has changed since it was last accepted. Where it
//     has no name, it is held if it was another artist's of the roster.
//
// Counts that past has of the same day, as when it is asked again, say nothing.
func Judge(past *History, site *content.Site, snap fetch.Snapshot) {
	day := content.DayOf(snap.At)
	roster := rosterOf(site, past)
	for i := range snap.Samples {
		sample := &snap.Samples[i]
		n, ok := sample.Count.Value()
		if !ok {
			continue
		}
		s := past.Series(sample.Artist, sample.Source)
		v := s.judge(day, sample.Account, n)
		if why := roster.stranger(s, sample); why != "" {
			v = verdict{true, why}
		}
		sample.Held, sample.Note = v.held, v.why
		if s.counted == sample.Account && s.name == sample.Count.Name {
			sample.Count.Name = "" // no news
		}
	}
	releasePurges(past, site, day, snap.Samples)
}

// judge weighs a count against the series' own past.
func (s *Series) judge(day content.Day, account string, n int64) verdict {
	last, ok := s.lastOf(account, day)
	days := s.unknownDays(last.Day, day)
	switch {
	case n == 0 && (!ok || last.Value != 0):
		return verdict{true, whyZero}
	case !ok || areFew(last.Value, n, days):
		return verdict{}
	}
	rise, fall := s.bounds(day, days)
	change := math.Log(float64(n) / math.Max(1, float64(last.Value)))
	switch {
	case fall <= change && change <= rise:
		return verdict{}
	case s.wasWithdrawn(account, n):
		return verdict{true, whyWithdrawn}
	case s.confirmed(day, account, n):
		return verdict{false, whyNights}
	}
	return verdict{true, whyJump}
}

// lastOf gives the newest count before a day, if it is of that account:
// another one's past says nothing.
func (s *Series) lastOf(account string, day content.Day) (Point, bool) {
	if s.counted != "" && s.counted != account {
		return Point{}, false
	}
	last, ok := s.before(day-1, s.first)
	if !ok || len(s.Seams(last.Day+1, day)) > 0 {
		return Point{}, false
	}
	return last, true
}

// unknownDays is how many days a count may have moved in: those since the last
// settled one, but for those whose count is known and held.
func (s *Series) unknownDays(from, to content.Day) content.Day {
	days := to - from
	for d := from + 1; d < to; d++ {
		if _, held := s.held[d]; held {
			days--
		}
	}
	return days
}

// bounds gives the greatest rise and fall that pass after some days, as
// logarithms.
func (s *Series) bounds(day, days content.Day) (rise, fall float64) {
	usual := restless * s.usualChange(day)
	gap, most := float64(min(days, longestGap)), math.Log(greatestChange)
	rise = math.Max(math.Log(bestRise), gap*math.Max(math.Log(usualRise), usual))
	fall = gap * math.Min(math.Log(usualFall), -usual)
	return math.Min(rise, most), math.Max(fall, -most)
}

// usualChange is the spread of the changes from day to day before a day, as a
// logarithm, see middle. It is 0 where there are too few changes to tell.
func (s *Series) usualChange(day content.Day) float64 {
	var changes []float64
	for d := day - 1; d > s.first && len(changes) < usualChanges; d-- {
		now, ok := s.Value(d)
		before, too := s.Value(d - 1)
		if ok && too && now > 0 && before > 0 {
			changes = append(changes, math.Log(float64(now)/float64(before)))
		}
	}
	if len(changes) < leastForUsual {
		return 0
	}
	_, spread := middle(changes)
	return spread
}

// confirmed says whether the nights just before were held as jumps to about
// this level.
func (s *Series) confirmed(day content.Day, account string, n int64) bool {
	for d := day - 1; d > day-nightsOfRelease; d-- {
		h, ok := s.held[d]
		if !ok || h.Account != account || h.Reason != whyJump || !sameLevel(h.Value, n) {
			return false
		}
	}
	return true
}

// wasWithdrawn says whether a person withdrew a count of about this level.
func (s *Series) wasWithdrawn(account string, n int64) bool {
	return slices.ContainsFunc(s.withdrawn, func(h HeldCount) bool {
		return h.Account == account && sameLevel(h.Value, n)
	})
}

// areFew says whether two counts, some days apart, differ by so few followers
// that no bound applies. Nobody's tenfold is few.
func areFew(a, b int64, days content.Day) bool {
	low, high := min(a, b), max(a, b)
	if high-low <= veryFewFollowers*int64(min(days, longestGap)) {
		return true
	}
	return high-low <= fewFollowers && high <= greatestChange*low
}

// sameLevel lets counts differ as much as settled ones may from day to day,
// downwards: a level that rises by half each night is none.
func sameLevel(a, b int64) bool {
	return areFew(a, b, 1) || float64(min(a, b)) >= usualFall*float64(max(a, b))
}

// A fall of a whole roster is the platform's own doing if at least this many
// artists lost this part or more, they are more than half of all, and nobody lost
// a fifth or all. Of an ordinary night even a hundredth is much.
const (
	leastForPurge    = 3
	leastLostInPurge = 0.02
	greatestPurge    = 0.2
)

// releasePurges lets the falls of one source pass where the roster fell as one.
func releasePurges(past *History, site *content.Site, day content.Day, samples []fetch.Sample) {
	for _, source := range content.Sources {
		var doubtful []*fetch.Sample
		fallen, deep := 0, false
		for i := range samples {
			sample := &samples[i]
			n, ok := sample.Count.Value()
			last, counted := past.Series(sample.Artist, sample.Source).lastOf(sample.Account, day)
			if sample.Source != source.Source || !ok || !counted {
				continue
			}
			left := float64(n) / math.Max(1, float64(last.Value))
			if left <= 1-leastLostInPurge {
				fallen++
			}
			if sample.Note == whyJump && n < last.Value {
				doubtful = append(doubtful, sample)
			}
			deep = deep || sample.Note == whyZero || last.Value > fewFollowers && left <= 1-greatestPurge
		}
		if len(doubtful) == 0 || deep || fallen < leastForPurge || 2*fallen <= past.counted(site, source.Source, day) {
			continue
		}
		for _, sample := range doubtful {
			sample.Held, sample.Note = false, whyPurge
		}
	}
}

// counted is how many of the roster were counted on a source before a day,
// whether or not they are asked on it: a run may ask for three artists alone.
func (h *History) counted(site *content.Site, source content.Source, day content.Day) int {
	n := 0
	for _, a := range site.Artists {
		if _, ok := h.Series(a.ID, source).lastOf(a.Accounts[source], day); ok {
			n++
		}
	}
	return n
}
