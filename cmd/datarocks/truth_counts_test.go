package main

import (
	"cmp"
	"encoding/csv"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"datarocks/content"
)

// This file works out from the exported table alone what a site may say: slowly,
// day by day, and without package history.

// ledger is the counts of one account.
type ledger struct {
	every  content.Cadence
	counts map[content.Day]int64
	refs   map[content.Day]string // the account that was counted
	whys   map[content.Day]string // days that were asked and have no count
	held   map[content.Day]string // why a count waits for a decision
	others []content.Day          // from which another account is counted
	sorted []content.Day          // by need
}

// books are the ledgers of a site.
type books struct {
	*content.Site
	newest  content.Day
	roster  []content.Artist // in the order of the page
	ledgers map[string]map[content.Source]*ledger
	odd     map[content.Source][]purge // of one day each
	purges  map[content.Source][]purge
}

// readBooks reads an exported table.
func readBooks(t *testing.T, site *content.Site, name string) *books {
	t.Helper()
	b := &books{Site: site, ledgers: make(map[string]map[content.Source]*ledger), odd: make(map[content.Source][]purge), purges: make(map[content.Source][]purge)}
	for _, a := range site.Artists {
		b.ledgers[a.ID] = make(map[content.Source]*ledger)
		for _, s := range site.Sources {
			b.ledgers[a.ID][s.Source] = &ledger{
				s.Every, make(map[content.Day]int64), make(map[content.Day]string), make(map[content.Day]string), make(map[content.Day]string), nil, nil,
			}
		}
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, field := range records[0] {
			row[field] = strings.TrimPrefix(record[i], "'")
		}
		b.enter(t, row)
	}
	for _, s := range site.Sources {
		for _, a := range site.Artists {
			b.ledgers[a.ID][s.Source].findOthers()
		}
		b.odd[s.Source] = b.findPurges(s)
		b.purges[s.Source] = b.joinPurges(s.Source, b.odd[s.Source])
	}
	return b
}

func (b *books) enter(t *testing.T, row map[string]string) {
	t.Helper()
	day, err := content.ParseDay(row["date"])
	if err != nil {
		t.Fatal(err)
	}
	b.newest = max(b.newest, day)
	l := b.ledgers[row["artist"]][content.Source(row["source"])]
	if row["value"] == "" {
		l.whys[day] = cmp.Or(row["reason"], row["status"])
		if row["status"] == "held" {
			l.held[day] = row["reason"]
			l.whys[day] = "held: " + row["reason"]
		}
		return
	}
	if l.counts[day], err = strconv.ParseInt(row["value"], 10, 64); err != nil {
		t.Fatal(err)
	}
	l.refs[day] = row["ref"]
}

// days are those with a count, the oldest first.
func (l *ledger) days() []content.Day {
	if len(l.sorted) != len(l.counts) {
		l.sorted = slices.Sorted(maps.Keys(l.counts))
	}
	return l.sorted
}

func (l *ledger) empty() bool        { return len(l.counts) == 0 }
func (l *ledger) first() content.Day { return l.days()[0] }
func (l *ledger) last() content.Day  { return l.days()[len(l.counts)-1] }

func (l *ledger) has(days ...content.Day) bool {
	return !slices.ContainsFunc(days, func(day content.Day) bool { _, ok := l.counts[day]; return !ok })
}

// until is the ledger as it was after a day.
func (l *ledger) until(day content.Day) *ledger {
	then := *l
	then.counts, then.sorted = maps.Clone(l.counts), nil
	maps.DeleteFunc(then.counts, func(d content.Day, _ int64) bool { return d > day })
	return &then
}

// findOthers notes the days from which another account is counted.
func (l *ledger) findOthers() {
	before := ""
	for _, day := range l.days() {
		ref := l.refs[day]
		if ref != "" && before != "" && ref != before {
			l.others = append(l.others, day)
		}
		before = cmp.Or(ref, before)
	}
}

// seams are the days, after one and up to another, from which another account is
// counted.
func (l *ledger) seams(after, to content.Day) (seams []content.Day) {
	for _, day := range l.others {
		if after < day && day <= to {
			seams = append(seams, day)
		}
	}
	return seams
}

// comparable says that all days have counts, of one account.
func (l *ledger) comparable(days ...content.Day) bool {
	return l.has(days...) && len(l.seams(days[0], days[len(days)-1])) == 0
}

// newestOf gives the newest day with a count of a stretch.
func (l *ledger) newestOf(from, to content.Day) (content.Day, bool) {
	for day := to; day >= from; day-- {
		if l.has(day) {
			return day, true
		}
	}
	return 0, false
}

func (l *ledger) interval() content.Day {
	if l.every == content.EveryWeek {
		return 7
	}
	return 1
}

// gaps lists the days of a stretch that should have a count and have none.
func (l *ledger) gaps(from, to content.Day) (gaps []content.Day) {
	for day := max(from, l.first()); day <= to; day++ {
		_, covered := l.newestOf(day-l.interval()+1, day)
		if !l.has(day) && (l.whys[day] != "" || !covered) {
			gaps = append(gaps, day)
		}
	}
	return gaps
}

// change gives the two days that a window compares.
func (l *ledger) change(w content.Window) (from, to content.Day, ok bool) {
	if l.empty() {
		return 0, 0, false
	}
	n := content.Day(w.Days())
	from, to, ok = l.first(), l.last(), true
	if w != content.All {
		from, ok = l.newestOf(to-n-n/7, to-n)
	}
	return from, to, ok && from < to && l.comparable(from, to)
}

