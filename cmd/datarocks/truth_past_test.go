package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
)

// past is made after the shape of real ones, up to a day: counts of eight artists,
// of whom all have 868 on Spotify with 29 gaps, and 227 on X with 116 falls, and
// a few artists of whom little is known.
type past struct {
	newest content.Day
	table  strings.Builder // CSV
	rows   strings.Builder // as a history has them
	files  map[string]string
}

var whole = []string{"dream-theater", "gojira", "haken", "katatonia", "opeth", "rush", "tool", "vola"}

func newPast(newest content.Day) *past {
	p := &past{newest: newest, files: make(map[string]string)}
	p.table.WriteString("date,artist,source,value\n")
	p.files["site.md"] = "---\ntitle: Counts\nbase_url: " + truthBase + "\nsources:\n  spotify:\n  twitter:\n  deezer: {every: week}\n  listenbrainz:\n---\n"
	for i, id := range whole {
		p.artist(id, "spotify", "twitter", "deezer")
		p.nightly(id, i)
		p.wavering(id, i)
		p.weekly(id, i)
	}
	p.strangers()
	p.timelines()
	return p
}

// artist adds one with an account on some sources.
func (p *past) artist(id string, sources ...content.Source) {
	n := len(p.files)
	accounts := map[content.Source]string{
		content.Spotify: fmt.Sprintf("2aaLAng2L2aWD2FClzwi%02d", n), content.Twitter: fmt.Sprintf("account%d", n),
		content.Deezer: fmt.Sprintf(`"%d"`, 100+n), content.ListenBrainz: fmt.Sprintf("28503ab7-8bf2-4666-a7bd-2644bfc7cb%02d", n),
	}
	var text strings.Builder
	fmt.Fprintf(&text, "---\nname: %s\naccounts:\n", id)
	for _, source := range sources {
		fmt.Fprintf(&text, "  %s: %s\n", source, accounts[source])
	}
	p.files["artists/"+id+".md"] = text.String()
}

func (p *past) count(ago int, id string, source content.Source, n int64) {
	fmt.Fprintf(&p.table, "%s,%s,%s,%d\n", p.newest-content.Day(ago), id, source, n)
}

// missed are the nights, so many ago, on which an artist was not counted: windows
// that begin on one have another first day, or none.
var missed = [][]int{1: {7, 8}, 2: {28, 29}, 3: {90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103}}

// nightly grows on Spotify. Twice in a row, it loses a part that all lose.
func (p *past) nightly(id string, i int) {
	random := rand.New(rand.NewPCG(868, uint64(i)))
	var gaps []int
	if i < len(missed) {
		gaps = slices.Clone(missed[i])
	}
	for len(gaps) < 29 {
		if ago := 30 + random.IntN(860); !slices.Contains(gaps, ago) {
			gaps = append(gaps, ago)
		}
	}
	n := 2_104_377 / float64(i*i+1)
	for ago := 868 + 29 - 1; ago >= 0; ago-- {
		n *= 1 + random.Float64()*0.0012
		if ago == 400 || ago == 399 {
			n *= 0.99
		}
		if !slices.Contains(gaps, ago) {
			p.count(ago, id, content.Spotify, int64(n))
		}
	}
}

// purged is how many nights ago X removed accounts.
const purged = 37

// wavering falls on most days, on one of them as all do.
func (p *past) wavering(id string, i int) {
	random := rand.New(rand.NewPCG(227, uint64(i)))
	down := make([]bool, 226)
	for j := range 115 {
		down[j] = true
	}
	random.Shuffle(225, func(j, k int) { down[j], down[k] = down[k], down[j] })
	down[225-purged], down[225] = true, down[225-purged]
	n := int64(377_412 / (i + 1))
	p.count(226, id, content.Twitter, n)
	for j, falls := range down {
		ago := 225 - j
		step := 1 + random.Int64N(40)
		switch {
		case ago == purged:
			step = -n / int64(70+i)
		case falls:
			step = -step
		}
		n += step
		p.count(ago, id, content.Twitter, n)
	}
}

