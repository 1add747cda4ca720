package publish

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
)

// roster is a site of artists, each with a page that needs its data and the
// assets of the site's version. Its index, its ranking and its feed lead to each
// of them.
func roster(version string, artists ...string) fstest.MapFS {
	asset := "assets/app." + strings.Repeat(version, 8) + ".js"
	pages := []string{asset}
	files := map[string]string{asset: version, "404.html": asset, "robots.txt": "same"}
	for _, artist := range artists {
		page, data := "artists/"+artist+"/index.html", "artists/"+artist+"/data.json"
		files[page] = asset + "\n" + data
		files[data] = version
		pages = append(pages, page)
	}
	for _, name := range []string{"index.html", "all/index.html", feedName} {
		files[name] = strings.Join(pages, "\n")
	}
	return siteOf(version, files)
}

// A run may fail at any of its calls, done or not, and be followed by a run of
// the same site, of another or of the former. Then the bucket and the CDN hold
// exactly the latest, foreign files are untouched, and at no time did a page
// lack what it needs or was anything deleted after a failed write.
func TestAFailedRunIsCompletedByTheNext(t *testing.T) {
	nexts := map[string]fstest.MapFS{
		"the same site":   failedRoster(),
		"another site":    roster("3", "a", "e", "f"),
		"the former site": formerRoster(),
	}
	for name, next := range nexts {
		for _, flavour := range []string{notDone, done, halfway} {
			t.Run(name+" "+flavour, func(t *testing.T) {
				t.Parallel()
				n := 1
				for failOnce(t, n, flavour, next) {
					n++
				}
				// List, get, 2 manifests, 13 files, 2 deletes, 2 invalidations.
				if n-1 != 21 {
					t.Errorf("a run takes %d calls, want 21", n-1)
				}
			})
		}
	}
}

// failOnce reports whether there was a call number n to fail.
func failOnce(t *testing.T, n int, flavour string, next fstest.MapFS) bool {
	former, failed := formerRoster(), failedRoster()
	t.Helper()
	w := newWorld(t)
	w.announce(failed)
	publishAll(t, former, w.bucket, w)
	w.expect(t, former)
	f := &flaky{world: w, failAt: n, flavour: flavour}
	err := tryPublish(t.Context(), failed, f, f)
	if f.calls < n {
		w.expect(t, failed)
		return false
	}
	if !errors.Is(err, errInjected) {
		t.Errorf("call %d failed, the run's error is %v", n, err)
	}
	publishAll(t, next, w.bucket, w)
	w.expect(t, next)
	if t.Failed() {
		t.Fatalf("call %d", n)
	}
	return true
}

func TestAFailedFirstRunShowsNothing(t *testing.T) {
	site := roster("1", "a", "b")
	for n := 1; ; n++ {
		w := newWorld(t)
		f := &flaky{world: w, failAt: n, flavour: notDone}
		err := tryPublish(t.Context(), site, f, f)
		if f.calls < n {
			break
		}
		const index = 13 // after a list, a get, the claim and 9 other files
		// The get may fail where the list shows that there is no manifest.
		if _, live := w.bucket.snapshot()["index.html"]; live != (n > index || err == nil && n <= 2) {
			t.Errorf("call %d failed (%v): index.html is live: %v", n, err, live)
		}
		publishAll(t, site, w.bucket, w)
		w.expect(t, site)
	}
}

// Whatever sites follow each other and wherever runs end, a run that ends well
// leaves exactly its site, and the next plan of it touches none of its files. The first
// site was published whole: before there is an index nobody finds a page, and what a CDN
// holds of one all the same may lead nowhere until the first run that ends well.
func FuzzRuns(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, seed*7)
	}
	f.Fuzz(func(t *testing.T, seed, seed2 uint64) {
		random := rand.New(rand.NewPCG(seed, seed2))
		w := newWorld(t)
		publishAll(t, roster("0", "artist-0"), w.bucket, w)
		for range 4 {
			var artists []string
			for i := range 5 {
				if random.IntN(2) == 0 {
					artists = append(artists, fmt.Sprint("artist-", i))
				}
			}
			site := roster(fmt.Sprint(random.IntN(3)), artists...)
			w.announce(site)
			flavour := []string{notDone, done, halfway}[random.IntN(3)]
			broken := &flaky{world: w, failAt: 1 + random.IntN(20), flavour: flavour}
			if tryPublish(t.Context(), site, broken, broken) != nil && random.IntN(2) == 0 {
				continue
			}
			publishAll(t, site, w.bucket, w)
			w.expect(t, site)
			have := mustRead(t, w.bucket)
			if p := newPlan(t, site, have); len(p.Uploads)+len(p.Deletes) > 0 {
				t.Errorf("planned again:\n%s", p)
			}
		}
	})
}
