package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/publish/manifest"
)

// world is a bucket behind a CDN, with visitors who ask the CDN for everything
// after each step. It notes what a visitor must never see.
//
// A page of the tests lists, one a line, the files it needs and those it leads
// to. So does a feed.
type world struct {
	bucket  *memory
	foreign map[string]served
	copies  map[string]served // the CDN's, by URL path; the zero value is a kept error page
	known   map[string]bool   // every key there ever was, asked for even when absent
	wrong   []string
}

func newWorld(t *testing.T) *world {
	w := &world{bucket: newMemory(), copies: make(map[string]served), known: make(map[string]bool)}
	for _, key := range []string{"notes.txt", "artists/a/theirs.json", "assets/theirs.0123abcd.js"} {
		mustPut(t, w.bucket, key, "theirs")
	}
	w.foreign = w.bucket.snapshot()
	w.bucket.changed = func(what, key string) { w.visit(what + " " + key) }
	return w
}

// announce shows visitors pages before they exist, so that the CDN may keep
// the error page.
func (w *world) announce(site fs.FS) {
	names, _ := fs.Glob(site, "artists/*/*.*") // a constant pattern is not malformed
	for _, name := range names {
		w.known[name] = true
	}
}

// visit is called with the bucket locked.
func (w *world) visit(step string) {
	for key := range w.bucket.objects {
		w.known[key] = true
	}
	for key := range w.known {
		object, exists := w.bucket.objects[key]
		if !exists && kindOf(key) == Asset {
			continue // its name is known from a page alone
		}
		for _, url := range urls(key) {
			if _, kept := w.copies[url]; !kept {
				w.copies[url] = object
			}
		}
		w.checkPage(step, key, object)
	}
	for url, page := range w.copies {
		w.checkCopy(step+", seen at "+url, url, page)
	}
}

func urls(key string) []string {
	if folder, ok := strings.CutSuffix(key, "index.html"); ok {
		return []string{"/" + key, "/" + folder}
	}
	return []string{"/" + key}
}

// feedName is of a file that is loaded by no page and leads to some.
const feedName = "feed.xml"

// checkPage notes files that a page of the bucket needs and the bucket lacks.
// Nobody finds a page by another one before there is an index.
func (w *world) checkPage(step, key string, page served) {
	if kindOf(key) < Page && key != feedName {
		return
	}
	_, found := w.bucket.objects[indexName]
	for need := range strings.Lines(page.Body) {
		need = strings.TrimSpace(need)
		if kindOf(need) == Page && !found {
			continue
		}
		if _, ok := w.bucket.objects[need]; !ok {
			w.wrong = append(w.wrong, fmt.Sprintf("after %s: %s needs %s", step, key, need))
		}
	}
}

// checkCopy notes what a page the CDN holds needs or leads to and the bucket
// lacks. Of a page that the bucket has no more, that is only assets. Nobody
// finds a page by another one before there is an index.
func (w *world) checkCopy(step, url string, page served) {
	if !strings.HasSuffix(url, "/") {
		return
	}
	_, stays := w.bucket.objects[strings.TrimPrefix(url, "/")+indexName]
	_, found := w.bucket.objects[indexName]
	for need := range strings.Lines(page.Body) {
		need = strings.TrimSpace(need)
		if _, ok := w.bucket.objects[need]; !ok && (stays && (found || kindOf(need) < Page) || kindOf(need) == Asset) {
			w.wrong = append(w.wrong, fmt.Sprintf("after %s: needs %s", step, need))
		}
	}
}

// Invalidate makes world the CDN.
func (w *world) Invalidate(_ context.Context, paths []string) error {
	w.bucket.mu.Lock()
	defer w.bucket.mu.Unlock()
	for _, path := range paths {
		delete(w.copies, path)
	}
	w.visit("invalidation")
	return nil
}

