package publish

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/publish/manifest"
)

// publishAll is a run: read, plan, apply.
func publishAll(t *testing.T, site fs.FS, b Bucket, cdn CDN) {
	t.Helper()
	if err := tryPublish(t.Context(), site, b, cdn); err != nil {
		t.Fatal(err)
	}
}

func tryPublish(ctx context.Context, site fs.FS, b Bucket, cdn CDN) error {
	have, err := Read(ctx, b)
	if err != nil {
		return err
	}
	p, err := NewPlan(site, have, runTime)
	if err != nil {
		return err
	}
	return apply(ctx, p, Job{Site: site, Bucket: b, CDN: cdn})
}

// cdnFunc is a CDN.
type cdnFunc func(ctx context.Context, paths []string) error

func (f cdnFunc) Invalidate(ctx context.Context, paths []string) error { return f(ctx, paths) }

// logged is a bucket and a CDN that note what is done to them.
func logged() (b *memory, cdn CDN, log *[]string) {
	log = new([]string)
	b = newMemory()
	b.changed = func(what, key string) { *log = append(*log, what+" "+key) }
	cdn = cdnFunc(func(_ context.Context, paths []string) error {
		*log = append(*log, "invalidate "+strings.Join(paths, " "))
		return nil
	})
	return b, cdn, log
}

func TestApplyOrder(t *testing.T) {
	b, cdn, log := logged()
	publishAll(t, siteOf("1", map[string]string{
		"index.html": "1", "same.html": "s", "old/index.html": "1", "old/data.json": "1", "assets/a.11111111.js": "1",
	}), b, cdn)
	*log = nil
	publishAll(t, siteOf("2", map[string]string{
		"index.html": "2", "same.html": "s", "new/index.html": "2", "new/data.json": "2", "assets/a.22222222.js": "2",
	}), b, cdn)
	want := []string{
		"put manifest.json",
		"put assets/a.22222222.js",
		"put new/data.json",
		"put new/index.html",
		"put index.html",
		"invalidate / /index.html /new/ /new/data.json /new/index.html",
		"delete old/index.html",
		"delete old/data.json",
		"invalidate /old/ /old/data.json /old/index.html",
		"put manifest.json",
	}
	if diff := cmp.Diff(want, *log); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestApplyWritesNothingWhenNothingChanged(t *testing.T) {
	site := siteOf("1", map[string]string{"index.html": "1", "a.json": "2", "assets/a.0123abcd.js": "3"})
	b, cdn, log := logged()
	publishAll(t, site, b, cdn)
	*log = nil
	have := mustRead(t, b)
	p := newPlan(t, site, have)
	if !p.Empty() {
		t.Errorf("plan is not empty:\n%s", p)
	}
	if diff := cmp.Diff("nothing to publish, 3 unchanged\n", p.String()); diff != "" {
		t.Errorf("listing (-want +got):\n%s", diff)
	}
	if err := apply(t.Context(), p, Job{Site: site, Bucket: b, CDN: cdn}); err != nil {
		t.Fatal(err)
	}
	if len(*log) > 0 {
		t.Errorf("did %q", *log)
	}
}

func TestApplyReportsProgress(t *testing.T) {
	files := map[string]string{"index.html": "1"}
	for i := range 200 {
		files[string(rune('A'+i))+".json"] = "1"
	}
	site := siteOf("1", files)
	var got, want []int
	progress := func(done, total int) {
		if total != 201 {
			t.Errorf("total is %d", total)
		}
		got = append(got, done)
	}
	for i := range 201 {
		want = append(want, i+1)
	}
	if err := apply(t.Context(), newPlan(t, site, Published{}), Job{Site: site, Bucket: newMemory(), Progress: progress}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
}

// crowded is a Bucket that counts how many puts are under way.
type crowded struct {
	Bucket
	now, most atomic.Int64
}

func (c *crowded) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (string, error) {
	now := c.now.Add(1)
	defer c.now.Add(-1)
	for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); most = c.most.Load() {
	}
	return c.Bucket.Put(ctx, key, body, h, former)
}

func TestApplyBoundsTheUploadsInFlight(t *testing.T) {
	files := map[string]string{"index.html": "1"}
	for i := range 1000 {
		files[string(rune(0x4e00+i))+".json"] = "1"
	}
	b := &crowded{Bucket: newMemory()}
	publishAll(t, siteOf("1", files), b, nil)
	if most := b.most.Load(); most > MostInFlight {
		t.Errorf("%d uploads at once, want at most %d", most, MostInFlight)
	}
}

func TestApplyEndsWhenItsContextDoes(t *testing.T) {
	site := siteOf("1", map[string]string{"index.html": "1", "a.json": "2"})
	b := newMemory()
	ctx, cancel := context.WithCancel(t.Context())
	b.changed = func(_, key string) {
		if key == "a.json" {
			cancel()
		}
	}
	if err := tryPublish(ctx, site, b, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if _, live := b.snapshot()["index.html"]; live {
		t.Error("index.html was published after the end")
	}
}

// A manifest of another program, or of a newer datarocks, is none to be replaced.
func TestReadNeverTakesAManifestForAbsent(t *testing.T) {
	for name, data := range map[string]string{"newer": `{"schemaVersion":2}`, "foreign": `{"name":"an app"}`} {
		t.Run(name, func(t *testing.T) {
			b, cdn, log := logged()
			mustPut(t, b, "manifest.json", data)
			*log = nil
			err := tryPublish(t.Context(), siteOf("1", map[string]string{"index.html": "1"}), b, cdn)
			if err == nil || !strings.Contains(err.Error(), "manifest.json") {
				t.Errorf("error is %v, want one that names manifest.json", err)
			}
			if len(*log) > 0 {
				t.Errorf("did %q", *log)
			}
		})
	}
	t.Run("listed, then gone", func(t *testing.T) {
		b := newMemory()
		mustPut(t, b, "manifest.json", `{"schemaVersion":1}`)
		if _, err := Read(t.Context(), forgetful{b}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("error is %v", err)
		}
	})
}

// forgetful is a Bucket whose objects are gone when they are asked for.
type forgetful struct{ Bucket }

func (forgetful) Get(context.Context, string) ([]byte, string, error) { return nil, "", fs.ErrNotExist }