// diff is how much a count rose between two days, and part the same in parts of
// the earlier one.
func (l *ledger) diff(from, to content.Day) int64 { return l.counts[to] - l.counts[from] }

func (l *ledger) part(from, to content.Day) float64 { return share(l.diff(from, to), l.counts[from]) }

func share(n, of int64) float64 { return float64(n) / float64(of) }

// own is a change without that of the purges within it.
func (l *ledger) own(w content.Window, purges []purge) (own int64, within []purge, ok bool) {
	from, to, ok := l.change(w)
	if !ok {
		return 0, nil, false
	}
	own = l.diff(from, to)
	for _, p := range purges {
		if p.day <= from || p.day > to {
			continue
		}
		if begin := max(p.from, from); l.comparable(begin, p.day) {
			own -= l.diff(begin, p.day)
		} else {
			return 0, nil, false
		}
		within = append(within, p)
	}
	return own, within, true
}

// purge is a platform event.
type purge struct {
	from, day     content.Day
	median, usual float64
	artists       int
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// of gives all ledgers of a source with counts.
func (b *books) of(source content.Source) (all []*ledger) {
	for _, a := range b.Artists {
		if l := b.ledgers[a.ID][source]; !l.empty() {
			all = append(all, l)
		}
	}
	return all
}

// habit is what is known of a source's days that were no purge.
type habit struct {
	farthest, memory content.Day
	least, most      int
	daily            map[content.Day]float64 // median changes a day
	purges           []content.Day
}

func newHabit(every content.Cadence) *habit {
	if every == content.EveryWeek {
		return &habit{14, 182, 8, 4, make(map[content.Day]float64), nil}
	}
	return &habit{7, 90, 28, 14, make(map[content.Day]float64), nil}
}

// of gives the medians of the days before one that are remembered.
func (h *habit) of(day content.Day) (daily []float64) {
	for _, d := range slices.Sorted(maps.Keys(h.daily)) {
		if d >= day-h.memory {
			daily = append(daily, h.daily[d])
		}
	}
	return daily
}

// rare notes a purge; where there are too many of late, all is forgotten.
func (h *habit) rare(day content.Day) bool {
	h.purges = slices.DeleteFunc(append(h.purges, day), func(d content.Day) bool { return d < day-h.memory })
	if len(h.purges) > h.most {
		h.daily, h.purges = make(map[content.Day]float64), nil
		return false
	}
	return true
}

// findPurges goes through the days of a source. Days in a row are still apart.
func (b *books) findPurges(s content.SourceSetting) (found []purge) {
	h := newHabit(s.Every)
	for day := content.Day(0); day <= b.newest; day++ {
		parts, days := b.parts(s.Source, day, h.farthest)
		if len(parts) < 5 {
			continue
		}
		p := purge{day - days, day, median(parts), 0, len(parts)}
		if n := len(found); n > 0 && p.from < found[n-1].day {
			continue
		}
		if last := h.of(day); len(last) >= h.least && p.judge(parts, last) && h.rare(day) {
			found = append(found, p)
			continue
		}
		h.daily[day] = p.median / float64(days)
	}
	return found
}

// parts gives the changes up to a day since the count before, of those artists
// whose count before is as old as that of most; none where they are fewer than
// half of all counted of late. Artists of fewer than 1,000 do not count.
func (b *books) parts(source content.Source, day, farthest content.Day) (parts []float64, days content.Day) {
	counted := 0
	since := make(map[content.Day][]float64)
	for _, l := range b.of(source) {
		from, ok := l.newestOf(day-farthest, day-1)
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

// judge says whether a day is far out of what was usual.
func (p *purge) judge(parts, daily []float64) bool {
	days := float64(p.day - p.from)
	p.usual = median(daily) * days
	var apart []float64
	for _, part := range daily {
		apart = append(apart, math.Abs(part-median(daily)))
	}
	off := p.median - p.usual
	if math.Abs(off) < 0.003 || math.Abs(off) < 8*1.4826*median(apart)*days {
		return false
	}
	with := 0 // artists who moved that way at least half as far
	for _, part := range parts {
		if (part-p.usual)/off >= 0.5 {
			with++
		}
	}
	return with >= len(parts)-len(parts)/4
}

// joinPurges makes one of days in a row that moved the same way, if five artists
// were counted on both ends.
func (b *books) joinPurges(source content.Source, days []purge) (joined []purge) {
	for _, p := range days {
		n := len(joined)
		if n > 0 && joined[n-1].day == p.from && (joined[n-1].median < joined[n-1].usual) == (p.median < p.usual) {
			whole := purge{from: joined[n-1].from, day: p.day, usual: joined[n-1].usual + p.usual}
			if whole.median, whole.artists = b.medianBetween(source, whole.from, whole.day); whole.artists >= 5 {
				joined[n-1] = whole
				continue
			}
		}
		joined = append(joined, p)
	}
	return joined
}

func (b *books) medianBetween(source content.Source, from, to content.Day) (float64, int) {
	var parts []float64
	for _, l := range b.of(source) {
		if l.comparable(from, to) && l.counts[from] >= 1000 {
			parts = append(parts, l.part(from, to))
		}
	}
	if len(parts) == 0 {
		return 0, 0
	}
	return median(parts), len(parts)
}
