package data

import (
	"fmt"
	"html/template"

	"datarocks/content"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// OEmbedName is the file with how to embed an artist's page, beside that page.
const OEmbedName = "oembed.json"

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

// FrameHeight is the height in pixels that holds an embed page of two cards
// below each other on a phone.
const FrameHeight = 560

// Embeddable reports whether others may frame the embed pages, and know where
// they are.
func Embeddable(site *content.Site) bool { return site.BaseURL != "" && len(site.Embed) > 0 }

// WriteOEmbed writes how to embed an artist. WordPress takes of the HTML a link in a
// quotation and one frame, and shows the link until the frame has loaded.
func WriteOEmbed(out Output, site *content.Site, l *words.Language, a *roster.Artist) error {
	if !Embeddable(site) {
		return nil
	}
	page, name := template.HTMLEscapeString(site.BaseURL+a.Path), template.HTMLEscapeString(a.Name)
	return WriteJSON(out, a.Path+OEmbedName, oembed{
		Version:      "1.0",
		Type:         "rich",
		Title:        a.Name,
		ProviderName: site.Title,
		ProviderURL:  site.BaseURL,
		CacheAge:     24 * 60 * 60,
		Width:        oembedWidth,
		Height:       FrameHeight,
		HTML: fmt.Sprintf(`<blockquote><a href="%s">%s</a></blockquote>`+
			`<iframe src="%sembed/" title="%s" width="%d" height="%d" frameborder="0" loading="lazy"></iframe>`,
			page, name, page, template.HTMLEscapeString(l.Artist.Frame.With(a.Name)), oembedWidth, FrameHeight),
	})
}
