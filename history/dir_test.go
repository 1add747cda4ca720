package history

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

	"datarocks/content"
)

func TestDirStore(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(path string) *Dir{"lasting": NewDir, "hasty": NewHastyDir} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testStore(t, func(t *testing.T) Store {
				// A folder that is not there yet is an empty store.
				return open(filepath.Join(t.TempDir(), "made", "by", "Put"))
			})
		})
	}
}

func TestReadersOfDirNeverSeeHalfAnObject(t *testing.T) {
	t.Parallel()
	d := NewHastyDir(t.TempDir())
	body := func(i int) []byte { return bytes.Repeat([]byte{byte('a' + i%26)}, 1<<18) }
	if err := d.Put(t.Context(), "a/b", bytes.NewReader(body(0)), ""); err != nil {
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
		if err := d.Put(t.Context(), "a/b", bytes.NewReader(body(i+1)), hashed(string(body(i)))); err != nil {
			t.Error(err)
		}
	}
	done()
	readers.Wait()
}

func TestLeftoversOfACrashAreNoObjects(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := NewDir(folder)
	mustPut(t, d, "a/b", "one")
	leftover := filepath.Join(folder, "a", ".tmp-b")
	if err := os.WriteFile(leftover, []byte("a longer half of an obj"), 0o600); err != nil {
		t.Fatal(err)
	}
	holds(t, d, map[string]string{"a/b": "one"})
	if err := d.Put(t.Context(), "a/b", strings.NewReader("two"), hashed("one")); err != nil {
		t.Fatal(err)
	}
	holds(t, d, map[string]string{"a/b": "two"})
	if _, err := os.Stat(leftover); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the leftover is still there: %v", err)
	}
}

func TestReadingMakesNothing(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "not", "here")
	d := NewDir(folder)
	if h := mustLoad(t, d, never); !h.Empty() {
		t.Error("a folder that is not there holds rows")
	}
	if _, err := os.Stat(filepath.Dir(folder)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading made a folder: %v", err)
	}
}

func TestAFolderThatCannotBeUsedIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	locked := t.TempDir()
	mustPut(t, NewDir(locked), todayObject, "{}\n")
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(locked, 0o700) })
	type unusable struct{ folder, want string }
	tests := []unusable{
		{file, "not a directory"},
		{filepath.Join(file, "below"), "not a directory"},
	}
	if os.Geteuid() != 0 { // to whom nothing is denied
		tests = append(tests, unusable{locked, "permission denied"})
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			d := NewDir(test.folder)
			_, _, getErr := d.Get(t.Context(), todayObject)
			_, listErr := d.List(t.Context(), daysPrefix)
			putErr := d.Put(t.Context(), todayObject, strings.NewReader(""), "")
			_, loadErr := Load(t.Context(), d, never)
			_, recordErr := Record(t.Context(), d, snapshot(tonight, sample("opeth spotify o", 1)))
			for what, err := range map[string]error{"Get": getErr, "List": listErr, "Put": putErr, "Load": loadErr, "Record": recordErr} {
				if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), filepath.Base(file)) && !strings.Contains(err.Error(), test.folder) {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

func TestObjectsBehindLinksAreNotPassedOver(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := NewDir(folder)
	mustRecord(t, d, snapshot(tonight, sample("opeth spotify o", 5)))
	file := filepath.Join(folder, filepath.FromSlash(todayObject))
	if err := os.Rename(file, filepath.Join(filepath.Dir(file), ".elsewhere")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(".elsewhere", file); err != nil {
		t.Fatal(err)
	}
	if n, ok := mustLoad(t, d, never).Series("opeth", "spotify").Value(date(today)); n != 5 || !ok {
		t.Errorf("the count is %d, %v", n, ok)
	}
}

func TestListIsCompleteWhileFoldersVanish(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := NewHastyDir(folder)
	mustPut(t, d, "z/kept", "x")
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
	lock := flock.New(filepath.Join(folder, lockFile))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	d := NewDir(folder)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	err := d.Put(ctx, "a", strings.NewReader(""), "")
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "lock history "+folder) {
		t.Errorf("Put under another's lock: %v", err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	mustPut(t, d, "a", "x")
}

// TestACoarseClock: a file changed by hand within one tick of a clock, so that
// its time and its size are the ones it had, is a change all the same.
func TestACoarseClock(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := NewHastyDir(folder)
	tick := date("2025-12-31").Time()
	for day := date("2025-12-01"); day <= date("2025-12-31"); day++ {
		mustPut(t, d, dayObject(day), row(day.String(), "opeth", "spotify", `"value":111,"ref":"o","at":"2025-12-01T03:00:00Z"`)+"\n")
		if err := os.Chtimes(filepath.Join(folder, filepath.FromSlash(dayObject(day))), tick, tick); err != nil {
			t.Fatal(err)
		}
	}
	asOf := date("2026-01-02").Time()
	if err := mustLoad(t, d, asOf).Rollup(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, filepath.FromSlash(dayObject(date("2025-12-24"))))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(data, []byte("111"), []byte("222"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, tick, tick); err != nil {
		t.Fatal(err)
	}
	s := mustLoad(t, d, asOf).Series("opeth", content.Spotify)
	if n, _ := s.Value(date("2025-12-24")); n != 222 {
		t.Errorf("the count is %d, as the rollup has it", n)
	}
	if n, _ := s.Value(date("2025-12-25")); n != 111 || s.Len() != 31 {
		t.Errorf("the day after is %d, of %d counts", n, s.Len())
	}
}