// weekly counts on Deezer, which once begins to count more.
func (p *past) weekly(id string, i int) {
	random := rand.New(rand.NewPCG(7, uint64(i)))
	n := int64(40_000 * (i + 1))
	for week := 60; week >= 0; week-- {
		n += 10 + random.Int64N(n/1000)
		if week == 20 {
			n += n / 40
		}
		p.count(3+7*week, id, content.Deezer, n)
	}
}

// strangers are artists of whom little is known.
func (p *past) strangers() {
	for _, id := range []string{"begun", "stopped", "once", "few", "moved", "refused", "lonely", "silent"} {
		p.artist(id, content.Spotify)
	}
	p.artist("stopped", content.Spotify, content.Deezer) // which never answered
	p.artist("lonely", content.ListenBrainz)
	for ago := range 300 {
		n := int64(300 - ago)
		p.count(ago+12, "stopped", content.Spotify, 5_000+3*n)
		p.count(ago, "lonely", content.ListenBrainz, 1_000+n*n*n/300)
		switch {
		case ago >= 60:
			p.row(ago, "moved", `"value":%d,"ref":"2aaLAng2L2aWD2FClzwiAA"`, 70_000+11*n)
		case ago > 0:
			p.row(ago, "moved", `"value":%d,"ref":"2aaLAng2L2aWD2FClzwiBB"`, 9_000+n)
		}
		if ago < 20 {
			p.count(ago, "begun", content.Spotify, 4_000)
			p.row(ago, "few", `"value":%d`, max(0, 4-int64(ago)))
		}
		if ago > 4 {
			p.row(ago, "refused", `"value":%d`, 800_000+n)
		}
	}
	p.row(0, "moved", `"status":"held","held":%d,"reason":"a sudden leap","ref":"2aaLAng2L2aWD2FClzwiBB"`, 99_000)
	p.row(0, "refused", `"status":"error","reason":"http %d: server error"`, 503)
	p.count(0, "once", content.Spotify, 1)
}

// row adds what no table of counts can say.
func (p *past) row(ago int, id, format string, n int64) {
	day := p.newest - content.Day(ago)
	fmt.Fprintf(&p.rows, `{"date":"%s","artist":"%s","source":"spotify","metric":"followers","at":"%sT03:17:00Z",`+format+"}\n", day, id, day, n)
}

// timelines has events that can be measured, and others for each reason not to be.
func (p *past) timelines() {
	for _, e := range []struct {
		id  string
		ago []int
	}{
		{"dream-theater", []int{2000, 300, 60, 50, 10, -20}}, // before the first count, overlapping, early, announced
		{"gojira", []int{8, 120}},                            // not counted that night
		{"katatonia", []int{100}},                            // not counted for two weeks
		{"moved", []int{55}},
		{"opeth", []int{200, 40}}, // one just before the purge
		{"lonely", []int{150}},
		{"silent", []int{70}},
		{"tool", []int{399}},
	} {
		slices.SortFunc(e.ago, func(a, b int) int { return cmp.Compare(b, a) })
		p.files["artists/"+e.id+".md"] += "timeline:\n"
		for i, ago := range e.ago {
			p.files["artists/"+e.id+".md"] += fmt.Sprintf("  - date: %s\n    title: Album %d\n", p.newest-content.Day(ago), i+1)
		}
	}
}

func (p *past) write(t *testing.T, folder string) {
	t.Helper()
	for name, text := range p.files {
		if strings.HasPrefix(name, "artists/") {
			text += "---\n"
		}
		writeFile(t, folder, "content/"+name, text)
	}
	writeFile(t, folder, "counts.csv", p.table.String())
	writeFile(t, folder, "rows.ndjson", p.rows.String())
}
