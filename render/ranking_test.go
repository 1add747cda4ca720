package render

import (
	"fmt"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

// TestLongRanking: of a large roster a page shows both ends, and how many
// are between.
func TestLongRanking(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Sources = w.Sources[:1]
	for i := range 2*rankingEnd + 3 {
		id := fmt.Sprintf("a%d", i)
		w.Artist(id, id)
		w.Until(id, content.Spotify, rendertest.Numbers(5000, 5000+int64(i))...)
	}
	files := siteOf(t, w)
	for _, order := range []string{"by-number", "by-percent"} {
		rows := rendertest.Texts(t, files, "ranking/spotify/all/index.html", "table.ranks[aria-labelledby="+order+"] tbody tr")
		if len(rows) != 2*rankingEnd+1 || rows[rankingEnd] != "3 artists between · all as JSON" ||
			!strings.HasPrefix(rows[0], "1 a202 ") || !strings.HasPrefix(rows[2*rankingEnd], "203 a0 ") {
			t.Errorf("%d rows: %q", len(rows), rows)
		}
	}
	left := rendertest.Texts(t, files, "ranking/spotify/1y/index.html", "section.left li")
	if len(left) != rankingEnd+1 || left[rankingEnd] != "and 103 more artists" {
		t.Errorf("%d without a rank: %q", len(left), left)
	}
}
