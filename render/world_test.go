package render

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
)

// newest is the last day of every world.
var newest = day("2026-11-23")

func day(s string) content.Day {
	d, err := content.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// world is a site and what its platforms said.
type world struct {
	content.Site
	via     string
	samples map[content.Day][]fetch.Sample
	held    []heldCount
}

// newWorld makes a world of two sources without artists. As on a real site, the
// second one is not for download.
func newWorld() *world {
	return &world{
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
		samples: make(map[content.Day][]fetch.Sample),
	}
}

// artist adds an artist with an account on each source of the site.
func (w *world) artist(id, name string) *content.Artist {
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

// unasked is no answer, because nobody asked.
var unasked fetch.Count

func numbers(ns ...int64) []fetch.Count {
	counts := make([]fetch.Count, len(ns))
	for i, n := range ns {
		counts[i] = fetch.Number(n)
	}
	return counts
}

func missing(reason string) fetch.Count { return fetch.Missing(fetch.Failed, reason) }

// until makes the counts those of the days that end with the newest.
func (w *world) until(artist string, source content.Source, counts ...fetch.Count) {
	w.from(newest-content.Day(len(counts))+1, artist, source, counts...)
}

// from makes the counts those of the days that begin with one.
func (w *world) from(first content.Day, artist string, source content.Source, counts ...fetch.Count) {
	i := slices.IndexFunc(w.Artists, func(a content.Artist) bool { return a.ID == artist })
	ask := fetch.Ask{Artist: artist, Source: source, Account: w.Artists[i].Accounts[source]}
	for n, count := range counts {
		if count != unasked {
			d := first + content.Day(n)
			w.samples[d] = append(w.samples[d], fetch.Sample{Ask: ask, Count: count})
		}
	}
}

// grow makes a count of every day until the newest one, which grow from one
// number to another.
func (w *world) grow(artist string, source content.Source, days int, from, to int64) {
	counts := make([]fetch.Count, days)
	for i := range counts {
		counts[i] = fetch.Number(from + (to-from)*int64(i)/int64(max(1, days-1)))
	}
	w.until(artist, source, counts...)
}

// heldCount is a count that the gate holds.
type heldCount struct {
	day    content.Day
	artist string
	source content.Source
}

// verdicts are the gate's on the samples of a day.
func (w *world) verdicts(d content.Day) []history.Verdict {
	verdicts := make([]history.Verdict, len(w.samples[d]))
	for i, s := range w.samples[d] {
		if slices.Contains(w.held, heldCount{d, s.Artist, s.Source}) {
			verdicts[i] = history.Verdict{Held: true, Why: "a sudden zero"}
		}
	}
	return verdicts
}

func (w *world) history(t testing.TB) *history.History {
	t.Helper()
	store := newMemory()
	for _, d := range slices.Sorted(maps.Keys(w.samples)) {
		snap := fetch.Snapshot{At: d.Time().Add(3*time.Hour + 17*time.Minute), Via: w.via, Samples: w.samples[d]}
		if _, err := history.Record(context.Background(), store, snap, w.verdicts(d)); err != nil {
			t.Fatal(err)
		}
	}
	h, err := history.Load(context.Background(), store, (newest + 1).Time())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (w *world) series(t testing.TB, artist string, source content.Source) *history.Series {
	t.Helper()
	return w.history(t).Series(artist, source)
}

// render writes the site and gives its files.
func (w *world) render(t testing.TB) fs.FS {
	t.Helper()
	dir := t.TempDir()
	w.renderTo(t, dir)
	return os.DirFS(dir)
}

func (w *world) renderTo(t testing.TB, dir string) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := Site(root, Input{Site: &w.Site, History: w.history(t), Version: "test"}); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, files fs.FS, name string) string {
	t.Helper()
	data, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// document is a page as a browser reads it.
func document(t testing.TB, files fs.FS, name string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(read(t, files, name)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// find gives the elements with a tag and a class; "" is any.
func find(under *html.Node, tag, class string) []*html.Node {
	var found []*html.Node
	for n := range under.Descendants() {
		if n.Type == html.ElementNode && (tag == "" || n.Data == tag) &&
			(class == "" || slices.Contains(strings.Fields(attribute(n, "class")), class)) {
			found = append(found, n)
		}
	}
	return found
}

func attribute(n *html.Node, name string) string {
	value, _ := hasAttribute(n, name)
	return value
}

func hasAttribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// words is the text of elements, with single spaces.
func words(nodes ...*html.Node) string {
	var text strings.Builder
	for _, n := range nodes {
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				text.WriteString(d.Data + " ")
			}
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}
