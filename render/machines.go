package render

import (
	"encoding/xml"
	"fmt"
	"io/fs"
	"slices"

	"datarocks/content"
	"datarocks/render/chart"
)

// forMachines writes what browsers, crawlers and previews look for at the top
// of the site. It comes after the pages, whose addresses it lists.
func (r *renderer) forMachines() error {
	if err := r.out.write(previewName, preview()); err != nil {
		return err
	}
	if err := r.out.write("robots.txt", []byte(r.robots())); err != nil {
		return err
	}
	if err := r.webManifest(); err != nil {
		return err
	}
	if err := r.sitemap(); err != nil {
		return err
	}
	return r.component()
}

// component writes <artist-chart>. Other people's pages name it, so its address
// never changes, unlike an asset's.
func (r *renderer) component() error {
	code, err := fs.ReadFile(r.Templates, "embed.js")
	if err != nil {
		return err
	}
	return r.out.write("embed.js", code)
}

// robots tells crawlers where they may go. Those that come to a private page
// all the same find "noindex" in it.
func (r *renderer) robots() string {
	switch {
	case r.Site.Visibility == content.Private:
		return "User-agent: *\nDisallow: /\n"
	case r.Site.BaseURL == "":
		return "User-agent: *\nDisallow:\n"
	}
	return "User-agent: *\nDisallow:\n\nSitemap: " + r.Site.BaseURL + "sitemap.xml\n"
}

const webManifestName = "site.webmanifest"

// webApp is site.webmanifest, by which a phone keeps the site as an app.
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

func (r *renderer) webManifest() error {
	tokens, err := chart.ReadPalette(r.Templates)
	if err != nil {
		return err
	}
	background := tokens["bg"][0] // it cannot have one for dark as well
	icon := webAppIcon{r.assets["icon.svg"], "image/svg+xml", "any"}
	return r.out.writeJSON(webManifestName, webApp{r.Site.Title, r.words.Code, "./", "minimal-ui", background, background, []webAppIcon{icon}})
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

// sitemap lists the pages for search engines, without times: most would change
// every night, and all of the file with them.
func (r *renderer) sitemap() error {
	if len(r.addresses) == 0 {
		return nil
	}
	slices.Sort(r.addresses)
	if len(r.addresses) <= sitemapEnd {
		return r.writeXML("sitemap.xml", newSitemap(r.addresses))
	}
	var index sitemapIndex
	for part := range slices.Chunk(r.addresses, sitemapEnd) {
		name := fmt.Sprintf("sitemap-%d.xml", len(index.Maps)+1)
		if err := r.writeXML(name, newSitemap(part)); err != nil {
			return err
		}
		index.Maps = append(index.Maps, sitemapPage{r.Site.BaseURL + name})
	}
	return r.writeXML("sitemap.xml", index)
}

func newSitemap(addresses []string) sitemapPages {
	var all sitemapPages
	for _, address := range addresses {
		all.Pages = append(all.Pages, sitemapPage{address})
	}
	return all
}
