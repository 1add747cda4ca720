package truthtest

import (
	"math"
	"slices"

	"datarocks/content"
)

// lifted is what an event did over some days, or why that is not known.
type lifted struct {
	why                  string // early, overlaps, young, seam, gap or "" where it is known
	with                 string
	base                 content.Day
	after, before, usual int64
	artists              int
}

func (l lifted) gain() int64 { return l.after - l.before - l.usual }

// around is the followers gained before and after a day.
func (l *ledger) around(base, days content.Day) (before, after int64, ok bool) {
	ok = l.comparable(base-days, base, base+days)
	return l.diff(base-days, base), l.diff(base, base+days), ok
}

// lift measures an event of an artist on a source.
func (b *books) lift(a content.Artist, event int, source content.Source, days content.Day) lifted {
	l, day := b.ledgers[a.ID][source], a.Timeline[event].Day
	overlap := func(first content.Day) string { // since some day another event counts, too
		for i, other := range a.Timeline {
			if i != event && first <= other.Day && other.Day < day+days {
				return other.Title
			}
		}
		return ""
	}
	if b.newest < day+days {
		return lifted{why: "early"}
	}
	if with := overlap(day - days); with != "" {
		return lifted{why: "overlaps", with: with}
	}
	for base := day; base >= day-days/7; base-- {
		before, after, ok := l.around(base, days)
		if !ok {
			continue
		}
		if with := overlap(base - days); with != "" {
			return lifted{why: "overlaps", with: with}
		}
		part, artists := b.rosterLift(source, base, days)
		return lifted{base: base, before: before, after: after, usual: int64(math.Round(part * float64(l.counts[base]))), artists: artists}
	}
	switch {
	case !l.empty() && l.first() > day-days:
		return lifted{why: "young"}
	case len(l.seamsIn(day-days, day+days)) > 0:
		return lifted{why: "seam"}
	}
	return lifted{why: "gap"}
}

// rosterLift is the median of what the artists gained more after a day than
// before it, in parts of their counts; of fewer than five artists there is none.
func (b *books) rosterLift(source content.Source, base, days content.Day) (part float64, artists int) {
	var parts []float64
	for _, l := range b.of(source) {
		if before, after, ok := l.around(base, days); ok && l.counts[base] >= 1000 {
			parts = append(parts, share(after-before, l.counts[base]))
		}
	}
	if len(parts) < 5 {
		return 0, 0
	}
	return median(parts), len(parts)
}

// milestones are all that a count can meet.
var milestones = func() (all []int64) {
	for power := int64(1); power < 1_000_000_000; power *= 10 {
		for _, m := range []int64{1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7000, 8000, 9000} {
			all = append(all, m*power)
		}
	}
	return all
}()

// passed is a milestone that was reached.
type passed struct {
	value                 int64
	after, day, confirmed content.Day
}

// passed lists the milestones of an account, the oldest first.
func (l *ledger) passed() (all []passed) {
	days := l.days
	had := int64(-1) // the most that two counts in a row, or a first one, had
	for i, day := range days {
		if i == 0 || !l.comparable(days[i-1], day) {
			had = l.counts[day]
			continue
		}
		if i+1 == len(days) || !l.comparable(day, days[i+1]) {
			continue
		}
		sure := min(l.counts[day], l.counts[days[i+1]])
		largest := int64(0)
		for _, m := range milestones {
			if had < m && m <= sure {
				largest = m
			}
		}
		if largest > 0 {
			all = append(all, passed{value: largest, after: days[i-1], day: day, confirmed: days[i+1]})
		}
		had = max(had, sure)
	}
	return all
}

// outlook is a forecast.
type outlook struct {
	milestone      int64
	early, late    content.Day
	days           content.Day
	trials, within int
	off, naive     float64
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
// where a purge or another account lies in them.
func (l *ledger) weeks(day content.Day, events []platformEvent) (w weekly, ok bool) {
	to, ok := l.newestIn(day-1, day)
	for i := 0; i < 4 && ok; i++ {
		var from content.Day
		if from, ok = l.newestIn(day-7*content.Day(i+1)-1, day-7*content.Day(i+1)); ok {
			w.gained[i], w.days[i] = l.diff(from, to), int64(to-from)
			to = from
		}
	}
	for _, p := range events {
		ok = ok && (p.day <= to || p.from >= day)
	}
	return w, ok && len(l.seamsIn(to, day)) == 0
}

// ahead is after how many days something is gained.
func ahead(more, gained, days int64) content.Day {
	return content.Day((more*days + gained - 1) / gained)
}

// outlook forecasts the next milestone.
func (l *ledger) outlook(newest content.Day, events []platformEvent) (o outlook, ok bool) {
	if l.empty() || l.last() <= newest-l.interval() {
		return o, false
	}
	last := l.last()
	w, ok := l.weeks(last, events)
	if !ok || slices.Min(w.gained[:]) <= 0 {
		return o, false
	}
	least := l.counts[last] // a milestone that was reached before is not the next
	for _, p := range l.passed() {
		if len(l.seamsIn(p.day, last)) == 0 {
			least = max(least, p.value)
		}
	}
	for _, day := range l.days {
		if since := l.seamsIn(0, last); len(since) == 0 || day >= since[len(since)-1] {
			least = max(least, l.counts[day]) // its first count
			break
		}
	}
	next := slices.IndexFunc(milestones, func(m int64) bool { return m > least })
	o.milestone = milestones[next]
	more := o.milestone - l.counts[last]
	o.early, o.late = content.Day(math.MaxInt32), 0
	for i := range w.gained {
		day := last + ahead(more, w.gained[i], w.days[i])
		o.early, o.late = min(o.early, day), max(o.late, day)
	}
	gained, days := w.whole()
	o.days = (ahead(more, gained, days) + 6) / 7 * 7
	if o.days > 91 || o.late >= last+182 {
		return o, false
	}
	l.tryOutlook(&o, events)
	return o, o.trials >= max(8, int(o.days)*2/7) && o.off < o.naive && 2*o.within >= o.trials
}

// tryOutlook makes the forecast on earlier days, a week apart.
func (l *ledger) tryOutlook(o *outlook, events []platformEvent) {
	for day := l.last() - o.days; day >= l.first() && o.trials < 26; day -= 7 {
		w, ok := l.weeks(day, events)
		if !ok || !l.comparable(day, day+o.days) {
			continue
		}
		came := l.diff(day, day+o.days)
		gained, days := w.whole()
		o.trials++
		o.off += math.Abs(float64(came) - float64(gained)*float64(o.days)/float64(days))
		o.naive += math.Abs(float64(came))
		below, above := false, false // the slowest week brings less, the fastest more
		for i := range w.gained {
			below = below || w.gained[i]*int64(o.days) <= came*w.days[i]
			above = above || w.gained[i]*int64(o.days) >= came*w.days[i]
		}
		if below && above {
			o.within++
		}
	}
	o.off, o.naive = o.off/float64(max(1, o.trials)), o.naive/float64(max(1, o.trials))
}
