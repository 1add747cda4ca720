package archive

import (
	"fmt"
	"testing"
	"time"

	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// TestAFailureMayLastForYears: a platform that is not paid for answers the same
// every night.
func TestAFailureMayLastForYears(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	for day := historytest.Date("2023-12-01"); day <= historytest.Date("2026-03-01"); day++ {
		storetest.MustPut(t, m, row.DayObject(day), historytest.Line(day.String(), "opeth", "twitter", fmt.Sprintf(`"status":"error","reason":"http 402","at":"%sT03:00:00Z"`, day)))
	}
	for range 2 {
		h := mustLoad(t, m, historytest.Never)
		if got := h.series("opeth", "twitter").Reason(historytest.Date("2025-07-01")); got != "http 402" {
			t.Fatalf("got %q", got)
		}
		if err := h.StoreRollups(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFailuresInTurnForYears has them long after the last count.
func TestFailuresInTurnForYears(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	storetest.MustPut(t, m, row.DayObject(historytest.Date("2023-12-01")), historytest.Line("2023-12-01", "opeth", "twitter", `"value":5,"at":"2023-12-01T03:00:00Z"`))
	for day := historytest.Date("2023-12-02"); day <= historytest.Date("2026-03-01"); day++ {
		storetest.MustPut(t, m, row.DayObject(day), historytest.Line(day.String(), "opeth", "twitter", fmt.Sprintf(`"status":"error","reason":"http %d","at":"%sT03:00:00Z"`, 500+day%4/2, day)))
	}
	h := mustLoad(t, m, historytest.Never)
	rows, err := h.Rows("opeth")
	if err != nil || len(rows) != int(historytest.Date("2026-03-01")-historytest.Date("2023-11-30")) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// TestAFailureAtAnOddTime was asked at a time that no usual one stands for.
func TestAFailureAtAnOddTime(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"2025-07-01T03:00:00.5Z", "2025-06-30T23:00:00Z", "2100-06-30T23:00:00Z"} {
		m := storetest.NewMemory()
		storetest.MustPut(t, m, row.DayObject(historytest.Date("2025-07-01")), historytest.Line("2025-07-01", "opeth", "twitter", `"status":"error","reason":"http 402","at":"`+at+`"`))
		storetest.MustPut(t, m, row.DayObject(historytest.Date("2025-07-02")), historytest.Line("2025-07-02", "opeth", "twitter", `"status":"error","reason":"http 402","at":"2025-07-02T03:00:00Z"`))
		for range 2 {
			h := mustLoad(t, m, historytest.Never)
			rows, err := h.Rows("opeth")
			if err != nil || len(rows) != 2 || rows[0].At.Format(time.RFC3339Nano) != at {
				t.Fatalf("%s: %v, %v", at, rows, err)
			}
			if err := h.StoreRollups(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestObjectsOfNoYear must not end the reading of the others.
func TestObjectsOfNoYear(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"v1/rollup/-001.ndjson.gz", "v1/rollup/10000.ndjson.gz"} {
		m := storetest.NewMemory()
		storetest.MustPut(t, m, name, "x")
		storetest.MustPut(t, m, historytest.TodayObject, historytest.GoodLine(``, ``))
		if h := mustLoad(t, m, historytest.Never); h.series("opeth", "spotify").Len() != 1 {
			t.Error(name)
		}
	}
}

// TestDaysLongAgo are before the first day that can be counted from.
func TestDaysLongAgo(t *testing.T) {
	t.Parallel()
	for _, days := range [][2]string{{"1969-12-29", "1970-01-02"}, {"1969-12-31", "1970-01-01"}, {"0000-01-01", "0000-12-31"}, {"9999-12-30", "9999-12-31"}, {"1968-02-29", "1968-03-01"}} {
		m := storetest.NewMemory()
		for _, day := range days {
			storetest.MustPut(t, m, row.DayObject(historytest.Date(day)), historytest.Line(day, "opeth", "twitter", `"status":"error","reason":"http 402","at":"2026-07-01T03:00:00Z"`))
		}
		for range 2 {
			h := mustLoad(t, m, historytest.Never)
			rows, err := h.Rows("opeth")
			if err != nil || len(rows) != 2 || rows[0].Date != historytest.Date(days[0]) || rows[1].Date != historytest.Date(days[1]) {
				t.Errorf("%v, %v", rows, err)
			}
			if err := h.StoreRollups(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
	}
}
