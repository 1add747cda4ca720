package render

import (
	"bytes"
	"encoding/json"
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
	if folder := path.Dir(name); folder != "." {
		if err := o.dir.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	o.links.wrote(name, data)
	return o.dir.WriteFile(name, data, 0o644)
}

func (o output) writeJSON(name string, value any) error {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return o.write(name, data.Bytes())
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
	return r.out.write(file, page.Bytes())
}
