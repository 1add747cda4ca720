package history

import (
	"fmt"
	"testing"

	"datarocks/fetch"
	"datarocks/history/backfill"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// TestThePlanOfADay counts what may be written over what is stored of one.
func TestThePlanOfADay(t *testing.T) {
	t.Parallel()
	const day = "2026-11-20"
	for stored, rows := range map[string]int{
		"": 1,
		`"value":99,"at":"2026-11-21T03:00:00Z","ref":"w"`:                                        0,
		`"status":"error","reason":"http 503","at":"2026-11-20T03:00:00Z","ref":"w"`:              1,
		`"held":7,"status":"held","reason":"a sudden zero","at":"2026-11-21T03:00:00Z","ref":"w"`: 1,
		`"was":100,"status":"retracted","via":"manual","at":"2026-11-22T03:00:00Z","ref":"w"`:     0,
		`"value":99,"via":"import:csv","at":"2026-11-22T03:00:00Z"`:                               0,
	} {
		m := storetest.NewMemory()
		if stored != "" {
			storetest.MustPut(t, m, row.DayObject(historytest.Date(day)), fmt.Sprintf(`{"date":%q,"artist":"opeth","source":"wikipedia","metric":"views",%s}`, day, stored)+"\n")
		}
		h := mustLoad(t, m, historytest.Tonight)
		asks := []fetch.Ask{{Artist: "opeth", Metric: views, Account: "w", Since: historytest.Date(day)}}
		plan, err := h.PlanDays(asks, historytest.Date(day)+1)
		want := backfill.Plan{Accounts: 1, Rows: rows, Days: rows}
		if stored != "" {
			want.Rewritten = rows
		}
		if err != nil || plan != want {
			t.Errorf("over %s: %+v, %v; want %+v", stored, plan, err, want)
		}
	}
}
