package render

import (
	"fmt"
	"html/template"

	"datarocks/content"
	"datarocks/render/chart"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// embedCode is what other people put into their pages to show an artist.
type embedCode struct {
	Kind  string // frame, element, picture or link
	Label string
	Code  string
	Spans bool // a window is named in it, which the script replaces
}

// embedCodes returns the kinds of code, the one that works everywhere first.
func embedCodes(l *words.Language, site *content.Site, a *roster.Artist) []embedCode {
	if !data.Embeddable(site) {
		return nil
	}
	base, page := template.HTMLEscapeString(site.BaseURL), template.HTMLEscapeString(site.BaseURL+a.Path)
	title, name := template.HTMLEscapeString(l.Artist.Frame.With(a.Name)), template.HTMLEscapeString(a.Name)
	return []embedCode{
		{
			Kind: "frame", Label: l.Artist.AsFrame, Spans: true,
			Code: fmt.Sprintf(`<iframe src="%sembed/#?window=%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`, page, site.Window, title, data.FrameHeight),
		},
		{
			Kind: "element", Label: l.Artist.AsElement, Spans: true,
			Code: fmt.Sprintf(`<script src="%sembed.js" async></script>`+"\n"+`<artist-chart artist="%s" window="%s" title="%s"></artist-chart>`, base, a.ID, site.Window, title),
		},
		{
			Kind: "picture", Label: l.Artist.AsPicture,
			Code: fmt.Sprintf(`<a href="%s"><img src="%scard.svg" alt="%s" width="%d"></a>`, page, page, name, chart.CardWidth),
		},
		{Kind: "link", Label: l.Artist.AsLink, Code: site.BaseURL + a.Path},
	}
}
