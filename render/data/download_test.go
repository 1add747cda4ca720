package data

import (
	"encoding/csv"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/series"
	"datarocks/publish/manifest"
	"datarocks/render/rendertest"
)

// TestDownloads reads the files for others back, and compares every day with
// the history: a missing count is null or empty, never 0.
func TestDownloads(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Sources[1].Download = true
	files, h := filesOf(t, w), w.History(t)
	for _, a := range w.Artists {
		data := strictly[Artist](t, files, "artists/"+a.ID+"/data.json")
		inCSV := make(map[string]string) // values by day and source
		for _, row := range csvRows(t, files, "artists/"+a.ID+"/data.csv")[1:] {
			inCSV[row[0]+" "+row[1]] = row[3]
		}
		for _, s := range data.Sources {
			counts := h.Series(a.ID, s.Source.Default())
			for i, value := range s.Values {
				day := s.Start + content.Day(i)
				n, ok := counts.Value(day)
				if ok != (value != nil) || ok && *value != n {
					t.Errorf("%s %s %s: %v, want %d, %t", a.ID, s.Source, day, value, n, ok)
				}
				if row := inCSV[day.String()+" "+string(s.Source)]; (row == "") == ok {
					t.Errorf("%s %s %s: %q in CSV", a.ID, s.Source, day, row)
				}
			}
			if first, _ := counts.First(); s.Start != first.Day || len(s.Values) != int(rendertest.Newest-first.Day)+1 {
				t.Errorf("%s %s: %d days from %s", a.ID, s.Source, len(s.Values), s.Start)
			}
		}
	}
	want := []series.Gap{{From: rendertest.Newest - 1, To: rendertest.Newest, Reason: "http 402: no credits"}}
	opeth := strictly[Artist](t, files, "artists/opeth/data.json")
	if diff := cmp.Diff(want, opeth.Sources[1].Gaps); diff != "" {
		t.Errorf("gaps: %s", diff)
	}
}

// csvRows returns the rows of a file, the first of which is the head.
func csvRows(t testing.TB, files fs.FS, name string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(rendertest.Read(t, files, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestCSV writes gaps with their reasons, days that were not due without one,
// and nothing that a spreadsheet would run.
func TestCSV(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Sources = []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay),
		content.Deezer.Setting(content.EveryWeek),
	}
	w.Artist("vola", "Vola")
	w.Until("vola", content.Spotify, fetch.Number(0), rendertest.Missing(`=HYPERLINK("https://evil.example","x")`), rendertest.Unasked, fetch.Number(7))
	w.Until("vola", content.Deezer, fetch.Number(5), rendertest.Unasked)
	files := filesOf(t, w)
	want := [][]string{
		{"date", "source", "metric", "value", "gap"},
		{"2026-11-20", "spotify", "followers", "0", ""},
		{"2026-11-21", "spotify", "followers", "", "'=HYPERLINK(\"https:\u200b//evil.\u200bexample\",\"x\")"},
		{"2026-11-22", "spotify", "followers", "", "not asked"},
		{"2026-11-23", "spotify", "followers", "7", ""},
		{"2026-11-22", "deezer", "fans", "5", ""},
		{"2026-11-23", "deezer", "fans", "", ""},
	}
	if diff := cmp.Diff(want, csvRows(t, files, "artists/vola/data.csv")); diff != "" {
		t.Error(diff)
	}
	data := strictly[Artist](t, files, "artists/vola/data.json")
	spotify := data.Sources[0]
	if diff := cmp.Diff([]*int64{new(int64(0)), nil, nil, new(int64(7))}, spotify.Values); diff != "" {
		t.Error(diff)
	}
	if len(spotify.Gaps) != 2 || spotify.Gaps[0].Reason[0] != '=' || spotify.Gaps[1].Reason != "not asked" || len(data.Sources[1].Gaps) != 0 {
		t.Errorf("gaps %+v", data.Sources)
	}
}

// TestManifest names what a publisher compares.
func TestManifest(t *testing.T) {
	t.Parallel()
	m := strictly[manifest.Manifest](t, filesOf(t, rendertest.Full()), "manifest.json")
	facts, err := manifest.Read[manifest.Facts](m.Site)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]manifest.Series{
		"spotify": {First: dayOfFacts(rendertest.Newest - 29), Last: dayOfFacts(rendertest.Newest), Counts: 30},
		"twitter": {First: dayOfFacts(rendertest.Newest - 4), Last: dayOfFacts(rendertest.Newest - 2), Counts: 3},
	}
	if diff := cmp.Diff(want, facts.Artists["opeth"]); diff != "" {
		t.Error(diff)
	}
	if m.SchemaVersion != 1 || facts.Version != "test" || facts.Path != "/label/" || len(facts.Artists) != 3 {
		t.Errorf("manifest %+v", m)
	}
}
