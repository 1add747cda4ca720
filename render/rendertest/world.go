// Package rendertest has what tests of the pages share: worlds, which are sites with
// what their platforms answered, kept in memory, and readers of what is rendered.
// It does not import package render, so that the tests within it can use it.
package rendertest

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
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
	if w.Default == "" {
		w.Default = id
	}
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
	w.From(Newest-content.Day(len(counts))+1, artist, source, counts...)
}

// From adds the counts of consecutive days, beginning with one.
func (w *World) From(first content.Day, artist string, source content.Source, counts ...fetch.Count) {
	i := slices.IndexFunc(w.Artists, func(a content.Artist) bool { return a.ID == artist })
	ask := fetch.Ask{Artist: artist, Source: source, Account: w.Artists[i].Accounts[source]}
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

// HeldBecause is why the gate holds the counts that Hold names.
const HeldBecause = "a sudden zero"

// Hold makes the gate hold a count.
func (w *World) Hold(day content.Day, artist string, source content.Source) {
	w.held = append(w.held, held{day: day, artist: artist, source: source})
}

func (w *World) verdicts(day content.Day) []history.Verdict {
	verdicts := make([]history.Verdict, len(w.Samples[day]))
	for i, s := range w.Samples[day] {
		if slices.Contains(w.held, held{day: day, artist: s.Artist, source: s.Source}) {
			verdicts[i] = history.Verdict{Held: true, Why: HeldBecause}
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

// Full has some of everything: growth, gaps, a fall, events, notes, and an artist
// without any count.
func Full() *World {
	w := New()
	w.BaseURL = "https://counts.example.org/label/"
	a := w.Artist("dream-theater", "Dream Theater")
	a.Genre = "Progressive metal"
	a.Body = "## On tour\n\nSince [May](https://example.org/tour).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
	a.Timeline = []content.Event{{Day: Newest - 20, Title: "Single"}, {Day: Newest - 3, Title: "Album"}}
	w.Artist("opeth", "Opeth")
	w.Artist("vola", "VOLA")
	w.Grow("dream-theater", content.Spotify, 450, 1_000_000, 1_500_000)
	w.Grow("dream-theater", content.Twitter, 450, 340_000, 345_000)
	w.Grow("opeth", content.Spotify, 30, 900_000, 950_000)
	w.Until("opeth", content.Twitter, append(Numbers(500, 490, 480), Missing("http 402: no credits"), Missing("http 402: no credits"))...)
	return w
}

// Odd has lines that are hard to draw: gaps with lone counts between them, another
// account, a source asked once a week, one that must not be downloaded and is older
// than a page, one with a single count, and a zero.
func Odd() *World {
	w := New()
	w.Sources = []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay),
		content.Twitter.Setting(content.EveryDay),
		content.Deezer.Setting(content.EveryWeek),
		content.Bluesky.Setting(content.EveryDay),
		content.LastFM.Setting(content.EveryDay),
	}
	a := w.Artist("odd", "Odd")
	a.Timeline = []content.Event{{Day: Newest - 60, Title: "Album “A View from the Top of the World”"}, {Day: Newest - 40, Title: "Single"}}
	for i := range content.Day(120) {
		count := fetch.Number(50_000 + 37*int64(i) + int64(i*i%11))
		switch i % 10 {
		case 0, 2:
			count = Missing("http 402: no credits")
		case 7:
			count = Unasked
		}
		w.From(Newest-119+i, "odd", content.Spotify, count)
	}
	w.Grow("odd", content.Twitter, 500, 9_000, 12_000)
	for i := range content.Day(20) {
		w.From(Newest-3-7*i, "odd", content.Deezer, fetch.Number(900_000-int64(1234*i)))
	}
	w.Until("odd", content.Bluesky, fetch.Number(0))
	w.From(Newest-30, "odd", content.LastFM, Numbers(100, 110, 120, 130, 140, 150)...)
	a.Accounts[content.LastFM] = "another"
	w.From(Newest-24, "odd", content.LastFM, Numbers(700, 710, 720)...)
	w.From(Newest-21, "odd", content.LastFM, Missing("timed out"), Missing("timed out"))
	w.From(Newest-19, "odd", content.LastFM, Numbers(730, 735)...)
	return w
}

// HostileNames are names that would run, break out or break a page, if a page
// let them.
var HostileNames = map[string]string{
	"script":   `x</script><script>alert(1)</script>`,
	"function": `__f__alert(1)__f__`,
	"quotes":   `"'><img src=x onerror=alert(1)>`,
	"rtl":      "فرقة الروك",
	"emoji":    "🤘🎸",
	"long":     strings.Repeat("Long ", 60),
	"template": `{{.Name}} ${alert(1)} $spotify`,
	"comment":  `<!-- --><!--><script>`,
	"lines":    "a\u2028b\u2029c",
}

// Hostile has an artist of each name, whose notes, events and reasons are no
// better.
func Hostile() *World {
	w := New()
	for id, name := range HostileNames {
		a := w.Artist(id, name)
		a.Genre = name
		a.Body = "<script>alert(1)</script>\n\n[link](javascript:alert(1)) <img src=x onerror=alert(1)> ![p](javascript:alert(1))\n\n" + name
		a.Timeline = []content.Event{{Day: Newest - 3, Title: name}}
		w.Until(id, content.Spotify, append(append(Numbers(10, 20, 30), Missing(name)), Numbers(40, 50)...)...)
		w.Until(id, content.Twitter, append(Numbers(7), Missing(name))...)
	}
	return w
}

// Large has a roster of n artists with two counts, the default one last by its
// name.
func Large(n int) *World {
	w := New()
	w.BaseURL = "https://counts.example.org/label/"
	w.Sources = w.Sources[:1]
	w.Artist("zz", "Zz")
	w.Artist("olafur", "Ólafur Arnalds").Aliases = []string{"Kiasmos"}
	w.Artist("a-band", "A Band 20")
	w.Artist("script", HostileNames["script"])
	for i := range n - len(w.Artists) {
		w.Artist(fmt.Sprintf("band-%d", i), fmt.Sprintf("Band %d", i))
	}
	for i, a := range w.Artists {
		w.From(Newest-7, a.ID, content.Spotify, fetch.Number(5000))
		w.Until(a.ID, content.Spotify, fetch.Number(5000+int64(i)))
	}
	return w
}

// OddNames are names in the order in which people and browsers sort them.
var OddNames = []string{
	"!!!", "…And Oceans", "(hed) p.e.", "*NSYNC", "$uicideboy$", "10cc", "30 Seconds to Mars", "A Perfect Circle", "a-ha", "A.C.T", "AC/DC",
	"Æther Realm", "Bjorn", "Bjørn", "Éthel", "Étienne", "Lola", "Łona", "Motorhead", "Motörhead", "oceansize", "Ólafur Arnalds", "Opeth",
	"Örnatorpet", "Straße", "the gathering", "The Who", "Žižek", "Zz Top", "Кино", "عمرو دياب", "हिन्दी", "東京事変",
}

// OddlyNamed has artists of OddNames in another order, the last one as default.
func OddlyNamed() *World {
	w := New()
	w.Sources = w.Sources[:1]
	for i, name := range slices.Backward(OddNames) {
		w.Artist(fmt.Sprintf("artist-%d", i), name)
	}
	return w
}
