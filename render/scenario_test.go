package render

import (
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/publish/manifest"
)

// TestScenarios renders what may happen to one artist, and looks for what its
// page must say and must not.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		counts []fetch.Count
		says   []string
		not    []string
	}{
		{"nobody asked yet", nil, []string{"No count yet"}, []string{"1970", "0 followers"}},
		{"asked and not got", []fetch.Count{missing("http 402: no credits")}, []string{"No count yet: http 402: no credits"}, []string{" 0 "}},
		{"one count", numbers(1234), []string{"1,234"}, []string{"since", "0 %"}},
		{"two counts", numbers(1234, 1240), []string{"1,240", "+6"}, nil},
		{"a week", numbers(1000, 1001, 1002, 1003, 1004, 1005, 1006, 1100), []string{"1,100", "+100", "10.0 %", "since 16 November 2026"}, nil},
		{"a measured zero", numbers(0, 0), []string{"Spotify followers 0"}, []string{"No count yet"}},
		{"a fall of 90 %", numbers(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 100_000), []string{"100,000", "90.0 %", "−900,000"}, []string{"▲"}},
		{
			"the newest count is missing",
			append(numbers(500, 510, 520), missing("http 503: service unavailable"), missing("http 503: service unavailable")),
			[]string{"520", "No count since 21 November 2026: http 503: service unavailable", "22 November 2026 – 23 November 2026"},
			nil,
		},
		{
			"the day a week ago is a gap",
			append(append(numbers(1000), missing("timed out")), numbers(1020, 1030, 1040, 1050, 1060, 1070, 1080)...),
			[]string{"+80", "since 15 November 2026"},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.Sources = w.Sources[:1]
			w.artist("opeth", "Opeth")
			w.until("opeth", content.Spotify, test.counts...)
			page := words(document(t, w.render(t), "artists/opeth/index.html"))
			for _, want := range test.says {
				if !strings.Contains(page, want) {
					t.Errorf("does not say %q: %s", want, page)
				}
			}
			for _, bad := range test.not {
				if strings.Contains(page, bad) {
					t.Errorf("says %q: %s", bad, page)
				}
			}
		})
	}
}

func TestAnotherAccountIsNoChange(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.artist("opeth", "Opeth")
	w.from(newest-8, "opeth", content.Spotify, numbers(100, 101, 102, 103, 104)...)
	w.Artists[0].Accounts[content.Spotify] = "another"
	w.from(newest-3, "opeth", content.Spotify, numbers(900_000, 900_001, 900_002, 900_003)...)
	page := words(document(t, w.render(t), "artists/opeth/index.html"))
	if strings.Contains(page, "+899") || !strings.Contains(page, "900,003") {
		t.Errorf("two accounts are compared: %s", page)
	}
}

// TestDownloads reads the files for others back, and compares every day with
// the history: a missing count is null or empty, never 0.
func TestDownloads(t *testing.T) {
	t.Parallel()
	w := fullWorld()
	w.Sources[1].Download = true
	files, h := w.render(t), w.history(t)
	for _, a := range w.Artists {
		var data artistData
		if err := json.Unmarshal([]byte(read(t, files, "artists/"+a.ID+"/data.json")), &data); err != nil {
			t.Fatal(err)
		}
		inCSV := readCSV(t, files, "artists/"+a.ID+"/data.csv")
		for _, s := range data.Sources {
			series := h.Series(a.ID, s.Source)
			for i, value := range s.Values {
				day := s.Start + content.Day(i)
				n, ok := series.Value(day)
				if ok != (value != nil) || ok && *value != n {
					t.Errorf("%s %s %s: %v, want %d, %t", a.ID, s.Source, day, value, n, ok)
				}
				if row := inCSV[day.String()+" "+string(s.Source)]; (row == "") == ok {
					t.Errorf("%s %s %s: %q in CSV", a.ID, s.Source, day, row)
				}
			}
			if first, _ := series.First(); s.Start != first.Day || len(s.Values) != int(newest-first.Day)+1 {
				t.Errorf("%s %s: %d days from %s", a.ID, s.Source, len(s.Values), s.Start)
			}
		}
	}
	want := []gapData{{From: newest - 1, To: newest, Reason: "http 402: no credits"}}
	var opeth artistData
	if err := json.Unmarshal([]byte(read(t, files, "artists/opeth/data.json")), &opeth); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, opeth.Sources[1].Gaps); diff != "" {
		t.Errorf("gaps: %s", diff)
	}
}

