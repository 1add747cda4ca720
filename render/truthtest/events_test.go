package truthtest

import (
	"math"
	"slices"

	"datarocks/content"
)

// platformEvent is a step that moved the whole roster.
type platformEvent struct {
	from, day     content.Day
	median, usual float64
	artists       int
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// of are all ledgers of a source with counts.
func (b *books) of(source content.Source) (all []*ledger) {
	for _, a := range b.Artists {
		if l := b.ledgers[a.ID][source]; !l.empty() {
			all = append(all, l)
		}
	}
	return all
}

// oddDays goes through the days of a source. Days in a row are still apart.
func (b *books) oddDays(s content.SourceSetting) (found []platformEvent) {
	farthest, memory, least, most := content.Day(7), content.Day(90), 28, 14
	if s.Every == content.EveryWeek {
		farthest, memory, least, most = 14, 182, 8, 4
	}
	var odd []content.Day
	daily := make(map[content.Day]float64) // medians of days that were not odd
	for day := content.Day(0); day <= b.newest; day++ {
		parts, days := b.steps(s.Source, day, farthest)
		if n := len(found); len(parts) < 5 || n > 0 && day-days < found[n-1].day {
			continue
		}
		e := platformEvent{from: day - days, day: day, median: median(parts), artists: len(parts)}
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
		daily[day] = e.median / float64(days)
	}
	return found
}

// steps are the changes up to a day since the count before, of those artists whose
// count before is as old as that of most; none where they are fewer than half of all
// counted of late. Artists of fewer than 1,000 do not count.
func (b *books) steps(source content.Source, day, farthest content.Day) (parts []float64, days content.Day) {
	counted := 0
	since := make(map[content.Day][]float64)
	for _, l := range b.of(source) {
		from, ok := l.newestIn(day-farthest, day-1)
		if !ok || l.counts[from] < 1000 {
			continue
		}
		counted++
		if l.comparable(from, day) {
			since[day-from] = append(since[day-from], l.part(from, day))
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
func (e *platformEvent) isFar(parts, daily []float64) bool {
	days := float64(e.day - e.from)
	e.usual = median(daily) * days
	var apart []float64
	for _, part := range daily {
		apart = append(apart, math.Abs(part-median(daily)))
	}
	off := e.median - e.usual
	if math.Abs(off) < 0.003 || math.Abs(off) < 8*1.4826*median(apart)*days {
		return false
	}
	with := 0 // artists who moved that way at least half as far
	for _, part := range parts {
		if (part-e.usual)/off >= 0.5 {
			with++
		}
	}
	return with >= len(parts)-len(parts)/4
}

// join makes one event of days in a row that moved the same way, if five artists
// were counted on both ends.
func (b *books) join(source content.Source, odd []platformEvent) (joined []platformEvent) {
	for _, e := range odd {
		n := len(joined)
		if n > 0 && joined[n-1].day == e.from && (joined[n-1].median < joined[n-1].usual) == (e.median < e.usual) {
			var parts []float64
			for _, l := range b.of(source) {
				if from := joined[n-1].from; l.comparable(from, e.day) && l.counts[from] >= 1000 {
					parts = append(parts, l.part(from, e.day))
				}
			}
			if len(parts) >= 5 {
				joined[n-1] = platformEvent{from: joined[n-1].from, day: e.day, median: median(parts), usual: joined[n-1].usual + e.usual, artists: len(parts)}
				continue
			}
		}
		joined = append(joined, e)
	}
	return joined
}

// eventsUntil are the platform events as they were known on a day.
func (b *books) eventsUntil(source content.Source, day content.Day) []platformEvent {
	return b.join(source, slices.DeleteFunc(slices.Clone(b.odd[source]), func(e platformEvent) bool { return e.day > day }))
}
