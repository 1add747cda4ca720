// Package series is the counts of one artist in one metric, day by day.
//
// A Series has gaps with their reasons, seams where another account was measured than
// before, and counts that the gate holds or a person withdrew. A Change over a window
// is the difference of two of its counts, and never across a seam. The package does
// no I/O and knows no clock.
package series

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/row"
)

// Series is the counts of one artist in one metric, a value a day. Days without
// one are gaps; nothing is ever filled in.
type Series struct {
	Artist  string
	Metric  content.Metric
	Account string    // the account that was asked last; "" where none is known
	At      time.Time // when the newest count was asked; of an imported one, the day it is of
	Step    int64     // how many counts the newest may stand for, from it on; 0 where it is exact

	// Counted is the account that was measured last, as far as is known, and Name
	// what it called itself when it was last accepted.
	Counted, Name string

	first   content.Day // of values; meaningless when there are none
	values  []int64     // one a day from first on; None where there is no count
	reasons map[content.Day]string
	// seams are the days on which another account was measured than before:
	// counts before and after are not of the same thing.
	seams      []content.Day
	unreadable []content.Day // days whose objects cannot be read
	steps      []Point       // what Step became, and on which day

	held      map[content.Day]HeldCount
	closed    map[content.Day]string // days that need no more asking of this account: held or withdrawn
	withdrawn []HeldCount            // by a person
}

// Lookup returns the counts of an artist in a metric, as History.Series does.
type Lookup = func(artist string, metric content.Metric) *Series

// None stands for the count of a day without one. No count is negative.
const None = -1

// Point is a measured count.
type Point struct {
	Day   content.Day
	Value int64
}

// New returns the series of an artist in a metric, without rows.
func New(artist string, metric content.Metric) *Series {
	return &Series{Artist: artist, Metric: metric}
}

// Add adds a row to the series, of a later day than any before.
func (s *Series) Add(row row.Row) {
	if s.empty() {
		s.first = row.Date
	}
	if row.Ref != "" {
		s.Account = row.Ref
	}
	s.hold(row)
	if row.Value == nil {
		s.setReason(row.Date, reasonOf(row))
		return
	}
	if !s.HasCounts() {
		s.first = row.Date
	}
	s.fill(row.Date)
	s.values = append(s.values, *row.Value)
	s.At = row.AskedAt()
	if row.Step != s.Step {
		s.Step, s.steps = row.Step, append(s.steps, Point{row.Date, row.Step})
	}
	if row.Name != "" {
		s.Name = row.Name
	}
	if row.Ref == "" || row.Ref == s.Counted {
		return
	}
	s.Name = row.Name
	if s.Counted != "" {
		s.seams = append(s.seams, row.Date)
	}
	s.Counted = row.Ref
}

// AddCounts adds a count a day from a day on, None where there is none. All are of
// the account, and rounded as, the count before; last is the row of the last one.
func (s *Series) AddCounts(day content.Day, counts []int64, last row.Row) {
	s.fill(day)
	s.values = append(s.values, counts...)
	s.At = last.AskedAt()
	if last.Ref != "" {
		s.Account = last.Ref // another may have been asked in vain since
	}
}

func (s *Series) fill(day content.Day) {
	for s.end() < day {
		s.values = append(s.values, None)
	}
}

// StepOn returns how many counts that of a day may stand for, from it on; 0 where it is
// exact.
func (s *Series) StepOn(day content.Day) int64 {
	n, found := slices.BinarySearchFunc(s.steps, day, func(p Point, day content.Day) int { return cmp.Compare(p.Day, day) })
	if found {
		return s.steps[n].Value
	}
	if n == 0 {
		return 0
	}
	return s.steps[n-1].Value
}

// Steps lists the days on which it changed how many counts one may stand for, and to what,
// in a stretch. The first is that of its first day, where counts are cut there.
func (s *Series) Steps(from, to content.Day) []Point {
	var steps []Point
	if step := s.StepOn(from); step > 1 {
		steps = append(steps, Point{from, step})
	}
	for _, p := range s.steps {
		if from < p.Day && p.Day <= to {
			steps = append(steps, p)
		}
	}
	return steps
}

// IsCut reports whether the platform cuts some of the counts, so that they are too coarse
// to find out what moved.
func (s *Series) IsCut() bool {
	return s.Step > 1 || slices.ContainsFunc(s.steps, func(p Point) bool { return p.Value > 1 })
}

func reasonOf(r row.Row) string {
	switch {
	case r.Status == row.Held || r.Status == row.Withdrawn:
		// There is a number, so the reason alone would mislead.
		return string(r.Status) + ": " + r.Reason
	case r.Reason != "":
		return r.Reason
	}
	return string(r.Status)
}

