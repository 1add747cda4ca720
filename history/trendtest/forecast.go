package trendtest

import (
	"math"
	"slices"

	"datarocks/content"
)

// milestones are all that a count can meet.
var milestones = func() (all []int64) {
	for power := int64(1); power < 1_000_000_000; power *= 10 {
		for _, m := range []int64{1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7000, 8000, 9000} {
			all = append(all, m*power)
		}
	}
	return all
}()

// Milestone is one that was reached.
type Milestone struct {
	Value                 int64
	After, Day, Confirmed content.Day
}

// Milestones are those that were reached, the oldest first.
func (l *Ledger) Milestones() (all []Milestone) {
	days := l.Days
	had := int64(-1) // the most that two counts in a row, or a first one, had
	for i, day := range days {
		if i == 0 || !l.Comparable(days[i-1], day) {
			had = l.Counts[day]
			continue
		}
		if i+1 == len(days) || !l.Comparable(day, days[i+1]) {
			continue
		}
		sure := min(l.Counts[day], l.Counts[days[i+1]])
		largest := int64(0)
		for _, m := range milestones {
			if had < m && m <= sure {
				largest = m
			}
		}
		if largest > 0 {
			all = append(all, Milestone{Value: largest, After: days[i-1], Day: day, Confirmed: days[i+1]})
		}
		had = max(had, sure)
	}
	return all
}

// Forecast is when the next milestone may come.
type Forecast struct {
	Milestone      int64
	Early, Late    content.Day
	Days           content.Day
	Trials, Within int
	Error, Naive   float64
}

// weekly is how much four weeks brought, each in how many days.
type weekly struct{ gained, days [4]int64 }

// whole is what they brought together.
func (w weekly) whole() (gained, days int64) {
	for i := range w.gained {
		gained, days = gained+w.gained[i], days+w.days[i]
	}
	return gained, days
}

// weeks are the four weeks up to a day; ok is false where one lacks a count, or
// where a platform event or another account lies in them.
func (l *Ledger) weeks(day content.Day, events []Event) (w weekly, ok bool) {
	to, ok := l.NewestIn(day-1, day)
	for i := 0; i < 4 && ok; i++ {
		var from content.Day
		if from, ok = l.NewestIn(day-7*content.Day(i+1)-1, day-7*content.Day(i+1)); ok {
			w.gained[i], w.days[i] = l.Diff(from, to), int64(to-from)
			to = from
		}
	}
	for _, p := range events {
		ok = ok && (p.Day <= to || p.From >= day)
	}
	return w, ok && len(l.SeamsIn(to, day)) == 0
}

// ahead is after how many days something is gained.
func ahead(more, gained, days int64) content.Day {
	return content.Day((more*days + gained - 1) / gained)
}

// Forecast is that of the next milestone; ok is false where none is to be made.
func (l *Ledger) Forecast(newest content.Day, events []Event) (o Forecast, ok bool) {
	if l.Empty() || l.Last() <= newest-l.Interval() {
		return o, false
	}
	last := l.Last()
	w, ok := l.weeks(last, events)
	if !ok || slices.Min(w.gained[:]) <= 0 {
		return o, false
	}
	least := l.Counts[last] // a milestone that was reached before is not the next
	for _, p := range l.Milestones() {
		if len(l.SeamsIn(p.Day, last)) == 0 {
			least = max(least, p.Value)
		}
	}
	for _, day := range l.Days {
		if since := l.SeamsIn(0, last); len(since) == 0 || day >= since[len(since)-1] {
			least = max(least, l.Counts[day]) // its first count
			break
		}
	}
	next := slices.IndexFunc(milestones, func(m int64) bool { return m > least })
	o.Milestone = milestones[next]
	more := o.Milestone - l.Counts[last]
	o.Early, o.Late = content.Day(math.MaxInt32), 0
	for i := range w.gained {
		day := last + ahead(more, w.gained[i], w.days[i])
		o.Early, o.Late = min(o.Early, day), max(o.Late, day)
	}
	gained, days := w.whole()
	o.Days = (ahead(more, gained, days) + 6) / 7 * 7
	if o.Days > 91 || o.Late >= last+182 {
		return o, false
	}
	l.try(&o, events)
	return o, o.Trials >= max(8, int(o.Days)*2/7) && o.Error < o.Naive && 2*o.Within >= o.Trials
}

// try makes the forecast on earlier days, a week apart.
func (l *Ledger) try(o *Forecast, events []Event) {
	for day := l.Last() - o.Days; day >= l.First() && o.Trials < 26; day -= 7 {
		w, ok := l.weeks(day, events)
		if !ok || !l.Comparable(day, day+o.Days) {
			continue
		}
		came := l.Diff(day, day+o.Days)
		gained, days := w.whole()
		o.Trials++
		o.Error += math.Abs(float64(came) - float64(gained)*float64(o.Days)/float64(days))
		o.Naive += math.Abs(float64(came))
		below, above := false, false // the slowest week brings less, the fastest more
		for i := range w.gained {
			below = below || w.gained[i]*int64(o.Days) <= came*w.days[i]
			above = above || w.gained[i]*int64(o.Days) >= came*w.days[i]
		}
		if below && above {
			o.Within++
		}
	}
	o.Error, o.Naive = o.Error/float64(max(1, o.Trials)), o.Naive/float64(max(1, o.Trials))
}
