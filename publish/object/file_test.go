package object

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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

// TestNewFoldersLast: each folder that is new is in one that was synced, and so is the
// file, or a power cut could take the first night's counts.
func TestNewFoldersLast(t *testing.T) {
	top := t.TempDir()
	synced := make(map[string]bool)
	real := syncFolder
	syncFolder = func(f *os.File) { synced[filepath.Clean(f.Name())] = true; real(f) }
	defer func() { syncFolder = real }()
	folder := filepath.Join(top, "a", "b")
	if err := MakeFolder(folder, true); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{top, filepath.Join(top, "a")} {
		if !synced[name] {
			t.Errorf("%s was not synced, among %v", name, synced)
		}
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := root.MkdirAll("c/d", 0o755); err != nil {
		t.Fatal(err)
	}
	clear(synced)
	if err := Replace(root, "c/d/.tmp", "c/d/e", true, func(io.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"c/d", "c", "."} {
		if !synced[filepath.Join(folder, name)] {
			t.Errorf("%s was not synced, among %v", name, synced)
		}
	}
	clear(synced)
	if err := MakeFolder(folder, true); err != nil || len(synced) > 0 {
		t.Errorf("a folder that is there: %v, synced %v", err, synced)
	}
	if err := MakeFolder(filepath.Join(top, "hasty"), false); err != nil || len(synced) > 0 {
		t.Errorf("a hasty one: %v, synced %v", err, synced)
	}
	if err := MakeFolder(filepath.Join(folder, "c", "d", "e", "f"), true); err == nil {
		t.Error("it made a folder below a file")
	}
}
