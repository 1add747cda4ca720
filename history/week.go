package history

import "datarocks/content"

// MoveUntil gives how the artist moved over a window that ends with the last
// count that was due by a day: that of the day or, of a source that is asked weekly,
// of the seven days up to it. It tells what Move told then, of a series that
// may have gone on since; ok is false where that count is missing.
func (s *Series) MoveUntil(day content.Day, every content.Cadence, w content.Window, events []PlatformEvent) (m Move, ok bool) {
	to, ok := s.before(day, day-interval(every)+1)
	if !ok {
		return Move{}, false
	}
	change, ok := s.changeTo(to, w)
	if !ok {
		return Move{}, false
	}
	return s.apart(change, events)
}

// WeekCounts tells how many counts were due in the seven days up to one, and how
// many of those there are: one a day or, of a source that is asked weekly, one in
// all. Before the first count only what was asked was due. Nothing later than
// the days is used.
func (s *Series) WeekCounts(day content.Day, every content.Cadence) (got, due int) {
	for d := day - 6; d <= day; d++ {
		if _, ok := s.Value(d); ok {
			got++
			due++
		} else if s.missed(d, every) {
			due++
		}
	}
	if every == content.EveryWeek {
		return min(got, 1), min(due, 1)
	}
	return got, due
}

// missed says whether a day without a count should have had one.
func (s *Series) missed(day content.Day, every content.Cadence) bool {
	if s.counts() && day > s.first {
		return s.gap(day, every)
	}
	return s.reasons[day] != ""
}

// Began gives the oldest day with a count or a reason why there is none; ok is
// false where there is neither.
func (s *Series) Began() (day content.Day, ok bool) {
	first, ok := s.First()
	day = first.Day
	for d := range s.reasons {
		if !ok || d < day {
			day, ok = d, true
		}
	}
	return day, ok
}
