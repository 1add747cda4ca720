package history

import (
	"fmt"
	"testing"
	"time"

	"datarocks/content"
)

// TestAFailureMayLastForYears: a platform that nobody pays for says the same
// every night.
func TestAFailureMayLastForYears(t *testing.T) {
	t.Parallel()
	m := newMemory()
	for day := date("2023-12-01"); day <= date("2026-03-01"); day++ {
		mustPut(t, m, dayObject(day), row(day.String(), "opeth", "twitter", fmt.Sprintf(`"status":"error","reason":"http 402","at":"%sT03:00:00Z"`, day)))
	}
	for range 2 {
		h := mustLoad(t, m, never)
		if got := h.Series("opeth", "twitter").Reason(date("2025-07-01")); got != "http 402" || h.Err() != nil {
			t.Fatalf("got %q, %v", got, h.Err())
		}
		if err := h.Rollup(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFailuresInTurnForYears has them long after the last count.
func TestFailuresInTurnForYears(t *testing.T) {
	t.Parallel()
	m := newMemory()
	mustPut(t, m, dayObject(date("2023-12-01")), row("2023-12-01", "opeth", "twitter", `"value":5,"at":"2023-12-01T03:00:00Z"`))
	for day := date("2023-12-02"); day <= date("2026-03-01"); day++ {
		mustPut(t, m, dayObject(day), row(day.String(), "opeth", "twitter", fmt.Sprintf(`"status":"error","reason":"http %d","at":"%sT03:00:00Z"`, 500+day%4/2, day)))
	}
	h := mustLoad(t, m, never)
	rows, err := h.Rows("opeth")
	if err != nil || len(rows) != int(date("2026-03-01")-date("2023-11-30")) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// TestAFailureAtAnOddTime was asked when no usual time can say so.
func TestAFailureAtAnOddTime(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"2025-07-01T03:00:00.5Z", "2025-06-30T23:00:00Z", "2100-06-30T23:00:00Z"} {
		m := newMemory()
		mustPut(t, m, dayObject(date("2025-07-01")), row("2025-07-01", "opeth", "twitter", `"status":"error","reason":"http 402","at":"`+at+`"`))
		mustPut(t, m, dayObject(date("2025-07-02")), row("2025-07-02", "opeth", "twitter", `"status":"error","reason":"http 402","at":"2025-07-02T03:00:00Z"`))
		for range 2 {
			h := mustLoad(t, m, never)
			rows, err := h.Rows("opeth")
			if err != nil || len(rows) != 2 || rows[0].At.Format(time.RFC3339Nano) != at {
				t.Fatalf("%s: %v, %v", at, rows, err)
			}
			if err := h.Rollup(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestBackToAnAccount counts one account again after another was asked in vain.
func TestBackToAnAccount(t *testing.T) {
	t.Parallel()
	m := newMemory()
	at := func(i int) time.Time { return tonight.AddDate(0, 0, i) }
	mustRecord(t, m, snapshot(at(0), sample("opeth spotify o", 5)))
	mustRecord(t, m, snapshot(at(1), sample("opeth spotify p", "http 503")))
	mustRecord(t, m, snapshot(at(2), sample("opeth spotify o", 6)))
	if got := mustLoad(t, m, never).Series("opeth", content.Spotify).Account; got != "o" {
		t.Errorf("asked last was %q", got)
	}
}

// TestObjectsOfNoYear must not end the reading of the others.
func TestObjectsOfNoYear(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"v1/rollup/-001.ndjson.gz", "v1/rollup/10000.ndjson.gz"} {
		m := newMemory()
		mustPut(t, m, name, "x")
		mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 5)))
		if h := mustLoad(t, m, never); h.Series("opeth", "spotify").Len() != 1 {
			t.Error(name)
		}
	}
}

// TestDaysLongAgo are before the first day that can be counted from.
func TestDaysLongAgo(t *testing.T) {
	t.Parallel()
	for _, days := range [][2]string{{"1969-12-29", "1970-01-02"}, {"1969-12-31", "1970-01-01"}, {"0000-01-01", "0000-12-31"}, {"9999-12-30", "9999-12-31"}, {"1968-02-29", "1968-03-01"}} {
		m := newMemory()
		for _, day := range days {
			mustPut(t, m, dayObject(date(day)), row(day, "opeth", "twitter", `"status":"error","reason":"http 402","at":"2026-07-01T03:00:00Z"`))
		}
		for range 2 {
			h := mustLoad(t, m, never)
			rows, err := h.Rows("opeth")
			if err != nil || len(rows) != 2 || rows[0].Date != date(days[0]) || rows[1].Date != date(days[1]) {
				t.Errorf("%v, %v", rows, err)
			}
			if err := h.Rollup(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}
