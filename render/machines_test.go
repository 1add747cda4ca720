package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

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
		t.Errorf("a missing count is told as %s", texts)
	}
	none := rendertest.XML(t, files, "artists/vola/card.svg")
	if texts := strings.Join(none["text"], "\n"); !strings.Contains(texts, "No count yet") || strings.Contains(texts, "1970") {
		t.Errorf("no count is told as %s", texts)
	}
}

func TestOEmbed(t *testing.T) {
	t.Parallel()
	w := rendertest.Hostile()
	w.BaseURL = "https://counts.example.org/label/"
	files := siteOf(t, w)
	for id, name := range rendertest.HostileNames {
		page := w.BaseURL + "artists/" + id + "/"
		o := strictly[oembed](t, files, "artists/"+id+"/oembed.json")
		if o.Version != "1.0" || o.Type != "rich" || o.Title != name || o.ProviderURL != w.BaseURL {
			t.Errorf("%+v", o)
		}
		doc, err := html.Parse(strings.NewReader(o.HTML))
		if err != nil {
			t.Fatal(err)
		}
		// What WordPress keeps is what there is.
		body := find(doc, "body", "")[0]
		var tags []string
		for _, n := range find(body, "", "") {
			tags = append(tags, n.Data)
		}
		if !slices.Equal(tags, []string{"blockquote", "a", "iframe"}) || !strings.HasPrefix(o.HTML, "<blockquote><a ") || !strings.HasSuffix(o.HTML, "></iframe>") {
			t.Errorf("%s: %s", id, o.HTML)
		}
		if got := find(body, "a", "")[0]; attribute(got, "href") != page || textOf(got) != strings.Join(strings.Fields(name), " ") {
			t.Errorf("%s: the link is %s", id, o.HTML)
		}
		if got := attribute(find(body, "iframe", "")[0], "src"); got != page+"embed/" {
			t.Errorf("%s: the frame is of %s", id, got)
		}
		found := false
		for _, link := range find(document(t, files, "artists/"+id+"/index.html"), "link", "") {
			found = found || attribute(link, "type") == "application/json+oembed" && attribute(link, "href") == page+"oembed.json"
		}
		if !found {
			t.Errorf("%s: the page does not lead to it", id)
		}
	}
}

func TestFeeds(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Artists[0].Timeline = append(w.Artists[0].Timeline, content.Event{Day: rendertest.Newest + 1, Title: "Announced"})
	w.Artists[1].Accounts[content.Spotify] = "another"
	w.Until("opeth", content.Spotify, rendertest.Numbers(950_001)...)
	files := siteOf(t, w)
	all := rendertest.XML(t, files, "feed.xml")
	want := []string{
		"Label", "Opeth: another account is counted on Spotify", "Week to 22 November 2026", "Dream Theater: Album",
		"Week to 15 November 2026", "Week to 8 November 2026", "Dream Theater: Single",
	}
	if got := all["title"]; len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
		t.Errorf("told is %q", got)
	}
	wantIDs := []string{
		w.BaseURL, w.BaseURL + "artists/opeth/#spotify-2026-11-23", w.BaseURL + "#week-2026-W47", w.BaseURL + "artists/dream-theater/#event-2026-11-20",
		w.BaseURL + "#week-2026-W46", w.BaseURL + "#week-2026-W45", w.BaseURL + "artists/dream-theater/#event-2026-11-03",
	}
	if got := all["id"]; len(got) < len(wantIDs) || !slices.Equal(got[:len(wantIDs)], wantIDs) {
		t.Errorf("ids are %q", got)
	}
	if got := all["updated"]; got[0] != "2026-11-23T00:00:00Z" || got[3] != "2026-11-20T00:00:00Z" {
		t.Errorf("times are %q", got)
	}
	if own := rendertest.XML(t, files, "artists/opeth/feed.xml"); len(own["entry"]) != 1 {
		t.Errorf("Opeth's feed has %q", own["title"])
	}
	if _, err := fs.Stat(files, "artists/vola/feed.xml"); err == nil {
		t.Error("nothing happened to VOLA, and it has a feed")
	}
	for _, page := range []string{"index.html", "artists/opeth/index.html"} {
		if !strings.Contains(rendertest.Read(t, files, page), `type="application/atom+xml" href="feed.xml"`) {
			t.Errorf("%s does not lead to its feed", page)
		}
	}
}

