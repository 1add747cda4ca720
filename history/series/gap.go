package series

import (
	"slices"

	"datarocks/content"
)

// Gap is a stretch of days in a row, each of which should have had a count and
// has none, for the same reason.
type Gap struct {
	From   content.Day `json:"from"`
	To     content.Day `json:"to"`
	Reason string      `json:"reason"` // "" where the account was not asked
}

// Gaps lists the gaps between two days, both included, oldest first. Days
// before the series' first count are none, and neither are the days of a week
// on which a source that is asked weekly was not due.
func (s *Series) Gaps(from, to content.Day, every content.Cadence) []Gap {
	first, ok := s.First()
	if !ok {
		return nil
	}
	var gaps []Gap
	for day := max(from, first.Day); day <= to; day++ {
		if !s.gap(day, every) {
			continue
		}
		reason := s.reasons[day]
		if n := len(gaps); n > 0 && gaps[n-1].To == day-1 && gaps[n-1].Reason == reason {
			gaps[n-1].To = day
			continue
		}
		gaps = append(gaps, Gap{day, day, reason})
	}
	return gaps
}

func (s *Series) gap(day content.Day, every content.Cadence) bool {
	if _, ok := s.Value(day); ok {
		return false
	}
	if s.reasons[day] != "" {
		return true
	}
	_, covered := s.Before(day, day-Interval(every)+1)
	return !covered
}

// Missed reports whether a day without a count should have had one. Before the
// first count only a day that was asked should.
func (s *Series) Missed(day content.Day, every content.Cadence) bool {
	if s.HasCounts() && day > s.first {
		return s.gap(day, every)
	}
	return s.reasons[day] != ""
}

// Runs returns the counts between two days, both included, as the stretches
// within which they may be joined by a line: a gap or another account ends a
// stretch.
func (s *Series) Runs(from, to content.Day, every content.Cadence) [][]Point {
	var runs [][]Point
	broken := true
	for day := max(from, s.first); day <= min(to, s.end()-1); day++ {
		n, ok := s.Value(day)
		if !ok {
			broken = broken || s.gap(day, every)
			continue
		}
		if broken || s.Crossed(day-1, day) {
			runs = append(runs, nil)
		}
		broken = false
		runs[len(runs)-1] = append(runs[len(runs)-1], Point{day, n})
	}
	return runs
}

// Seams lists the days, between two days, both included, from which on another
// account was counted than before.
func (s *Series) Seams(from, to content.Day) []content.Day {
	var seams []content.Day
	for _, day := range s.seams {
		if from <= day && day <= to {
			seams = append(seams, day)
		}
	}
	return seams
}

// Crossed reports whether, after the first of two days and up to the second, another
// account began to be counted.
func (s *Series) Crossed(from, to content.Day) bool {
	return slices.ContainsFunc(s.seams, func(seam content.Day) bool { return from < seam && seam <= to })
}
