package history

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// TestNoImportTakesALimitedNumberAlong: what an import or a decision replaces is noted beside
// it, but not what the platform answered where that must end and the row stays.
func TestNoImportTakesALimitedNumberAlong(t *testing.T) {
	t.Parallel()
	const api = 987654
	for _, kind := range []string{"csv", "youtube-studio", "wikidata"} {
		for _, mode := range []ImportMode{ImportBehind, ImportPreferred} {
			for _, held := range []bool{true, false} {
				m := storetest.NewMemory()
				snap := historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth youtube y", api))
				if _, err := Record(t.Context(), m, snap, []Verdict{{Held: held, Why: "a jump"}}); err != nil {
					t.Fatal(err)
				}
				n := int64(5)
				one := ImportRow{File: "f.csv", Line: 1, Row: row.Row{Date: todays, Artist: "opeth", Source: content.YouTube, Metric: tubeMetric.Name, Value: &n, Via: row.ImportedFrom(kind), At: historytest.Tonight}}
				importAll(t, m, mode, one)
				for name, o := range m.Objects {
					lasts := strings.HasPrefix(name, row.DaysPrefix)
					if lasts && strings.Contains(string(o.Data), "987654") {
						t.Errorf("%s, mode %d, held %t: the API's number lasts: %s", kind, mode, held, o.Data)
					}
					if lasts && kind == "csv" {
						t.Errorf("%s, mode %d, held %t: a table's count lasts: %s", kind, mode, held, o.Data)
					}
				}
			}
		}
	}
}

// TestDecisionsOnATableStayLimited wherever they are taken: a table does not show whose counts
// it has.
func TestDecisionsOnATableStayLimited(t *testing.T) {
	t.Parallel()
	n := int64(5)
	m := storetest.NewMemory()
	importAll(t, m, ImportBehind, ImportRow{File: "f.csv", Line: 1, Row: row.Row{
		Date: todays, Artist: "opeth", Source: content.YouTube, Metric: tubeMetric.Name, Value: &n, Via: row.ImportedFrom("csv"), At: historytest.Tonight,
	}})
	d := Decision{Day: todays, Artist: "opeth", Metric: tubeMetric, Reason: "wrong", At: historytest.Tonight.Add(time.Hour)}
	if _, err := Decide(t.Context(), m, d); err != nil {
		t.Fatal(err)
	}
	if got := seriesText(loadAll(t, m, nil, todays), tubeMetric); got != "" {
		t.Errorf("withdrawn, it is %s", got)
	}
	var exported []ImportRow
	if _, err := Export(t.Context(), m, nil, todays, func(rows []row.Row) error {
		for _, r := range rows {
			exported = append(exported, ImportRow{File: "rows.ndjson", Line: 1, Row: r})
		}
		return nil
	}); err != nil || len(exported) != 1 {
		t.Fatalf("%d rows, %v", len(exported), err)
	}
	other := storetest.NewMemory()
	importAll(t, other, ImportAsItIs, exported...)
	for _, s := range []*storetest.Memory{m, other} {
		if got := s.Names(); len(got) != 1 || got[0] != tubeTree.Object(todays) {
			t.Errorf("it is in %v", got)
		}
	}
	if _, left := KeptRows(exported, nil, todays+28); left[content.YouTube] != 1 {
		t.Errorf("28 days later %v are left out", left)
	}
}

// importAll plans and applies an import.
func importAll(t *testing.T, s store.Store, mode ImportMode, rows ...ImportRow) {
	t.Helper()
	plan, err := PlanImport(t.Context(), s, rows, mode)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Apply(t.Context(), s, historytest.Tonight, nil); err != nil {
		t.Fatal(err)
	}
}

// TestImportOfYearsListsTreesOnce: a channel's ten years are 3,650 days, of which a bucket would
// want two listings each.
func TestImportOfYearsListsTreesOnce(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	mustRecord(t, m, historytest.Snapshot(todays.Time(), historytest.Sample("opeth youtube y", 700)))
	m.Set(row.DayObject(todays-3), []byte(`{"date":"2026-11-20","artist":"opeth","source":"youtube","metric":"subscribers","value":9,"via":"manual","at":"2026-11-21T03:00:00Z"}`+"\n"))
	var rows []ImportRow
	for day := todays - 400; day <= todays; day++ {
		n := int64(day)
		rows = append(rows, ImportRow{File: "f.csv", Line: 1, Row: row.Row{
			Date: day, Artist: "opeth", Source: content.YouTube, Metric: tubeMetric.Name, Value: &n, Via: row.ImportedFrom("youtube-studio"), At: historytest.Tonight,
		}})
	}
	m.Calls = nil
	plan, err := PlanImport(t.Context(), m, rows, ImportBehind)
	if err != nil {
		t.Fatal(err)
	}
	lists := 0
	for _, call := range m.Calls {
		if strings.HasPrefix(call, "List ") {
			lists++
		}
	}
	if lists != 2 {
		t.Errorf("%d listings, want one of each tree", lists)
	}
	outcomes := make(map[Outcome]int)
	for _, c := range plan.Changes {
		outcomes[c.Outcome]++
	}
	if want := map[Outcome]int{ImportNew: 399, ImportLive: 1, ImportKept: 1}; !maps.Equal(outcomes, want) {
		t.Errorf("%v, want %v", outcomes, want)
	}
	for n := range 2 {
		m.FailNth(n+1, storetest.Fault{Err: storetest.ErrBroken})
		if _, err := PlanImport(t.Context(), m, rows, ImportBehind); !errors.Is(err, storetest.ErrBroken) {
			t.Errorf("listing %d: %v", n+1, err)
		}
	}
}
