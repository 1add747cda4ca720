package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

// row returns an artist's line of the roster.
func row(t *testing.T, doc *html.Node, artist string) *html.Node {
	t.Helper()
	for _, r := range find(doc, "tr", "") {
		for _, a := range find(r, "a", "") {
			if attribute(a, "href") == "artists/"+artist+"/" {
				return r
			}
		}
	}
	t.Fatalf("%s is not in the roster", artist)
	return nil
}

// TestRosterMarksWhatIsMissing: an old count has its day beside it and the
// reason, an absent one is marked, and an account that is none is no gap.
func TestRosterMarksWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Artist("fresh", "Fresh")
	w.Artist("stale", "Stale")
	w.Artist("never", "Never")
	w.Artist("gone", "Gone")
	w.Grow("fresh", content.Spotify, 9, 1000, 1080)
	w.Until("stale", content.Spotify, fetch.Number(0), fetch.Number(25_000), rendertest.Missing("timed out"))
	w.Until("never", content.Spotify, rendertest.Missing("http 404: no such artist"))
	w.Grow("gone", content.Spotify, 9, 500, 600)
	delete(w.Artists[3].Accounts, content.Spotify)
	doc := document(t, siteOf(t, w), "index.html")
	for artist, want := range map[string]string{
		"fresh": "F Fresh 1,080 ▲ up 6.9 % no count",
		"stale": "S Stale 25.0K – of 22 Nov 2026 no count",
		"never": "N Never no count no count",
		"gone":  "G Gone no account – no count",
	} {
		if got := textOf(row(t, doc, artist)); got != want {
			t.Errorf("the row reads %q, want %q", got, want)
		}
	}
	var titles []string
	for _, why := range find(doc, "", "why") {
		titles = append(titles, attribute(why, "title"))
	}
	for _, want := range []string{"No count since 22 November 2026: timed out", "No count yet: http 404: no such artist", "No count yet"} {
		if !strings.Contains(strings.Join(titles, "|")+"|", want+"|") {
			t.Errorf("no mark says %q: %q", want, titles)
		}
	}
	if len(find(row(t, doc, "gone"), "svg", "")) > 0 {
		t.Error("an account that is none has a line")
	}
}

// TestTiles: freshness of each source, and who moved.
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
	var got []string
	for _, tile := range find(find(document(t, siteOf(t, w), "index.html"), "ul", "tiles")[0], "li", "") {
		got = append(got, textOf(tile))
	}
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
	if page := textOf(document(t, files, "index.html")); !strings.Contains(page, "1 artist · no counts yet") {
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

// TestAnotherAccountIsNamed in the picture, its words and the data.
func TestAnotherAccountIsNamed(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	a := w.Artist("vola", "Vola")
	a.Timeline = []content.Event{{Day: rendertest.Newest - 5, Title: "Single"}, {Day: rendertest.Newest - 2, Title: "Album"}}
	w.From(rendertest.Newest-6, "vola", content.Spotify, rendertest.Numbers(100, 101, 102)...)
	a.Accounts[content.Spotify] = "another"
	w.From(rendertest.Newest-3, "vola", content.Spotify, rendertest.Numbers(900, 901, 902, 903)...)
	files := siteOf(t, w)
	doc := document(t, files, "artists/vola/index.html")
	view := find(find(doc, "div", "plot")[0], "div", "w-28d")[0]
	var titles []string
	for _, mark := range find(find(view, "g", "marks")[0], "title", "") {
		titles = append(titles, textOf(mark))
	}
	want := []string{"18 November 2026: Single", "20 November 2026: another account", "21 November 2026: Album"}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Error(diff)
	}
	if label := attribute(find(view, "svg", "pic")[0], "aria-label"); !strings.Contains(label, "; another account is counted since 20 November, which cannot be compared") {
		t.Errorf("the picture is called %q", label)
	}
	if data := rendertest.Read(t, files, "artists/vola/data.json"); !strings.Contains(data, `"seams":["2026-11-20"]`) {
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
	code := find(document(t, siteOf(t, w), "artists/vola/index.html"), "textarea", "")[0].FirstChild.Data
	want := `<iframe src="https://counts.example.org/label/artists/vola/embed/#?window=7d" title="Vola &#34;&amp; Sons&#34; – followers" width="100%" height="560" loading="lazy"></iframe>`
	if code != want {
		t.Errorf("got  %s\nwant %s", code, want)
	}
}

// TestWithoutBaseURL: nothing on a site whose address is unknown pretends to
// know it.
func TestWithoutBaseURL(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Artist("vola", "Vola")
	w.Grow("vola", content.Spotify, 8, 1, 9)
	files := siteOf(t, w)
	for _, name := range rendertest.Pages(t, files) {
		for _, n := range find(document(t, files, name), "", "") {
			if attribute(n, "rel") == "canonical" || attribute(n, "property") == "og:url" || n.Data == "textarea" {
				t.Errorf("%s has <%s>", name, n.Data)
			}
		}
	}
	for _, n := range find(document(t, files, "404.html"), "", "") {
		if address := attribute(n, "href") + attribute(n, "src"); address != "" && address[0] != '/' && address[0] != '#' {
			t.Errorf("404.html, which is served at any depth, leads to %s", address)
		}
	}
}

// TestManyArtists: the roster's order, with the default artist first.
func TestManyArtists(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Artist("z", "zeal & Ardor")
	w.Artist("b", "beta")
	w.Artist("a", "Alpha")
	w.Artist("m", "Meshuggah")
	w.Default = "m"
	var names []string
	for _, n := range find(document(t, siteOf(t, w), "index.html"), "bdi", "name") {
		names = append(names, textOf(n))
	}
	if diff := cmp.Diff([]string{"Meshuggah", "Alpha", "beta", "zeal & Ardor"}, names); diff != "" {
		t.Error(diff)
	}
}
