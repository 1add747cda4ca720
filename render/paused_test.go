package render

import (
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

// TestPaused: an artist who is paused keeps page and counts, which show that; nothing is
// missing, and no row of the site waits for it.
func TestPaused(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.BaseURL = "https://label.example/"
	w.Artist("opeth", "Opeth")
	w.Artist("vola", "Vola").Paused = rendertest.Newest - 13
	for _, source := range []content.Source{content.Spotify, content.Twitter} {
		w.Grow("opeth", source, 60, 10_000, 11_000)
		w.From(rendertest.Newest-60, "vola", source, rendertest.Numbers(5000, 5010, 5020, 5040)...)
		w.From(rendertest.Newest-20, "vola", source, rendertest.Numbers(6000, 6010, 6020, 6030, 6040, 6050, 6060)...)
	}
	files := siteOf(t, w)
	page := rendertest.Read(t, files, "artists/vola/index.html")
	for _, want := range []string{"6,060", "Paused since 10 November 2026", "Spotify has been paused since 10 November"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(page, "data-old") {
		t.Error("the page gets old")
	}
	data := rendertest.Read(t, files, "artists/vola/data.json")
	if got := strings.Count(data, `"not asked"`); got != 1 { // before the pause, of one source for download
		t.Errorf("there are %d gaps: %s", got, data)
	}
	latest := rendertest.Read(t, files, "api/v1/latest.json")
	if strings.Contains(latest, `"missing"`) {
		t.Errorf("something is missing: %s", latest)
	}
	if tiles := strings.Join(rendertest.Texts(t, files, "index.html", ".tiles li"), "|"); strings.Contains(tiles, "of 2") || !strings.Contains(tiles, "1 of 1") {
		t.Errorf("the tiles read %s", tiles)
	}
	w.Artists[1].Paused = 0
	if page := rendertest.Read(t, siteOf(t, w), "artists/vola/index.html"); strings.Contains(page, "aused since") || !strings.Contains(page, "not asked") {
		t.Error("after the pause, its days are not named")
	}
}
