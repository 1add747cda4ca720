package render

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
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

// TestRanking has one artist for each rule: who is ranked, where, and why not.
func TestRanking(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Sources[1] = content.Deezer.Setting(content.EveryWeek)
	for _, name := range []string{"Large", "Even", "Even Too", "Small", "Fallen", "Basis", "None", "Silent", "Moved", "Zero", "Lone"} {
		w.Artist(strings.ReplaceAll(strings.ToLower(name), " ", "-"), name)
	}
	week := func(first, last int64) []fetch.Count {
		return rendertest.Numbers(first, first, first, first, first, first, first, last)
	}
	w.Until("large", content.Spotify, week(1_000_000, 1_000_700)...)
	w.Until("even", content.Spotify, week(10_000, 10_050)...)
	w.Until("even-too", content.Spotify, week(10_000, 10_050)...)
	w.Until("small", content.Spotify, week(999, 1999)...)
	w.Until("fallen", content.Spotify, week(1000, 900)...)
	w.Until("basis", content.Spotify, append(append(rendertest.Numbers(2000), rendertest.Missing("timed out")), rendertest.Numbers(2001, 2002, 2003, 2004, 2005, 2006, 2010)...)...)
	w.Until("silent", content.Spotify, append(week(100, 900_000), rendertest.Missing("http 402: no credits"))...)
	w.Until("zero", content.Spotify, week(0, 60)...)
	w.Until("lone", content.Spotify, rendertest.Numbers(5)...)
	w.From(rendertest.Newest-9, "moved", content.Spotify, rendertest.Numbers(1, 2, 3)...)
	w.Artists[8].Accounts[content.Spotify] = "another"
	w.From(rendertest.Newest-6, "moved", content.Spotify, rendertest.Numbers(500_000, 500_000, 500_000, 500_000, 500_000, 500_000, 500_000)...)
	w.From(rendertest.Newest-10, "large", content.Deezer, fetch.Number(7000))
	w.From(rendertest.Newest-3, "large", content.Deezer, fetch.Number(6999))
	files := siteOf(t, w)

	byNumber, byPercent, left := rankedRows(t, files, "ranking/spotify/7d/index.html")
	for _, test := range []struct{ got, want []string }{
		{byNumber, []string{
			"1 Small +1,000 +100 % 1,999", "2 Large +700 +0.07 % 1,000,700", "3 Zero +60 – 60",
			"4 Even +50 +0.50 % 10,050", "4 Even Too +50 +0.50 % 10,050",
			"6 Basis since 15 Nov 2026 +10 +0.50 % 2,010", "7 Fallen −100 −10.0 % 900",
		}},
		{byPercent, []string{
			"1 Basis since 15 Nov 2026 +0.50 % +10 2,010", "1 Even +0.50 % +50 10,050", "1 Even Too +0.50 % +50 10,050",
			"4 Large +0.07 % +700 1,000,700", "5 Fallen −10.0 % −100 900",
		}},
		{left, []string{
			"Lone counted for the first time on 23 November",
			"Moved another account is counted since 17 November, which cannot be compared",
			"None No count yet",
			"Silent No count since 22 November 2026: http 402: no credits",
		}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Error(diff)
		}
	}
	page := textOf(document(t, files, "ranking/spotify/7d/index.html"))
	if want := "Of artists who had at least 1,000 to begin with: of fewer, a handful is many per cent. 2 artists had fewer."; !strings.Contains(page, want) {
		t.Errorf("does not say %q: %s", want, page)
	}
	weekly, _, _ := rankedRows(t, files, "ranking/deezer/7d/index.html")
	if diff := cmp.Diff([]string{"1 Large 13 Nov 2026 – 20 Nov 2026 −1 −0.01 % 6,999"}, weekly); diff != "" {
		t.Error(diff)
	}
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
