package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
)

// output is the folder that the site is written to.
type output struct {
	dir   *os.Root
	links *links
}

func (o output) write(name string, data []byte) error {
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

// create opens a file that may be too large to be held in memory.
func (o output) create(name string) (*os.File, error) {
	if err := o.dir.MkdirAll(path.Dir(name), 0o755); err != nil {
		return nil, err
	}
	o.links.wrote(name, nil)
	return o.dir.Create(name)
}

func (o output) writeJSON(name string, value any) error {
	data, err := encode(value)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return o.write(name, append(data, '\n'))
}

// encode writes JSON with names as they are: nothing here goes into a page.
func encode(value any) ([]byte, error) {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return bytes.TrimSuffix(data.Bytes(), []byte("\n")), err
}

// views are the parsed templates.
type views struct{ *template.Template }

func parseViews(files fs.FS) (views, error) {
	t, err := template.New("").Option("missingkey=error").ParseFS(files, "*.html")
	if err != nil {
		return views{}, fmt.Errorf("parse templates: %w", err)
	}
	return views{t}, nil
}

// page writes one page by the template of that name.
func (r *renderer) page(file, view string, data any) error {
	var page bytes.Buffer
	if err := r.views.ExecuteTemplate(&page, view, data); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if p, ok := data.(interface{ address() string }); ok && p.address() != "" {
		r.addresses = append(r.addresses, p.address())
	}
	return r.out.write(file, page.Bytes())
}
