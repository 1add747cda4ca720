package shell

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Output is where a long result goes: stdout, or a file that is there whole or not
// at all.
type Output struct {
	io.Writer
	name string
	temp *os.File // nil for stdout, and once it is kept or dropped
}

// Output opens a file, which is written beside its place first; stdout for "".
func (w *World) Output(name string) (*Output, error) {
	if name == "" {
		return &Output{Writer: w.Stdout}, nil
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".datarocks-export-")
	return &Output{Writer: temp, name: name, temp: temp}, err
}

// Keep puts the file in its place.
func (o *Output) Keep() error {
	if o.temp == nil {
		return nil
	}
	err := errors.Join(o.temp.Sync(), o.temp.Close())
	if err == nil {
		err = os.Rename(o.temp.Name(), o.name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", o.name, err), os.Remove(o.temp.Name()))
	}
	o.temp = nil
	return nil
}

// Drop leaves nothing behind of a file that was not kept.
func (o *Output) Drop() {
	if o.temp != nil {
		_ = o.temp.Close()
		_ = os.Remove(o.temp.Name())
	}
}
