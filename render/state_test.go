package render

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/data"
	"datarocks/render/rendertest"
)

// TestTiles: how complete each source is, and how old.
func TestTiles(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	for i, to := range []int64{1500, 900, 1100} {
		id := string(rune('a' + i))
		w.Artist(id, strings.ToUpper(id))
		w.Grow(id, content.Spotify, 8, 1000, to)
	}
	w.Artist("d", "D")
	w.Until("d", content.Spotify, fetch.Number(1), rendertest.Missing("timed out"))
	w.Until("a", content.Twitter, rendertest.Missing("http 402: no credits"))
	got := rendertest.Texts(t, siteOf(t, w), "index.html", "ul.tiles li")
	want := []string{
		"Spotify 3 of 4 counted 23 Nov, 03:17 UTC",
		"X (Twitter) 0 of 4 No count yet: http 402: no credits",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestBeforeTheFirstNight: a site without any row is whole, names no day, and
// loads nothing to draw charts with.
func TestBeforeTheFirstNight(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Artist("vola", "Vola")
	files := siteOf(t, w)
	for name, text := range rendertest.All(t, files) {
		if strings.Contains(text, "1970") || strings.Contains(text, "1969") {
			t.Errorf("%s names a day", name)
		}
		if strings.HasSuffix(name, "index.html") && strings.Contains(text, "assets/chart.") {
			t.Errorf("%s loads the script of charts", name)
		}
	}
	if page := rendertest.Words(rendertest.Page(t, files, "index.html").Selection); !strings.Contains(page, "1 artist · no counts yet") {
		t.Errorf("the roster reads %s", page)
	}
	if got, want := rendertest.Read(t, files, "artists/vola/data.csv"), "date,source,metric,value,gap\n"; got != want {
		t.Errorf("data.csv is %q", got)
	}
	if got, want := rendertest.Read(t, files, "artists/vola/data.json"), `{"schemaVersion":1,"artist":"vola","name":"Vola","updated":null,"sources":[]}`+"\n"; got != want {
		t.Errorf("data.json is %s", got)
	}
	if got := rendertest.Read(t, files, "manifest.json"); !strings.Contains(got, `"newest":null`) {
		t.Errorf("manifest.json is %s", got)
	}
}

// TestAnotherAccountInData: a day from which another account is counted is a seam.
func TestAnotherAccountInData(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	a := w.Artist("vola", "Vola")
	w.From(rendertest.Newest-6, "vola", content.Spotify, rendertest.Numbers(100, 101, 102)...)
	a.Accounts[content.Spotify] = "another"
	w.From(rendertest.Newest-3, "vola", content.Spotify, rendertest.Numbers(900, 901, 902, 903)...)
	if data := rendertest.Read(t, siteOf(t, w), "artists/vola/data.json"); !strings.Contains(data, `"seams":["2026-11-20"]`) {
		t.Errorf("data.json is %s", data)
	}
}

// TestEmbedCode is what somebody copies: an address in full, and a name that
// cannot leave its attribute.
func TestEmbedCode(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/label/"
	w.Artist("vola", `Vola "& Sons"`)
	code := rendertest.Page(t, siteOf(t, w), "artists/vola/index.html").Find("textarea").Text()
	want := `<iframe src="https://counts.example.org/label/artists/vola/embed/#?window=7d" title="Vola &#34;&amp; Sons&#34; – followers" width="100%" height="560" loading="lazy"></iframe>`
	if code != want {
		t.Errorf("got  %s\nwant %s", code, want)
	}
}

// TestNotFoundOnAnotherHost: a preview of the site shows its page for addresses that
// do not exist with its own styles and links, as the policy allows no other host's.
func TestNotFoundOnAnotherHost(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.BaseURL = "https://counts.example.org/label/"
	found := rendertest.Page(t, siteOf(t, w), "404.html").Find("[href], [src], [data-names]")
	if found.Length() < 3 {
		t.Errorf("the page leads to %d addresses", found.Length())
	}
	for _, e := range found.EachIter() {
		for _, attribute := range []string{"href", "src", "data-names"} {
			if address := e.AttrOr(attribute, "/label/"); !strings.HasPrefix(address, "/label/") && address[0] != '#' {
				t.Errorf("404.html leads to %s", address)
			}
		}
	}
}

// TestWithoutBaseURL: nothing on a site whose address is unknown pretends to
// know it.
func TestWithoutBaseURL(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.BaseURL = ""
	files := siteOf(t, w)
	for name := range rendertest.All(t, files) {
		if slices.Contains([]string{"sitemap.xml", data.FeedName, data.OEmbedName}, path.Base(name)) {
			t.Errorf("there is %s", name)
		}
	}
	for _, name := range rendertest.Pages(t, files) {
		if found := rendertest.Page(t, files, name).Find("[rel=canonical], [property='og:url'], textarea"); found.Length() > 0 {
			t.Errorf("%s has <%s>", name, goquery.NodeName(found))
		}
	}
	for _, e := range rendertest.Page(t, files, "404.html").Find("[href], [src]").EachIter() {
		if address := e.AttrOr("href", "") + e.AttrOr("src", ""); address != "" && address[0] != '/' && address[0] != '#' {
			t.Errorf("404.html, which is served at any depth, leads to %s", address)
		}
	}
}
