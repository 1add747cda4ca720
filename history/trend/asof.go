package trend

import (
	"datarocks/content"
	"datarocks/history/series"
)

// NetUntil returns how the artist moved over a window that ends with the last
// count that was due by a day: that of the day or, of a source that is asked weekly,
// of the seven days up to it. It is what Net was on that day, of a series that
// may have gone on since; ok is false where that count is missing.
func NetUntil(s *series.Series, day content.Day, every content.Cadence, w content.Window, events []PlatformEvent) (m NetChange, ok bool) {
	to, ok := s.Before(day, day-series.Interval(every)+1)
	if !ok {
		return NetChange{}, false
	}
	change, ok := s.ChangeTo(to, w)
	if !ok {
		return NetChange{}, false
	}
	return apart(s, change, events)
}

// WeekCounts returns how many counts were due in the seven days up to one, and how
// many of those there are: one a day or, of a source that is asked weekly, one in
// all. Before the first count only what was asked was due. Nothing later than
// the days is used.
func WeekCounts(s *series.Series, day content.Day, every content.Cadence) (got, due int) {
	for d := day - 6; d <= day; d++ {
		if _, ok := s.Value(d); ok {
			got++
			due++
		} else if s.Missed(d, every) {
			due++
		}
	}
	if every == content.EveryWeek {
		return min(got, 1), min(due, 1)
	}
	return got, due
}
