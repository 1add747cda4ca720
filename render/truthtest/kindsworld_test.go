package truthtest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history/trendtest"
)

// kindDays is how many days are counted in a world of all kinds.
const kindDays = 330

// counted is a metric of such a world, as the sentences name it.
type counted struct {
	content.Metric
	kind      content.Kind
	platform  string // as sentences name it
	one, many string
	late      content.Day // days that the source is behind
}

var countedMetrics = []counted{
	{content.Metric{Source: content.Wikipedia, Name: "views"}, content.Flow, "Wikipedia", "Wikipedia page view", "Wikipedia page views", 2},
	{content.Metric{Source: content.LastFM, Name: "plays"}, content.Cumulative, "Last.fm", "Last.fm play", "Last.fm plays", 0},
	{content.Metric{Source: content.Spotify, Name: "listeners"}, content.Uniques, "Spotify", "Spotify daily listener", "Spotify daily listeners", 0},
	{content.Metric{Source: content.Spotify, Name: "streams"}, content.Flow, "Spotify", "Spotify stream", "Spotify streams", 0},
}

// trend is how far an artist has come: some grow all the time, and one shrinks.
func (k kindsOf) trend(i int, ago float64) float64 {
	switch {
	case i == 0, i == 4 && k.kind == content.Flow:
		return 9 - 8*ago
	case i == 1:
		return 1 + 8*ago*ago
	}
	return 1
}

// newKinds has artists whose readers, plays and listeners a day come and go: with news,
// missed days, other accounts, levels that fall, and days on which a platform moves.
func newKinds(seed uint64) *past {
	random := rand.New(rand.NewPCG(seed, 16))
	p := &past{files: make(map[string]string), objects: make(map[content.Day]*strings.Builder)}
	p.files["site.md"] = "---\ntitle: Counts\nbase_url: " + base + "\nsources:\n  wikipedia:\n  lastfm: {metrics: [listeners, plays]}\n" +
		"  spotify: {metrics: [followers, listeners, streams], publish: true}\n"
	for i := range 9 {
		id := fmt.Sprintf("artist-%d", i)
		p.files["artists/"+id+".md"] = fmt.Sprintf("---\nname: %s\naccounts:\n  wikipedia: Article %d\n  lastfm: Artist %d\n  spotify: 2aaLAng2L2aWD2FClzwi%02d\n"+
			"timeline:\n  - {date: %s, title: Release}\n  - {date: %s, title: Tour}\n", id, i, i, i, today-content.Day(120+i), today-content.Day(31+i))
		for _, metric := range countedMetrics {
			k := kindsOf{p, random, id, metric}
			k.play(i)
		}
	}
	return p
}

// kindsOf is an artist in a metric.
type kindsOf struct {
	*past
	*rand.Rand
	id string
	counted
}

// play makes the counts of an artist: the first have all days, the others lack more and
// more of them, and the last has few.
func (k kindsOf) play(i int) {
	days, account := kindDays, 0
	switch i {
	case 0:
		days += 14
	case 7:
		days = 3 + k.IntN(40)
	}
	size, news := 20*math.Pow(3, float64(i)), 0.0
	level := int64(1_000_000)
	for ago := days - 1; ago >= int(k.late); ago-- {
		if news *= 0.7; k.Float64() < 0.02 && !(i == 1 && ago < 60 || i == 4 && k.kind == content.Flow) {
			news += 4 * k.ExpFloat64() * float64(min(i, 1))
		}
		amount := size * (1 + news) * math.Exp(0.02*k.NormFloat64())
		if ago == 100 || ago == 99 {
			amount *= 1.6 // a platform event
		}
		amount *= k.trend(i, float64(ago)/float64(days))
		level += int64(amount)
		switch {
		case i > 3 && k.Float64() < 0.01*float64(i-3), i == 6 && (ago == 4 || ago < 2), i == 5 && ago == 3, i == 2 && ago < 4 && k.kind != content.Cumulative:
			k.enter(ago, `"status":"error","reason":"no answer"`)
			continue
		case i > 3 && k.Float64() < 0.01:
			continue // not asked
		case i == 4 && ago == 5 && k.kind != content.Flow || k.Float64() < 0.001:
			account++
		case i == 3 && ago == 2 && k.kind == content.Cumulative:
			level -= int64(3 * amount)
		}
		n := int64(amount)
		if k.kind == content.Cumulative {
			n = level
		}
		k.enter(ago, fmt.Sprintf(`"value":%d,"ref":"account%d"`, n, account))
		if i == 8 {
			return // a single count, long ago
		}
	}
}

func (k kindsOf) enter(ago int, rest string) {
	day := today - content.Day(ago)
	if k.objects[day] == nil {
		k.objects[day] = new(strings.Builder)
	}
	fmt.Fprintf(k.objects[day], `{"date":"%s","artist":"%s","source":"%s","metric":"%s",%s,"at":"%sT03:17:00Z"}`+"\n", day, k.id, k.Source, k.Name, rest, day)
}

// readKinds reads the day objects of a folder, by artist and metric.
func readKinds(t *testing.T, folder string) map[string]map[content.Metric]*ledger {
	t.Helper()
	all := make(map[string]map[content.Metric]*ledger)
	objects, err := fs.Glob(os.DirFS(folder), "v1/days/*/*/*.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range objects {
		data, err := fs.ReadFile(os.DirFS(folder), name)
		if err != nil {
			t.Fatal(err)
		}
		for dec := json.NewDecoder(strings.NewReader(string(data))); dec.More(); {
			var r struct {
				row
				Metric string
			}
			if err := dec.Decode(&r); err != nil {
				t.Fatal(err)
			}
			metric := content.Metric{Source: r.Source, Name: r.Metric}
			if all[r.Artist] == nil {
				all[r.Artist] = make(map[content.Metric]*ledger)
			}
			if all[r.Artist][metric] == nil {
				i := slices.IndexFunc(countedMetrics, func(c counted) bool { return c.Metric == metric })
				all[r.Artist][metric] = &ledger{
					Ledger: trendtest.Ledger{Every: content.EveryDay, Kind: countedMetrics[i].kind, Counts: make(map[content.Day]int64)},
					refs:   make(map[content.Day]string), reasons: make(map[content.Day]string), held: make(map[content.Day]string),
				}
			}
			all[r.Artist][metric].enter(r.row)
		}
	}
	for _, metrics := range all {
		for _, l := range metrics {
			l.close()
		}
	}
	return all
}
