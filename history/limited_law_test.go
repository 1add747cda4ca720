package history

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// mixedRows are rows of all kinds, of which many have the same key.
func mixedRows(random *rand.Rand) (rows []row.Row) {
	for range 150 {
		n := random.Int64N(1000)
		r := row.Row{Date: todays - content.Day(random.IntN(60)), Artist: "opeth", Source: content.YouTube, Metric: "subscribers", Value: &n, Ref: "y"}
		r.At = r.Date.Time().Add(time.Duration(random.IntN(30)) * time.Hour)
		switch random.IntN(4) {
		case 0:
			r.Source, r.Metric = content.Spotify, "followers"
		case 1:
			r.Metric = []string{"views", "daily-views"}[random.IntN(2)]
		}
		switch random.IntN(8) {
		case 0:
			r.Value, r.Status, r.Reason = nil, fetch.Failed, "http 503"
		case 1:
			r.Value, r.Held, r.Status, r.Reason = nil, &n, row.Held, "a jump"
		case 2:
			r.Via, r.Ref = row.ImportedFrom([]string{"csv", "youtube-studio", "wikidata"}[random.IntN(3)]), ""
		case 3: // a decision on an answer
			r.Via, r.Asked = row.ViaManual, r.Date.Time()
		case 4: // on an import
			r.Via, r.Ref = row.ViaManual, ""
		case 5:
			r.Via, r.Asked, r.Value, r.Was, r.Status = row.ViaManual, r.Date.Time(), nil, &n, row.Withdrawn
		}
		rows = append(rows, r)
	}
	return rows
}

// putInTrees stores rows where they belong, some beside the object of their day.
func putInTrees(t *testing.T, random *rand.Rand, rows []row.Row) *storetest.Memory {
	t.Helper()
	objects := make(map[string][]row.Row)
	for _, r := range rows {
		name := r.Tree().Object(r.Date)
		if random.IntN(8) == 0 {
			name = r.Tree().Beside(r.Date, "x", 1)
		}
		objects[name] = append(objects[name], r)
	}
	m := storetest.NewMemory()
	for name, rows := range objects {
		m.Set(name, row.EncodeDay(row.Join(rows, nil)))
	}
	return m
}

// linesOfRows are rows as text, sorted by key.
func linesOfRows(rows []row.Row) (lines []string) {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b row.Row) int { return a.Key().Compare(b.Key()) })
	for _, r := range rows {
		lines = append(lines, string(r.Anew().Line()))
	}
	return lines
}

// TestTwoTreesReadAsOne: whatever rows there are, what is read and exported is the join of all
// of them, but for what is past its days; before and after it expires and years are rolled up.
func TestTwoTreesReadAsOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 28))
		rows := mixedRows(random)
		m := putInTrees(t, random, rows)
		site, today := []*content.Site{nil, amended}[random.IntN(2)], todays+content.Day(random.IntN(30))
		from := site.TermsOf(content.YouTube).KeptFrom(today)
		want := linesOfRows(row.Join(slices.DeleteFunc(rows, func(r row.Row) bool { return r.Tree() != row.Days && r.Date < from }), nil))
		check := func(when string) {
			t.Helper()
			h := loadAll(t, m, site, today)
			defer h.Close()
			got, err := h.Rows("opeth")
			if err != nil || len(h.Problems) > 0 {
				t.Fatal(err, h.Problems)
			}
			if diff := cmp.Diff(want, linesOfRows(got)); diff != "" {
				t.Fatalf("seed %d, %s: read (-want +got):\n%s", seed, when, diff)
			}
			var exported []row.Row
			if _, err := Export(t.Context(), m, site, today, func(rows []row.Row) error { exported = append(exported, rows...); return nil }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, linesOfRows(exported)); diff != "" {
				t.Fatalf("seed %d, %s: exported (-want +got):\n%s", seed, when, diff)
			}
			if err := h.Rollup(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		check("at first")
		check("rolled up")
		if _, err := loadAll(t, m, site, today).Expire(t.Context(), site, today); err != nil {
			t.Fatal(err)
		}
		check("expired")
	}
}

// TestFormerIDsInBothTrees: what was counted under an id that the artist had before is its own.
func TestFormerIDsInBothTrees(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	mustRecord(t, m, historytest.Snapshot((todays-1).Time(), historytest.Sample("vola spotify o", 6), historytest.Sample("vola youtube y", 600)))
	night(t, m, todays, 7, 700)
	site := &content.Site{Artists: []content.Artist{{ID: "opeth", Formerly: []string{"vola"}}}}
	before := mustLoad(t, m, historytest.Never)
	before.Follow(site)
	if err := before.LoadLimited(t.Context(), nil, todays); err != nil {
		t.Fatal(err)
	}
	after := loadAll(t, m, nil, todays)
	after.Follow(site)
	for _, h := range []*History{before, after} {
		if tube, spotify := seriesText(h, tubeMetric), seriesText(h, content.Spotify.Default()); tube != "22:600 23:700" || spotify != "22:6 23:7" {
			t.Errorf("YouTube %s, Spotify %s", tube, spotify)
		}
		if rows, err := h.Rows("opeth"); err != nil || len(rows) != 4 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	}
}

// TestAsOfShowsWhatIsKeptToday: the past is not asked what may be kept.
func TestAsOfShowsWhatIsKeptToday(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	for day := todays - 30; day <= todays; day++ {
		night(t, m, day, int(day), int(day-todays)+700)
	}
	h := mustLoad(t, m, (todays - 24).Time().Add(-time.Second))
	if err := h.LoadLimited(t.Context(), nil, todays); err != nil {
		t.Fatal(err)
	}
	if got := seriesText(h, tubeMetric); got != "27:673 28:674 29:675" {
		t.Errorf("YouTube has %s", got)
	}
	if last, _ := h.Series("opeth", content.Spotify.Default()).Last(); last.Day != todays-25 {
		t.Errorf("Spotify ends on %s", last.Day)
	}
}
