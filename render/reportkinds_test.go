package render

import (
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

// importedUntil is Kinds, where a person imported figures of the dashboard up to a day.
func importedUntil(last content.Day) *rendertest.World {
	w := rendertest.Kinds()
	for day := range w.Samples {
		w.Samples[day] = slices.DeleteFunc(w.Samples[day], func(s fetch.Sample) bool {
			return day > last && (s.Metric == rendertest.Listeners || s.Metric == rendertest.Streams)
		})
	}
	return w
}

// TestReportAfterImport: no report counts figures of a dashboard as missing.
func TestReportAfterImport(t *testing.T) {
	t.Parallel()
	files := siteOf(t, importedUntil(rendertest.Day("2026-11-10"))) // a Tuesday
	for week, want := range map[string]int{"W45": 1, "W46": 0, "W47": 0} {
		page := "reports/2026-" + week + "/index.html"
		for _, id := range []string{"spotify-listeners", "spotify-streams"} {
			if got := rendertest.Page(t, files, page).Find("section[aria-labelledby=" + id + "]").Length(); got != want {
				t.Errorf("the report of %s has %d sections of %s, want %d", week, got, id, want)
			}
		}
		tiles := rendertest.Texts(t, files, page, "ul.tiles li")
		if got := slices.ContainsFunc(tiles, func(text string) bool { return strings.Contains(text, "daily listeners") }); got != (want > 0) || len(tiles) == 0 {
			t.Errorf("the report of %s has the tiles %q", week, tiles)
		}
	}
}

// TestRankingNamesItsDay: figures that end before the newest day stand under the day
// that they end with.
func TestRankingNamesItsDay(t *testing.T) {
	t.Parallel()
	files := siteOf(t, importedUntil(rendertest.Day("2026-11-10")))
	for slug, want := range map[string]string{
		"spotify":           "23 November 2026",
		"lastfm-plays":      "23 November 2026",
		"wikipedia":         "22 November 2026",
		"spotify-listeners": "10 November 2026",
	} {
		page := "ranking/" + slug + "/7d/index.html"
		if got := rendertest.Texts(t, files, page, ".hero p"); len(got) != 1 || !strings.HasSuffix(got[0], want) {
			t.Errorf("%s is of %q, want %s", page, got, want)
		}
	}
}

// TestReportOfKinds: the week of page views comes when its days are due, with their sum
// and who was furthest from the usual; nobody gained any.
func TestReportOfKinds(t *testing.T) {
	t.Parallel()
	w := rendertest.Kinds() // ends on a Monday, so of page views Sunday is not due yet
	files := siteOf(t, w)
	for week, want := range map[string]bool{"W46": true, "W47": false} {
		page := "reports/2026-" + week + "/index.html"
		if got := rendertest.Page(t, files, page).Find("section[aria-labelledby=wikipedia]").Length() == 1; got != want {
			t.Errorf("the report of %s has page views: %v, want %v", week, got, want)
		}
	}
	const page = "reports/2026-W46/index.html"
	moved := rendertest.Texts(t, files, page, "ul[aria-label='Who moved'] li")
	for _, want := range []string{" artists together had ", "Wikipedia page views in the week.", "Last.fm plays (counted as a difference) in the week.", "Most Spotify daily listeners on average over 7 days: Dream Theater, "} {
		if !slices.ContainsFunc(moved, func(text string) bool { return strings.Contains(text, want) }) {
			t.Errorf("no sentence has %q: %q", want, moved)
		}
	}
	for _, id := range []string{"wikipedia", "lastfm-plays", "spotify-listeners", "spotify-streams"} {
		section := "section[aria-labelledby=" + id + "]"
		if got := rendertest.Texts(t, files, page, section+" caption"); !slices.Equal(got, []string{"By number", "Against their usual"}) {
			t.Errorf("%s has the tables %q", id, got)
		}
		for _, text := range rendertest.Texts(t, files, page, section+" th[scope=rowgroup]") {
			if strings.Contains(text, "ained") || strings.Contains(text, "ost most") {
				t.Errorf("%s has %q", id, text)
			}
		}
	}
	if got := rendertest.Page(t, files, "reports/index.html").Find("main li").Length(); got > 80 {
		t.Errorf("there are %d reports: page views since 2015 alone make none", got)
	}
	mail := rendertest.Read(t, files, "reports/2026-W46/email.txt")
	if !strings.Contains(mail, "Wikipedia page views, Most") {
		t.Errorf("the mail lacks page views:\n%s", mail)
	}
}