// TestTwoOfADay: entries are told apart.
func TestTwoOfADay(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/"
	a := w.Artist("vola", "VOLA")
	a.Timeline = []content.Event{{Day: rendertest.Newest, Title: "A"}, {Day: rendertest.Newest, Title: "A"}, {Day: rendertest.Newest, Title: "B"}}
	w.Until("vola", content.Spotify, rendertest.Numbers(1)...)
	ids := rendertest.XML(t, siteOf(t, w), "feed.xml")["id"]
	if slices.Sort(ids); len(ids) != 4 || len(slices.Compact(ids)) != 4 {
		t.Errorf("ids are %q", ids)
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

// TestPrivateAndUnknown: a private site asks robots to stay away, and a site
// that does not know its address has no full one anywhere.
func TestPrivateAndUnknown(t *testing.T) {
	t.Parallel()
	private, unknown := rendertest.Full(), rendertest.Full()
	private.Visibility, unknown.BaseURL = content.Private, ""
	files := siteOf(t, private)
	if got := rendertest.Read(t, files, "robots.txt"); got != "User-agent: *\nDisallow: /\n" {
		t.Errorf("robots.txt of a private site is %q", got)
	}
	if _, err := fs.Stat(files, "sitemap.xml"); err == nil {
		t.Error("a private site has a sitemap")
	}
	for name := range rendertest.All(t, siteOf(t, unknown)) {
		if slices.Contains([]string{"sitemap.xml", feedName, oembedName}, path.Base(name)) {
			t.Errorf("%s without an address", name)
		}
	}
}

func TestNobodyMayEmbed(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Embed = []string{}
	files := siteOf(t, w)
	if _, err := fs.Stat(files, "artists/opeth/oembed.json"); err == nil || strings.Contains(rendertest.Read(t, files, "artists/opeth/index.html"), "oembed") {
		t.Error("others are told how to embed what they may not")
	}
}

func TestPreview(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	img, err := png.Decode(bytes.NewReader([]byte(rendertest.Read(t, files, previewName))))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != previewWidth || size.Y != previewHeight {
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
	// The newest day is a Monday, on which the feed tells of the week before.
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

// TestLargeSitemap: more pages than one sitemap may list go to several.
func TestLargeSitemap(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	const base = "https://counts.example.org/"
	files := os.DirFS(dir)
	for _, n := range []int{sitemapEnd, sitemapEnd + 1} {
		r := &renderer{Input: Input{Site: &content.Site{BaseURL: base}}, out: output{root, newLinks(base)}}
		for i := range n {
			r.addresses = append(r.addresses, fmt.Sprintf("%sartists/a%06d/", base, i))
		}
		if err := r.sitemap(); err != nil {
			t.Fatal(err)
		}
		locs := rendertest.XML(t, files, "sitemap.xml")["loc"]
		if n <= sitemapEnd {
			if len(locs) != n {
				t.Errorf("%d pages, and %d in the sitemap", n, len(locs))
			}
			continue
		}
		if diff := cmp.Diff([]string{base + "sitemap-1.xml", base + "sitemap-2.xml"}, locs); diff != "" {
			t.Error(diff)
		}
		first, second := rendertest.XML(t, files, "sitemap-1.xml")["loc"], rendertest.XML(t, files, "sitemap-2.xml")["loc"]
		if !slices.Equal(slices.Concat(first, second), r.addresses) || len(second) != 1 {
			t.Errorf("%d and %d pages of %d", len(first), len(second), n)
		}
	}
}

// TestWebManifest: a phone that keeps the site finds its name, its icon and the
// colour of its pages; an embed page is no app.
func TestWebManifest(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	var app webApp
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
		"404.html":                               "https://counts.example.org/label/site.webmanifest",
		"artists/dream-theater/embed/index.html": "",
	} {
		got := ""
		for _, link := range find(document(t, files, page), "link", "") {
			if attribute(link, "rel") == "manifest" {
				got = attribute(link, "href")
			}
		}
		if got != want {
			t.Errorf("%s links to the manifest %q, want %q", page, got, want)
		}
	}
}
