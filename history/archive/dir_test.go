package archive

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

func TestReadingMakesNothing(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "not", "here")
	d := store.NewDir(folder)
	if h := mustLoad(t, d, historytest.Never); !h.Empty() {
		t.Error("a folder that is not there holds rows")
	}
	if _, err := os.Stat(filepath.Dir(folder)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading made a folder: %v", err)
	}
}

func TestObjectsBehindLinksAreNotPassedOver(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := store.NewDir(folder)
	storetest.MustPut(t, d, historytest.TodayObject, historytest.GoodLine(``, ``))
	file := filepath.Join(folder, filepath.FromSlash(historytest.TodayObject))
	if err := os.Rename(file, filepath.Join(filepath.Dir(file), ".elsewhere")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(".elsewhere", file); err != nil {
		t.Fatal(err)
	}
	if n, ok := mustLoad(t, d, historytest.Never).series("opeth", content.Spotify.Default()).Value(historytest.Date(historytest.Today)); n != 7 || !ok {
		t.Errorf("the count is %d, %v", n, ok)
	}
}

// TestACoarseClock: a file changed by hand fold.Within one tick of a clock, so that
// its time and its size are the ones it had, is a change all the same.
func TestACoarseClock(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := store.NewHastyDir(folder)
	tick := historytest.Date("2025-12-31").Time()
	for day := historytest.Date("2025-12-01"); day <= historytest.Date("2025-12-31"); day++ {
		storetest.MustPut(t, d, row.DayObject(day), historytest.Line(day.String(), "opeth", "spotify", `"value":111,"ref":"o","at":"2025-12-01T03:00:00Z"`)+"\n")
		if err := os.Chtimes(filepath.Join(folder, filepath.FromSlash(row.DayObject(day))), tick, tick); err != nil {
			t.Fatal(err)
		}
	}
	asOf := historytest.Date("2026-01-02").Time()
	mustLoad(t, d, asOf).rollUp(d)
	file := filepath.Join(folder, filepath.FromSlash(row.DayObject(historytest.Date("2025-12-24"))))
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
	s := mustLoad(t, d, asOf).series("opeth", content.Spotify.Default())
	if n, _ := s.Value(historytest.Date("2025-12-24")); n != 222 {
		t.Errorf("the count is %d, as the rollup has it", n)
	}
	if n, _ := s.Value(historytest.Date("2025-12-25")); n != 111 || s.Len() != 31 {
		t.Errorf("the day after is %d, of %d counts", n, s.Len())
	}
}
