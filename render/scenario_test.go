package render

import (
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
	"datarocks/render/rendertest"
)

// TestScenarios renders what may happen to one artist, and looks for what its
// page must have and must not.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		counts []fetch.Count
		says   []string
		not    []string
	}{
		{"nobody asked yet", nil, []string{"No count yet"}, []string{"1970", "0 followers"}},
		{"asked and not got", []fetch.Count{rendertest.Missing("http 402: no credits")}, []string{"No count yet: http 402: no credits"}, []string{" 0 "}},
		{"one count", rendertest.Numbers(1234), []string{"1,234"}, []string{"since", "0 %"}},
		{"two counts", rendertest.Numbers(1234, 1240), []string{"1,240", "+6"}, nil},
		{"a week", rendertest.Numbers(1000, 1001, 1002, 1003, 1004, 1005, 1006, 1100), []string{"1,100", "+100", "10.0 %", "since 16 November 2026"}, nil},
		{"a measured zero", rendertest.Numbers(0, 0), []string{"Spotify followers 0"}, []string{"No count yet"}},
		{"a fall of 90 %", rendertest.Numbers(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 100_000), []string{"100,000", "90.0 %", "−900,000"}, []string{"▲"}},
		{
			"the newest count is missing",
			append(rendertest.Numbers(500, 510, 520), rendertest.Missing("http 503: service unavailable"), rendertest.Missing("http 503: service unavailable")),
			[]string{"520", "No count since 21 November 2026: http 503: service unavailable", "22 November 2026 – 23 November 2026"},
			nil,
		},
		{
			"the day a week ago is a gap",
			append(append(rendertest.Numbers(1000), rendertest.Missing("timed out")), rendertest.Numbers(1020, 1030, 1040, 1050, 1060, 1070, 1080)...),
			[]string{"+80", "since 15 November 2026"},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := rendertest.New()
			w.Sources = w.Sources[:1]
			w.Artist("opeth", "Opeth")
			w.Until("opeth", content.Spotify, test.counts...)
			page := textOf(document(t, siteOf(t, w), "artists/opeth/index.html"))
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
	w := rendertest.New()
	w.Artist("opeth", "Opeth")
	w.From(rendertest.Newest-8, "opeth", content.Spotify, rendertest.Numbers(100, 101, 102, 103, 104)...)
	w.Artists[0].Accounts[content.Spotify] = "another"
	w.From(rendertest.Newest-3, "opeth", content.Spotify, rendertest.Numbers(900_000, 900_001, 900_002, 900_003)...)
	page := textOf(document(t, siteOf(t, w), "artists/opeth/index.html"))
	if strings.Contains(page, "+899") || !strings.Contains(page, "900,003") {
		t.Errorf("two accounts are compared: %s", page)
	}
}

// TestTermsForbidDownload keeps a source that must not be handed on in bulk out
// of the files, and on the pages.
func TestTermsForbidDownload(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	for _, name := range []string{"artists/dream-theater/data.json", "artists/dream-theater/data.csv"} {
		if text := rendertest.Read(t, files, name); strings.Contains(text, "twitter") || strings.Contains(text, "345000") {
			t.Errorf("%s holds counts of X", name)
		}
	}
	if page := rendertest.Read(t, files, "artists/dream-theater/index.html"); !strings.Contains(page, "345,000") {
		t.Error("the page lacks the count of X")
	}
}

// TestLongHistory: a page carries the last 400 days, and where the rest is.
func TestLongHistory(t *testing.T) {
	t.Parallel()
	data := pageDataOf(t, siteOf(t, rendertest.Full()), "artists/dream-theater/index.html")
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
	w := rendertest.Full()
	w.Via = history.ViaDemo
	files := siteOf(t, w)
	for _, name := range rendertest.Pages(t, files) {
		if !strings.Contains(rendertest.Read(t, files, name), "Demo: invented numbers") {
			t.Errorf("%s does not say that its numbers are invented", name)
		}
	}
	if !strings.Contains(rendertest.Read(t, files, "artists/opeth/data.json"), `"demo":true`) {
		t.Error("data.json does not say that its numbers are invented")
	}
}

func TestPrivateSite(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Visibility = content.Private
	files := siteOf(t, w)
	for _, name := range rendertest.Pages(t, files) {
		if !strings.Contains(rendertest.Read(t, files, name), `<meta name="robots" content="noindex">`) {
			t.Errorf("%s may be indexed", name)
		}
	}
}

// TestSameBytes renders under another number of processors and in other time
// zones. It is not parallel: both are the process's.
func TestSameBytes(t *testing.T) {
	w := rendertest.Full()
	want := rendertest.All(t, siteOf(t, w))
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
			if diff := cmp.Diff(want, rendertest.All(t, siteOf(t, w))); diff != "" {
				t.Errorf("in %s with %d processors: %s", zone, n, diff)
			}
		}
	}
}

// TestUnfinished makes sure that a template that asks for what is not there
// fails the site, rather than leave a hole in it.
func TestUnfinished(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	broken := fstest.MapFS{
		"assets/icon.svg": {Data: []byte("<svg/>")},
		"roster.html":     {Data: []byte(`{{define "roster"}}{{.Asset "style.css"}}{{end}}`)},
	}
	if err := Site(root, Input{Site: &w.Site, History: w.History(t), Templates: broken}); err == nil {
		t.Error("a site without its style sheet was finished")
	}
}
