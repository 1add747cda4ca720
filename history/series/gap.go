package series

import (
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/row"
)

// Gap is a stretch of days in a row, each of which should have had a count and
// has none, for the same reason.
type Gap struct {
	From, To content.Day
	Reason   string // "" where the account was not asked
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
		if broken || s.seam(day) {
			runs = append(runs, nil)
		}
		broken = false
		runs[len(runs)-1] = append(runs[len(runs)-1], Point{day, n})
	}
	return runs
}

func (s *Series) seam(day content.Day) bool { return len(s.Seams(day, day)) > 0 }

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

// Crossed reports whether another account is counted after the first of two days.
func (s *Series) Crossed(from, to content.Day) bool {
	return slices.ContainsFunc(s.seams, func(seam content.Day) bool { return from < seam && seam <= to })
}

// HeldCount is a count that the gate holds back, or that a person withdrew.
type HeldCount struct {
	Value   int64
	Account string
	Reason  string
}

// hold takes the count of a row that is held or withdrawn.
func (s *Series) hold(r row.Row) {
	if r.Status != row.Held && r.Status != row.Withdrawn {
		return
	}
	if s.held == nil {
		s.held, s.closed = make(map[content.Day]HeldCount), make(map[content.Day]string)
	}
	s.closed[r.Date] = r.Ref
	if r.Held != nil {
		s.held[r.Date] = HeldCount{*r.Held, r.Ref, r.Reason}
	}
	if r.Was != nil {
		s.withdrawn = append(s.withdrawn, HeldCount{*r.Was, r.Ref, r.Reason})
	}
}

// Held returns the count of a day that waits for a decision; ok is false where
// there is none.
func (s *Series) Held(day content.Day) (h HeldCount, ok bool) {
	h, ok = s.held[day]
	return h, ok
}

// HeldSince returns the count of a day that is held, and the first day from which
// on counts of that account are held for the same reason, with no accepted one in
// between; ok is false where none is held that day.
func (s *Series) HeldSince(day content.Day) (h HeldCount, since content.Day, ok bool) {
	h, ok = s.held[day]
	if !ok {
		return HeldCount{}, 0, false
	}
	accepted, counted := s.Before(day, s.first)
	since = day
	for other, before := range s.held {
		if other < since && (!counted || other > accepted.Day) && before.Account == h.Account && before.Reason == h.Reason {
			since = other
		}
	}
	return h, since, true
}

// LastAnswer is the newest day of which there is a count, or one that is held or
// was withdrawn.
func (s *Series) LastAnswer() content.Day {
	last := s.end() - 1
	for day := range s.closed {
		last = max(last, day)
	}
	return last
}

// Withdrawn returns the days of which a person withdrew the count, oldest first.
// They may lie outside of the days from First to Last.
func (s *Series) Withdrawn() []content.Day {
	var days []content.Day
	for day, reason := range s.reasons {
		if strings.HasPrefix(reason, string(row.Withdrawn)+": ") {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

// WithdrawnCounts returns the counts that a person withdrew, by day.
func (s *Series) WithdrawnCounts() []HeldCount { return s.withdrawn }
