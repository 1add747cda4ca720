package history

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
)

// TestABackfillBesideAnUnreadableDay leaves that as it is.
func TestABackfillBesideAnUnreadableDay(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2025-01-01", "2025-02-20")
	bad := row.DayObject(historytest.Date("2025-01-10"))
	m.Set(bad, []byte("{"))
	h := mustLoad(t, m, historytest.Tonight)
	first := historytest.Date("2025-01-01")
	snap := historytest.Snapshot(historytest.Tonight, pastOf("vola", "v", first, slices.Repeat([]int64{5}, 51)...))
	recorded, err := h.RecordDays(t.Context(), snap, nil)
	if _, unreadable := errors.AsType[*row.UnreadableError](err); !unreadable || recorded.Rows != 51 || string(m.Data(bad)) != "{" {
		t.Errorf("%+v, %v", recorded, err)
	}
	again := mustLoad(t, m, historytest.Tonight)
	if n := again.Series("vola", views).Len(); n != 51 {
		t.Errorf("%d counts are stored", n)
	}
	if diff := cmp.Diff(everythingOf(t, again), everythingOf(t, h)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	m.Calls = nil
	if _, err := again.RecordDays(t.Context(), snap, nil); err != nil || len(written(m)) != 0 {
		t.Errorf("again: %v, %v", err, written(m))
	}
}

// TestADayIsSpoiltBeforeABackfill: it was read well when the history was loaded.
func TestADayIsSpoiltBeforeABackfill(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2025-01-01", "2025-02-20")
	h := mustLoad(t, m, historytest.Tonight)
	bad := row.DayObject(historytest.Date("2025-01-10"))
	m.Set(bad, []byte("{"))
	snap := historytest.Snapshot(historytest.Tonight, pastOf("vola", "v", historytest.Date("2025-01-01"), slices.Repeat([]int64{5}, 51)...))
	if _, err := h.RecordDays(t.Context(), snap, nil); err == nil || string(m.Data(bad)) != "{" {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff(everythingOf(t, mustLoad(t, m, historytest.Tonight)), everythingOf(t, h)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestABackfillWithoutConditions stores each day's rows under a name of its own.
func TestABackfillWithoutConditions(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	cloud.IgnoreConditions(s3test.Bucket)
	s := s3test.Store(cloud)
	record(t, s, "opeth", 7)
	h := mustLoad(t, s, historytest.Tonight)
	snap := historytest.Snapshot(historytest.Tonight, pastOf("vola", "v", historytest.Date("2026-10-01"), slices.Repeat([]int64{5}, 40)...))
	recorded, err := h.RecordDays(t.Context(), snap, nil)
	if err != nil || recorded.Days != 40 {
		t.Errorf("%+v, %v", recorded, err)
	}
	again := mustLoad(t, s, historytest.Tonight)
	if n := again.Series("vola", views).Len(); n != 40 {
		t.Errorf("%d counts", n)
	}
	if diff := cmp.Diff(everythingOf(t, again), everythingOf(t, h)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if recorded, err := again.RecordDays(t.Context(), snap, nil); err != nil || recorded.Days != 0 {
		t.Errorf("again: %+v, %v", recorded, err)
	}
}

// TestABackfillAsOf: a history as it was before does not have it.
func TestABackfillAsOf(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2025-01-01", "2025-12-31")
	before := everythingOf(t, mustLoad(t, m, historytest.Tonight.Add(-time.Second)))
	h := mustLoad(t, m, historytest.Tonight)
	snap := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "w", historytest.Date("2024-06-01"), slices.Repeat([]int64{5}, 700)...))
	if _, err := h.RecordDays(t.Context(), snap, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, everythingOf(t, mustLoad(t, m, historytest.Tonight.Add(-time.Second)))); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	if n := mustLoad(t, m, historytest.Tonight).Series("opeth", views).Len(); n != 700 {
		t.Errorf("%d counts", n)
	}
}

// TestABackfillBesideTonight records both, in either order.
func TestABackfillBesideTonight(t *testing.T) {
	t.Parallel()
	for _, daysFirst := range []bool{false, true} {
		m := storetest.NewMemory()
		historytest.FillDays(t, m, "2026-01-01", "2026-11-22")
		h := mustLoad(t, m, historytest.Tonight)
		days := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "w", historytest.Date("2026-06-01"), slices.Repeat([]int64{5}, 175)...))
		steps := []func() error{
			func() error {
				_, err := h.Record(t.Context(), historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 9)), nil)
				return err
			},
			func() error { _, err := h.RecordDays(t.Context(), days, nil); return err },
		}
		if daysFirst {
			slices.Reverse(steps)
		}
		for _, step := range steps {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		again := mustLoad(t, m, historytest.Tonight)
		if diff := cmp.Diff(everythingOf(t, again), everythingOf(t, h)); diff != "" {
			t.Errorf("days first %v (-want +got):\n%s", daysFirst, diff)
		}
		sameStored(t, "read by way of the rollup", historytest.PlainRows(t, m, historytest.Tonight), must(again.Rows("opeth")))
	}
}

