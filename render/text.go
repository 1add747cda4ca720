package render

import (
	"fmt"
	"html/template"
)

// textPage is what the template "text" shows.
type textPage struct {
	frame
	Heading string
	Body    template.HTML
}

// pages writes the pages of content/pages.
func (r *renderer) pages() error {
	for _, p := range r.Site.Pages {
		body, err := markdown(p.Body, 1)
		if err != nil {
			return fmt.Errorf("page %s: %w", p.ID, err)
		}
		at := p.ID + "/"
		page := &textPage{r.frame(at, r.words.Frame.Title.With(p.Title, r.Site.Title), p.Title), p.Title, body}
		if err := r.page(at+"index.html", "text", page); err != nil {
			return err
		}
	}
	return nil
}

// notFound writes the page for addresses that do not exist. It is served at any
// depth, so its links cannot be relative.
func (r *renderer) notFound() error {
	l := r.words
	page := &textPage{r.frame("", l.Frame.Title.With(l.NotFound.Title, r.Site.Title), l.NotFound.About), l.NotFound.Title, ""}
	page.Canonical = ""
	page.NoIndex = true
	page.Root = "/"
	if r.Site.BaseURL != "" {
		page.Root = r.Site.BaseURL
	}
	return r.page("404.html", "not-found", page)
}
