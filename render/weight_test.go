package render

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

// kB is the unit of the weights: 1,024 bytes.
const kB = 1024

// heavyWorld is a roster of 30 artists on five sources; the first has counts of
// three years. They move as real ones do: a little every day, more on some.
func heavyWorld() *rendertest.World {
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/label/"
	w.Sources = []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay),
		content.Twitter.Setting(content.EveryDay),
		content.Deezer.Setting(content.EveryDay),
		content.Bluesky.Setting(content.EveryDay),
		content.LastFM.Setting(content.EveryDay),
	}
	for i, name := range strings.Fields(heavyNames) {
		a := w.Artist(strings.ToLower(name), strings.ReplaceAll(name, "-", " "))
		a.Genre = []string{"Progressive metal", "Post-rock", "Alternative metal", "Djent"}[i%4]
		days := 35
		if i == 0 {
			days = 3 * 365
			a.Timeline = []content.Event{{Day: rendertest.Newest - 300, Title: "Distance over Time"}, {Day: rendertest.Newest - 17, Title: "Parasomnia"}}
		}
		random := rand.New(rand.NewPCG(1, uint64(i)))
		for _, s := range w.Sources {
			w.Until(a.ID, s.Source, walk(random, days)...)
		}
	}
	return w
}

const heavyNames = "Dream-Theater Opeth VOLA Haken Leprous Caligulas-Horse Riverside Katatonia Soen Plini " +
	"Periphery TesseracT Karnivool Intervals Polyphia Animals-As-Leaders Gojira Mastodon Symphony-X Fates-Warning " +
	"Queensryche Pain-Of-Salvation Evergrey Threshold Vanden-Plas Redemption Ayreon Shining Agent-Fresco Twelve-Foot-Ninja"

// walk makes counts of consecutive days.
func walk(random *rand.Rand, days int) []fetch.Count {
	count := 10_000 * float64(int(1)<<random.IntN(9))
	drift := count * (random.Float64() - 0.2) / 2000
	counts := make([]fetch.Count, days)
	for i := range counts {
		step := drift * (0.5 + random.Float64())
		if i%97 == 40 {
			step *= 9 // a release
		}
		count += step + random.NormFloat64()*drift/2
		counts[i] = fetch.Number(int64(count))
	}
	return counts
}

// TestWeights holds what visitors load to the weights that were promised, as a
// CDN sends it.
func TestWeights(t *testing.T) {
	t.Parallel()
	files := siteOf(t, heavyWorld())
	first := firstLoads(t, files, "artists/dream-theater/index.html")
	echarts := globbed(t, files, "assets/echarts.*.js")
	for _, test := range []struct {
		what  string
		files []string
		most  int
	}{
		{"the roster of 30", []string{"index.html"}, 5 * kB},
		{"an artist's page", []string{"artists/dream-theater/index.html"}, 12 * kB},
		{"an embed page", []string{"artists/dream-theater/embed/index.html"}, 6 * kB},
		{"what a page loads with it", first, 9 * kB},
		{"ECharts", []string{echarts}, 165 * kB},
		{"the element for other pages", []string{"embed.js"}, kB / 2},
	} {
		got := 0
		for _, name := range test.files {
			got += compressed(t, files, name)
		}
		t.Logf("%s: %d bytes", test.what, got)
		if got >= test.most {
			t.Errorf("%s weighs %d bytes, which must stay below %d: %s", test.what, got, test.most, strings.Join(test.files, ", "))
		}
	}
}

// firstLoads lists the style sheet and scripts that a page loads before anybody
// moves.
func firstLoads(t *testing.T, files fs.FS, page string) []string {
	t.Helper()
	var loads []string
	for _, e := range rendertest.Page(t, files, page).Find("script[src], link[rel=stylesheet]").EachIter() {
		loads = append(loads, path.Join(path.Dir(page), e.AttrOr("src", "")+e.AttrOr("href", "")))
	}
	return loads
}

func globbed(t *testing.T, files fs.FS, pattern string) string {
	t.Helper()
	names, err := fs.Glob(files, pattern)
	if err != nil || len(names) != 1 {
		t.Fatalf("%s: %v, %v", pattern, names, err)
	}
	return names[0]
}

// compressed returns how many bytes of a file are sent, in brotli's best quality.
func compressed(t *testing.T, files fs.FS, name string) int {
	t.Helper()
	var sent bytes.Buffer
	w := brotli.NewWriterLevel(&sent, brotli.BestCompression)
	if _, err := w.Write([]byte(rendertest.Read(t, files, name))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return sent.Len()
}
