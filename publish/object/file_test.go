package object

import (
	"errors"
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
