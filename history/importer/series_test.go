package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/row"
	"datarocks/history/store"
)

// A past is made after the shape of a real one: a count a night, with gaps and
// falls.
type past struct {
	first  content.Day
	counts []int64 // none where there is no count
}

func day(text string) content.Day {
	d, err := content.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return d
}

// nightly grows for so many counts, with gaps of one night, and two of a week.
func nightly(counts, gaps int) past {
	random := rand.New(rand.NewPCG(868, 29))
	p := past{first: day("2020-06-01")}
	missing := make(map[int]bool)
	for start := range 14 {
		missing[200+start+300*(start/7)] = true
	}
	for len(missing) < gaps {
		missing[1+random.IntN(counts+gaps-2)] = true
	}
	n := 2_104_377.0
	for i := range counts + gaps {
		n *= 1 + random.Float64()*0.0012
		if missing[i] {
			p.counts = append(p.counts, none)
			continue
		}
		p.counts = append(p.counts, int64(n))
	}
	return p
}

func (p past) each(visit func(d content.Day, n int64)) {
	for i, n := range p.counts {
		if n != none {
			visit(p.first+content.Day(i), n)
		}
	}
}

// came checks that a series was read whole: each count of its day, and nothing
// else. It returns all rows.
func (p past) came(t *testing.T, kind Kind, o Options, source content.Source, files ...File) []history.ImportRow {
	t.Helper()
	result, err := Read(kind, files, o)
	if err != nil {
		t.Fatal(err)
	}
	var rows []row.Row
	for _, row := range result.Rows {
		rows = append(rows, row.Row)
	}
	p.equals(t, source, rows)
	return result.Rows
}

func (p past) equals(t *testing.T, source content.Source, rows []row.Row) {
	t.Helper()
	got := make(map[content.Day]int64)
	for _, row := range rows {
		if row.Artist == "dream-theater" && row.Source == source {
			got[row.Date] = *row.Value
		}
	}
	want := make(map[content.Day]int64)
	p.each(func(d content.Day, n int64) { want[d] = n })
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 200 {
		t.Errorf("%d counts (-want +got):\n%s", len(want), diff)
	}
}

// TestASeriesIsStoredWhole takes one into a history and out again, twice.
func TestASeriesIsStoredWhole(t *testing.T) {
	t.Parallel()
	p := nightly(868, 29)
	data := p.csv("date,artist,source,value\n", func(d content.Day, n int64) string {
		return fmt.Sprintf("%s,majesty,spotify,%d\n", d, n)
	})
	rows := p.came(t, CSV, options, content.Spotify, File{"counts.csv", data})
	store := store.NewDir(t.TempDir())
	for _, want := range []int{868, 0} {
		plan, err := history.PlanImport(t.Context(), store, rows, history.ImportBehind)
		if err != nil || len(plan.Doubtful) > 0 || plan.Writes().Rows != want {
			t.Fatalf("would write %+v, doubts %v, %v", plan.Writes(), plan.Doubtful, err)
		}
		if _, err := plan.Apply(t.Context(), store, options.Now, nil); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := store.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var stored []row.Row
	for _, entry := range entries {
		data, _, err := store.Get(t.Context(), entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		one, err := row.Decode(bytes.TrimSpace(data)) // each day has one
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, one)
	}
	if len(stored) != 868 {
		t.Errorf("%d rows are stored", len(stored))
	}
	p.equals(t, content.Spotify, stored)
}

func (p past) csv(header string, line func(d content.Day, n int64) string) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	p.each(func(d content.Day, n int64) { b.WriteString(line(d, n)) })
	return b.Bytes()
}

// TestNightlyCountsComeWhole reads years from a file a day, from one file, and from a
// timeline.
func TestNightlyCountsComeWhole(t *testing.T) {
	p := nightly(868, 29)
	t.Run("ancestor", func(t *testing.T) {
		var files []File
		p.each(func(d content.Day, n int64) {
			body := map[string]map[string]*int64{"Dream Theater": {"spotify": &n, "twitter": nil}, "Vola": {"spotify": new(int64)}}
			data, err := json.MarshalIndent(body, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, File{"past/" + d.Time().Format("20060102") + ".json", data})
		})
		p.came(t, Ancestor, options, content.Spotify, files...)
	})
	t.Run("ancestor-rest", func(t *testing.T) {
		body := make(map[string]map[string]int64)
		p.each(func(d content.Day, n int64) {
			body[d.Time().Format("20060102")] = map[string]int64{"spotify": n}
		})
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		p.came(t, AncestorREST, of("dream-theater", ""), content.Spotify, File{"rest.json", data})
	})
	t.Run("spotify-for-artists", func(t *testing.T) {
		data := p.csv("\ufeffdate,listeners,streams,followers\n", func(d content.Day, n int64) string {
			return fmt.Sprintf("%s,%d,%d,%d\n", d, n/3, n*2, n)
		})
		p.came(t, SpotifyForArtists, of("dream-theater", ""), content.Spotify, File{"timeline.csv", data})
	})
}