// asStored compares a history with what the days of a store hold.
func asStored(t *testing.T, m *storetest.Memory, what string, h *History) {
	t.Helper()
	got := slices.Concat(must(h.Rows("opeth")), must(h.Rows("vola")))
	sameStored(t, what, historytest.PlainRows(t, m, historytest.Never), got)
}

// TestABackfillIsInterruptedOverDays that are there: the rollups that it makes nevertheless
// have no row that is not stored.
func TestABackfillIsInterruptedOverDays(t *testing.T) {
	t.Parallel()
	for _, nth := range []int{2, 90, 120, 178} {
		m := storetest.NewMemory()
		historytest.FillDays(t, m, "2025-01-01", "2025-03-31")
		h := mustLoad(t, m, historytest.Tonight)
		m.FailNth(nth, storetest.Fault{Err: storetest.ErrBroken})
		snap := historytest.Snapshot(historytest.Tonight, pastOf("vola", "w", historytest.Date("2025-01-01"), slices.Repeat([]int64{5}, 90)...))
		if _, err := h.RecordDays(t.Context(), snap, nil); !errors.Is(err, storetest.ErrBroken) {
			t.Fatalf("request %d: %v", nth, err)
		}
		asStored(t, m, "the next load", mustLoad(t, m, historytest.Never))
	}
}

// TestTwoBackfillsOfOneHistory, of artists that are not the same.
func TestTwoBackfillsOfOneHistory(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	h := mustLoad(t, m, historytest.Tonight)
	for i, artist := range []string{"opeth", "vola", "opeth"} {
		first := historytest.Date("2025-01-01") + content.Day(20*i)
		snap := historytest.Snapshot(historytest.Tonight, pastOf(artist, "w", first, slices.Repeat([]int64{5}, 60)...))
		if recorded, err := h.RecordDays(t.Context(), snap, nil); err != nil || recorded.Moved {
			t.Fatalf("%s: %+v, %v", artist, recorded, err)
		}
		asStored(t, m, "the history", h)
		asStored(t, m, "the next load", mustLoad(t, m, historytest.Tonight))
	}
}

// overtake lets another run write a count on each of some days, as the first of them is to
// be put.
func overtake(m *storetest.Memory, first string, days content.Day) {
	var once sync.Once
	m.On("Put", func() storetest.Fault {
		once.Do(func() {
			for day := historytest.Date(first); day < historytest.Date(first)+days; day++ {
				name := row.DayObject(day)
				m.Set(name, append(m.Data(name), historytest.Line(day.String(), "vola", "twitter", `"value":8,"ref":"v","at":"2025-02-10T04:00:00Z"`)...))
			}
		})
		return storetest.Fault{}
	})
}

// TestARunOvertakesADay between the look at it and its Put.
func TestARunOvertakesADay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := storetest.NewMemory()
		historytest.FillDays(t, m, "2025-01-01", "2025-01-31")
		h := mustLoad(t, m, historytest.Never)
		overtake(m, "2025-01-10", 1)
		recorded, err := h.RecordDays(t.Context(), historytest.Snapshot(historytest.Tonight, pastOf("opeth", "o", historytest.Date("2025-01-10"), 5)), nil)
		if err != nil || !recorded.Moved || recorded.Days != 1 {
			t.Errorf("%+v, %v", recorded, err)
		}
		asStored(t, m, "the history", h)
	})
}