// expectBucket checks that the bucket holds site and what is foreign, and
// returns what it holds.
func (w *world) expectBucket(t *testing.T, site fs.FS) map[string]served {
	t.Helper()
	want := maps.Clone(w.foreign)
	m, err := scan(site)
	if err != nil {
		t.Fatal(err)
	}
	for name := range m.Files {
		data, err := fs.ReadFile(site, name)
		if err != nil {
			t.Fatal(err)
		}
		want[name] = served{string(data), HeadersFor(name)}
	}
	got := w.bucket.snapshot()
	w.keep(t, m, want, got)
	manifest, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	want["manifest.json"] = served{string(manifest), HeadersFor("manifest.json")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bucket (-want +got):\n%s", diff)
	}
	return got
}

// expect checks that bucket and CDN hold site and what is foreign, and that
// visitors saw nothing wrong on the way.
func (w *world) expect(t *testing.T, site fs.FS) {
	t.Helper()
	got := w.expectBucket(t, site)
	for key := range w.known {
		if _, exists := got[key]; key == "manifest.json" || !exists && kindOf(key) == Asset {
			continue
		}
		for _, url := range urls(key) {
			if diff := cmp.Diff(got[key], w.copies[url]); diff != "" {
				t.Errorf("%s at the CDN is not that of the bucket (-want +got):\n%s", url, diff)
			}
		}
	}
	for _, wrong := range w.wrong {
		t.Error(wrong)
	}
}

// keep adds to what is wanted the assets that the manifest keeps, and to
// the manifest what an overtaken run may write yet.
func (w *world) keep(t *testing.T, m manifest.Manifest, want, got map[string]served) {
	t.Helper()
	recorded, err := manifest.Decode([]byte(got["manifest.json"].Body), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range recorded.Files {
		object, exists := got[name]
		if _, used := m.Files[name]; used || file.Unused.IsZero() || exists && kindOf(name) != Asset {
			continue
		}
		m.Files[name] = file
		if exists {
			want[name] = object
		}
	}
}

// errInjected is the fault of flaky.
var errInjected = errors.New("injected fault")

// The flavours of a fault, all reported as failed.
const (
	notDone = "not done"
	done    = "done"
	halfway = "half done" // a delete of the first half of its keys
)

// flaky is a world of which the call number failAt fails.
type flaky struct {
	*world
	failAt  int
	flavour string

	mu          sync.Mutex
	calls       int
	failedWrite bool
}

var (
	_ Bucket = (*flaky)(nil)
	_ CDN    = (*flaky)(nil)
)

// call runs do unless it is the one to fail.
func (f *flaky) call(do func() error) error {
	f.mu.Lock()
	f.calls++
	fails := f.calls == f.failAt
	f.mu.Unlock()
	switch {
	case !fails:
		return do()
	case f.flavour == done:
		return errors.Join(errInjected, do())
	default:
		return errInjected
	}
}

func (f *flaky) List(ctx context.Context, known func() []string) (objects []Object, err error) {
	err = f.call(func() error { objects, err = f.bucket.List(ctx, known); return err })
	return objects, err
}

func (f *flaky) Get(ctx context.Context, key string) (data []byte, version string, err error) {
	err = f.call(func() error { data, version, err = f.bucket.Get(ctx, key); return err })
	return data, version, err
}

func (f *flaky) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (version string, err error) {
	err = f.call(func() error { version, err = f.bucket.Put(ctx, key, body, h, former); return err })
	if err != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.failedWrite = true
	}
	return version, err
}

func (f *flaky) Delete(ctx context.Context, keys []string) error {
	f.mu.Lock()
	if f.failedWrite {
		f.wrong = append(f.wrong, fmt.Sprintf("deleted %q after a failed write", keys))
	}
	f.mu.Unlock()
	err := f.call(func() error { return f.bucket.Delete(ctx, keys) })
	if err != nil && f.flavour == halfway {
		err = errors.Join(err, f.bucket.Delete(ctx, keys[:len(keys)/2]))
	}
	return err
}

func (f *flaky) Invalidate(ctx context.Context, paths []string) error {
	return f.call(func() error { return f.world.Invalidate(ctx, paths) })
}

// apply carries out a plan as Publish does, but for its check.
func apply(ctx context.Context, p Plan, j Job) error { return newUploader(j).apply(ctx, p) }
