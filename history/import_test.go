package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

var importedAt = historytest.Clock("2026-11-24T09:00:00Z")

// brought makes a row of a file of the kind csv, about vola on Spotify.
func brought(day string, n int64) ImportRow {
	return ImportRow{File: "past/counts.csv", Line: 2, Row: row.Row{
		Date: historytest.Date(day), Artist: "vola", Source: content.Spotify, Metric: "followers",
		Value: &n, Via: row.ImportedFrom("csv"), At: importedAt,
	}}
}

// volaRow is a stored row about vola on Spotify, of the day that is imported.
func volaRow(rest string) string {
	return `{"date":"2023-01-01","artist":"vola","source":"spotify","metric":"followers",` + rest + "}\n"
}

func mustImport(t *testing.T, s store.Store, mode ImportMode, rows ...ImportRow) ImportPlan {
	t.Helper()
	plan, err := PlanImport(t.Context(), s, rows, mode)
	if err != nil {
		t.Fatal(err)
	}
	imported, err := plan.Apply(t.Context(), s, importedAt, nil)
	if err != nil {
		t.Fatal(err)
	}
	if imported != plan.Writes() {
		t.Errorf("imported %+v, planned %+v", imported, plan.Writes())
	}
	return plan
}

const importDay = "v1/days/year=2023/month=01/2023-01-01.ndjson"

// TestImportDecides imports a count of 100 over what may be stored.
func TestImportDecides(t *testing.T) {
	const plain = `"value":100,"via":"import:csv","at":"2026-11-24T09:00:00Z"`
	corrects := func(was int, how string) string {
		return fmt.Sprintf(`"value":100,"was":%d,%s,"at":"2026-11-24T09:00:00Z"`, was, how)
	}
	later := func(at, how string) string {
		return fmt.Sprintf(`"value":100,"was":101,%s,"at":%q`, how, at)
	}
	const again = `"via":"import:csv","reason":"import:csv of counts.csv"`
	const preferred = `"via":"manual","reason":"import:csv of counts.csv, preferred"`
	tests := []struct {
		name, stored string
		behind       Outcome
		after        string // "" where what is stored stays
		preferred    Outcome
		afterPrefer  string
	}{
		{"nothing", ``, ImportNew, plain, ImportNew, plain},
		{"not got", `"status":"error","reason":"http 503","at":"2023-01-01T03:00:00Z"`, ImportNew, plain, ImportNew, plain},
		{"held", `"held":7,"status":"held","reason":"a sudden zero","at":"2023-01-01T03:00:00Z"`, ImportNew, corrects(7, again), ImportNew, corrects(7, again)},
		{"live, the same", `"value":100,"at":"2023-01-01T03:00:00Z","ref":"x"`, ImportSame, "", ImportSame, ""},
		{"live", `"value":101,"at":"2023-01-01T03:00:00Z","ref":"x"`, ImportLive, "", ImportReplaced, corrects(101, preferred)},
		{"a person's", `"value":101,"via":"manual","at":"2023-01-02T03:00:00Z"`, ImportKept, "", ImportReplaced, corrects(101, preferred)},
		{"withdrawn", `"was":100,"status":"retracted","reason":"wrong","at":"2023-01-02T03:00:00Z"`, ImportKept, "", ImportReplaced, corrects(100, preferred)},
		{"the same kind", `"value":101,"via":"import:csv","at":"2026-11-24T08:59:59Z"`, ImportReplaced, corrects(101, again), ImportReplaced, corrects(101, preferred)},
		{"the same kind, the same second", `"value":101,"via":"import:csv","at":"2026-11-24T09:00:00Z"`, ImportReplaced, later("2026-11-24T09:00:01Z", again), ImportReplaced, later("2026-11-24T09:00:01Z", preferred)},
		{"another kind", `"value":101,"via":"import:ancestor","at":"2026-11-20T00:00:00Z"`, ImportKept, "", ImportReplaced, corrects(101, preferred)},
		{"a later decision", `"value":101,"via":"manual","at":"2026-11-25T00:00:00Z"`, ImportKept, "", ImportReplaced, later("2026-11-25T00:00:01Z", preferred)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := brought("2023-01-01", 100)
			importOver(t, r, overwriting{mode: ImportBehind, stored: tt.stored, outcome: tt.behind, after: tt.after})
			importOver(t, r, overwriting{mode: ImportPreferred, stored: tt.stored, outcome: tt.preferred, after: tt.afterPrefer})
		})
	}
}

// overwriting is an import of one row over what is stored.
type overwriting struct {
	mode    ImportMode
	stored  string
	outcome Outcome
	after   string // "" where what is stored stays
}

// importOver imports a row twice.
func importOver(t *testing.T, r ImportRow, o overwriting) {
	t.Helper()
	s := storetest.NewMemory()
	if o.stored != "" {
		storetest.MustPut(t, s, importDay, volaRow(o.stored))
	}
	mode, want, after := o.mode, o.outcome, cmp.Or(o.after, o.stored)
	if got := mustImport(t, s, mode, r).Changes[0].Outcome; got != want {
		t.Errorf("mode %d: %s, want %s", mode, got, want)
	}
	storetest.Holds(t, s, map[string]string{importDay: volaRow(after)})
	if again := mustImport(t, s, mode, r); again.Writes() != (Imported{}) {
		t.Errorf("mode %d: a second import would write %+v", mode, again.Writes())
	}
	storetest.Holds(t, s, map[string]string{importDay: volaRow(after)})
}

