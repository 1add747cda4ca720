package render

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

var update = flag.Bool("update", false, "write testdata from what the code renders")

// goldenWorld is one artist with one source, a gap and an event.
func goldenWorld() *rendertest.World {
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/"
	w.Sources = w.Sources[:1]
	a := w.Artist("vola", "Vola")
	a.Genre = "Progressive metal"
	a.Body = "Formed in *2006*.\n"
	a.Timeline = []content.Event{{Day: rendertest.Newest - 2, Title: "Album"}}
	w.Until("vola", content.Spotify, fetch.Number(45_000), rendertest.Missing("timed out"), fetch.Number(45_100), fetch.Number(45_120))
	return w
}

// TestGolden compares whole pages with those in testdata. A change that means to
// change them runs the test with -update, and shows the difference in review.
func TestGolden(t *testing.T) {
	t.Parallel()
	files := siteOf(t, goldenWorld())
	hash := regexp.MustCompile(`\.[0-9a-f]{10}\.`)
	for golden, page := range map[string]string{
		"roster.html": "index.html",
		"artist.html": "artists/vola/index.html",
		"data.json":   "artists/vola/data.json",
		"card.svg":    "artists/vola/card.svg",

		"ranking.html": "ranking/spotify/all/index.html",
		"compare.html": "compare/index.html",
	} {
		// Assets change more often than pages; and a tag a line reads better.
		got := hash.ReplaceAllString(rendertest.Read(t, files, page), ".HASH.")
		got = strings.ReplaceAll(got, "><", ">\n<")
		path := filepath.Join("testdata", golden)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s is not as in testdata (-update writes it):\n%s", page, diff)
		}
	}
}
