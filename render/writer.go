package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"strings"

	"datarocks/content"
	"datarocks/render/chart"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// writer writes pages, which it puts into their frame.
type writer struct {
	out       output
	templates fs.FS
	views     views
	assets    assets
	colours   chart.Palette
	words     *words.Language
	frame     frame        // of every page, but for what is the page's own
	entries   []data.Entry // of the site's feed
	addresses []string     // of the pages that search engines may show

	// plainOption is the option of charts without events, which all artists
	// without a timeline share.
	plainOption template.JS
}

func newWriter(dir *os.Root, templates fs.FS, l *words.Language, s *roster.Survey) (*writer, error) {
	views, err := parseViews(templates)
	if err != nil {
		return nil, err
	}
	out := output{dir, newLinks(s.Site.BaseURL)}
	assets, err := writeAssets(out, templates)
	if err != nil {
		return nil, err
	}
	colours, err := chart.ReadPalette(templates)
	if err != nil {
		return nil, err
	}
	plain, err := chart.Option(nil)
	if err != nil {
		return nil, err
	}
	return &writer{
		out:         out,
		templates:   templates,
		views:       views,
		assets:      assets,
		colours:     colours,
		words:       l,
		frame:       newFrame(l, s, assets),
		entries:     data.SiteEntries(l, s),
		plainOption: plain,
	}, nil
}

// page writes one page by the template of that name.
func (w *writer) page(file, view string, shown any) error {
	var page bytes.Buffer
	if err := w.views.ExecuteTemplate(&page, view, shown); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if p, ok := shown.(interface{ address() string }); ok && p.address() != "" {
		w.addresses = append(w.addresses, p.address())
	}
	return w.out.Write(file, page.Bytes())
}

// option returns the option of the charts of an artist with such events.
func (w *writer) option(events []content.Event) (template.JS, error) {
	if len(events) == 0 {
		return w.plainOption, nil
	}
	return chart.Option(events)
}

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

// views are the parsed templates.
type views struct{ *template.Template }

func parseViews(files fs.FS) (views, error) {
	t, err := template.New("").Option("missingkey=error").ParseFS(files, "*.html")
	if err != nil {
		return views{}, fmt.Errorf("parse templates: %w", err)
	}
	return views{t}, nil
}

// assets maps an asset's name to the path under which it is published. The path
// carries a hash of the bytes, so browsers may keep it for ever.
type assets map[string]string

func writeAssets(out output, files fs.FS) (assets, error) {
	entries, err := fs.ReadDir(files, "assets")
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	written := make(assets, len(entries))
	for _, entry := range entries {
		data, err := fs.ReadFile(files, path.Join("assets", entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read assets: %w", err)
		}
		name := hashedName(entry.Name(), data)
		if err := out.Write(name, data); err != nil {
			return nil, err
		}
		written[entry.Name()] = name
	}
	return written, nil
}

func hashedName(name string, data []byte) string {
	sum := sha256.Sum256(data)
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	return "assets/" + stem + "." + hex.EncodeToString(sum[:5]) + extension
}