// readCSV gives the values by day and source.
func readCSV(t *testing.T, files fs.FS, name string) map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(read(t, files, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	values := make(map[string]string)
	for _, row := range rows[1:] {
		values[row[0]+" "+row[1]] = row[3]
	}
	return values
}

// TestTermsForbidDownload keeps a source that must not be handed on in bulk out
// of the files, and on the pages.
func TestTermsForbidDownload(t *testing.T) {
	t.Parallel()
	files := fullWorld().render(t)
	for _, name := range []string{"artists/dream-theater/data.json", "artists/dream-theater/data.csv"} {
		if text := read(t, files, name); strings.Contains(text, "twitter") || strings.Contains(text, "345000") {
			t.Errorf("%s holds counts of X", name)
		}
	}
	if page := read(t, files, "artists/dream-theater/index.html"); !strings.Contains(page, "345,000") {
		t.Error("the page lacks the count of X")
	}
}

// TestLongHistory: a page carries the last 400 days, and says where the rest is.
func TestLongHistory(t *testing.T) {
	t.Parallel()
	data := pageDataOf(t, fullWorld().render(t), "artists/dream-theater/index.html")
	if got := len(data.Charts[content.Spotify].Steps); got != pageDetail.days {
		t.Errorf("%d days in the page", got)
	}
	if data.More != "../../artists/dream-theater/data.json" {
		t.Errorf("the rest is at %q", data.More)
	}
	if !data.Charts[content.Spotify].Partial || !data.Charts[content.Twitter].Partial {
		t.Error("the page does not say that there is more")
	}
}

func pageDataOf(t *testing.T, files fs.FS, name string) pageData {
	t.Helper()
	var data pageData
	for _, script := range find(document(t, files, name), "script", "") {
		if attribute(script, "id") == "data" {
			if err := json.Unmarshal([]byte(script.FirstChild.Data), &data); err != nil {
				t.Fatal(err)
			}
		}
	}
	return data
}

func TestDemoSaysSo(t *testing.T) {
	t.Parallel()
	w := fullWorld()
	w.via = history.ViaDemo
	files := w.render(t)
	for _, name := range pagesOf(t, files) {
		if !strings.Contains(read(t, files, name), "Demo: invented numbers") {
			t.Errorf("%s does not say that its numbers are invented", name)
		}
	}
	if !strings.Contains(read(t, files, "artists/opeth/data.json"), `"demo":true`) {
		t.Error("data.json does not say that its numbers are invented")
	}
}

func TestPrivateSite(t *testing.T) {
	t.Parallel()
	w := fullWorld()
	w.Visibility = content.Private
	files := w.render(t)
	for _, name := range pagesOf(t, files) {
		if !strings.Contains(read(t, files, name), `<meta name="robots" content="noindex">`) {
			t.Errorf("%s may be indexed", name)
		}
	}
}

// TestSameBytes renders under another number of processors and in other time
// zones. It is not parallel: both are the process's.
func TestSameBytes(t *testing.T) {
	w := fullWorld()
	want := allFiles(t, w.render(t))
	local, processors := time.Local, runtime.GOMAXPROCS(0)
	defer func() {
		time.Local = local
		runtime.GOMAXPROCS(processors)
	}()
	for _, zone := range []string{"Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"} {
		for _, n := range []int{1, 2} {
			location, err := time.LoadLocation(zone)
			if err != nil {
				location = time.FixedZone(zone, 14*60*60) // a machine without zones
			}
			time.Local = location
			runtime.GOMAXPROCS(n)
			if diff := cmp.Diff(want, allFiles(t, w.render(t))); diff != "" {
				t.Errorf("in %s with %d processors: %s", zone, n, diff)
			}
		}
	}
}

func allFiles(t testing.TB, files fs.FS) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all[name] = read(t, files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestManifest names what a publisher compares.
func TestManifest(t *testing.T) {
	t.Parallel()
	var m manifest.Manifest
	if err := json.Unmarshal([]byte(read(t, fullWorld().render(t), "manifest.json")), &m); err != nil {
		t.Fatal(err)
	}
	facts, err := manifest.Read[manifest.Facts](m.Site)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]manifest.Series{
		"spotify": {First: dayOfFacts(newest - 29), Last: dayOfFacts(newest), Counts: 30},
		"twitter": {First: dayOfFacts(newest - 4), Last: dayOfFacts(newest - 2), Counts: 3},
	}
	if diff := cmp.Diff(want, facts.Artists["opeth"]); diff != "" {
		t.Error(diff)
	}
	if m.SchemaVersion != 1 || facts.Version != "test" || facts.Path != "/label/" || len(facts.Artists) != 3 {
		t.Errorf("manifest %+v", m)
	}
}

// TestUnfinished makes sure that a template that asks for what is not there
// fails the site, rather than leave a hole in it.
func TestUnfinished(t *testing.T) {
	t.Parallel()
	w := fullWorld()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	broken := fstest.MapFS{
		"assets/icon.svg": {Data: []byte("<svg/>")},
		"roster.html":     {Data: []byte(`{{define "roster"}}{{.Asset "style.css"}}{{end}}`)},
	}
	if err := Site(root, Input{Site: &w.Site, History: w.history(t), Templates: broken}); err == nil {
		t.Error("a site without its style sheet was finished")
	}
}
