package demo

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/history"
	"datarocks/history/gate"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/render"
)

// nights is nights on simulated platforms, and the site of each.
type nights struct {
	*stage
	store store.Store
	sites map[time.Time]map[string]string // hashes of files, by when the night's last run began
}

func newNights(t *testing.T, store store.Store, first, last content.Day) *nights {
	t.Helper()
	files := fstest.MapFS{"site.md": {Data: []byte("---\ntitle: Test\nsources:\n  spotify:\n  twitter: {every: week}\n  deezer:\n---\n")}}
	for i, id := range []string{"dream-theater", "opeth", "vola"} {
		files["artists/"+id+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\nname: %s\naccounts:\n  spotify: 2aaLAng2L2aWD2FClzwie%d\n  twitter: account%d\n  deezer: \"%d\"\n---\n", id, i, i, 100+i)}
	}
	site, err := content.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newStage(site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	s.stories = inventStories(site, first, last)
	return &nights{s, store, make(map[time.Time]map[string]string)}
}

// upset makes the platforms do on some nights what makes pages differ: fail, be
// silent on one account, jump for a while, answer 0, and call accounts by new names.
func (n *nights) upset(i int, day content.Day) {
	n.set(day, day+100)
	spotify, deezer := n.platforms[content.Spotify], n.platforms[content.Deezer]
	first, other := n.stories[0], n.stories[len(n.stories)-1]
	switch {
	case i%13 == 5:
		spotify.FailAlways("/", fetchtest.SpotifyNoPremium)
	case i%13 == 7:
		deezer.Suspend(other.account)
	case i%17 >= 11 && i%17 < 15:
		spotify.Set(first.account, first.name, 9*first.counts[day-first.first])
	case i%19 == 9:
		spotify.Set(first.account, first.name, 0)
	case i%23 == 20:
		spotify.Set(first.account, first.name+" Official", first.count(day))
	case i%29 == 22:
		spotify.Set(first.account, "Somebody Else", first.count(day))
	}
}

// run is one run. Its site is rendered where it is to be kept for comparison.
func (n *nights) run(t *testing.T, at time.Time, keep bool) {
	t.Helper()
	h := n.load(t, n.store, at)
	defer h.Close()
	snap := fetch.All(t.Context(), at, h.Due(n.site, content.DayOf(at), false), n.counters())
	if _, err := h.Record(t.Context(), snap, gate.Judge(h.Series, n.site, snap)); err != nil {
		t.Fatal(err)
	}
	if err := h.Rollup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if keep {
		n.sites[at] = n.render(t, h)
	}
}

func (n *nights) load(t *testing.T, store store.Store, at time.Time) *history.History {
	t.Helper()
	h, err := history.Load(t.Context(), store, at)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// render returns the hash of every file of the site.
func (n *nights) render(t *testing.T, h *history.History) map[string]string {
	t.Helper()
	files, done, err := nightly.Render(render.Input{Site: n.site, History: h})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	hashes := make(map[string]string)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		hashes[name] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hashes
}

// TestTheSiteAsItWas renders, from the history as it is after many nights, the
// sites of earlier ones. Each is what was published then, byte by byte, whether
// rollups are stored or not, and whatever happened to later days.
func TestTheSiteAsItWas(t *testing.T) {
	t.Parallel()
	first, nights := content.DayOf(time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)), 84
	folder := t.TempDir()
	n := newNights(t, store.NewHastyDir(folder), first, first+content.Day(nights))
	var runs []time.Time
	for i := range nights {
		day := first + content.Day(i)
		at := day.Time().Add(nightHour)
		keep := i%6 == 5 || i <= 3 || i >= nights-3
		n.upset(i, day)
		n.run(t, at, keep && i%5 != 0)
		if i%5 == 0 {
			// What the first run did not get, a second one gets: that night's site is its.
			n.set(day, day)
			at = day.Time().Add(9 * time.Hour)
			n.run(t, at, keep)
		}
		if keep {
			runs = append(runs, at)
		}
	}
	damage(t, folder, first+content.Day(nights)+3)
	compare := func(name string) {
		for _, at := range runs {
			h := n.load(t, n.store, at)
			if diff := cmp.Diff(n.sites[at], n.render(t, h)); diff != "" {
				t.Errorf("%s: the site as of %s (-published +rendered):\n%s", name, at, diff)
			}
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	n.checkUpset(t, first+10)
	compare("with rollups")
	rollups := filepath.Join(folder, "v1", "rollup")
	if found, err := os.ReadDir(rollups); err != nil || len(found) == 0 {
		t.Fatal("no rollup was stored", err)
	}
	if err := os.RemoveAll(rollups); err != nil {
		t.Fatal(err)
	}
	compare("without rollups")
}

// checkUpset wants the nights to have been as eventful as they were to be; after
// is a day after which names are news.
func (n *nights) checkUpset(t *testing.T, after content.Day) {
	t.Helper()
	seen := make(map[string]bool)
	_, err := history.Export(t.Context(), n.store, n.site, after, func(rows []row.Row) error {
		for _, r := range rows {
			seen[string(r.Status)] = true
			seen["name"] = seen["name"] || r.Name != "" && r.Date > after
			seen["note"] = seen["note"] || r.Value != nil && r.Reason != ""
		}
		return nil
	})
	for _, what := range []string{"", "error", "unavailable", "held", "name", "note"} {
		if !seen[what] && err == nil {
			t.Errorf("no row has %q", what)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// damage leaves an object of a later day that cannot be read.
func damage(t *testing.T, folder string, day content.Day) {
	t.Helper()
	at := day.Time()
	name := filepath.Join(folder, "v1", "days", at.Format("year=2006"), at.Format("month=01"), day.String()+".ndjson")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("{cut"), 0o644); err != nil {
		t.Fatal(err)
	}
}
