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
	"datarocks/history/row"
	"datarocks/render/cards"
	"datarocks/render/rendertest"
)

// TestTermsForbidDownload keeps a source that must not be handed on in bulk out
// of the files, and on the pages.
func TestTermsForbidDownload(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Full())
	for _, name := range []string{"artists/dream-theater/data.json", "artists/dream-theater/data.csv", "api/v1/latest.json", "api/v1/all.csv"} {
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
	if got := len(data.Charts[string(content.Spotify)].Steps); got != 400 {
		t.Errorf("%d days in the page", got)
	}
	if data.More != "../../artists/dream-theater/data.json" {
		t.Errorf("the rest is at %q", data.More)
	}
	if !data.Charts[string(content.Spotify)].Partial || !data.Charts[string(content.Twitter)].Partial {
		t.Error("the page does not say that there is more")
	}
}

func pageDataOf(t *testing.T, files fs.FS, name string) cards.Data {
	t.Helper()
	var data cards.Data
	if err := json.Unmarshal([]byte(rendertest.Page(t, files, name).Find("script#data").Text()), &data); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDemoSaysSo(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Via = row.ViaDemo
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
		"assets/style.css": {Data: []byte(":root { --bg: light-dark(#ffffff, #000000); }")},
		"roster.html":      {Data: []byte(`{{define "roster"}}{{.Asset "chart.js"}}{{end}}`)},
	}
	err = Site(root, Input{Site: &w.Site, History: w.History(t), Templates: broken})
	if err == nil || !strings.Contains(err.Error(), `no asset "chart.js"`) {
		t.Errorf("a page that links to no asset: %v", err)
	}
}
