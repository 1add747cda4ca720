package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/templates"
)

// TestFilesForMachines parses every file that is not for people, also of a site
// whose names are hostile.
func TestFilesForMachines(t *testing.T) {
	t.Parallel()
	hostile := rendertest.Hostile()
	hostile.BaseURL = "https://counts.example.org/label/"
	for name, w := range map[string]*rendertest.World{"full": rendertest.Full(), "hostile": hostile} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := siteOf(t, w)
			for name, text := range rendertest.All(t, files) {
				switch path.Ext(name) {
				case ".json", ".webmanifest":
					if !json.Valid([]byte(text)) {
						t.Errorf("%s is no JSON", name)
					}
				case ".xml":
					rendertest.XML(t, files, name)
				case ".svg":
					checkImage(t, files, name)
				}
			}
		})
	}
}

// checkImage looks for what an <img> may not have, and browsers would not run.
func checkImage(t testing.TB, files fs.FS, name string) {
	t.Helper()
	found := rendertest.XML(t, files, name)
	for key, values := range found {
		element, attribute, _ := strings.Cut(key, "@")
		if slices.Contains([]string{"script", "image", "use", "foreignObject", "a"}, element) || strings.HasPrefix(attribute, "on") || attribute == "href" {
			t.Errorf("%s holds %s: %q", name, key, values)
		}
		for _, value := range values {
			if attribute != "xmlns" && attribute != "" && strings.Contains(value, "://") || strings.Contains(value, "url(") || strings.Contains(value, "@import") {
				t.Errorf("%s refers to %s=%q", name, key, value)
			}
		}
	}
}

func TestCardPicture(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	found := rendertest.XML(t, files, "artists/dream-theater/card.svg")
	if got := found["title"][0]; got != "Dream Theater" {
		t.Errorf("it is called %q", got)
	}
	if got := found["desc"][0]; !strings.HasPrefix(got, "Dream Theater gained") {
		t.Errorf("it says %q", got)
	}
	for _, want := range []string{"Dream Theater", "7 days · 23 November 2026", "1,500,000", "345,000", "since 16 November 2026", "Label"} {
		if !slices.Contains(found["text"], want) {
			t.Errorf("%q is not in %q", want, found["text"])
		}
	}
	style := found["style"][0]
	if _, dark, ok := strings.Cut(style, "@media(prefers-color-scheme:dark){"); !ok || !strings.Contains(dark, "#1ed760") || strings.Contains(style, "$") {
		t.Errorf("the style is %s", style)
	}
	missing := rendertest.XML(t, files, "artists/opeth/card.svg")
	if texts := strings.Join(missing["text"], "\n"); !strings.Contains(texts, "No count since 21 November 2026:\nhttp 402: no credits") || !strings.Contains(texts, "480") {
		t.Errorf("a missing count reads %s", texts)
	}
	none := rendertest.XML(t, files, "artists/vola/card.svg")
	if texts := strings.Join(none["text"], "\n"); !strings.Contains(texts, "No count yet") || strings.Contains(texts, "1970") {
		t.Errorf("no count reads %s", texts)
	}
}

func TestSitemap(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	files := siteOf(t, w)
	got := rendertest.XML(t, files, "sitemap.xml")["loc"]
	for _, name := range rendertest.Pages(t, files) {
		address := w.BaseURL + strings.TrimSuffix(name, "index.html")
		hidden := strings.Contains(rendertest.Read(t, files, name), `content="noindex"`)
		if slices.Contains(got, address) == hidden {
			t.Errorf("%s: listed %t, hidden %t", address, !hidden, hidden)
		}
	}
	if !strings.Contains(rendertest.Read(t, files, "robots.txt"), "Sitemap: https://counts.example.org/label/sitemap.xml\n") {
		t.Error("robots.txt does not name the sitemap")
	}
}

// TestPrivate: a private site asks robots to stay away.
func TestPrivate(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Visibility = content.Private
	files := siteOf(t, w)
	if got := rendertest.Read(t, files, "robots.txt"); got != "User-agent: *\nDisallow: /\n" {
		t.Errorf("robots.txt is %q", got)
	}
	if _, err := fs.Stat(files, "sitemap.xml"); err == nil {
		t.Error("there is a sitemap")
	}
	for _, name := range rendertest.Pages(t, files) {
		if rendertest.Page(t, files, name).Find("meta[name=robots][content=noindex]").Length() != 1 {
			t.Errorf("%s may be indexed", name)
		}
	}
}

func TestNobodyMayEmbed(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Embed = []string{}
	files := siteOf(t, w)
	if _, err := fs.Stat(files, "artists/opeth/oembed.json"); err == nil || strings.Contains(rendertest.Read(t, files, "artists/opeth/index.html"), "oembed") {
		t.Error("there is help to embed what nobody may")
	}
}

