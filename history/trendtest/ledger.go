// Package trendtest works out slowly, from counts by day alone and by the letter of the
// documentation, what package trend works out fast. It is the reference of trend's tests
// and of the reader of sentences, render/truthtest, so it imports nothing of history.
package trendtest

import (
	"maps"
	"math"
	"slices"

	"datarocks/content"
)

// Ledger is the counts of one account.
type Ledger struct {
	Every  content.Cadence
	Counts map[content.Day]int64
	Days   []content.Day // with a count, the oldest first
	Seams  []content.Day // from which another account is counted
}

// Empty reports whether there is no count.
func (l *Ledger) Empty() bool { return len(l.Days) == 0 }

// First is the day of the oldest count, which there must be.
func (l *Ledger) First() content.Day { return l.Days[0] }

// Last is the day of the newest count, which there must be.
func (l *Ledger) Last() content.Day { return l.Days[len(l.Days)-1] }

// Has reports whether all of some days have counts.
func (l *Ledger) Has(days ...content.Day) bool {
	return !slices.ContainsFunc(days, func(day content.Day) bool { _, ok := l.Counts[day]; return !ok })
}

// Until is the ledger as it was after a day.
func (l *Ledger) Until(day content.Day) *Ledger {
	then := *l
	n, found := slices.BinarySearch(l.Days, day)
	if found {
		n++
	}
	then.Days, then.Counts = l.Days[:n], maps.Clone(l.Counts)
	maps.DeleteFunc(then.Counts, func(d content.Day, _ int64) bool { return d > day })
	return &then
}

// SeamsIn are the seams after one day and up to another.
func (l *Ledger) SeamsIn(after, to content.Day) (seams []content.Day) {
	for _, day := range l.Seams {
		if after < day && day <= to {
			seams = append(seams, day)
		}
	}
	return seams
}

// Comparable reports whether all days have counts, of one account.
func (l *Ledger) Comparable(days ...content.Day) bool {
	return l.Has(days...) && len(l.SeamsIn(days[0], days[len(days)-1])) == 0
}

// NewestIn is the newest day with a count of a stretch.
func (l *Ledger) NewestIn(from, to content.Day) (content.Day, bool) {
	for day := to; day >= from; day-- {
		if l.Has(day) {
			return day, true
		}
	}
	return 0, false
}

// Interval is how many days a count is good for.
func (l *Ledger) Interval() content.Day {
	if l.Every == content.EveryWeek {
		return 7
	}
	return 1
}

// Change is the two days that a window compares.
func (l *Ledger) Change(w content.Window) (from, to content.Day, ok bool) {
	if l.Empty() {
		return 0, 0, false
	}
	n := content.Day(w.Days())
	from, to, ok = l.First(), l.Last(), true
	if w != content.All {
		from, ok = l.NewestIn(to-n-n/7, to-n)
	}
	return from, to, ok && from < to && l.Comparable(from, to)
}

// Diff is how much the count rose between two days.
func (l *Ledger) Diff(from, to content.Day) int64 { return l.Counts[to] - l.Counts[from] }

// Part is Diff in parts of the earlier count.
func (l *Ledger) Part(from, to content.Day) float64 { return Share(l.Diff(from, to), l.Counts[from]) }

// Share is n in parts of another number.
func Share(n, of int64) float64 { return float64(n) / float64(of) }

// Own is a change without that of the platform events within it; ok is false where
// that is not known.
func (l *Ledger) Own(w content.Window, events []Event) (own int64, within []Event, ok bool) {
	from, to, ok := l.Change(w)
	if !ok {
		return 0, nil, false
	}
	own = l.Diff(from, to)
	for _, e := range events {
		if e.Day <= from || e.Day > to {
			continue
		}
		begin := max(e.From, from)
		if !l.Comparable(begin, e.Day) {
			return 0, nil, false
		}
		own -= l.Diff(begin, e.Day)
		within = append(within, e)
	}
	return own, within, true
}

