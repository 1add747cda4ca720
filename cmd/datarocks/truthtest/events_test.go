package truthtest

import (
	"maps"
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

// habit is what is known of a source's steps that were no platform event.
type habit struct {
	farthest, memory content.Day
	least, most      int
	daily            map[content.Day]float64 // median changes a day
	odd              []content.Day
}

func newHabit(every content.Cadence) *habit {
	if every == content.EveryWeek {
		return &habit{farthest: 14, memory: 182, least: 8, most: 4, daily: make(map[content.Day]float64)}
	}
	return &habit{farthest: 7, memory: 90, least: 28, most: 14, daily: make(map[content.Day]float64)}
}

// remembered are the medians of the days before one.
func (h *habit) remembered(day content.Day) (daily []float64) {
	for _, d := range slices.Sorted(maps.Keys(h.daily)) {
		if d >= day-h.memory {
			daily = append(daily, h.daily[d])
		}
	}
	return daily
}

// rare notes an odd day; where there are too many of late, all is forgotten.
func (h *habit) rare(day content.Day) bool {
	h.odd = slices.DeleteFunc(append(h.odd, day), func(d content.Day) bool { return d < day-h.memory })
	if len(h.odd) > h.most {
		h.daily, h.odd = make(map[content.Day]float64), nil
		return false
	}
	return true
}

// oddDays goes through the days of a source. Days in a row are still apart.
func (b *books) oddDays(s content.SourceSetting) (found []platformEvent) {
	h := newHabit(s.Every)
	for day := content.Day(0); day <= b.newest; day++ {
		parts, days := b.steps(s.Source, day, h.farthest)
		if len(parts) < 5 {
			continue
		}
		e := platformEvent{from: day - days, day: day, median: median(parts), artists: len(parts)}
		if n := len(found); n > 0 && e.from < found[n-1].day {
			continue
		}
		if last := h.remembered(day); len(last) >= h.least && e.isFar(parts, last) && h.rare(day) {
			found = append(found, e)
			continue
		}
		h.daily[day] = e.median / float64(days)
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
