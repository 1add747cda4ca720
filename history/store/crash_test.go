package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// holdLock stops where a Put has written half of its temporary file.
func holdLock(folder, _ string) error {
	lock := flock.New(filepath.Join(folder, ".lock"))
	if ok, err := lock.TryLock(); !ok {
		return fmt.Errorf("not locked: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, ".tmp-a"), []byte("a longer half of an obj"), 0o600); err != nil {
		return err
	}
	fmt.Println("held")
	storetest.WaitForEnd()
	return nil
}

func TestTheLockDiesWithItsProcess(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := store.NewDir(folder)
	storetest.MustPut(t, d, "a", "one")
	c := storetest.StartChild(t, "hold", folder, "")
	c.Line(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := d.Put(ctx, "a", strings.NewReader("two"), versionOf("one")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Put while another process holds the lock: %v", err)
	}
	c.Kill(t)
	storetest.Holds(t, d, map[string]string{"a": "one"})
	if _, err := d.Put(t.Context(), "a", strings.NewReader("two"), versionOf("one")); err != nil {
		t.Error(err)
	}
	storetest.Holds(t, d, map[string]string{"a": "two"})
	if _, err := os.Stat(filepath.Join(folder, ".tmp-a")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the half of the killed process is still there: %v", err)
	}
}

// body is a big object that has its number in every part.
func body(i int) string { return strings.Repeat(strconv.Itoa(i)+"\n", 1<<14) }

// writeOnAndOn acknowledges each object by its number.
func writeOnAndOn(folder, _ string) error {
	d, version := store.NewDir(folder), ""
	for i := 1; ; i++ {
		if _, err := d.Put(context.Background(), "a", strings.NewReader(body(i)), version); err != nil {
			return err
		}
		fmt.Println(i)
		version = versionOf(body(i))
	}
}

func TestAKilledWriterLeavesOneWholeObject(t *testing.T) {
	t.Parallel()
	for acknowledged := range 3 {
		folder := t.TempDir()
		d := store.NewDir(folder)
		c := storetest.StartChild(t, "write", folder, "")
		for range acknowledged + 1 {
			c.Line(t)
		}
		last := acknowledged + 1 + strings.Count(c.Kill(t), "\n")
		data, _, err := d.Get(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if got := string(data); got != body(last) && got != body(last+1) {
			t.Errorf("after %d acknowledged writes the object has %d bytes and begins %.12q", last, len(got), got)
		}
	}
}

func TestMain(m *testing.M) {
	storetest.Main(m, map[string]func(folder, arg string) error{"hold": holdLock, "write": writeOnAndOn})
}