// Event is a platform event: a step that moved the whole roster.
type Event struct {
	From, Day     content.Day
	Median, Usual float64
	Artists       int
}

// Median is the mean of the middle two of numbers in their order, or the middle one.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Roster is the ledgers of one source that have counts.
type Roster []*Ledger

// OddDays goes through the days up to the newest. Days in a row are still apart.
func (r Roster) OddDays(newest content.Day) (found []Event) {
	farthest, memory, least, most := content.Day(7), content.Day(90), 28, 14
	if len(r) > 0 && r[0].Every == content.EveryWeek {
		farthest, memory, least, most = 14, 182, 8, 4
	}
	var odd []content.Day
	daily := make(map[content.Day]float64) // medians of days that were not odd
	for day := content.Day(0); day <= newest; day++ {
		parts, days := r.steps(day, farthest)
		if n := len(found); len(parts) < 5 || n > 0 && day-days < found[n-1].Day {
			continue
		}
		e := Event{From: day - days, Day: day, Median: Median(parts), Artists: len(parts)}
		var last []float64
		for d := day - memory; d < day; d++ {
			if rate, ok := daily[d]; ok {
				last = append(last, rate)
			}
		}
		if len(last) >= least && e.isFar(parts, last) {
			odd = slices.DeleteFunc(append(odd, day), func(d content.Day) bool { return d < day-memory })
			if len(odd) <= most {
				found = append(found, e)
				continue
			}
			clear(daily) // so many are no events, but how it is now
			odd = nil
		}
		daily[day] = e.Median / float64(days)
	}
	return found
}

// steps are the changes up to a day since the count before, of those artists whose
// count before is as old as that of most; none where they are fewer than half of all
// counted of late. Artists of fewer than 1,000 do not count.
func (r Roster) steps(day, farthest content.Day) (parts []float64, days content.Day) {
	counted := 0
	since := make(map[content.Day][]float64)
	for _, l := range r {
		from, ok := l.NewestIn(day-farthest, day-1)
		if !ok || l.Counts[from] < 1000 {
			continue
		}
		counted++
		if l.Comparable(from, day) {
			since[day-from] = append(since[day-from], l.Part(from, day))
		}
	}
	for d := range farthest + 1 {
		if len(since[d]) > len(parts) {
			parts, days = since[d], d
		}
	}
	if 2*len(parts) < counted {
		return nil, 0
	}
	return parts, days
}

// isFar reports whether a step is far out of what was usual.
func (e *Event) isFar(parts, daily []float64) bool {
	days := float64(e.Day - e.From)
	e.Usual = Median(daily) * days
	var apart []float64
	for _, part := range daily {
		apart = append(apart, math.Abs(part-Median(daily)))
	}
	off := e.Median - e.Usual
	if math.Abs(off) < 0.003 || math.Abs(off) < 8*1.4826*Median(apart)*days {
		return false
	}
	with := 0 // artists who moved that way at least half as far
	for _, part := range parts {
		if (part-e.Usual)/off >= 0.5 {
			with++
		}
	}
	return with >= len(parts)-len(parts)/4
}

// Join makes one event of days in a row that moved the same way, if five artists
// were counted on both ends.
func (r Roster) Join(odd []Event) (joined []Event) {
	for _, e := range odd {
		n := len(joined)
		if n > 0 && joined[n-1].Day == e.From && (joined[n-1].Median < joined[n-1].Usual) == (e.Median < e.Usual) {
			var parts []float64
			for _, l := range r {
				if from := joined[n-1].From; l.Comparable(from, e.Day) && l.Counts[from] >= 1000 {
					parts = append(parts, l.Part(from, e.Day))
				}
			}
			if len(parts) >= 5 {
				joined[n-1] = Event{From: joined[n-1].From, Day: e.Day, Median: Median(parts), Usual: joined[n-1].Usual + e.Usual, Artists: len(parts)}
				continue
			}
		}
		joined = append(joined, e)
	}
	return joined
}
