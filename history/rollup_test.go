package history

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// everything is all that a history says of some artists, by day.
func everything(t *testing.T, h *History, artists []string) []string {
	t.Helper()
	said := []string{fmt.Sprint("newest ", h.Newest, " demo ", h.Demo, " measured ", h.Measured())}
	for _, problem := range h.Problems {
		said = append(said, problem.Error())
	}
	for _, artist := range artists {
		rows, err := h.Rows(artist)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			r = r.Anew()
			said = append(said, string(r.Line()))
		}
		for _, source := range content.Sources {
			said = append(said, fmt.Sprintf("%+v", *h.Series(artist, source.Source)))
		}
	}
	if err := h.Err(); err != nil {
		t.Fatal(err)
	}
	return said
}

// plainLoad reads a store as if it had no rollups, day by day, in memory: the
// meaning that rollups must not change.
func plainLoad(t *testing.T, m *storetest.Memory, asOf time.Time) []row.Row {
	t.Helper()
	days := make(map[content.Day][]row.Row)
	for name, o := range m.Objects {
		if day, ok := row.DayOf(name); ok {
			if rows, err := row.DecodeDay(name, day, o.Data); err == nil {
				days[day] = append(days[day], rows...)
			}
		}
	}
	var all []row.Row
	for _, rows := range days {
		for _, row := range row.Join(rows, nil) {
			if !row.At.After(asOf) {
				row = row.Anew()
				all = append(all, row)
			}
		}
	}
	slices.SortFunc(all, func(a, b row.Row) int {
		if order := a.SeriesKey().Compare(b.SeriesKey()); order != 0 {
			return order
		}
		return int(a.Date - b.Date)
	})
	return all
}

var someArtists = []string{"gojira", "opeth", "vola"}

// scribble changes a store as years of runs, people and accidents would.
func scribble(rnd *rand.Rand, m *storetest.Memory, days int) {
	for range days {
		day := historytest.Date("2024-12-01") + content.Day(rnd.IntN(430))
		name := row.DayObject(day)
		if rnd.IntN(20) == 0 {
			name = row.BesideObject(day, "x", rnd.IntN(3))
		}
		var rows []row.Row
		for _, artist := range someArtists {
			for _, source := range []content.Source{content.Spotify, content.Twitter} {
				n := int64(day)*100 + rnd.Int64N(30)
				row := row.Row{Date: day, Artist: artist, Source: source, Metric: "followers", Value: &n, At: day.Time().Add(3 * time.Hour), Ref: "o"}
				switch rnd.IntN(12) {
				case 0:
					continue
				case 1:
					row.Value, row.Status, row.Reason = nil, fetch.Failed, "http 402"
				case 2:
					row.Ref = "p"
				case 3:
					row.At = row.At.Add(time.Duration(rnd.IntN(90)) * time.Hour)
				}
				rows = append(rows, row)
			}
		}
		data := row.EncodeDay(row.Join(rows, nil))
		switch rnd.IntN(25) {
		case 0:
			data = data[:len(data)*2/3] // a body that a hand cut
		case 1:
			lines := bytes.SplitAfter(data, []byte("\n"))
			slices.Reverse(lines)
			data = bytes.Join(lines, nil)
		case 2:
			delete(m.Objects, name)
			continue
		}
		m.Versions++
		m.Objects[name] = storetest.Object{Data: data, Version: fmt.Sprint(m.Versions)}
	}
}

