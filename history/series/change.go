package series

import "datarocks/content"

// Change is how a count moved between two measured days.
type Change struct {
	From, To Point
	Exact    bool // From is the very day the window asks for, not one shortly before

	// FromStep and ToStep are how many counts each may stand for, see Series.StepOn.
	FromStep, ToStep int64
}

// Range is what a change may be where counts are cut: any number from Low to High.
type Range struct{ Low, High int64 }

// Shows reports whether a range has one direction only.
func (r Range) Shows() bool { return r.Low > 0 || r.High < 0 }

// Range returns what the change may be. Both ends are the difference where both counts
// are exact.
func (c Change) Range() Range {
	return Range{c.Diff() - max(c.FromStep, 1) + 1, c.Diff() + max(c.ToStep, 1) - 1}
}

// IsCut reports whether the difference is known as a range only.
func (c Change) IsCut() bool { return max(c.FromStep, c.ToStep) > 1 }

// Diff is the difference in counts.
func (c Change) Diff() int64 { return c.To.Value - c.From.Value }

// Percent is the difference in per cent of the earlier count; ok is false
// where that was 0.
func (c Change) Percent() (percent float64, ok bool) {
	if c.From.Value == 0 {
		return 0, false
	}
	return float64(c.Diff()) / float64(c.From.Value) * 100, true
}

// Change returns the change over a window that ends at the newest count; ok is
// false where there is none.
//
// It is the newest count less the one of the day that the window begins with, N days
// before. If that day is a gap, the nearest earlier count within N/7 days stands in; a count further away would
// make a longer stretch look like the window. Over All it is the difference
// from the oldest count. Counts of two accounts are never compared, and only levels
// are: what else has so many in a day is not gained, see package flow.
func (s *Series) Change(w content.Window) (c Change, ok bool) {
	to, ok := s.Last()
	if !ok {
		return Change{}, false
	}
	return s.ChangeTo(to, w)
}

// ChangeTo is Change as it was on the day of a count.
func (s *Series) ChangeTo(to Point, w content.Window) (c Change, ok bool) {
	if s.Metric.Kind() != content.Stock {
		return Change{}, false
	}
	begin := w.Begin(to.Day)
	from, ok := s.Before(begin, begin-(to.Day-begin)/7)
	if w == content.All {
		from, ok = s.First()
	}
	if !ok || from.Day == to.Day || s.Crossed(from.Day, to.Day) {
		return Change{}, false
	}
	return Change{
		From: from, To: to, Exact: w == content.All || from.Day == begin,
		FromStep: s.StepOn(from.Day), ToStep: s.StepOn(to.Day),
	}, true
}

// Both returns the counts of two days, where both were measured and are of one
// account; ok is false where they cannot be compared.
func (s *Series) Both(from, to content.Day) (before, after int64, ok bool) {
	before, ok = s.Value(from)
	after, too := s.Value(to)
	return before, after, ok && too && !s.Crossed(from, to)
}
