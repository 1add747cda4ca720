package render

import (
	"fmt"
	"html/template"

	"datarocks/content"
	"datarocks/render/notes"
	"datarocks/render/roster"
)

// textView is what the template "text" shows.
type textView struct {
	frame
	Heading string
	Body    template.HTML
}

// textPages writes the pages of content/pages.
func textPages(w *writer, s *roster.Survey) error {
	for _, p := range s.Site.Pages {
		if err := textPage(w, s, p, nil); err != nil {
			return err
		}
	}
	return nil
}

func textPage(w *writer, s *roster.Survey, p content.Page, dead func(string) bool) error {
	body, err := notes.HTML(p.Body, 1, dead)
	if err != nil {
		return fmt.Errorf("page %s: %w", p.ID, err)
	}
	at := p.ID + "/"
	page := &textView{
		frame:   w.frame.at(at, w.words.Frame.Title.With(p.Title, s.Site.Title), p.Title),
		Heading: p.Title,
		Body:    body,
	}
	return w.page(at+"index.html", "text", page)
}

// notFoundPage writes the page for addresses that do not exist. It is served at any
// depth, so its links cannot be relative. They have no host: on a preview of the site
// the content policy would refuse the styles of the real one.
func notFoundPage(w *writer, s *roster.Survey) error {
	l := w.words
	page := &textView{
		frame:   w.frame.at("", l.Frame.Title.With(l.NotFound.Title, s.Site.Title), l.NotFound.About),
		Heading: l.NotFound.Title,
	}
	page.Canonical = ""
	page.NoIndex = true
	page.Root = w.out.links.base
	return w.page("404.html", "not-found", page)
}