// TestRollupsChangeNothing is the law of rollups: with them, stale, damaged or
// fresh, a history says what its day objects say.
func TestRollupsChangeNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 2))
			m := storetest.NewMemory()
			for range 6 {
				scribble(rnd, m, 10+rnd.IntN(200))
				if rollups := rollupsOf(m); len(rollups) > 0 && rnd.IntN(4) == 0 {
					name := rollups[rnd.IntN(len(rollups))]
					o := m.Objects[name]
					m.Objects[name] = storetest.Object{Data: o.Data[:rnd.IntN(len(o.Data)+1)], Version: o.Version}
				}
				asOf := historytest.Date("2025-06-01").Time().Add(time.Duration(rnd.IntN(400*24)) * time.Hour)
				h := mustLoad(t, m, asOf)
				var got []row.Row
				for _, artist := range someArtists {
					rows, err := h.Rows(artist)
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, rows...)
				}
				if diff := diffRows(plainLoad(t, m, asOf), got); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
				said := everything(t, h, someArtists)
				if err := h.Rollup(t.Context()); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(said, everything(t, mustLoad(t, m, asOf), someArtists)); diff != "" {
					t.Fatalf("once rolled up (-before +after):\n%s", diff)
				}
				if err := h.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func rollupsOf(m *storetest.Memory) []string {
	var names []string
	for name := range m.Objects {
		if _, ok := yearOf(name); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// years fills a store with a count a day.
func years(t *testing.T, m *storetest.Memory, from, to string) {
	t.Helper()
	for day := historytest.Date(from); day <= historytest.Date(to); day++ {
		storetest.MustPut(t, m, row.DayObject(day), historytest.Line(day.String(), "opeth", "spotify", fmt.Sprintf(`"value":%d,"ref":"o","at":"%sT03:00:00Z"`, day, day))+"\n")
	}
}

// TestRollupsSpareRequests counts what reading costs, night after night.
func TestRollupsSpareRequests(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	years(t, m, "2024-05-01", "2025-11-05")
	asOf := historytest.Date("2025-11-06").Time().Add(3 * time.Hour)
	load := func() (gets, puts int) {
		t.Helper()
		m.Calls = nil
		h := mustLoad(t, m, asOf)
		if n := h.Series("opeth", content.Spotify).Len(); n != int(h.Newest-historytest.Date("2024-05-01"))+1 {
			t.Fatalf("%d counts until %s", n, h.Newest)
		}
		if err := h.Rollup(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, call := range m.Calls {
			switch op, _, _ := strings.Cut(call, " "); op {
			case "Get":
				gets++
			case "Put":
				puts++
			}
		}
		return gets, puts
	}
	if gets, puts := load(); gets != 554 || puts != 2 {
		t.Errorf("at first %d GET and %d PUT", gets, puts)
	}
	most, rolled := 0, 0
	for range 100 { // over the end of the year
		if gets, puts := load(); puts > 0 {
			rolled++
		} else {
			most = max(most, gets)
		}
		day := content.DayOf(asOf)
		years(t, m, day.String(), day.String())
		asOf = asOf.AddDate(0, 0, 1)
	}
	if most > 3+daysBeforeRollup-1 || rolled < 100/daysBeforeRollup || rolled > 100/daysBeforeRollup+2 {
		t.Errorf("at most %d GET a night, %d nights with a rollup", most, rolled)
	}
}

// TestADamagedRollupIsNotBelieved cuts and bends one everywhere.
func TestADamagedRollupIsNotBelieved(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	years(t, m, "2025-11-01", "2025-12-31")
	asOf := historytest.Date("2026-01-05").Time()
	h := mustLoad(t, m, asOf)
	want := everything(t, h, someArtists)
	if err := h.Rollup(t.Context()); err != nil {
		t.Fatal(err)
	}
	name := rollupObject(2025)
	good := m.Objects[name]
	// Cut just behind the first line, it is sound as far as gzip can tell.
	first := bytes.LastIndex(good.Data, []byte{0x1f, 0x8b, 0x08})
	m.Objects[name] = storetest.Object{Data: good.Data[:first], Version: good.Version}
	if diff := cmp.Diff(want, everything(t, mustLoad(t, m, asOf), someArtists)); first == 0 || diff != "" {
		t.Fatalf("cut behind its first line (-want +got):\n%s", diff)
	}
	for i := 0; i < len(good.Data); i += 5 {
		for _, bad := range [][]byte{good.Data[:i], slices.Concat(good.Data[:i], []byte{good.Data[i] ^ 0x10}, good.Data[i+1:])} {
			m.Objects[name] = storetest.Object{Data: bad, Version: good.Version}
			h := mustLoad(t, m, asOf)
			if diff := cmp.Diff(want, everything(t, h, someArtists)); diff != "" {
				t.Fatalf("byte %d (-want +got):\n%s", i, diff)
			}
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestRecordIsSeen: what a history says after it recorded is what it says when
// it is loaded again.
func TestRecordIsSeen(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	years(t, m, "2026-10-01", "2026-11-22")
	h := mustLoad(t, m, historytest.Never)
	snaps := []fetch.Snapshot{
		historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 5), historytest.Sample("vola twitter v", "http 402")),
		historytest.Snapshot(historytest.Tonight.Add(time.Hour), historytest.Sample("opeth spotify o", 6), historytest.Sample("vola spotify v", 7)),
		historytest.Snapshot(historytest.Tonight.Add(2*time.Hour), historytest.Sample("opeth spotify o", 6)),
	}
	for i, snap := range snaps {
		if i == 1 { // another run gets in between
			mustRecord(t, m, historytest.Snapshot(historytest.Tonight.Add(time.Minute), historytest.Sample("gojira spotify g", 9)))
		}
		if _, err := h.Record(t.Context(), snap, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(everything(t, mustLoad(t, m, historytest.Never), someArtists), everything(t, h, someArtists)); diff != "" {
			t.Fatalf("after %d (-loaded +recorded):\n%s", i, diff)
		}
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestANewDayIsWrittenUnseen: the listing of Load is enough to write a day that
// nobody wrote yet.
func TestANewDayIsWrittenUnseen(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	years(t, m, "2026-11-20", "2026-11-22")
	h := mustLoad(t, m, historytest.Never)
	m.Calls = nil
	if _, err := h.Record(t.Context(), historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 5)), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Put " + historytest.TodayObject}, m.Calls); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRollupsOfTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	years(t, m, "2025-01-01", "2025-12-31")
	asOf := historytest.Date("2026-01-05").Time()
	a, b := mustLoad(t, m, asOf), mustLoad(t, m, asOf)
	for _, h := range []*History{a, b} {
		if err := h.Rollup(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// FuzzRollup: no rollup panics, and none changes what the days say.
func FuzzRollup(f *testing.F) {
	day := func(m *storetest.Memory, d string) {
		m.Objects[row.DayObject(historytest.Date(d))] = storetest.Object{Data: []byte(historytest.Line(d, "opeth", "spotify", `"value":5,"ref":"o","at":"`+d+`T03:00:00Z"`) + "\n"), Version: "7"}
	}
	f.Add([]byte(`{"rollup":"datarocks.history.v1","year":"2025","series":1,"days":{"days/year=2025/month=01/2025-01-01.ndjson":"8"},"asked":{"spotify":[10800]}}
{"artist":"opeth","source":"spotify","metric":"followers","start":"2025-01-01","values":[6],"rows":[{"row":{"date":"2025-01-01","artist":"opeth","source":"spotify","metric":"followers","value":6,"at":"2025-01-01T03:00:00Z","ref":"o"}}]}
`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m := storetest.NewMemory()
		day(m, "2025-01-01")
		day(m, "2025-01-02")
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		if _, err := io.Copy(w, bytes.NewReader(text)); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		m.Objects[rollupObject(2025)] = storetest.Object{Data: zipped.Bytes(), Version: "9"}
		if bytes.Contains(text, []byte(`"7"`)) {
			return // it names the days as they are, and then it is believed
		}
		h := mustLoad(t, m, historytest.Date("2025-01-10").Time())
		if n := h.Series("opeth", content.Spotify).Len(); n != 2 {
			t.Errorf("%d counts, want 2", n)
		}
	})
}
