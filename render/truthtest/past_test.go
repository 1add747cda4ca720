package truthtest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"datarocks/content"
)

// past is made after the shape of real ones: counts of eight artists, of whom all have
// 868 on Spotify with 29 gaps, and 227 on X with 116 falls, and a few artists of whom
// little is known.
type past struct {
	files   map[string]string
	objects map[content.Day]*strings.Builder
}

var whole = []string{"dream-theater", "gojira", "haken", "katatonia", "opeth", "rush", "tool", "vola"}

func newPast() *past {
	p := &past{files: make(map[string]string), objects: make(map[content.Day]*strings.Builder)}
	p.files["site.md"] = "---\ntitle: Counts\nbase_url: " + base + "\nsources:\n  spotify:\n  twitter:\n  deezer: {every: week}\n  listenbrainz:\n"
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

// newRandom has artists whose counts go up and down, stop and go on, and whose
// accounts change.
func newRandom(seed uint64) *past {
	random := rand.New(rand.NewPCG(seed, 1))
	p := &past{files: make(map[string]string), objects: make(map[content.Day]*strings.Builder)}
	p.files["site.md"] = "---\ntitle: Counts\nbase_url: " + base + "\nsources: [spotify]\n"
	for i := range 40 {
		id := fmt.Sprintf("artist-%d", i)
		p.artist(id, content.Spotify)
		value, drift, account := int64(500+random.IntN(100_000)), float64(random.IntN(9)-3), 0
		gaps, days := random.Float64()*0.2, 1+random.IntN(330)
		for ago := days - 1; ago >= 0; ago-- {
			value = max(1, value+int64(drift*random.Float64()*5))
			if random.IntN(40) == 0 {
				drift = float64(random.IntN(9) - 3)
			}
			switch {
			case random.Float64() < gaps, i%10 == 0 && ago/9%3 == 1:
				p.row(ago, id, content.Spotify, `"status":"error","reason":"no answer"`)
				continue
			case random.IntN(60) == 0:
				continue // not asked
			case random.IntN(300) == 0:
				account++
			}
			p.row(ago, id, content.Spotify, `"value":%d,"ref":"account%d"`, value, account)
		}
	}
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
	text.WriteString(fmt.Sprintf("---\nname: %s\naccounts:\n", id))
	for _, source := range sources {
		text.WriteString(fmt.Sprintf("  %s: %s\n", source, accounts[source]))
	}
	p.files["artists/"+id+".md"] = text.String()
}

// row adds what was answered so many days ago.
func (p *past) row(ago int, id string, source content.Source, format string, args ...any) {
	day := today - content.Day(ago)
	if p.objects[day] == nil {
		p.objects[day] = new(strings.Builder)
	}
	info, _ := source.Info()
	fmt.Fprintf(p.objects[day], `{"date":"%s","artist":"%s","source":"%s","metric":"%s",`, day, id, source, info.Default().Metric)
	fmt.Fprintf(p.objects[day], format, args...)
	fmt.Fprintf(p.objects[day], `,"at":"%sT03:17:00Z"}`+"\n", day)
}

func (p *past) count(ago int, id string, source content.Source, n int64) {
	p.row(ago, id, source, `"value":%d`, n)
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

// removal is how many nights ago X removed accounts.
const removal = 37

// wavering falls on most days, on one of them as all do.
func (p *past) wavering(id string, i int) {
	random := rand.New(rand.NewPCG(227, uint64(i)))
	down := make([]bool, 226)
	for j := range 115 {
		down[j] = true
	}
	random.Shuffle(225, func(j, k int) { down[j], down[k] = down[k], down[j] })
	down[225-removal], down[225] = true, down[225-removal]
	n := int64(377_412 / (i + 1))
	p.count(226, id, content.Twitter, n)
	for j, falls := range down {
		ago := 225 - j
		step := 1 + random.Int64N(40)
		switch {
		case ago == removal:
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
	p.artist("sudden", content.Spotify)
	p.row(100, "sudden", content.Spotify, `"value":10,"ref":"2aaLAng2L2aWD2FClzwiAA"`) // the account before it
	p.artist("fading", content.Spotify)
	for ago := range 100 {
		day := int64(100 - ago)
		p.row(ago, "sudden", content.Spotify, `"value":%d,"ref":"2aaLAng2L2aWD2FClzwiBB"`, 30_000+10*day+max(0, day-95)*500)
		p.count(ago, "fading", content.Spotify, 90_000-day%7-max(0, day-94)*3)
	}
	p.artist("stopped", content.Spotify, content.Deezer)
	p.row(0, "stopped", content.Deezer, `"status":"unavailable","reason":"http 404: no such artist"`)
	p.artist("lonely", content.ListenBrainz)
	for ago := range 300 {
		n := int64(300 - ago)
		p.count(ago+12, "stopped", content.Spotify, 5_000+3*n)
		p.count(ago, "lonely", content.ListenBrainz, 1_000+n*n*n/300)
		switch {
		case ago >= 60:
			p.row(ago, "moved", content.Spotify, `"value":%d,"ref":"2aaLAng2L2aWD2FClzwiAA"`, 70_000+11*n)
		case ago > 0:
			p.row(ago, "moved", content.Spotify, `"value":%d,"ref":"2aaLAng2L2aWD2FClzwiBB"`, 9_000+n)
		}
		if ago < 20 {
			p.count(ago, "begun", content.Spotify, 4_000)
			p.count(ago, "few", content.Spotify, max(0, 4-int64(ago)))
		}
		if ago > 4 {
			p.count(ago, "refused", content.Spotify, 800_000+n)
		}
	}
	p.row(0, "moved", content.Spotify, `"status":"held","held":99000,"reason":"a sudden leap","ref":"2aaLAng2L2aWD2FClzwiBB"`)
	p.row(0, "refused", content.Spotify, `"status":"error","reason":"http 503: server error"`)
	p.count(0, "once", content.Spotify, 1)
}

// timelines has events that can be measured, and others for each reason not to be.
func (p *past) timelines() {
	for id, ago := range map[string][]int{
		"dream-theater": {2000, 300, 60, 50, 10, -20}, // before the first count, overlapping, early, announced
		"gojira":        {120, 8},                     // not counted that night
		"katatonia":     {100},                        // not counted for two weeks
		"moved":         {55},
		"opeth":         {200, 40}, // one just before X removed accounts
		"lonely":        {150},
		"silent":        {70},
		"tool":          {399},
	} {
		var text strings.Builder
		text.WriteString("timeline:\n")
		for i, ago := range ago {
			text.WriteString(fmt.Sprintf("  - date: %s\n    title: Album %d\n", today-content.Day(ago), i+1))
		}
		p.files["artists/"+id+".md"] += text.String()
	}
}

// write leaves the day objects in a folder, and returns the site.
func (p *past) write(t *testing.T, folder string) *content.Site {
	t.Helper()
	files := make(fstest.MapFS)
	for name, text := range p.files {
		files[name] = &fstest.MapFile{Data: []byte(text + "---\n")}
	}
	for day, rows := range p.objects {
		name := filepath.Join(folder, "v1/days", day.Time().Format("year=2006/month=01"), day.String()+".ndjson")
		inOrder := slices.Sorted(strings.Lines(rows.String())) // as a run leaves them, which is read fastest
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(strings.Join(inOrder, "")), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	site, err := content.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return site
}