// TestImportAsItIs joins what a failed run left, as the run would have.
func TestImportAsItIs(t *testing.T) {
	const live = `"value":100,"at":"2023-01-01T03:00:00Z","ref":"x","new":true`
	const lost = `"status":"error","reason":"http 503","at":"2023-01-01T03:00:00Z"`
	tests := []struct {
		name, row, stored string
		want              Outcome
	}{
		{"nothing", live, ``, ImportNew},
		{"itself", live, live, ImportSame},
		{"an imported count", live, `"value":100,"via":"import:csv","at":"2026-01-01T00:00:00Z"`, ImportReplaced},
		{"an earlier one", live, `"value":99,"at":"2023-01-01T02:00:00Z"`, ImportReplaced},
		{"a later one", live, `"value":99,"at":"2023-01-01T04:00:00Z"`, ImportLive},
		{"a later one that is the same", live, `"value":100,"at":"2023-01-01T04:00:00Z"`, ImportSame},
		{"not got", live, lost, ImportNew},
		{"a decision", live, `"value":99,"via":"manual","at":"2023-01-01T02:00:00Z"`, ImportKept},
		{"a reason over a count", lost, live, ImportLive},
		{"a reason over none", lost, ``, ImportNew},
		{"a reason over an earlier one", lost, `"status":"error","reason":"http 402","at":"2023-01-01T01:00:00Z"`, ImportNew},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := row.Decode([]byte(strings.TrimSpace(volaRow(tt.row))))
			if err != nil {
				t.Fatal(err)
			}
			after := ""
			if tt.want == ImportNew || tt.want == ImportReplaced {
				after = tt.row
			}
			importOver(t, ImportRow{Row: r, File: "unsaved.ndjson", Line: 1}, overwriting{mode: ImportAsItIs, stored: tt.stored, outcome: tt.want, after: after})
		})
	}
}

func TestAZeroBesideStoredCountsIsDoubtful(t *testing.T) {
	s := storetest.NewMemory()
	storetest.MustPut(t, s, importDay, volaRow(`"value":3000,"at":"2023-01-01T03:00:00Z"`))
	for day, want := range map[string]int{"2023-01-08": 1, "2022-12-25": 1, "2023-01-09": 0, "2022-12-24": 0} {
		plan, err := PlanImport(t.Context(), s, []ImportRow{brought(day, 0)}, ImportBehind)
		if err != nil || len(plan.Doubtful) != want {
			t.Errorf("%s: %d doubtful, %v; want %d", day, len(plan.Doubtful), err, want)
		}
	}
	other := brought("2023-01-02", 0)
	other.Artist = "opeth"
	plan, err := PlanImport(t.Context(), s, []ImportRow{other}, ImportBehind)
	if err != nil || len(plan.Doubtful) != 0 {
		t.Errorf("another artist's: %v, %v", plan.Doubtful, err)
	}
}

// TestAZeroOfADayBesideStoredCounts: of what is so many in a day, a 0 is doubtful only
// among usual days of 50 and more. Later days beside which it is believed say nothing.
func TestAZeroOfADayBesideStoredCounts(t *testing.T) {
	streams := func(day string, n, before int64) ImportRow {
		r := brought(day, n)
		r.Metric, r.Before = "streams", before
		return r
	}
	for _, tt := range []struct {
		name   string
		stored []int64 // from 2 January on
		before int64
		want   int
	}{
		{"quiet days", []int64{49, 49, 900}, 0, 0},
		{"usual days of 50", []int64{0, 50, 900}, 0, 1},
		{"a new artist's first days", []int64{60, 900, 1000}, 1000, 0},
		{"not a new artist's", []int64{60, 900, 1001}, 1000, 1},
		{"quiet days of 0", []int64{0, 0, 900}, 0, 0},
	} {
		s := storetest.NewMemory()
		var rows []ImportRow
		for i, n := range tt.stored {
			r := streams("2023-01-02", n, 1000)
			r.Date += content.Day(i)
			rows = append(rows, r)
		}
		mustImport(t, s, ImportBehind, rows...)
		mustImport(t, s, ImportBehind, brought("2023-01-02", 3000)) // followers, which say nothing of streams
		plan, err := PlanImport(t.Context(), s, []ImportRow{streams("2023-01-01", 0, tt.before)}, ImportBehind)
		if err != nil || len(plan.Doubtful) != tt.want {
			t.Errorf("%s: %d doubtful, %v; want %d", tt.name, len(plan.Doubtful), err, tt.want)
		}
	}
}

func threeDays() []ImportRow {
	return []ImportRow{brought("2023-01-03", 3), brought("2023-01-01", 1), brought("2023-01-02", 2)}
}

