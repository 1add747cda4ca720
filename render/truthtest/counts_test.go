package truthtest

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
)

// ledger is the counts of one account, by day.
type ledger struct {
	every   content.Cadence
	counts  map[content.Day]int64
	days    []content.Day          // with a count, the oldest first
	refs    map[content.Day]string // the account that was counted
	reasons map[content.Day]string // of days that were asked and have no count
	held    map[content.Day]string // why a count waits for a decision
	seams   []content.Day          // from which another account is counted
}

// books are the ledgers of a site.
type books struct {
	*content.Site
	newest  content.Day
	roster  []content.Artist // in the order of the page
	ledgers map[string]map[content.Source]*ledger
	odd     map[content.Source][]platformEvent // of one step each
	events  map[content.Source][]platformEvent
}

// row is a line of a day object.
type row struct {
	Date                content.Day
	Artist              string
	Source              content.Source
	Value               *int64
	Status, Reason, Ref string
}

// readBooks reads the day objects of a history's folder.
func readBooks(t *testing.T, site *content.Site, folder string) *books {
	t.Helper()
	b := &books{
		Site: site, ledgers: make(map[string]map[content.Source]*ledger),
		odd: make(map[content.Source][]platformEvent), events: make(map[content.Source][]platformEvent),
	}
	for _, a := range site.Artists {
		b.ledgers[a.ID] = make(map[content.Source]*ledger)
		for _, s := range site.Sources {
			b.ledgers[a.ID][s.Source] = &ledger{
				every: s.Every, counts: make(map[content.Day]int64), refs: make(map[content.Day]string),
				reasons: make(map[content.Day]string), held: make(map[content.Day]string),
			}
		}
	}
	objects, err := fs.Glob(os.DirFS(folder), "v1/days/*/*/*.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range objects {
		data, err := fs.ReadFile(os.DirFS(folder), name)
		if err != nil {
			t.Fatal(err)
		}
		for dec := json.NewDecoder(strings.NewReader(string(data))); dec.More(); {
			var r row
			if err := dec.Decode(&r); err != nil {
				t.Fatal(err)
			}
			b.newest = max(b.newest, r.Date)
			b.ledgers[r.Artist][r.Source].enter(r)
		}
	}
	for _, s := range site.Sources {
		for _, a := range site.Artists {
			b.ledgers[a.ID][s.Source].close()
		}
		b.odd[s.Source] = b.oddDays(s)
		b.events[s.Source] = b.join(s.Source, b.odd[s.Source])
	}
	return b
}

func (l *ledger) enter(r row) {
	switch {
	case r.Value != nil:
		l.counts[r.Date], l.refs[r.Date] = *r.Value, r.Ref
	case r.Status == "held":
		l.held[r.Date], l.reasons[r.Date] = r.Reason, "held: "+r.Reason
	default:
		l.reasons[r.Date] = cmp.Or(r.Reason, r.Status)
	}
}

// close sorts the days, and finds those from which another account is counted.
func (l *ledger) close() {
	l.days = slices.Sorted(maps.Keys(l.counts))
	before := ""
	for _, day := range l.days {
		if ref := l.refs[day]; ref != "" && before != "" && ref != before {
			l.seams = append(l.seams, day)
		}
		before = cmp.Or(l.refs[day], before)
	}
}

func (l *ledger) empty() bool        { return len(l.days) == 0 }
func (l *ledger) first() content.Day { return l.days[0] }
func (l *ledger) last() content.Day  { return l.days[len(l.days)-1] }

func (l *ledger) has(days ...content.Day) bool {
	return !slices.ContainsFunc(days, func(day content.Day) bool { _, ok := l.counts[day]; return !ok })
}

// until is the ledger as it was after a day.
func (l *ledger) until(day content.Day) *ledger {
	then := *l
	n, found := slices.BinarySearch(l.days, day)
	if found {
		n++
	}
	then.days, then.counts = l.days[:n], maps.Clone(l.counts)
	maps.DeleteFunc(then.counts, func(d content.Day, _ int64) bool { return d > day })
	return &then
}

// seamsIn are those after one day and up to another.
func (l *ledger) seamsIn(after, to content.Day) (seams []content.Day) {
	for _, day := range l.seams {
		if after < day && day <= to {
			seams = append(seams, day)
		}
	}
	return seams
}

// comparable reports whether all days have counts, of one account.
func (l *ledger) comparable(days ...content.Day) bool {
	return l.has(days...) && len(l.seamsIn(days[0], days[len(days)-1])) == 0
}

// newestIn is the newest day with a count of a stretch.
func (l *ledger) newestIn(from, to content.Day) (content.Day, bool) {
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

// gaps are the days of a stretch that should have a count and have none.
func (l *ledger) gaps(from, to content.Day) (gaps []content.Day) {
	for day := max(from, l.first()); day <= to; day++ {
		_, covered := l.newestIn(day-l.interval()+1, day)
		if !l.has(day) && (l.reasons[day] != "" || !covered) {
			gaps = append(gaps, day)
		}
	}
	return gaps
}

// week counts the days up to one that were due a count, and those that have one.
func (l *ledger) week(sunday content.Day) (got, due int) {
	for day := sunday - 6; day <= sunday; day++ {
		switch {
		case l.has(day):
			got, due = got+1, due+1
		case l.empty() || day <= l.first():
			due += min(1, len(l.reasons[day]))
		default:
			due += len(l.gaps(day, day))
		}
	}
	if l.every == content.EveryWeek {
		return min(got, 1), min(due, 1)
	}
	return got, due
}

// change is the two days that a window compares.
func (l *ledger) change(w content.Window) (from, to content.Day, ok bool) {
	if l.empty() {
		return 0, 0, false
	}
	n := content.Day(w.Days())
	from, to, ok = l.first(), l.last(), true
	if w != content.All {
		from, ok = l.newestIn(to-n-n/7, to-n)
	}
	return from, to, ok && from < to && l.comparable(from, to)
}

// diff is how much a count rose between two days, and part the same in parts of
// the earlier one.
func (l *ledger) diff(from, to content.Day) int64 { return l.counts[to] - l.counts[from] }

func (l *ledger) part(from, to content.Day) float64 { return share(l.diff(from, to), l.counts[from]) }

func share(n, of int64) float64 { return float64(n) / float64(of) }

// own is a change without that of the platform events within it.
func (l *ledger) own(w content.Window, events []platformEvent) (own int64, within []platformEvent, ok bool) {
	from, to, ok := l.change(w)
	if !ok {
		return 0, nil, false
	}
	own = l.diff(from, to)
	for _, e := range events {
		if e.day <= from || e.day > to {
			continue
		}
		begin := max(e.from, from)
		if !l.comparable(begin, e.day) {
			return 0, nil, false
		}
		own -= l.diff(begin, e.day)
		within = append(within, e)
	}
	return own, within, true
}
