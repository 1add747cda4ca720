package data

import (
	"encoding/xml"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/publish/manifest"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Robots returns robots.txt, which keeps crawlers from a private site. Those that
// come all the same find "noindex" in its pages.
func Robots(site *content.Site) string {
	switch {
	case site.Visibility == content.Private:
		return "User-agent: *\nDisallow: /\n"
	case site.BaseURL == "":
		return "User-agent: *\nDisallow:\n"
	}
	return "User-agent: *\nDisallow:\n\nSitemap: " + site.BaseURL + "sitemap.xml\n"
}

// WebManifestName is the file by which a phone keeps the site as an app.
const WebManifestName = "site.webmanifest"

type webApp struct {
	Name       string           `json:"name"`
	Lang       content.Language `json:"lang"`
	Start      string           `json:"start_url"`
	Display    string           `json:"display"`
	Theme      string           `json:"theme_color"`
	Background string           `json:"background_color"`
	Icons      []webAppIcon     `json:"icons"`
}

type webAppIcon struct {
	Src   string `json:"src"`
	Type  string `json:"type"`
	Sizes string `json:"sizes"`
}

// WriteWebManifest writes that file; icon is the path of the site's icon, as SVG. It
// cannot have another background for dark.
func WriteWebManifest(out Output, site *content.Site, l *words.Language, icon, background string) error {
	return WriteJSON(out, WebManifestName, webApp{
		Name: site.Title, Lang: l.Code, Start: "./", Display: "minimal-ui", Theme: background, Background: background,
		Icons: []webAppIcon{{icon, "image/svg+xml", "any"}},
	})
}

// sitemapEnd is how many pages one sitemap may list: what search engines read.
const sitemapEnd = 50_000

type sitemapPage struct {
	Loc string `xml:"loc"`
}

type sitemapPages struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapPage `xml:"url"`
}

// sitemapIndex lists the sitemaps of a site that one has no room for.
type sitemapIndex struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapPage `xml:"sitemap"`
}

// WriteSitemap lists the full addresses of pages for search engines, without times:
// most would change every night, and all of the file with them.
func WriteSitemap(out Output, base string, addresses []string) error {
	if len(addresses) == 0 {
		return nil
	}
	slices.Sort(addresses)
	if len(addresses) <= sitemapEnd {
		return writeXML(out, "sitemap.xml", newSitemap(addresses))
	}
	var index sitemapIndex
	for part := range slices.Chunk(addresses, sitemapEnd) {
		name := fmt.Sprintf("sitemap-%d.xml", len(index.Maps)+1)
		if err := writeXML(out, name, newSitemap(part)); err != nil {
			return err
		}
		index.Maps = append(index.Maps, sitemapPage{base + name})
	}
	return writeXML(out, "sitemap.xml", index)
}

func newSitemap(addresses []string) sitemapPages {
	var all sitemapPages
	for _, address := range addresses {
		all.Pages = append(all.Pages, sitemapPage{address})
	}
	return all
}

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

// WriteManifest writes manifest.json: what the site holds, so that a publisher can
// compare it with the one before without reading a page. version is that of
// datarocks.
func WriteManifest(out Output, s *roster.Survey, version string) error {
	facts := manifest.Facts{
		About:   manifest.About{Version: version, Demo: s.History.Demo, Path: pathOnHost(s.Site.BaseURL)},
		Artists: make(map[string]map[string]manifest.Series),
	}
	facts.Updated = s.Freshness.Newest()
	if !s.History.Empty() {
		facts.Newest = dayOfFacts(s.History.Newest)
	}
	for id, spans := range s.Spans {
		series := make(map[string]manifest.Series)
		for _, span := range spans {
			facts := manifest.Series{First: dayOfFacts(span.First), Last: dayOfFacts(span.Last), Counts: span.Counts}
			for _, day := range span.Withdrawn {
				facts.Withdrawn = append(facts.Withdrawn, dayOfFacts(day))
			}
			series[string(span.Source)] = facts
		}
		facts.Artists[id] = series
	}
	m, err := manifest.Rendered(facts)
	if err != nil {
		return err
	}
	return WriteJSON(out, manifest.Name, m)
}

func dayOfFacts(day content.Day) manifest.Day { return manifest.Day(day.String()) }

// pathOnHost returns the path of an address, escaped as it is there.
func pathOnHost(baseURL string) string {
	_, rest, _ := strings.Cut(baseURL, "://")
	_, below, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return "/" + below
}
