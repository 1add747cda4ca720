package render

import (
	"fmt"
	"html/template"
)

// oembedName is how to embed an artist's page, beside that page.
const oembedName = "oembed.json"

// oembed is the answer of an oEmbed provider, as a file. It has no number of
// the artist's, so a plain night does not change it.
type oembed struct {
	Version      string `json:"version"`
	Type         string `json:"type"`
	Title        string `json:"title"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	CacheAge     int    `json:"cache_age"` // seconds
	Width        int    `json:"width"`     // pixels
	Height       int    `json:"height"`
	HTML         string `json:"html"`
}

// oembedWidth is in pixels; a page that is narrower makes the frame so.
const oembedWidth = 600

// embeddable tells whether others may frame the embed pages, and know where
// they are.
func (r *renderer) embeddable() bool { return r.Site.BaseURL != "" && len(r.Site.Embed) > 0 }

// oembed writes how to embed an artist. WordPress takes of the HTML a link in a
// quotation and one frame, and shows the link until the frame has loaded.
func (r *renderer) oembed(a *artist) error {
	if !r.embeddable() {
		return nil
	}
	page, name := template.HTMLEscapeString(r.Site.BaseURL+a.at), template.HTMLEscapeString(a.Name)
	return r.out.writeJSON(a.at+oembedName, oembed{
		Version:      "1.0",
		Type:         "rich",
		Title:        a.Name,
		ProviderName: r.Site.Title,
		ProviderURL:  r.Site.BaseURL,
		CacheAge:     24 * 60 * 60,
		Width:        oembedWidth,
		Height:       embedHeight,
		HTML: fmt.Sprintf(`<blockquote><a href="%s">%s</a></blockquote>`+
			`<iframe src="%sembed/" title="%s" width="%d" height="%d" frameborder="0" loading="lazy"></iframe>`,
			page, name, page, template.HTMLEscapeString(r.words.Artist.Frame.With(a.Name)), oembedWidth, embedHeight),
	})
}