func (s *Series) setReason(day content.Day, reason string) {
	if s.reasons == nil {
		s.reasons = make(map[content.Day]string)
	}
	s.reasons[day] = reason
}

// empty reports whether there was never any row.
func (s *Series) empty() bool { return len(s.values) == 0 && len(s.reasons) == 0 }

// HasCounts reports whether there is any count.
func (s *Series) HasCounts() bool { return len(s.values) > 0 }

// end is the day after the newest count.
func (s *Series) end() content.Day { return s.first + content.Day(len(s.values)) }

// Value returns the count of a day; ok is false where there is none.
func (s *Series) Value(day content.Day) (n int64, ok bool) {
	i := int(day - s.first)
	if i < 0 || i >= len(s.values) || s.values[i] == None {
		return 0, false
	}
	return s.values[i], true
}

// Reason returns why a day that was asked has no count; "" where it was not
// asked, or has one.
func (s *Series) Reason(day content.Day) string { return s.reasons[day] }

// First returns the oldest count; ok is false where there is none.
func (s *Series) First() (p Point, ok bool) {
	if !s.HasCounts() {
		return Point{}, false
	}
	return Point{s.first, s.values[0]}, true
}

// Last returns the newest count; ok is false where there is none.
func (s *Series) Last() (p Point, ok bool) {
	if !s.HasCounts() {
		return Point{}, false
	}
	return Point{s.end() - 1, s.values[len(s.values)-1]}, true
}

// FirstDay is the day of the oldest count; meaningless where there is none.
func (s *Series) FirstDay() content.Day { return s.first }

// Points yields the counts, oldest first.
func (s *Series) Points() iter.Seq[Point] {
	return func(yield func(Point) bool) {
		for i, n := range s.values {
			if n != None && !yield(Point{s.first + content.Day(i), n}) {
				return
			}
		}
	}
}

// Began returns the oldest day with a count or a reason why there is none; ok is
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

// Until returns the series without the counts of the days after one, as it was on
// that day. Account, At, Step and what decides whether to ask stay those of the
// whole series, and so do reasons, which are looked up by their day. It shares its
// counts with the whole, so it costs little.
func (s *Series) Until(day content.Day) *Series {
	cut := *s
	n := min(max(0, int(day-s.first)+1), len(s.values))
	for n > 0 && s.values[n-1] == None {
		n--
	}
	cut.values = s.values[:n:n]
	steps, _ := slices.BinarySearchFunc(s.steps, day+1, func(p Point, day content.Day) int { return cmp.Compare(p.Day, day) })
	cut.steps = s.steps[:steps:steps]
	return &cut
}

// Len is the number of counts.
func (s *Series) Len() int {
	n := 0
	for _, v := range s.values {
		if v != None {
			n++
		}
	}
	return n
}

// RunLengths returns how many days in a row have a count and how many have none, in turn,
// from the oldest count to the newest; nil where each day between has one.
func (s *Series) RunLengths() []int {
	var runs []int
	for i, n := range s.values {
		if i == 0 || (n == None) != (s.values[i-1] == None) {
			runs = append(runs, 0)
		}
		runs[len(runs)-1]++
	}
	if len(runs) < 2 {
		return nil
	}
	return runs
}

// Before returns the newest count on or before a day, but not before the oldest.
func (s *Series) Before(day, oldest content.Day) (p Point, ok bool) {
	for d := day; d >= oldest && d >= s.first; d-- {
		if n, ok := s.Value(d); ok {
			return Point{d, n}, true
		}
	}
	return Point{}, false
}

// Interval is how many days apart two counts are when none is missing.
func Interval(every content.Cadence) content.Day {
	if every == content.EveryWeek {
		return 7
	}
	return 1
}

// Due reports whether the account is to be asked on a day.
func (s *Series) Due(day content.Day, account string, every content.Cadence) bool {
	if ref, ok := s.closed[day]; ok && ref == account {
		return false
	}
	if s.Counted != "" && account != s.Counted {
		return true
	}
	_, counted := s.Before(day, day-Interval(every)+1)
	return !counted
}

// MarkUnreadable notes the days whose objects cannot be read, and makes that the
// reason of those without one.
func (s *Series) MarkUnreadable(days []content.Day) {
	s.unreadable = days
	for _, day := range days {
		if _, measured := s.Value(day); !measured && day > s.first && s.reasons[day] == "" {
			s.setReason(day, "the history of this day cannot be read")
		}
	}
}

// Unreadable reports whether an object of a day cannot be read.
func (s *Series) Unreadable(day content.Day) bool { return slices.Contains(s.unreadable, day) }
