package trend

import (
	"math"

	"datarocks/content"
	"datarocks/history/series"
)

// What makes a week of an artist's an unusual one.
const (
	// It must be so far off the artist's usual week: in parts of the count, and
	// in spreads of the weeks before. The former is what keeps the noise of a
	// quiet series from being news.
	leastUnusual  = 0.01
	unusualSpread = 6

	// Usual is what the weeks of the year before were, if there are enough that
	// do not overlap.
	unusualDays   = 364
	leastWeeksAgo = 8
)

// UnusualWeek is a week in which an artist moved as it seldom does on a source.
type UnusualWeek struct {
	NetChange
	// Usual is the median of the artist's own weeks before, in parts of the
	// count: 0.002 where the middle one gained 0.2 per cent.
	Usual float64
	// Since is the day of the first count of the stretch whose weeks are unusual,
	// this one being the last.
	Since content.Day
}

// Unusual returns the week up to the newest count, if it is out of the ordinary for
// the artist; ok is false where it is not, or where too little is known.
//
// It is if the artist's own change, apart from platform events, is six spreads
// and 1 per cent of the count away from the median of its weeks in the year before.
// It takes at least RankingBase to begin with, and eight weeks before that do
// not overlap. Counts that were rounded are too coarse. Nothing later than a week
// is used to judge it, so its verdict is the same each night.
func Unusual(s *series.Series, events []PlatformEvent) (u UnusualWeek, ok bool) {
	last, ok := s.Last()
	if !ok || s.IsCut() {
		return UnusualWeek{}, false
	}
	u, ok = unusualTo(s, last.Day, events)
	if !ok {
		return UnusualWeek{}, false
	}
	u.Since = last.Day
	// Weeks that share days with an unusual one belong to the same stretch, even
	// if one between was just below the bounds.
	for day := last.Day - 1; day > u.Since-weekDays && day > s.FirstDay(); day-- {
		if before, ok := unusualTo(s, day, events); ok && before.above() == u.above() {
			u.Since = day
		}
	}
	return u, true
}

// above reports whether the week was better than usual.
func (u UnusualWeek) above() bool { return u.share() > u.Usual }

// share is the artist's own change in parts of the earlier count.
func (m NetChange) share() float64 { return float64(m.Own()) / float64(m.From.Value) }

// unusualTo judges the week that ends on a day.
func unusualTo(s *series.Series, day content.Day, events []PlatformEvent) (u UnusualWeek, ok bool) {
	m, ok := weekTo(s, day, events)
	if !ok || m.From.Value < RankingBase {
		return UnusualWeek{}, false
	}
	usual, weeks := weeksBefore(s, m.From.Day, events)
	if weeks < leastWeeksAgo {
		return UnusualWeek{}, false
	}
	u = UnusualWeek{NetChange: m, Usual: series.Median(usual)}
	off := math.Abs(m.share() - u.Usual)
	if off < leastUnusual {
		return UnusualWeek{}, false // as most are, so the spread need not be known
	}
	_, spread := series.Middle(usual)
	return u, off >= unusualSpread*spread
}

// weekTo returns the net change over the week that ends on a day; ok is false where
// there is none.
func weekTo(s *series.Series, day content.Day, events []PlatformEvent) (m NetChange, ok bool) {
	n, ok := s.Value(day)
	if !ok {
		return NetChange{}, false
	}
	change, ok := s.ChangeTo(series.Point{Day: day, Value: n}, content.Week)
	if !ok || change.From.Value == 0 {
		return NetChange{}, false
	}
	return apart(s, change, events)
}

// weeksBefore returns the changes of the weeks that end on a day or in the year
// before it, in parts of the earlier count, and how many of them do not overlap.
func weeksBefore(s *series.Series, day content.Day, events []PlatformEvent) (shares []float64, apart int) {
	next := day
	for end := day; end > max(s.FirstDay(), day-unusualDays); end-- {
		m, ok := weekTo(s, end, events)
		if !ok {
			continue
		}
		shares = append(shares, m.share())
		if end <= next {
			apart++
			next = m.From.Day
		}
	}
	return shares, apart
}
