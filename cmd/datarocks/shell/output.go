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
	name  string
	file  *object.Staged // nil for stdout, and once it is kept or dropped
	dir   *os.Root
	world *World
}

// Output opens a file, which is written beside its place first; stdout for "". A
// program or a file that stdout leads to gets every byte as it is, a terminal and
// GitHub's runner those of a Stream.
func (w *World) Output(name string) (*Output, error) {
	if name == "" {
		return &Output{Writer: w.piped(), world: w}, nil
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

// piped returns stdout for what another program is to read.
func (w *World) piped() io.Writer {
	printed, ok := w.Stdout.(*Stream)
	if !ok {
		return w.Stdout
	}
	if _, shown := terminal(printed); shown || w.OnGitHub() && !isFile(printed.to) {
		return printed
	}
	return printed.to
}

func isFile(stream io.Writer) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular()
}

// Keep puts the file in its place.
func (o *Output) Keep() error {
	if o.file == nil {
		if printed, ok := o.Writer.(*Stream); ok && printed.changed() {
			o.world.Say("what a terminal or GitHub would act upon was printed as an escape; --out FILE has it as it is")
		}
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
