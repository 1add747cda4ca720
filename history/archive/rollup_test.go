package archive

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// TestRollupsChangeNothing is the law of rollups: with them, stale, damaged or
// fresh, a history holds what its day objects hold.
func TestRollupsChangeNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 2))
			m := storetest.NewMemory()
			for range 6 {
				historytest.Scribble(rnd, m, 10+rnd.IntN(100))
				if rollups := historytest.Rollups(m); len(rollups) > 0 && rnd.IntN(4) == 0 {
					name := rollups[rnd.IntN(len(rollups))]
					o := m.Objects[name]
					m.Objects[name] = storetest.Object{Data: o.Data[:rnd.IntN(len(o.Data)+1)], Version: o.Version}
				}
				asOf := historytest.Date("2025-06-01").Time().Add(time.Duration(rnd.IntN(400*24)) * time.Hour)
				h := mustLoad(t, m, asOf)
				var got []row.Row
				for _, artist := range historytest.Artists {
					rows, err := h.Rows(artist)
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, rows...)
				}
				if diff := historytest.DiffRows(historytest.PlainRows(t, m, asOf), got); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
				before := h.everything()
				h.rollUp(m)
				if diff := cmp.Diff(before, mustLoad(t, m, asOf).everything()); diff != "" {
					t.Fatalf("once rolled up (-before +after):\n%s", diff)
				}
				if err := h.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestRollupsSpareRequests counts what reading costs, night after night.
func TestRollupsSpareRequests(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2024-05-01", "2025-11-05")
	asOf := historytest.Date("2025-11-06").Time().Add(3 * time.Hour)
	load := func() (gets, puts int) {
		t.Helper()
		m.Calls = nil
		h := mustLoad(t, m, asOf)
		if n := h.series("opeth", content.Spotify.Default()).Len(); n != int(h.Newest-historytest.Date("2024-05-01"))+1 {
			t.Fatalf("%d counts until %s", n, h.Newest)
		}
		h.rollUp(m)
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
		historytest.FillDays(t, m, day.String(), day.String())
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
	historytest.FillDays(t, m, "2025-11-01", "2025-12-31")
	asOf := historytest.Date("2026-01-05").Time()
	h := mustLoad(t, m, asOf)
	want := h.everything()
	h.rollUp(m)
	name := rollupObject(2025)
	good := m.Objects[name]
	// Cut just behind the first line, it is sound as far as gzip goes.
	first := bytes.LastIndex(good.Data, []byte{0x1f, 0x8b, 0x08})
	m.Objects[name] = storetest.Object{Data: good.Data[:first], Version: good.Version}
	if diff := cmp.Diff(want, mustLoad(t, m, asOf).everything()); first == 0 || diff != "" {
		t.Fatalf("cut behind its first line (-want +got):\n%s", diff)
	}
	for i := 0; i < len(good.Data); i += 5 {
		for _, bad := range [][]byte{good.Data[:i], slices.Concat(good.Data[:i], []byte{good.Data[i] ^ 0x10}, good.Data[i+1:])} {
			m.Objects[name] = storetest.Object{Data: bad, Version: good.Version}
			h := mustLoad(t, m, asOf)
			if diff := cmp.Diff(want, h.everything()); diff != "" {
				t.Fatalf("byte %d (-want +got):\n%s", i, diff)
			}
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRollupsOfTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2025-01-01", "2025-12-31")
	asOf := historytest.Date("2026-01-05").Time()
	a, b := mustLoad(t, m, asOf), mustLoad(t, m, asOf)
	for _, h := range []*loaded{a, b} {
		h.rollUp(m)
	}
}

// FuzzRollup: no rollup panics, and none changes what the days hold.
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
		if n := h.series("opeth", content.Spotify.Default()).Len(); n != 2 {
			t.Errorf("%d counts, want 2", n)
		}
	})
}
