package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDir(t *testing.T) {
	t.Run("absent at first", func(t *testing.T) {
		testBucket(t, func(t *testing.T) Bucket { return NewDir(filepath.Join(t.TempDir(), "a", "b")) })
	})
	t.Run("empty at first", func(t *testing.T) {
		testBucket(t, func(t *testing.T) Bucket { return NewDir(t.TempDir()) })
	})
}

// paths lists every file and folder below dir.
func paths(t *testing.T, dir string) []string {
	t.Helper()
	var got []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, _ fs.DirEntry, err error) error {
		if name != "." {
			got = append(got, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func write(t *testing.T, dir, name, body string) {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(body), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func TestDirRefusesKeysOutside(t *testing.T) {
	outer := t.TempDir()
	write(t, outer, "secret", "theirs")
	dir := filepath.Join(outer, "site")
	write(t, dir, "index.html", "i")
	if err := os.Symlink("..", filepath.Join(dir, "up")); err != nil {
		t.Fatal(err)
	}
	b := NewDir(dir)
	for _, key := range []string{"../secret", "/secret", "a/../../secret", "up/secret", "", ".", "a//b"} {
		if err := put(t.Context(), b, key, "ours"); err == nil {
			t.Errorf("put %q succeeded", key)
		}
		if data, _, err := b.Get(t.Context(), key); err == nil {
			t.Errorf("get %q gave %q", key, data)
		}
		if err := b.Delete(t.Context(), []string{key}); err == nil {
			t.Errorf("delete %q succeeded", key)
		}
	}
	if diff := cmp.Diff([]string{"secret", "site", "site/index.html", "site/up"}, paths(t, outer)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestDirDeletesOnlyFoldersItEmptied(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/b/c/1", "a/b/c/2", "a/d/3", "e/4"} {
		write(t, dir, name, "")
	}
	if err := os.Mkdir(filepath.Join(dir, "a", "theirs"), 0o755); err != nil {
		t.Fatal(err)
	}
	b := NewDir(dir)
	steps := []struct {
		key  string
		want []string
	}{
		{"a/b/c/1", []string{"a", "a/b", "a/b/c", "a/b/c/2", "a/d", "a/d/3", "a/theirs", "e", "e/4"}},
		{"a/b/c/2", []string{"a", "a/d", "a/d/3", "a/theirs", "e", "e/4"}},
		{"a/d/3", []string{"a", "a/theirs", "e", "e/4"}},
		{"e/4", []string{"a", "a/theirs"}},
	}
	for _, step := range steps {
		if err := b.Delete(t.Context(), []string{step.key}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, paths(t, dir)); diff != "" {
			t.Errorf("after delete of %s (-want +got):\n%s", step.key, diff)
		}
	}
}

func TestDirReportsEveryFailedDelete(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a", "")
	err := NewDir(dir).Delete(t.Context(), []string{"../1", "a", "../2"})
	if err == nil || !strings.Contains(err.Error(), "../1") || !strings.Contains(err.Error(), "../2") {
		t.Errorf("error is %v, want both keys in it", err)
	}
	if got := paths(t, dir); len(got) > 0 {
		t.Errorf("left are %q", got)
	}
}

func TestDirSweepsUpAfterACrash(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a/b/.datarocks-tmp-LEFT", "half")
	long := time.Now().Add(-2 * tempsMayLive)
	if err := os.Chtimes(filepath.Join(dir, "a/b/.datarocks-tmp-LEFT"), long, long); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "a/b/.datarocks-tmp-UNDER-WAY", "half")
	write(t, dir, "a/b/index.html", "i")
	b := NewDir(dir)
	expectObjects(t, b, map[string]string{"a/b/index.html": "i"})
	mustPut(t, b, "c", "c")
	if diff := cmp.Diff([]string{"a", "a/b", "a/b/.datarocks-tmp-UNDER-WAY", "a/b/index.html", "c"}, paths(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestDirWritesFilesAWebServerCanRead(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "by-hand", "")
	mustPut(t, NewDir(dir), "put", "")
	want, errWant := os.Stat(filepath.Join(dir, "by-hand"))
	got, errGot := os.Stat(filepath.Join(dir, "put"))
	if err := errors.Join(errWant, errGot); err != nil {
		t.Fatal(err)
	}
	if got.Mode() != want.Mode() {
		t.Errorf("mode is %v, want %v as the user's other files", got.Mode(), want.Mode())
	}
}

func TestDirLeavesLinksBe(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "real.html", "r")
	for _, name := range []string{"link.html", "put.html"} {
		if err := os.Symlink("real.html", filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	b := NewDir(dir)
	expectObjects(t, b, map[string]string{"real.html": "r"})
	mustPut(t, b, "put.html", "p")
	expectObjects(t, b, map[string]string{"real.html": "r", "put.html": "p"})
	if _, err := os.Readlink(filepath.Join(dir, "link.html")); err != nil {
		t.Error(err)
	}
}
