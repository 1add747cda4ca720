package history

import (
	"slices"
	"strings"
	"time"

	"datarocks/content"
)

// Series is the counts of one artist on one source, a value a day. Days without
// one are gaps; nothing is ever filled in.
type Series struct {
	Artist  string
	Source  content.Source
	Account string    // the account that was asked last; "" where none is known
	At      time.Time // when the newest count was asked; of an imported one, the day it is of
	Step    int64     // width to which the newest count was rounded; 0 where it is exact

	first   content.Day // of values; meaningless when there are none
	values  []int64     // one a day from first on; none where there is no count
	reasons map[content.Day]string
	// seams are the days on which another account was measured than before:
	// counts before and after are not of the same thing.
	seams   []content.Day
	counted string // the account that was measured last, as far as is known
	name    string // what that account called itself when it was last accepted
	held    map[content.Day]HeldCount
	closed  map[content.Day]string // days that need no more asking of this account: held or withdrawn

	withdrawn []HeldCount // by a person
}

// newSeries makes a series of its rows, in the order of their days.
func newSeries(k seriesKey, pieces []piece) *Series {
	s := &Series{Artist: k.artist, Source: k.source}
	for i := range pieces {
		p := &pieces[i]
		if i == 0 {
			s.first = p.day
		}
		if p.values == nil {
			for _, row := range p.rows(nil) {
				s.add(row)
			}
			continue
		}
		// Counts like an earlier one say nothing but their number and time.
		s.fill(p.day)
		s.values = append(s.values, p.values...)
		last := p.count(len(p.values) - 1)
		s.At = last.counted()
		if last.Ref != "" {
			s.Account = last.Ref // another may have been asked in vain since
		}
	}
	return s
}

// HeldCount is a count that the gate holds back.
type HeldCount struct {
	Value   int64
	Account string
	Reason  string
}

// Held gives the count of a day that waits for a decision; ok is false where
// there is none.
func (s *Series) Held(day content.Day) (h HeldCount, ok bool) {
	h, ok = s.held[day]
	return h, ok
}

// none stands in values for a day without a count. No count is negative.
const none = -1

// Point is a measured count.
type Point struct {
	Day   content.Day
	Value int64
}

// add takes rows in the order of their days.
func (s *Series) add(row Row) {
	if row.Ref != "" {
		s.Account = row.Ref
	}
	s.hold(row)
	if row.Value == nil {
		s.giveReason(row.Date, reasonOf(row))
		return
	}
	if len(s.values) == 0 {
		s.first = row.Date
	}
	s.fill(row.Date)
	s.values = append(s.values, *row.Value)
	s.At, s.Step = row.counted(), row.Step
	if row.Name != "" {
		s.name = row.Name
	}
	if row.Ref == "" || row.Ref == s.counted {
		return
	}
	s.name = row.Name
	if s.counted != "" {
		s.seams = append(s.seams, row.Date)
	}
	s.counted = row.Ref
}

// counted is when a count was true, as far as is known. That it was imported or
// decided on later says nothing of that.
func (r *Row) counted() time.Time {
	switch {
	case !r.Asked.IsZero():
		return r.Asked
	case r.Via == "" || r.Via == ViaDemo:
		return r.At
	}
	return r.Date.Time()
}

func (s *Series) fill(day content.Day) {
	for s.end() < day {
		s.values = append(s.values, none)
	}
}

// hold takes what a row says of a count that is held or withdrawn.
func (s *Series) hold(row Row) {
	if row.Status != Held && row.Status != Retracted {
		return
	}
	if s.held == nil {
		s.held, s.closed = make(map[content.Day]HeldCount), make(map[content.Day]string)
	}
	s.closed[row.Date] = row.Ref
	if row.Held != nil {
		s.held[row.Date] = HeldCount{*row.Held, row.Ref, row.Reason}
	}
	if row.Was != nil {
		s.withdrawn = append(s.withdrawn, HeldCount{*row.Was, row.Ref, row.Reason})
	}
}

