// Package rendertest has what tests of the pages share: worlds, which are sites with
// what their platforms answered, kept in memory, and readers of what is rendered.
// It does not import package render, so that the tests within it can use it.
package rendertest

import (
	"cmp"
	"context"
	"io/fs"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// Newest is the last day of every world, a Monday.
var Newest = Day("2026-11-23")

// Day parses a day such as 2026-11-23.
func Day(s string) content.Day {
	d, err := content.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// World is a site and the answers of its platforms.
type World struct {
	content.Site
	Via     string // as in fetch.Snapshot
	Samples map[content.Day][]fetch.Sample
	held    []held
}

// held is a count that the gate holds.
type held struct {
	day    content.Day
	artist string
	source content.Source
	why    string
}

// New returns a world of two sources without artists. As on a real site, the
// second one is not for download.
func New() *World {
	return &World{
		Site: content.Site{
			Title:  "Label",
			Window: content.Week,
			Embed:  []string{"*"},
			Sources: []content.SourceSetting{
				content.Spotify.Setting(content.EveryDay),
				content.Twitter.Setting(content.EveryDay),
			},
			Pages: []content.Page{{ID: "about", Title: "About", Body: "How it is done.\n\n## Gaps\n\nNothing is filled in.\n"}},
		},
		Samples: make(map[content.Day][]fetch.Sample),
	}
}

// Artist adds an artist with an account on each source of the site. The first one
// is the site's default.
func (w *World) Artist(id, name string) *content.Artist {
	a := content.Artist{ID: id, Name: name, Accounts: make(map[content.Source]string)}
	for _, s := range w.Sources {
		a.Accounts[s.Source] = id + "-on-" + string(s.Source)
	}
	w.Default = cmp.Or(w.Default, id)
	w.Artists = append(w.Artists, a)
	return &w.Artists[len(w.Artists)-1]
}

// Unasked is a night on which a source was not asked.
var Unasked fetch.Count

// Numbers are measured counts.
func Numbers(ns ...int64) []fetch.Count {
	counts := make([]fetch.Count, len(ns))
	for i, n := range ns {
		counts[i] = fetch.Number(n)
	}
	return counts
}

// Missing is an answer without a count.
func Missing(reason string) fetch.Count { return fetch.Missing(fetch.Failed, reason) }

// Until adds the counts of consecutive days, the last of which is the newest.
func (w *World) Until(artist string, source content.Source, counts ...fetch.Count) {
	w.UntilOf(artist, source.Default(), counts...)
}

// UntilOf is Until for any metric.
func (w *World) UntilOf(artist string, metric content.Metric, counts ...fetch.Count) {
	w.FromOf(Newest-content.Day(len(counts))+1, artist, metric, counts...)
}

// From adds the counts of consecutive days, beginning with one.
func (w *World) From(first content.Day, artist string, source content.Source, counts ...fetch.Count) {
	w.FromOf(first, artist, source.Default(), counts...)
}

// FromOf is From for any metric.
func (w *World) FromOf(first content.Day, artist string, metric content.Metric, counts ...fetch.Count) {
	i := slices.IndexFunc(w.Artists, func(a content.Artist) bool { return a.ID == artist })
	ask := fetch.Ask{Artist: artist, Metric: metric, Account: w.Artists[i].Accounts[metric.Source]}
	for n, count := range counts {
		if count != Unasked {
			d := first + content.Day(n)
			w.Samples[d] = append(w.Samples[d], fetch.Sample{Ask: ask, Count: count})
		}
	}
}

// Grow adds a count of every day until the newest one, rising evenly.
func (w *World) Grow(artist string, source content.Source, days int, from, to int64) {
	counts := make([]fetch.Count, days)
	for i := range counts {
		counts[i] = fetch.Number(from + (to-from)*int64(i)/int64(max(1, days-1)))
	}
	w.Until(artist, source, counts...)
}

// Hold makes the gate hold a count.
func (w *World) Hold(day content.Day, artist string, source content.Source) {
	w.HoldFor("a sudden zero", day, artist, source)
}

// HoldFor makes the gate hold a count for a reason.
func (w *World) HoldFor(why string, day content.Day, artist string, source content.Source) {
	w.held = append(w.held, held{day: day, artist: artist, source: source, why: why})
}

func (w *World) verdicts(day content.Day) []history.Verdict {
	verdicts := make([]history.Verdict, len(w.Samples[day]))
	for i, s := range w.Samples[day] {
		for _, h := range w.held {
			if h.day == day && h.artist == s.Artist && h.source == s.Source {
				verdicts[i] = history.Verdict{Held: true, Why: h.why}
			}
		}
	}
	return verdicts
}

// Store records all nights, each at 03:17.
func (w *World) Store(t testing.TB) store.Store {
	t.Helper()
	nights := storetest.NewMemory()
	for _, d := range slices.Sorted(maps.Keys(w.Samples)) {
		snap := fetch.Snapshot{At: d.Time().Add(3*time.Hour + 17*time.Minute), Via: w.Via, Samples: w.Samples[d]}
		if _, err := history.Record(context.Background(), nights, snap, w.verdicts(d)); err != nil {
			t.Fatal(err)
		}
	}
	return nights
}

// History loads what Store recorded, on the day after the newest.
func (w *World) History(t testing.TB) *history.History {
	t.Helper()
	h, err := history.Load(context.Background(), w.Store(t), (Newest + 1).Time())
	if err == nil {
		err = h.LoadLimited(context.Background(), &w.Site, Newest)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Files returns what write leaves in an empty folder.
func Files(t testing.TB, write func(root *os.Root) error) fs.FS {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := write(root); err != nil {
		t.Fatal(err)
	}
	return os.DirFS(dir)
}

// Weeks returns a count for every day, the newest last, whose changes from week
// to week are known.
func Weeks(from int64, changes ...int64) []fetch.Count {
	counts := Numbers(from)
	for _, change := range changes {
		for day := range int64(7) {
			counts = append(counts, fetch.Number(from+change*(day+1)/7))
		}
		from += change
	}
	return counts
}

// Without returns the counts without that of some days before the last, for a reason.
func Without(counts []fetch.Count, ago int, reason string) []fetch.Count {
	counts = slices.Clone(counts)
	counts[len(counts)-1-ago] = Missing(reason)
	return counts
}
