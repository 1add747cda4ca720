package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

func TestDirStore(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(path string) *store.Dir{"lasting": store.NewDir, "hasty": store.NewHastyDir} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testStore(t, func(t *testing.T) store.Store {
				// A folder that is not there yet is an empty store.
				return open(filepath.Join(t.TempDir(), "made", "by", "Put"))
			})
		})
	}
}

func TestReadersOfDirNeverSeeHalfAnObject(t *testing.T) {
	t.Parallel()
	d := store.NewHastyDir(t.TempDir())
	body := func(i int) []byte { return bytes.Repeat([]byte{byte('a' + i%26)}, 1<<18) }
	if _, err := d.Put(t.Context(), "a/b", bytes.NewReader(body(0)), ""); err != nil {
		t.Fatal(err)
	}
	ctx, done := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ctx.Err() == nil {
				data, _, err := d.Get(ctx, "a/b")
				if err != nil || len(data) != 1<<18 || !bytes.Equal(data, body(int(data[0]-'a'))) {
					t.Errorf("read %d bytes, %v", len(data), err)
					return
				}
				if entries, err := d.List(ctx, ""); err != nil || len(entries) != 1 {
					t.Errorf("listed %v, %v", entries, err)
					return
				}
			}
		})
	}
	for i := range 30 {
		if _, err := d.Put(t.Context(), "a/b", bytes.NewReader(body(i+1)), versionOf(string(body(i)))); err != nil {
			t.Error(err)
		}
	}
	done()
	readers.Wait()
}

func TestListIsCompleteWhileFoldersVanish(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := store.NewHastyDir(folder)
	storetest.MustPut(t, d, "z/kept", "x")
	ctx, done := context.WithCancel(t.Context())
	var vandal sync.WaitGroup
	vandal.Go(func() {
		for ctx.Err() == nil {
			_ = os.Mkdir(filepath.Join(folder, "a"), 0o700)
			_ = os.Remove(filepath.Join(folder, "a"))
		}
	})
	for range 300 {
		if entries, err := d.List(t.Context(), ""); err != nil || len(entries) != 1 {
			t.Fatalf("listed %v, %v", entries, err)
		}
	}
	done()
	vandal.Wait()
}

func TestPutWaitsForTheLockAsLongAsItMay(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	lock := flock.New(filepath.Join(folder, ".lock"))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	d := store.NewDir(folder)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, err := d.Put(ctx, "a", strings.NewReader(""), "")
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "lock history "+folder) {
		t.Errorf("Put under another's lock: %v", err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	storetest.MustPut(t, d, "a", "x")
}

// TestDirRemovesWithItsFolders: what is empty without the file goes with it, all else stays.
func TestDirRemovesWithItsFolders(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := store.NewDir(folder)
	for _, name := range []string{"v1/a/b/1", "v1/a/b/2", "v1/c/3"} {
		storetest.MustPut(t, d, name, "x")
	}
	for _, step := range []struct{ name, gone, there string }{
		{"v1/a/b/1", "v1/a/b/1", "v1/a/b/2"},
		{"v1/a/b/1", "v1/a/b/1", "v1/a/b/2"}, // again
		{"v1/a/b/2", "v1/a", "v1/c/3"},
		{"v1/c/3", "v1", ""},
		{"v1/c/3", "v1", ""},
	} {
		if err := d.Remove(t.Context(), step.name); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(folder, step.gone)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after %s: %s is still there", step.name, step.gone)
		}
		if _, err := os.Stat(filepath.Join(folder, step.there)); err != nil {
			t.Errorf("after %s: %v", step.name, err)
		}
	}
	for _, name := range []string{"../a", "/a", "a/../b", ""} {
		if err := d.Remove(t.Context(), name); err == nil {
			t.Errorf("%q is removed", name)
		}
	}
	storetest.MustPut(t, d, "v1/a/b/1", "y")
	storetest.Holds(t, d, map[string]string{"v1/a/b/1": "y"})
}

// TestDirSweeps: halves of files that a killed process left behind are in no listing.
func TestDirSweeps(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := store.NewDir(folder)
	if err := d.Sweep(t.Context(), "v1/a/"); err != nil {
		t.Errorf("where there is nothing: %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("it made %v, %v", entries, err)
	}
	storetest.MustPut(t, d, "v1/a/m/1", "x")
	storetest.MustPut(t, d, "v1/b/1", "x")
	left := map[string]bool{"v1/a/m/.tmp-2": false, "v1/a/.tmp-3": false, "v1/b/.tmp-2": true, "v1/a/m/.other": true, "v1/a/m/1": true, "v1/b/1": true}
	for name := range left {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Sweep(t.Context(), "v1/a/"); err != nil {
		t.Fatal(err)
	}
	for name, stays := range left {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != stays {
			t.Errorf("%s: %v, want it to stay: %t", name, err, stays)
		}
	}
}
