package render

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

// rankedRows returns the rows of a page's tables, and of the list of those who
// have no rank, as text.
func rankedRows(t *testing.T, files fs.FS, page string) (byNumber, byPercent, left []string) {
	t.Helper()
	doc := document(t, files, page)
	for _, table := range find(doc, "table", "ranks") {
		var rows []string
		for _, row := range find(find(table, "tbody", "")[0], "tr", "") {
			rows = append(rows, strings.ReplaceAll(textOf(row), "\u00a0", " "))
		}
		if attribute(table, "aria-labelledby") == "by-number" {
			byNumber = rows
		} else {
			byPercent = rows
		}
	}
	for _, list := range find(doc, "section", "left") {
		for _, item := range find(list, "li", "") {
			left = append(left, textOf(item))
		}
	}
	return byNumber, byPercent, left
}

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
	byNumber, byPercent, _ := rankedRows(t, siteOf(t, w), "ranking/spotify/all/index.html")
	for _, rows := range [][]string{byNumber, byPercent} {
		if len(rows) != 2*rankingEnd+1 || rows[rankingEnd] != "3 artists between · all as JSON" ||
			!strings.HasPrefix(rows[0], "1 a202 ") || !strings.HasPrefix(rows[2*rankingEnd], "203 a0 ") {
			t.Errorf("%d rows: %q", len(rows), rows)
		}
	}
	_, _, left := rankedRows(t, siteOf(t, w), "ranking/spotify/1y/index.html")
	if len(left) != rankingEnd+1 || left[rankingEnd] != "and 103 more artists" {
		t.Errorf("%d without a rank: %q", len(left), left)
	}
}