func reasonOf(row Row) string {
	switch {
	case row.Status == Held || row.Status == Retracted:
		// Said of a number that exists, so the reason alone would mislead.
		return string(row.Status) + ": " + row.Reason
	case row.Reason != "":
		return row.Reason
	}
	return string(row.Status)
}

func (s *Series) giveReason(day content.Day, reason string) {
	if s.reasons == nil {
		s.reasons = make(map[content.Day]string)
	}
	s.reasons[day] = reason
}

// empty says whether there was never any row.
func (s *Series) empty() bool { return len(s.values) == 0 && len(s.reasons) == 0 }

// end is the day after the newest count.
func (s *Series) end() content.Day { return s.first + content.Day(len(s.values)) }

// Value gives the count of a day; ok is false where there is none.
func (s *Series) Value(day content.Day) (n int64, ok bool) {
	i := int(day - s.first)
	if i < 0 || i >= len(s.values) || s.values[i] == none {
		return 0, false
	}
	return s.values[i], true
}

// Reason tells why a day that was asked has no count; "" where it was not
// asked, or has one.
func (s *Series) Reason(day content.Day) string { return s.reasons[day] }

// Withdrawn gives the days of which a person took the count back, oldest first.
// They may lie outside of the days from First to Last.
func (s *Series) Withdrawn() []content.Day {
	var days []content.Day
	for day, reason := range s.reasons {
		if strings.HasPrefix(reason, string(Retracted)+": ") {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

// First gives the oldest count; ok is false where there is none.
func (s *Series) First() (p Point, ok bool) {
	if len(s.values) == 0 {
		return Point{}, false
	}
	return Point{s.first, s.values[0]}, true
}

// Last gives the newest count; ok is false where there is none.
func (s *Series) Last() (p Point, ok bool) {
	if len(s.values) == 0 {
		return Point{}, false
	}
	return Point{s.end() - 1, s.values[len(s.values)-1]}, true
}

// Until gives the series without the counts of the days after one, so that what
// is told of that day is told as it was then. Account, At, Step and what decides
// whether to ask stay those of the whole series, and so do reasons, which are
// asked for by their day. It shares its counts with the whole, so it costs little.
func (s *Series) Until(day content.Day) *Series {
	cut := *s
	n := min(max(0, int(day-s.first)+1), len(s.values))
	for n > 0 && s.values[n-1] == none {
		n--
	}
	cut.values = s.values[:n:n]
	return &cut
}

// Len is the number of counts.
func (s *Series) Len() int {
	n := 0
	for _, v := range s.values {
		if v != none {
			n++
		}
	}
	return n
}

// before gives the newest count on or before a day, but not before the oldest.
func (s *Series) before(day, oldest content.Day) (p Point, ok bool) {
	for d := day; d >= oldest && d >= s.first; d-- {
		if n, ok := s.Value(d); ok {
			return Point{d, n}, true
		}
	}
	return Point{}, false
}

// interval is how many days apart two counts are when none is missing.
func interval(every content.Cadence) content.Day {
	if every == content.EveryWeek {
		return 7
	}
	return 1
}

// due says whether the account is to be asked on a day.
func (s *Series) due(day content.Day, account string, every content.Cadence) bool {
	if ref, ok := s.closed[day]; ok && ref == account {
		return false
	}
	if s.counted != "" && account != s.counted {
		return true
	}
	_, counted := s.before(day, day-interval(every)+1)
	return !counted
}

// Gap is a stretch of days in a row, each of which should have had a count and
// has none, for the same reason.
type Gap struct {
	From, To content.Day
	Reason   string // "" where nobody asked
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
	_, covered := s.before(day, day-interval(every)+1)
	return !covered
}

// Runs gives the counts between two days, both included, as the stretches
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

// markUnreadable gives the reason to days whose rows cannot be read.
func (s *Series) markUnreadable(days []content.Day) {
	for _, day := range days {
		if _, measured := s.Value(day); !measured && day > s.first && s.reasons[day] == "" {
			s.giveReason(day, "the history of this day cannot be read")
		}
	}
}
