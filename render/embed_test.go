package render

import (
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

// TestEmbedData: an embed page carries the counts only of the source that is
// not for download, and where the others are.
func TestEmbedData(t *testing.T) {
	t.Parallel()
	data := pageDataOf(t, siteOf(t, rendertest.Odd()), "artists/odd/embed/index.html")
	if data.More != "../../../artists/odd/data.json" {
		t.Errorf("the counts are at %q", data.More)
	}
	for source, chart := range data.Charts {
		want := 0
		if source == string(content.Twitter) {
			want = 366
		}
		if len(chart.Steps) != want || !chart.Partial {
			t.Errorf("%s: %d counts, partial %t", source, len(chart.Steps), chart.Partial)
		}
	}
}

// TestCodesKeepTheirPlace: a name is text in every code, and one that looks like
// a window is not taken for it.
func TestCodesKeepTheirPlace(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/"
	w.Artist("odd", `window=1y"><script>alert(1)</script>`)
	w.Until("odd", content.Spotify, rendertest.Numbers(1, 2)...)
	doc := rendertest.Page(t, siteOf(t, w), "artists/odd/index.html")
	kinds := 0
	for _, input := range doc.Find("input[data-code]").EachIter() {
		code := input.AttrOr("data-code", "")
		kinds++
		if strings.Contains(code, "<script>") {
			t.Errorf("the name runs: %s", code)
		}
		if input.Is("[data-spans]") && strings.Index(code, "window=") > strings.Index(code, "title=") {
			t.Errorf("the name comes before the window: %s", code)
		}
	}
	if kinds != 4 {
		t.Errorf("%d kinds", kinds)
	}
}

// TestLinkToCompare leads to what the script of that page reads.
func TestLinkToCompare(t *testing.T) {
	t.Parallel()
	w := rendertest.Odd()
	w.Window = content.FourWeek
	files := siteOf(t, w)
	if got := rendertest.Read(t, files, "artists/odd/index.html"); !strings.Contains(got, `href="../../compare/#odd;spotify;28d;count"`) {
		t.Error("the page does not lead to the comparison")
	}
	if got := rendertest.Read(t, files, "artists/odd/embed/index.html"); strings.Contains(got, "compare/") {
		t.Error("the embed page leads to the comparison")
	}
	locked := rendertest.New()
	locked.Sources = locked.Sources[1:]
	locked.Artist("vola", "VOLA")
	locked.Until("vola", content.Twitter, rendertest.Numbers(1, 2)...)
	if got := rendertest.Read(t, siteOf(t, locked), "artists/vola/index.html"); strings.Contains(got, "compare/#") {
		t.Error("the page leads to counts that are in no file")
	}
}