// TestImportIsInterruptedAnywhere fails each call in turn, whether or not it was
// carried out, and imports again.
func TestImportIsInterruptedAnywhere(t *testing.T) {
	whole := storetest.NewMemory()
	mustImport(t, whole, ImportBehind, threeDays()...)
	want := storetest.Objects(t, whole)
	for _, f := range []storetest.Fault{{Err: errors.New("boom")}, {Err: errors.New("boom"), Kept: true}, {Err: store.ErrUnknown}, {Err: store.ErrUnknown, Kept: true}} {
		for n := 1; ; n++ {
			m := storetest.NewMemory()
			var failed atomic.Bool
			m.Script = func(call int, _ string) storetest.Fault {
				if call == n {
					failed.Store(true)
					return f
				}
				return storetest.Fault{}
			}
			plan, err := PlanImport(t.Context(), m, threeDays(), ImportBehind)
			if err == nil {
				_, err = plan.Apply(t.Context(), m, importedAt, nil)
			}
			if !failed.Load() {
				break // the import has fewer calls
			}
			if err == nil && f.Err != store.ErrUnknown {
				t.Errorf("call %d failed, and there was no error", n)
			}
			m.Script = nil
			mustImport(t, m, ImportBehind, threeDays()...)
			if diff := gocmp.Diff(want, storetest.Objects(t, m)); diff != "" {
				t.Fatalf("call %d, %+v (-want +got):\n%s", n, f, diff)
			}
		}
	}
}

// TestARunGetsInBeforeAnImport records a live count after the plan was made. It
// wins, and nothing else of the day is lost.
func TestARunGetsInBeforeAnImport(t *testing.T) {
	s := storetest.NewMemory()
	plan, err := PlanImport(t.Context(), s, []ImportRow{brought(historytest.Today, 5)}, ImportBehind)
	if err != nil {
		t.Fatal(err)
	}
	mustRecord(t, s, historytest.Snapshot(historytest.Tonight, historytest.Sample("vola spotify x", 7), historytest.Sample("opeth spotify y", 8)))
	before := storetest.Objects(t, s)
	imported, err := plan.Apply(t.Context(), s, importedAt, nil)
	if err != nil || imported != (Imported{}) {
		t.Errorf("imported %+v, %v", imported, err)
	}
	storetest.Holds(t, s, before)
}

func TestImportOfUnreadableDays(t *testing.T) {
	s := storetest.NewMemory()
	storetest.MustPut(t, s, importDay, "{\"date\"")
	rows := threeDays()
	plan, err := PlanImport(t.Context(), s, rows, ImportBehind)
	if err != nil || plan.Unreadable() == nil {
		t.Fatalf("planned %v, %v", plan.Unreadable(), err)
	}
	var days atomic.Int64
	imported, err := plan.Apply(t.Context(), s, importedAt, func(int) { days.Add(1) })
	if _, ok := errors.AsType[*row.UnreadableError](err); !ok || strings.Count(err.Error(), importDay) != 1 {
		t.Errorf("%v, want an UnreadableError that names the day once", err)
	}
	if imported != (Imported{Rows: 3, Days: 3}) || days.Load() != 3 {
		t.Errorf("imported %+v, reported %d days", imported, days.Load())
	}
	all := storetest.Objects(t, s)
	if all[importDay] != "{\"date\"" || !strings.Contains(all[row.BesideObject(historytest.Date("2023-01-01"), "20261124T090000Z", 1)], `"value":1`) {
		t.Errorf("stored %v", all)
	}
	plan, err = PlanImport(t.Context(), s, rows, ImportBehind)
	if err != nil || plan.Writes().Rows != 0 || plan.Unreadable() == nil {
		t.Errorf("a second import would write %+v; %v, %v", plan.Writes(), plan.Unreadable(), err)
	}
}

func TestImportStopsWithItsContext(t *testing.T) {
	s := storetest.NewMemory()
	plan, err := PlanImport(t.Context(), s, threeDays(), ImportBehind)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if imported, err := plan.Apply(ctx, s, importedAt, nil); !errors.Is(err, context.Canceled) || imported.Rows != 0 {
		t.Errorf("imported %+v, %v", imported, err)
	}
	if _, err := PlanImport(ctx, s, threeDays(), ImportBehind); !errors.Is(err, context.Canceled) {
		t.Errorf("planned: %v", err)
	}
}

// TestImportReadsAndWritesAtOnceButNotAllAtOnce imports many days, of which only
// some may be under way at a time.
func TestImportReadsAndWritesAtOnceButNotAllAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const days = 10 * daysAtOnce
		var rows []ImportRow
		for i := range days {
			row := brought("2023-01-01", int64(1000+i))
			row.Date += content.Day(i)
			rows = append(rows, row)
		}
		m := storetest.NewMemory()
		m.On("Put", func() storetest.Fault {
			<-time.After(time.Second)
			return storetest.Fault{}
		})
		begin := time.Now()
		mustImport(t, m, ImportBehind, rows...)
		if took := time.Since(begin); took != days/daysAtOnce*time.Second {
			t.Errorf("%d days took %v", days, took)
		}
		if n := len(storetest.Objects(t, m)); n != days {
			t.Errorf("%d objects, want %d", n, days)
		}
	})
}
