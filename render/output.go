package render

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// output is the folder that the site is written to.
type output struct {
	dir   *os.Root
	links *links
}

// Write writes a file.
func (o output) Write(name string, data []byte) error {
	o.links.wrote(name, data)
	err := o.dir.WriteFile(name, data, 0o644)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// Most files find their folder there, and to look costs as much as to write.
	if err := o.dir.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return o.dir.WriteFile(name, data, 0o644)
}

// Create opens a file that may be too large to be held in memory.
func (o output) Create(name string) (*os.File, error) {
	if err := o.dir.MkdirAll(path.Dir(name), 0o755); err != nil {
		return nil, err
	}
	o.links.wrote(name, nil)
	return o.dir.Create(name)
}
