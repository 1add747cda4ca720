package data

import (
	"encoding/xml"
	"fmt"
	"slices"

	"datarocks/content"
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
