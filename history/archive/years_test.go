package archive

import (
	"fmt"
	"testing"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// TestDaysOfManyKinds reads days of which the fields after the metric are listed, as
// they are and then from a rollup.
func TestDaysOfManyKinds(t *testing.T) {
	t.Parallel()
	const failed = `"status":"error","reason":"http 402","at":"2026-07-01T03:00:00Z"`
	nights := func(first string, rest func(day content.Day) string) map[string]string {
		days := make(map[string]string)
		for day := historytest.Date(first); day <= historytest.Date("2026-03-01"); day++ {
			days[day.String()] = rest(day) + fmt.Sprintf(`"at":"%sT03:00:00Z"`, day)
		}
		return days
	}
	inTurn := nights("2023-12-01", func(day content.Day) string { return fmt.Sprintf(`"status":"error","reason":"http %d",`, 500+day%4/2) })
	inTurn["2023-12-01"] = `"value":5,"at":"2023-12-01T03:00:00Z"`
	oddly := func(at string) map[string]string {
		return map[string]string{"2025-07-01": `"status":"error","reason":"http 402","at":"` + at + `"`, "2025-07-02": `"status":"error","reason":"http 402","at":"2025-07-02T03:00:00Z"`}
	}
	for name, days := range map[string]map[string]string{
		"a platform that is not paid for answers the same every night": nights("2023-12-01", func(content.Day) string { return `"status":"error","reason":"http 402",` }),
		"failures in turn, long after the last count":                  inTurn,
		"asked at a part of a second":                                  oddly("2025-07-01T03:00:00.5Z"),
		"asked the day before":                                         oddly("2025-06-30T23:00:00Z"),
		"asked long after":                                             oddly("2100-06-30T23:00:00Z"),
		"around the first day that can be counted from":                {"1969-12-29": failed, "1970-01-02": failed},
		"at it":          {"1969-12-31": failed, "1970-01-01": failed},
		"before it":      {"1968-02-29": failed, "1968-03-01": failed},
		"the first year": {"0000-01-01": failed, "0000-12-31": failed},
		"the last days":  {"9999-12-30": failed, "9999-12-31": failed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := storetest.NewMemory()
			for day, rest := range days {
				storetest.MustPut(t, m, row.DayObject(historytest.Date(day)), historytest.Line(day, "opeth", "twitter", rest))
			}
			for range 2 {
				h := mustLoad(t, m, historytest.Never)
				rows, err := h.Rows("opeth")
				if diff := historytest.DiffRows(historytest.PlainRows(t, m, historytest.Never), rows); err != nil || diff != "" || len(rows) != len(days) {
					t.Fatalf("%d rows, %v (-want +got):\n%s", len(rows), err, diff)
				}
				h.rollUp(m)
			}
		})
	}
}

// TestObjectsOfNoYear must not end the reading of the others.
func TestObjectsOfNoYear(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"v1/rollup/-001.ndjson.gz", "v1/rollup/10000.ndjson.gz"} {
		m := historytest.Fill(t, map[string]string{name: "x", historytest.TodayObject: historytest.GoodLine(``, ``)})
		if h := mustLoad(t, m, historytest.Never); h.series("opeth", content.Spotify.Default()).Len() != 1 {
			t.Error(name)
		}
	}
}
