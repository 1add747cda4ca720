package row_test

import (
	"testing"

	"datarocks/history/historytest"
	"datarocks/history/row"
)

func TestNamesOfObjects(t *testing.T) {
	t.Parallel()
	if got := row.DayObject(historytest.Date(historytest.Today)); got != historytest.TodayObject {
		t.Errorf("the object of %s is %s", historytest.Today, got)
	}
	const beside = "v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-002.ndjson"
	if got := row.BesideObject(historytest.Date(historytest.Today), "20261123T031742Z", 2); got != beside {
		t.Errorf("the second object beside is %s", got)
	}
	for _, name := range []string{historytest.TodayObject, beside, "v1/days/year=2026/month=11/2026-11-23~mended.ndjson"} {
		if day, ok := row.DayOf(name); !ok || day != historytest.Date(historytest.Today) {
			t.Errorf("DayOf(%s) = %v, %v", name, day, ok)
		}
	}
	for _, name := range []string{
		"", "2026-11-23.ndjson", "v1/days/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/2026-11-23",
		"v1/days/year=2026/month=11/2026-11-23.json",
		"v1/days/year=2026/month=11/2026-11-23.ndjson~",
		"v1/days/year=2026/month=11/2026-11-23.ndjson.bak",
		"v1/days/year=2026/month=11/2026-11-23 copy.ndjson",
		"v1/days/year=2026/month=11/2026-11-31.ndjson",
		"v1/days/year=2026/month=12/2026-11-23.ndjson",
		"v1/days/year=2025/month=11/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/2026-11-23/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/2026-11-23.old/2026-11-23.ndjson",
		"v1/days/year=2026/month=11/README.md",
	} {
		if day, ok := row.DayOf(name); ok {
			t.Errorf("DayOf(%s) = %v, want none", name, day)
		}
	}
}
