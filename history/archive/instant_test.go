package archive

import (
	"strings"
	"testing"
	"time"

	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// TestAnOlderVersionReadsNoInstants: it knows a rollup by the name of its format.
func TestAnOlderVersionReadsNoInstants(t *testing.T) {
	t.Parallel()
	for name, format := range map[string]string{"plain": `"datarocks.history.v1"`, "with instants": `"datarocks.history.v1.instants"`} {
		m := storetest.NewMemory()
		first := historytest.YearAskedAtOnce("opeth", historytest.Tonight)
		second := historytest.YearAskedAtOnce("vola", historytest.Tonight)
		if name != "plain" {
			second = historytest.YearAskedAtOnce("vola", historytest.Tonight.Add(time.Hour))
		}
		for i := range first {
			storetest.MustPut(t, m, row.DayObject(first[i].Date), string(row.EncodeDay(row.Join(first[i:i+1], second[i:i+1]))))
		}
		h := mustLoad(t, m, historytest.Never)
		want := h.everything()
		h.rollUp(m)
		if head := firstLine(t, m.Data(rollupObject(2025))); !strings.Contains(head, `"rollup":`+format) {
			t.Errorf("%s: %.80s", name, head)
		}
		m.Calls = nil
		if got := mustLoad(t, m, historytest.Never).everything(); strings.Join(got, "\n") != strings.Join(want, "\n") || len(m.Calls) != 2 {
			t.Errorf("%s: read from its rollup by %d requests it is another history", name, len(m.Calls))
		}
	}
}

func firstLine(t *testing.T, zipped []byte) string {
	t.Helper()
	line, _, _ := strings.Cut(string(unzipped(t, zipped)), "\n")
	return line
}
