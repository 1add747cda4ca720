package restore_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/archive"
	"datarocks/history/historytest"
	"datarocks/history/restore"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
	"datarocks/publish/awstest"
)

var now = historytest.Clock("2026-11-24T09:00:00Z")

func mustPlan(t *testing.T, s store.Store, days ...content.Day) *restore.Plan {
	t.Helper()
	p, err := restore.New(t.Context(), s, days, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// lossy is a store of 2025 with a rollup, of which days are lost in every way.
func lossy(t *testing.T) (m *storetest.Memory, before map[string]string) {
	t.Helper()
	m = storetest.NewMemory()
	historytest.FillDays(t, m, "2025-12-20", "2025-12-31")
	a, err := archive.Load(t.Context(), m, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.StoreRollups(t.Context(), m), a.Close()); err != nil {
		t.Fatal(err)
	}
	before = make(map[string]string)
	for name := range m.Objects {
		before[name] = rewritten(m, name)
	}
	delete(m.Objects, row.DayObject(historytest.Date("2025-12-21")))
	m.Set(row.DayObject(historytest.Date("2025-12-22")), nil)
	m.Set(row.DayObject(historytest.Date("2025-12-23")), []byte(" \n"))
	m.Set(row.DayObject(historytest.Date("2025-12-24")), []byte(`{"date":"2025-`))
	return m, before
}

// rewritten is an object's rows as they are encoded today.
func rewritten(m *storetest.Memory, name string) string {
	day, ok := row.DayOf(name)
	if !ok {
		return string(m.Data(name))
	}
	rows, err := row.DecodeDay(name, day, m.Data(name))
	for i := range rows {
		rows[i] = rows[i].Anew()
	}
	return fmt.Sprint(string(row.EncodeDay(rows)), err)
}

// TestRestoreWhereEveryCallFails: what was lost is there again, once, whichever call
// failed, also one that was carried out; and what is stored otherwise is untouched.
func TestRestoreWhereEveryCallFails(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 20; n++ {
		for _, fault := range []storetest.Fault{{Err: store.ErrUnknown}, {Err: store.ErrUnknown, Kept: true}, {Err: storetest.ErrBroken}, {Err: storetest.ErrBroken, Kept: true}} {
			m, before := lossy(t)
			p := mustPlan(t, m)
			m.FailNth(n, fault)
			if err := p.Apply(t.Context(), nil); err != nil {
				if !errors.Is(err, storetest.ErrBroken) && !errors.Is(err, store.ErrUnknown) {
					t.Fatalf("call %d: %v", n, err)
				}
				m.Script = nil
				if err := mustPlan(t, m).Apply(t.Context(), nil); err != nil {
					t.Fatalf("call %d, again: %v", n, err)
				}
			}
			m.Script = nil
			after := make(map[string]string)
			for name := range m.Objects {
				after[name] = rewritten(m, name)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Fatalf("call %d, %+v (-before +after):\n%s", n, fault, diff)
			}
			if left := mustPlan(t, m); len(left.Days) > 0 {
				t.Fatalf("call %d: %+v is lost still", n, left.Days)
			}
		}
	}
}

// TestRestoreOverwritesNothing: what somebody stored since the plan was made stays.
func TestRestoreOverwritesNothing(t *testing.T) {
	t.Parallel()
	for _, day := range []string{"2025-12-21", "2025-12-24"} {
		m, _ := lossy(t)
		p := mustPlan(t, m)
		other := historytest.Line(day, "opeth", "spotify", `"value":7,"via":"manual","at":"2026-11-24T08:00:00Z"`)
		m.Set(row.DayObject(historytest.Date(day)), []byte(other))
		if err := p.Apply(t.Context(), nil); err != nil && !errors.Is(err, restore.ErrChanged) {
			t.Error(err)
		}
		if got := string(m.Data(row.DayObject(historytest.Date(day)))); got != other {
			t.Errorf("it holds %q", got)
		}
		if d := mustPlan(t, m, historytest.Date(day)).Days[0]; !d.Kept || d.Lost() || d.Stored != 1 {
			t.Errorf("a day that is stored: %+v", d)
		}
	}
}

// TestRestoreBringsBackNothingForgotten: an older version of a day, and an object beside
// it that was deleted before, have rows that were forgotten since.
func TestRestoreBringsBackNothingForgotten(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	if err := cloud.KeepVersions(s3test.Bucket); err != nil {
		t.Fatal(err)
	}
	s, day := s3test.Store(cloud), historytest.Date(historytest.Today)
	beside := row.BesideObject(day, "x", 1)
	storetest.MustPut(t, s, historytest.TodayObject, historytest.GoodLine(``, ``)+"\n"+historytest.GoodLine(`opeth`, `vola`)+"\n")
	storetest.MustPut(t, s, beside, historytest.GoodLine(`"spotify"`, `"deezer"`)+"\n")
	if err := cloud.Delete(s3test.Bucket, beside); err != nil {
		t.Fatal(err)
	}
	forget(t, s, "opeth")
	for name, lose := range map[string]func(){
		"deleted": func() { drop(t, cloud, historytest.TodayObject) },
		"emptied": func() {
			if err := cloud.Put(s3test.Bucket, historytest.TodayObject, awstest.Object{}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		lose()
		p := mustPlan(t, s)
		if len(p.Days) != 1 || p.Days[0].Rows != 1 {
			t.Fatalf("%s: %+v", name, p.Days)
		}
		if err := p.Apply(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if got, _, err := s.Get(t.Context(), historytest.TodayObject); err != nil || string(got) != historytest.GoodLine(`opeth`, `vola`)+"\n" {
			t.Errorf("%s: it holds %s, %v", name, got, err)
		}
	}
	// A day of which all was forgotten stays one.
	forget(t, s, "vola")
	drop(t, cloud, historytest.TodayObject)
	if err := mustPlan(t, s).Apply(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got, _, err := s.Get(t.Context(), historytest.TodayObject); err != nil || !row.IsForgotten([]byte(strings.TrimSpace(string(got))), day) {
		t.Errorf("it holds %s, %v", got, err)
	}
	if p := mustPlan(t, s); len(p.Days) > 0 {
		t.Errorf("lost still: %+v", p.Days)
	}
}

func forget(t *testing.T, s store.Store, artist string) {
	t.Helper()
	p, err := history.PlanForget(t.Context(), s, history.Forgetting{Artist: artist, At: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

func drop(t *testing.T, cloud *awstest.AWS, key string) {
	t.Helper()
	if err := cloud.Delete(s3test.Bucket, key); err != nil {
		t.Fatal(err)
	}
}
