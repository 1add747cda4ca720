package shell

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"datarocks/publish/object"
)

// Output is where a long result goes: stdout, or a file that is there whole or not
// at all.
type Output struct {
	io.Writer
	name string
	file *object.Staged // nil for stdout, and once it is kept or dropped
	dir  *os.Root
}

// Output opens a file, which is written beside its place first; stdout for "".
func (w *World) Output(name string) (*Output, error) {
	if name == "" {
		return &Output{Writer: w.Stdout}, nil
	}
	dir, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	file, err := object.Begin(dir, ".datarocks-export-"+rand.Text(), 0o600)
	if err != nil {
		_ = dir.Close() // nothing was written; a joined error would hide its cause
		return nil, err
	}
	return &Output{Writer: file, name: name, file: file, dir: dir}, nil
}

// Keep puts the file in its place.
func (o *Output) Keep() error {
	if o.file == nil {
		return nil
	}
	err := errors.Join(o.file.Keep(filepath.Base(o.name), true), o.dir.Close())
	o.file = nil
	if err != nil {
		return fmt.Errorf("write %s: %w", o.name, err)
	}
	return nil
}

// Drop leaves nothing behind of a file that was not kept.
func (o *Output) Drop() {
	if o.file != nil {
		_ = errors.Join(o.file.Drop(), o.dir.Close())
	}
}
