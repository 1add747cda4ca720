package series

import (
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/row"
)

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
