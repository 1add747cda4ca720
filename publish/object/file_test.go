package object

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"testing"
)

func TestWriteNew(t *testing.T) {
	folder := t.TempDir()
	dir, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if err := dir.Mkdir("a", 0o777); err != nil {
		t.Fatal(err)
	}
	// As an interrupted write leaves it.
	if err := dir.WriteFile("a/.b.part", []byte("ha"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteNew(dir, "a/b", []byte("first")); err != nil {
		t.Fatal(err)
	}
	if err := WriteNew(dir, "a/b", []byte("second")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	if err := WriteNew(dir, "../c", nil); err == nil {
		t.Error("it left the folder")
	}
	if err := os.Symlink(t.TempDir(), folder+"/out"); err == nil && WriteNew(dir, "out/c", nil) == nil {
		t.Error("it followed a link out of the folder")
	}
	if got, err := dir.ReadFile("a/b"); string(got) != "first" {
		t.Errorf("it holds %q, %v", got, err)
	}
	if files, _ := fs.Glob(dir.FS(), "a/*"); len(files) != 1 {
		t.Errorf("it left %v", files)
	}
}

// What a crash left under the temporary name may be another name of the file
// itself, and a write that fails leaves what was there.
func TestReplace(t *testing.T) {
	folder := t.TempDir()
	dir, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	holds := func(want string) {
		t.Helper()
		got, err := dir.ReadFile("a")
		if files, _ := fs.Glob(dir.FS(), "*"); string(got) != want || err != nil || len(files) != 1 {
			t.Errorf("a holds %q, %v, among %v; want %q alone", got, err, files, want)
		}
	}
	write := func(text string, fails error) error {
		return Replace(dir, ".temp", "a", true, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, fails)
		})
	}
	if err := write("first", nil); err != nil {
		t.Fatal(err)
	}
	if err := dir.Link("a", ".temp"); err != nil {
		t.Fatal(err)
	}
	if err := write("half", io.ErrShortWrite); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error is %v", err)
	}
	holds("first")
	if err := write("second", nil); err != nil {
		t.Fatal(err)
	}
	holds("second")
	if err := dir.Mkdir("b", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Replace(dir, ".temp", "b", false, func(io.Writer) error { return nil }); err == nil {
		t.Error("it took the place of a folder")
	}
	if err := dir.Remove("b"); err != nil {
		t.Fatal(err)
	}
	holds("second")
}
