package history

import (
	"math"

	"datarocks/content"
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

// weekDays is how long a week is.
const weekDays = 7

// Unusual is a week in which an artist moved as it seldom does on a source.
type Unusual struct {
	Move
	// Usual is the median of the artist's own weeks before, in parts of the
	// count: 0.002 where the middle one gained 0.2 per cent.
	Usual float64
	// Since is the day of the first count of the stretch whose weeks are unusual,
	// this one being the last.
	Since content.Day
}

// Unusual gives the week up to the newest count, if it is out of the ordinary for
// the artist; ok is false where it is not, or where nobody can tell.
//
// It is if the artist's own change, apart from platform events, is six spreads
// and 1 per cent of the count away from the median of its weeks in the year before.
// It takes at least RankingBase to begin with, and eight weeks before that do
// not overlap. Counts that were rounded tell too little. Nothing later than a
// week is used to judge it, so each night says the same of it.
func (s *Series) Unusual(events []PlatformEvent) (u Unusual, ok bool) {
	last, ok := s.Last()
	if !ok || s.Step > 1 {
		return Unusual{}, false
	}
	u, ok = s.unusualTo(last.Day, events)
	if !ok {
		return Unusual{}, false
	}
	u.Since = last.Day
	// Weeks that share days with an unusual one belong to the same stretch, even
	// if one between was just below the bounds.
	for day := last.Day - 1; day > u.Since-weekDays && day > s.first; day-- {
		if before, ok := s.unusualTo(day, events); ok && before.above() == u.above() {
			u.Since = day
		}
	}
	return u, true
}

// above says whether the week was better than usual.
func (u Unusual) above() bool { return u.share() > u.Usual }

// share is the artist's own change in parts of the earlier count.
func (m Move) share() float64 { return float64(m.Own()) / float64(m.From.Value) }

// unusualTo judges the week that ends on a day.
func (s *Series) unusualTo(day content.Day, events []PlatformEvent) (u Unusual, ok bool) {
	m, ok := s.weekTo(day, events)
	if !ok || m.From.Value < RankingBase {
		return Unusual{}, false
	}
	usual, weeks := s.weeksBefore(m.From.Day, events)
	if weeks < leastWeeksAgo {
		return Unusual{}, false
	}
	u = Unusual{Move: m, Usual: medianOf(usual)}
	off := math.Abs(m.share() - u.Usual)
	if off < leastUnusual {
		return Unusual{}, false // as most are, whatever the spread
	}
	_, spread := middle(usual)
	return u, off >= unusualSpread*spread
}

// weekTo gives the move over the week that ends on a day; ok is false where there
// is none to tell.
func (s *Series) weekTo(day content.Day, events []PlatformEvent) (m Move, ok bool) {
	n, ok := s.Value(day)
	if !ok {
		return Move{}, false
	}
	change, ok := s.changeTo(Point{day, n}, content.Week)
	if !ok || change.From.Value == 0 {
		return Move{}, false
	}
	return s.apart(change, events)
}

// weeksBefore gives the changes of the weeks that end on a day or in the year
// before it, in parts of the earlier count, and how many of them do not overlap.
func (s *Series) weeksBefore(day content.Day, events []PlatformEvent) (shares []float64, apart int) {
	next := day
	for end := day; end > max(s.first, day-unusualDays); end-- {
		m, ok := s.weekTo(end, events)
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

// HeldSince gives the count of a day that is held, and since when counts of that
// account are held for the same reason, none being settled in between; ok is
// false where none is held that day.
func (s *Series) HeldSince(day content.Day) (h HeldCount, since content.Day, ok bool) {
	h, ok = s.held[day]
	if !ok {
		return HeldCount{}, 0, false
	}
	settled, counted := s.before(day, s.first)
	since = day
	for other, before := range s.held {
		if other < since && (!counted || other > settled.Day) && before.Account == h.Account && before.Reason == h.Reason {
			since = other
		}
	}
	return h, since, true
}
