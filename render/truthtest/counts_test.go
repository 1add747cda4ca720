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
	"datarocks/history/trendtest"
)

// ledger is what is stored of one account.
type ledger struct {
	trendtest.Ledger
	refs    map[content.Day]string // the account that was counted
	reasons map[content.Day]string // of days that were asked and have no count
	held    map[content.Day]string // why a count waits for a decision
}

// books are the ledgers of a site.
type books struct {
	*content.Site
	newest  content.Day
	roster  []content.Artist // in the order of the page
	ledgers map[string]map[content.Source]*ledger
	odd     map[content.Source][]trendtest.Event // of one step each
	events  map[content.Source][]trendtest.Event

	milestones map[string][]metMilestone // of an artist, once they are worked out
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
		odd: make(map[content.Source][]trendtest.Event), events: make(map[content.Source][]trendtest.Event),
		milestones: make(map[string][]metMilestone),
	}
	for _, a := range site.Artists {
		b.ledgers[a.ID] = make(map[content.Source]*ledger)
		for _, s := range site.Sources {
			b.ledgers[a.ID][s.Source] = &ledger{
				Ledger: trendtest.Ledger{Every: s.Every, Counts: make(map[content.Day]int64)}, refs: make(map[content.Day]string),
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
		b.odd[s.Source] = b.of(s.Source).EventDays(b.newest)
		b.events[s.Source] = b.of(s.Source).Join(b.odd[s.Source])
	}
	return b
}

func (l *ledger) enter(r row) {
	switch {
	case r.Value != nil:
		l.Counts[r.Date], l.refs[r.Date] = *r.Value, r.Ref
	case r.Status == "held":
		l.held[r.Date], l.reasons[r.Date] = r.Reason, "held: "+r.Reason
	default:
		l.reasons[r.Date] = cmp.Or(r.Reason, r.Status)
	}
}

// close sorts the days, and finds those from which another account is counted.
func (l *ledger) close() {
	l.Days = slices.Sorted(maps.Keys(l.Counts))
	before := ""
	for _, day := range l.Days {
		if ref := l.refs[day]; ref != "" && before != "" && ref != before {
			l.Seams = append(l.Seams, day)
		}
		before = cmp.Or(l.refs[day], before)
	}
}

// until is the ledger as it was after a day.
func (l *ledger) until(day content.Day) *ledger {
	then := *l
	then.Ledger = *l.Until(day)
	return &then
}

// of are the ledgers of a source with counts.
func (b *books) of(source content.Source) (all trendtest.Roster) {
	for _, a := range b.Artists {
		if l := b.ledgers[a.ID][source]; !l.Empty() {
			all = append(all, &l.Ledger)
		}
	}
	return all
}

// eventsUntil are the platform events as they were known on a day.
func (b *books) eventsUntil(source content.Source, day content.Day) []trendtest.Event {
	return b.of(source).Join(slices.DeleteFunc(slices.Clone(b.odd[source]), func(e trendtest.Event) bool { return e.Day > day }))
}

// gaps are the days of a stretch that should have a count and have none.
func (l *ledger) gaps(from, to content.Day) (gaps []content.Day) {
	for day := max(from, l.First()); day <= to; day++ {
		_, covered := l.NewestIn(day-l.Interval()+1, day)
		if !l.Has(day) && (l.reasons[day] != "" || !covered) {
			gaps = append(gaps, day)
		}
	}
	return gaps
}

// week counts the days up to one that were due a count, and those that have one.
func (l *ledger) week(sunday content.Day) (got, due int) {
	for day := sunday - 6; day <= sunday; day++ {
		switch {
		case l.Has(day):
			got, due = got+1, due+1
		case l.Empty() || day <= l.First():
			due += min(1, len(l.reasons[day]))
		default:
			due += len(l.gaps(day, day))
		}
	}
	if l.Every == content.EveryWeek {
		return min(got, 1), min(due, 1)
	}
	return got, due
}
