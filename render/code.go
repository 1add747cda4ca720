package render

import (
	"datarocks/render/chart"
	"fmt"
	"html/template"
)

// embedCode is what other people put into their pages to show an artist.
type embedCode struct {
	Kind  string // frame, element, picture or link
	Label string
	Code  string
	Spans bool // a window is named in it, which the script replaces
}

// embedCodes gives the kinds of code, the one that works everywhere first.
func (r *renderer) embedCodes(a *artist) []embedCode {
	if !r.embeddable() {
		return nil
	}
	l := &r.words.Artist
	base, page := template.HTMLEscapeString(r.Site.BaseURL), template.HTMLEscapeString(r.Site.BaseURL+a.at)
	title, name := template.HTMLEscapeString(l.Frame.With(a.Name)), template.HTMLEscapeString(a.Name)
	return []embedCode{
		{"frame", l.AsFrame, fmt.Sprintf(`<iframe src="%sembed/#?window=%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`,
			page, r.Site.Window, title, embedHeight), true},
		{"element", l.AsElement, fmt.Sprintf(`<script src="%sembed.js" async></script>`+"\n"+`<artist-chart artist="%s" window="%s" title="%s"></artist-chart>`,
			base, a.ID, r.Site.Window, title), true},
		{"picture", l.AsPicture, fmt.Sprintf(`<a href="%s"><img src="%scard.svg" alt="%s" width="%d"></a>`, page, page, name, chart.CardWidth), false},
		{"link", l.AsLink, r.Site.BaseURL + a.at, false},
	}
}
