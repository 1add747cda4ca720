package history

import (
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
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
				plan, err := PlanImport(t.Context(), m, []ImportRow{one}, mode)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := plan.Apply(t.Context(), m, historytest.Tonight, nil); err != nil {
					t.Fatal(err)
				}
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
