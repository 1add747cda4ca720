package store_test

import (
	"bytes"
	"context"
	"errors"
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
