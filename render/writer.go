package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"os"

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
	views     *template.Template
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

func newWriter(dir *os.Root, files fs.FS, l *words.Language, s *roster.Survey) (*writer, error) {
	views, err := template.New("").Option("missingkey=error").ParseFS(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	out := output{dir, newLinks(s.Site)}
	assets, err := writeAssets(out, files)
	if err != nil {
		return nil, err
	}
	colours, err := chart.ReadPalette(files)
	if err != nil {
		return nil, err
	}
	plain, err := chart.Option(nil)
	if err != nil {
		return nil, err
	}
	return &writer{
		out:         out,
		templates:   files,
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