// TestABackfillOfFewDaysIsKilled: an article that is read on every fifth day. However many
// days are written at once, what is missing lies within those that the next night asks for.
func TestABackfillOfFewDaysIsKilled(t *testing.T) {
	t.Parallel()
	first := historytest.Date("2026-03-01")
	counts := slices.Repeat([]int64{5, fetch.None, fetch.None, fetch.None, fetch.None}, 40)
	snap := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "w", first, counts...))
	for nth := 1; nth <= 40; nth++ {
		m := storetest.NewMemory()
		h := mustLoad(t, m, historytest.Tonight)
		m.FailNth(nth, storetest.Fault{Err: storetest.ErrBroken})
		if _, err := h.RecordDays(t.Context(), snap, nil); !errors.Is(err, storetest.ErrBroken) {
			t.Fatalf("write %d fails: %v", nth, err)
		}
		s := mustLoad(t, m, historytest.Tonight).Series("opeth", views)
		missing := first
		for _, ok := s.Value(missing); ok; _, ok = s.Value(missing) {
			missing += 5
		}
		if last, ok := s.Last(); ok && last.Day-missing > 16 {
			t.Errorf("write %d fails: %s is missing, and %s is stored", nth, missing, last.Day)
		}
	}
}

// TestARollupOfABackfillFails: every day is stored, and the rollup stays due.
func TestARollupOfABackfillFails(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	h := mustLoad(t, m, historytest.Tonight)
	snap := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "w", historytest.Date("2025-02-01"), slices.Repeat([]int64{5}, 40)...))
	m.FailNth(41, storetest.Fault{Err: storetest.ErrBroken})
	if recorded, err := h.RecordDays(t.Context(), snap, nil); err != nil || recorded.Days != 40 {
		t.Errorf("%+v, %v", recorded, err)
	}
	const rollup = "v1/rollup/2025.ndjson.gz"
	if slices.Contains(m.Names(), rollup) {
		t.Error("the rollup is stored")
	}
	if err := h.Rollup(t.Context()); err != nil || !slices.Contains(m.Names(), rollup) {
		t.Errorf("later it is not, either: %v", err)
	}
	if diff := cmp.Diff(everythingOf(t, mustLoad(t, m, historytest.Tonight)), everythingOf(t, h)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestABackfillIsKilled leaves a folder as a crash does at any of its writes: what the
// next night stores is the whole.
func TestABackfillIsKilled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first := historytest.Date("2026-09-01")
		snap := historytest.Snapshot(historytest.Tonight, pastOf("opeth", "w", first, slices.Repeat([]int64{5}, 40)...))
		for puts := range 42 {
			m := storetest.NewMemory()
			var n atomic.Int32
			m.On("Put", func() storetest.Fault {
				if n.Add(1) > int32(puts) {
					return storetest.Fault{Err: storetest.ErrBroken} // dead from here on
				}
				return storetest.Fault{}
			})
			if _, err := mustLoad(t, m, historytest.Tonight).RecordDays(t.Context(), snap, nil); (err == nil) != (puts >= 40) {
				t.Errorf("killed after %d writes: %v", puts, err)
			}
			m.Script = nil
			h := mustLoad(t, m, historytest.Tonight)
			s := h.Series("opeth", views)
			if last, ok := s.Last(); ok && s.Len() < int(last.Day-first)+1-16 {
				t.Errorf("killed after %d writes: %d counts until %s", puts, s.Len(), last.Day)
			}
			if _, err := h.RecordDays(t.Context(), snap, nil); err != nil || h.Series("opeth", views).Len() != 40 {
				t.Errorf("killed after %d writes: %v", puts, err)
			}
			for name, times := range written(m) {
				if strings.HasSuffix(name, ".ndjson") && times > 2 {
					t.Errorf("%s is written %d times", name, times)
				}
			}
		}
	})
}
