package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// rolledUp is a store of counts in 2025 and early 2026, with the rollups of both.
func rolledUp(t *testing.T) (*storetest.Memory, time.Time) {
	t.Helper()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2025-11-01", "2026-02-05")
	asOf := historytest.Clock("2026-02-05T12:00:00Z")
	h := mustLoad(t, m, asOf)
	h.rollUp(m)
	if len(historytest.Rollups(m)) != 2 || len(h.Problems) > 0 {
		t.Fatal(historytest.Rollups(m), h.Problems)
	}
	return m, asOf
}

// lose deletes days, as a hand or a lifecycle rule would.
func lose(m *storetest.Memory, days ...string) {
	for _, day := range days {
		delete(m.Objects, row.DayObject(historytest.Date(day)))
	}
}

// TestLostDays: a day whose objects are gone is named as long as a rollup has it, also
// once that was made again, and stays in it. Without rollups nothing is known.
func TestLostDays(t *testing.T) {
	t.Parallel()
	m, asOf := rolledUp(t)
	lose(m, "2025-12-03", "2026-01-10", "2026-01-11")
	want := []string{
		"v1/days: 2025-12-03 is gone, although v1/rollup/2025.ndjson.gz has a copy",
		"v1/days: 2026-01-10, 2026-01-11 are gone, although v1/rollup/2026.ndjson.gz has a copy",
	}
	check := func(what string) {
		t.Helper()
		h := mustLoad(t, m, asOf)
		defer h.Close()
		var got []string
		for _, problem := range h.Problems {
			got = append(got, problem.Error())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		s := h.series("opeth", content.Spotify.Default())
		if _, ok := s.Value(historytest.Date("2026-01-10")); ok || !strings.Contains(s.Reason(historytest.Date("2026-01-10")), "cannot be read") {
			t.Errorf("%s: the day has a count, or the reason %q", what, s.Reason(historytest.Date("2026-01-10")))
		}
		copied, err := Copy(t.Context(), m, h.Lost)
		if err != nil || len(copied) != 3 || len(copied[historytest.Date("2025-12-03")]) != 1 {
			t.Errorf("%s: the rollups have %v, %v", what, copied, err)
		}
		h.rollUp(m)
	}
	check("lost")
	// A day of last year changes, and this year goes on, so that both are made again.
	m.Set(row.DayObject(historytest.Date("2025-11-07")), []byte(historytest.Line("2025-11-07", "opeth", "spotify", `"value":1,"at":"2025-11-07T03:00:00Z"`)))
	historytest.FillDays(t, m, "2026-02-06", "2026-03-20")
	asOf = historytest.Clock("2026-03-20T12:00:00Z")
	before := string(m.Data("v1/rollup/2025.ndjson.gz")) + string(m.Data("v1/rollup/2026.ndjson.gz"))
	check("made again")
	if string(m.Data("v1/rollup/2025.ndjson.gz"))+string(m.Data("v1/rollup/2026.ndjson.gz")) == before {
		t.Error("no rollup was made again")
	}
	check("after it was made again")
	for _, name := range historytest.Rollups(m) {
		delete(m.Objects, name)
	}
	if h := mustLoad(t, m, asOf); len(h.Problems) > 0 {
		t.Errorf("without rollups: %v", h.Problems)
	}
}

// TestADayThatIsJustWrittenIsNotLost: another run stores a day, and a rollup that has it,
// between the listing and the reading.
func TestADayThatIsJustWrittenIsNotLost(t *testing.T) {
	t.Parallel()
	m, asOf := rolledUp(t)
	name := row.DayObject(historytest.Date("2026-02-05"))
	data := m.Data(name)
	lose(m, "2026-02-05")
	written := false
	m.On("Get", func() storetest.Fault {
		if !written {
			written = true
			m.Set(name, data)
		}
		return storetest.Fault{}
	})
	if h := mustLoad(t, m, asOf); len(h.Problems) > 0 || len(h.Lost) > 0 {
		t.Errorf("%v, %v", h.Problems, h.Lost)
	}
}

func TestManyLostDaysAreOneMessage(t *testing.T) {
	t.Parallel()
	m, asOf := rolledUp(t)
	for name := range m.Objects {
		if strings.HasPrefix(name, row.DaysPrefix) && !strings.Contains(name, "2026-02") {
			delete(m.Objects, name)
		}
	}
	h := mustLoad(t, m, asOf)
	if text := fmt.Sprint(h.Problems); len(h.Problems) != 2 || !strings.Contains(text, "2025-11-20, and 41 more are gone") {
		t.Error(text)
	}
}

// TestOnlyTheDaysOwnObjectIsGone: what was stored beside it is read, the day is named, and
// the copy of it stays.
func TestOnlyTheDaysOwnObjectIsGone(t *testing.T) {
	t.Parallel()
	m, asOf := rolledUp(t)
	day := historytest.Date("2025-12-03")
	m.Set(row.BesideObject(day, "x", 1), []byte(historytest.Line("2025-12-03", "gojira", "spotify", `"value":7,"via":"manual","at":"2026-01-01T08:00:00Z"`)+"\n"))
	h := mustLoad(t, m, asOf)
	h.rollUp(m)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	lose(m, "2025-12-03")
	for range 2 {
		h := mustLoad(t, m, asOf)
		if len(h.Problems) != 1 || h.Problems[0].Error() != "v1/days: 2025-12-03 is gone, although v1/rollup/2025.ndjson.gz has a copy" {
			t.Errorf("problems: %v", h.Problems)
		}
		if value, ok := h.series("gojira", content.Spotify.Default()).Value(day); !ok || value != 7 {
			t.Errorf("what is beside it is %d, %v", value, ok)
		}
		if _, ok := h.series("opeth", content.Spotify.Default()).Value(day); ok {
			t.Error("a count that is gone is shown")
		}
		h.rollUp(m)
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
		copied, err := Copy(t.Context(), m, []content.Day{day})
		if err != nil || len(copied[day]) < 2 {
			t.Errorf("the copy has %d rows, %v", len(copied[day]), err)
		}
	}
}

// TestADamagedDayKeepsItsCopy: a day whose object cannot be read keeps its copy in the
// rollup when another day of that year changes.
func TestADamagedDayKeepsItsCopy(t *testing.T) {
	t.Parallel()
	m, asOf := rolledUp(t)
	damaged, changed := historytest.Date("2025-12-03"), historytest.Date("2025-12-05")
	m.Set(row.DayObject(damaged), []byte("{\n"))
	m.Set(row.BesideObject(changed, "x", 1), []byte(historytest.Line("2025-12-05", "gojira", "spotify", `"value":7,"via":"manual","at":"2026-01-01T08:00:00Z"`)+"\n"))
	for range 2 {
		h := mustLoad(t, m, asOf)
		if value, ok := h.series("gojira", content.Spotify.Default()).Value(changed); !ok || value != 7 {
			t.Errorf("the changed day has %d, %v", value, ok)
		}
		h.rollUp(m)
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
		copied, err := Copy(t.Context(), m, []content.Day{damaged})
		if err != nil || len(copied[damaged]) == 0 {
			t.Errorf("the copy has %d rows, %v", len(copied[damaged]), err)
		}
	}
}
