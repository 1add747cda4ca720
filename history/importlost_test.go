package history

import (
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// lostDays is a store of a year that is over, of which a rollup has all days, after the
// objects of some are gone.
func lostDays(t *testing.T, days ...string) *storetest.Memory {
	t.Helper()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2025-01-01", "2025-03-31")
	h := mustLoad(t, m, importedAt)
	defer h.Close()
	if err := h.Rollup(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, day := range days {
		delete(m.Objects, row.DayObject(historytest.Date(day)))
	}
	return m
}

// TestAnImportIntoLostDays is refused before anything is written, because the rollup has
// the only copy of the rest of these days. Once they are back, it is not.
func TestAnImportIntoLostDays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lost  []string
		first string // of what is imported
		days  content.Day
		want  string // "" where it is imported
	}{
		{"one", []string{"2025-02-03"}, "2025-02-01", 5, "import: 2025-02-03 is gone, and a rollup has the only copy, which this import would lose"},
		{"two", []string{"2025-02-01", "2025-02-05"}, "2025-02-01", 5, "import: 2025-02-01, 2025-02-05 are gone, and a rollup has the only copy, which this import would lose"},
		{"beside it", []string{"2025-02-03"}, "2025-02-04", 5, ""},
		{"none", nil, "2025-02-01", 5, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := lostDays(t, tt.lost...)
			h := mustLoad(t, m, importedAt)
			defer h.Close()
			plan := importOf(t, m, tt.first, tt.days)
			m.Calls = nil
			got := ""
			imported, err := h.Import(t.Context(), plan, importedAt, nil)
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("it ends with %q, want %q", got, tt.want)
			}
			if tt.want == "" && imported != plan.Writes() || tt.want != "" && (imported != Imported{} || len(m.Calls) > 0) {
				t.Errorf("%+v, %v; planned %+v", imported, m.Calls, plan.Writes())
			}
			keepsCopies(t, m, tt.lost)
		})
	}
}

// keepsCopies checks that the rollups still have opeth's counts of some days, after a
// Load that makes what rollups it can.
func keepsCopies(t *testing.T, m *storetest.Memory, lost []string) {
	t.Helper()
	h := mustLoad(t, m, importedAt)
	defer h.Close()
	if err := h.Rollup(t.Context()); err != nil || len(h.Lost) != len(lost) {
		t.Errorf("%v is lost, want %v; %v", h.Lost, lost, err)
	}
	copied, err := archive.Copy(t.Context(), m, h.Lost)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range h.Lost {
		if rows := copied[day]; len(rows) != 1 || rows[0].Artist != "opeth" {
			t.Errorf("the copy of %s is %v", day, rows)
		}
	}
}

// TestManyLostDaysOfAnImport names the first of them.
func TestManyLostDaysOfAnImport(t *testing.T) {
	t.Parallel()
	var lost []string
	for day := historytest.Date("2025-01-01"); day <= historytest.Date("2025-02-28"); day++ {
		lost = append(lost, day.String())
	}
	m := lostDays(t, lost...)
	h := mustLoad(t, m, importedAt)
	defer h.Close()
	err := h.CheckImport(importOf(t, m, "2025-01-01", 90))
	if err == nil || !strings.Contains(err.Error(), "2025-01-20, and 39 more are gone") || strings.Contains(err.Error(), "2025-01-21") {
		t.Error(err)
	}
}
