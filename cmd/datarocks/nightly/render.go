package nightly

import (
	"fmt"
	"io/fs"
	"os"

	"datarocks/cmd/datarocks/shell"
	"datarocks/render"
)

// Render renders a site of this version into a temporary folder; done removes it.
func Render(in render.Input) (files fs.FS, done func(), err error) {
	in.Version = shell.Version()
	folder, err := os.MkdirTemp("", "datarocks-")
	if err != nil {
		return nil, nil, fmt.Errorf("render site: %w", err)
	}
	done = func() { os.RemoveAll(folder) }
	root, err := os.OpenRoot(folder)
	if err == nil {
		defer root.Close()
		err = render.Site(root, in)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return os.DirFS(folder), done, nil
}
