// Package trendtest works out slowly, from counts by day alone and by the letter of the
// documentation, what package trend works out fast. It is the reference of trend's tests
// and of the reader of sentences, render/truthtest, so it imports nothing of history.
package trendtest

import (
	"slices"

	"datarocks/content"
)

// Ledger is the counts of one account.
type Ledger struct {
	Every  content.Cadence
	Kind   content.Kind
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
	for _, day := range days {
		if _, ok := l.Counts[day]; !ok {
			return false
		}
	}
	return true
}

// Until is the ledger as it was after a day.
func (l *Ledger) Until(day content.Day) *Ledger {
	then := *l
	n, found := slices.BinarySearch(l.Days, day)
	if found {
		n++
	}
	then.Days, then.Counts = l.Days[:n], make(map[content.Day]int64, n)
	for _, d := range then.Days {
		then.Counts[d] = l.Counts[d]
	}
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
	from, to, ok = l.First(), l.Last(), true
	if w != content.All {
		n := Length(w, to)
		from, ok = l.NewestIn(to-n-n/7, to-n)
	}
	return from, to, ok && from < to && l.Comparable(from, to)
}

// Length is how many days before another one a window begins; 0 over all.
func Length(w content.Window, end content.Day) content.Day {
	switch w {
	case content.Week:
		return 7
	case content.FourWeek:
		return 28
	case content.Quarter:
		return 90
	case content.Year:
		date := end.Time().Format("01-02")
		for n := content.Day(365); n <= 366; n++ {
			if before := (end - n).Time().Format("01-02"); before == date || date == "02-29" && before == "02-28" {
				return n
			}
		}
	}
	return 0
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
