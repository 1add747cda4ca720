package history

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/store/storetest"
)

// TestAnImportSparesTheNextLoad: its rollups are made of what it wrote.
func TestAnImportSparesTheNextLoad(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2024-12-01", "2025-02-10")
	h := mustLoad(t, m, importedAt)
	var rows []ImportRow
	for day := historytest.Date("2023-12-20"); day <= historytest.Date("2025-03-31"); day++ {
		r := brought(day.String(), int64(day))
		rows = append(rows, r)
		r.Artist, r.Former = "opeth", []string{"opth"}
		rows = append(rows, r)
	}
	plan, err := PlanImport(t.Context(), m, rows, ImportBehind)
	if err != nil {
		t.Fatal(err)
	}
	m.Calls = nil
	imported, err := h.Import(t.Context(), plan, importedAt, nil)
	if err != nil || imported != plan.Writes() {
		t.Fatalf("%+v, %v; planned %+v", imported, err, plan.Writes())
	}
	if got, want := len(m.Calls), imported.Days+72+2; got != want { // days that were there are read, and two rollups
		t.Errorf("it took %d requests, want %d", got, want)
	}
	m.Calls = nil
	again := mustLoad(t, m, importedAt)
	if got, want := len(m.Calls), 1+2+12; got != want {
		t.Errorf("the next load takes %d requests, want %d", got, want)
	}
	if diff := cmp.Diff(everythingOf(t, again), everythingOf(t, h)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got := slices.Concat(must(again.Rows("opeth")), must(again.Rows("vola")))
	sameStored(t, "read by way of the rollups", historytest.PlainRows(t, m, importedAt), got)
}

// TestTheSameImportAgainWritesNothing, nor the rollup that the load before it makes of a
// few days of a year that is over.
func TestTheSameImportAgainWritesNothing(t *testing.T) {
	t.Parallel()
	for _, days := range []content.Day{2, 40} {
		m := storetest.NewMemory()
		var rows []ImportRow
		for day := range days {
			rows = append(rows, brought((historytest.Date("2023-12-01")+day).String(), int64(7*day)))
		}
		for nth := range 2 {
			m.Calls = nil
			h := mustLoad(t, m, importedAt)
			plan, err := PlanImport(t.Context(), m, rows, ImportBehind)
			if err != nil {
				t.Fatal(err)
			}
			if imported, err := h.Import(t.Context(), plan, importedAt, nil); err != nil || imported.Days != int(days)*(1-nth) {
				t.Errorf("%d days, import %d: %+v, %v", days, nth, imported, err)
			}
			if writes := slices.ContainsFunc(m.Calls, func(call string) bool { return strings.HasPrefix(call, "Put ") }); writes != (nth == 0) {
				t.Errorf("%d days, import %d: it made the requests %v", days, nth, m.Calls)
			}
		}
	}
}

// importOf plans to import a count of vola's on each of some days.
func importOf(t *testing.T, m *storetest.Memory, first string, days content.Day) ImportPlan {
	t.Helper()
	var rows []ImportRow
	for day := range days {
		rows = append(rows, brought((historytest.Date(first)+day).String(), int64(7+day)))
	}
	plan, err := PlanImport(t.Context(), m, rows, ImportBehind)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestAnImportIsInterrupted over days that are there: the rollups that it makes nevertheless
// have no row that is not stored.
func TestAnImportIsInterrupted(t *testing.T) {
	t.Parallel()
	for _, nth := range []int{2, 90, 120, 178} {
		m := storetest.NewMemory()
		historytest.FillDays(t, m, "2025-01-01", "2025-03-31")
		h := mustLoad(t, m, importedAt)
		plan := importOf(t, m, "2025-01-01", 90)
		m.FailNth(nth, storetest.Fault{Err: storetest.ErrBroken})
		if _, err := h.Import(t.Context(), plan, importedAt, nil); !errors.Is(err, storetest.ErrBroken) {
			t.Fatalf("request %d: %v", nth, err)
		}
		asStored(t, m, "the next load", mustLoad(t, m, historytest.Never))
		again := mustLoad(t, m, importedAt)
		if _, err := again.Import(t.Context(), importOf(t, m, "2025-01-01", 90), importedAt, nil); err != nil {
			t.Fatal(err)
		}
		asStored(t, m, "the same import again", mustLoad(t, m, historytest.Never))
	}
}

// TestARunOvertakesAnImport: what the other wrote is in no rollup that stands for its days.
func TestARunOvertakesAnImport(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := storetest.NewMemory()
		historytest.FillDays(t, m, "2025-01-01", "2025-03-31")
		h := mustLoad(t, m, importedAt)
		plan := importOf(t, m, "2025-01-01", 90)
		overtake(m, "2025-01-01", 40)
		if imported, err := h.Import(t.Context(), plan, importedAt, nil); err != nil || imported.Days != 90 {
			t.Fatalf("%+v, %v", imported, err)
		}
		asStored(t, m, "the next load", mustLoad(t, m, historytest.Never))
	})
}