func TestPreview(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	img, err := png.Decode(bytes.NewReader([]byte(rendertest.Read(t, files, previewName))))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != 1200 || size.Y != 630 {
		t.Errorf("it is %v", size)
	}
	head := rendertest.Read(t, files, "artists/opeth/index.html")
	for _, want := range []string{`content="https://counts.example.org/label/preview.png"`, `og:image:width" content="1200"`, `og:image:height" content="630"`} {
		if !strings.Contains(head, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// TestPlainNight counts the files that one more night of counts changes. Each
// is a request that is paid for.
func TestPlainNight(t *testing.T) {
	t.Parallel()
	const mostOfAnArtist = 5
	today, yesterday := rendertest.Full(), rendertest.Full()
	for _, w := range []*rendertest.World{today, yesterday} {
		w.Until("opeth", content.Twitter, rendertest.Numbers(500, 501, 502, 503, 504, 505, 506, 507)...)
		w.Grow("vola", content.Spotify, 40, 10, 99)
	}
	// The newest day is a Monday, on which the feed has the week before.
	delete(today.Samples, rendertest.Newest)
	delete(yesterday.Samples, rendertest.Newest)
	delete(yesterday.Samples, rendertest.Newest-1)
	before, after := rendertest.All(t, siteOf(t, yesterday)), rendertest.All(t, siteOf(t, today))
	changed := make(map[string][]string) // by folder
	for name, text := range after {
		if before[name] != text {
			folder := "the site"
			if rest, ok := strings.CutPrefix(name, "artists/"); ok {
				folder, name, _ = strings.Cut(rest, "/")
			}
			changed[folder] = append(changed[folder], name)
		}
	}
	for _, a := range today.Artists {
		if got := changed[a.ID]; len(got) > mostOfAnArtist || len(got) == 0 {
			t.Errorf("%s changes %q", a.ID, got)
		}
	}
	for _, name := range changed["the site"] {
		if slices.Contains([]string{"feed.xml", "sitemap.xml", "robots.txt", "site.webmanifest", previewName, "embed.js", "api/v1/artists.json", "api/v1/schema.json", namesName}, name) ||
			strings.HasPrefix(name, "assets/") {
			t.Errorf("%s changes every night", name)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d files become %d", len(before), len(after))
	}
}

// TestWebManifest: a phone that keeps the site finds its name, its icon and the
// colour of its pages; an embed page is no app.
func TestWebManifest(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	var app struct {
		Name       string
		Start      string `json:"start_url"`
		Theme      string `json:"theme_color"`
		Background string `json:"background_color"`
		Icons      []struct{ Src string }
	}
	if err := json.Unmarshal([]byte(rendertest.Read(t, files, "site.webmanifest")), &app); err != nil {
		t.Fatal(err)
	}
	if app.Name != "Label" || app.Start != "./" || len(app.Icons) != 1 {
		t.Errorf("the manifest is %+v", app)
	}
	if _, err := fs.Stat(files, app.Icons[0].Src); err != nil {
		t.Errorf("the icon: %v", err)
	}
	css := rendertest.Read(t, templates.Site(), "assets/style.css")
	if app.Background != app.Theme || !strings.Contains(css, "--bg: light-dark("+app.Background+",") {
		t.Errorf("the colours are %s and %s, not the pages'", app.Background, app.Theme)
	}
	for page, want := range map[string]string{
		"index.html":                             "site.webmanifest",
		"artists/opeth/index.html":               "../../site.webmanifest",
		"404.html":                               "/label/site.webmanifest",
		"artists/dream-theater/embed/index.html": "",
	} {
		got := rendertest.Page(t, files, page).Find("link[rel=manifest]").AttrOr("href", "")
		if got != want {
			t.Errorf("%s links to the manifest %q, want %q", page, got, want)
		}
	}
}

// TestArtistsLead: what artists.json and the head of a page lead to exists.
func TestArtistsLead(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	files := siteOf(t, w)
	var api struct{ Artists []map[string]any }
	if err := json.Unmarshal([]byte(rendertest.Read(t, files, "api/v1/artists.json")), &api); err != nil {
		t.Fatal(err)
	}
	leads := 0
	for _, artist := range api.Artists {
		for key, value := range artist {
			place, ok := strings.CutPrefix(fmt.Sprint(value), "../../")
			if !ok {
				continue
			}
			leads++
			if strings.HasSuffix(place, "/") {
				place += "index.html"
			}
			if _, err := fs.Stat(files, place); err != nil {
				t.Errorf("%s: %v", key, err)
			}
		}
	}
	if leads != 6*3+1 {
		t.Errorf("%d leads", leads)
	}
	for _, page := range []string{"index.html", "artists/opeth/index.html"} {
		head := rendertest.Read(t, files, page)
		if page != "index.html" && !strings.Contains(head, `type="application/json+oembed" href="`+w.BaseURL+"artists/opeth/oembed.json") {
			t.Errorf("%s does not lead to its oembed.json", page)
		}
		if name := strings.TrimSuffix(page, "index.html") + "feed.xml"; strings.Contains(head, `type="application/atom+xml" href="feed.xml"`) != exists(files, name) {
			t.Errorf("%s leads to a feed that is none, or not to its own", page)
		}
	}
}

func exists(files fs.FS, name string) bool {
	_, err := fs.Stat(files, name)
	return err == nil
}
