package render

import (
	"strings"

	"datarocks/render/words"
)

// mail writes a report as the body of an e-mail, as HTML and as plain text. Its
// links are full addresses, so a site without one has none.
func (r reporter) mail(w *week, page reportPage) error {
	if r.Site.BaseURL == "" {
		return nil
	}
	page.Root = r.Site.BaseURL
	page.NoIndex = true
	if err := r.renderer.page(reportPath(w)+"email.html", "report-mail", &page); err != nil {
		return err
	}
	return r.out.write(reportPath(w)+"email.txt", []byte(page.text()))
}

// text gives the report as plain text.
func (p *reportPage) text() string {
	l := p.T
	var t strings.Builder
	line := func(parts ...string) {
		for _, part := range parts {
			t.WriteString(part)
		}
		t.WriteByte('\n')
	}
	if p.Demo {
		line(l.Frame.Demo, "\n")
	}
	line(p.SiteTitle, "\n", p.Heading, "\n", p.Days, "\n")
	if len(p.Told) == 0 {
		line(l.Report.Quiet)
	}
	for _, sentence := range append(p.Told[:len(p.Told):len(p.Told)], p.Platform...) {
		line("- ", sentence)
	}
	for _, s := range p.Sources {
		for _, end := range s.Short {
			line("\n", end.Title)
			for _, row := range end.Rows {
				line("- ", l.Sentence.Because.With(words.Isolate(row.Name), row.Main), l.Sentence.Brackets.With(row.Side))
			}
		}
	}
	for _, list := range p.Lists {
		line("\n", list.Title)
		for _, item := range list.Items {
			line("- ", item.text(l))
		}
		if list.More != "" {
			line("- ", list.More)
		}
	}
	line("\n", l.Report.Counted)
	for _, tile := range p.Tiles {
		line("- ", l.Sentence.Because.With(tile.Label, tile.Value))
	}
	line("\n", l.Report.Full.With(p.Canonical))
	return t.String()
}

func (i *reportItem) text(l *words.Language) string {
	if i.Name == "" {
		return i.Words
	}
	return l.Artist.Event.With(i.Day, l.Feed.Entry.With(words.Isolate(i.Name), words.Isolate(i.Words)))
}
