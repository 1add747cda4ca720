package history

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/commit"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// flavours are the ways in which a call may fail.
var flavours = []struct {
	name string
	storetest.Fault
	mends bool // whether Record goes on
}{
	{"refused, not stored", storetest.Fault{Err: storetest.ErrBroken}, false},
	{"refused, but stored", storetest.Fault{Err: storetest.ErrBroken, Kept: true}, false},
	{"unknown, not stored", storetest.Fault{Err: fmt.Errorf("http 500: %w", store.ErrUnknown)}, true},
	{"unknown, but stored", storetest.Fault{Err: fmt.Errorf("time-out: %w", store.ErrUnknown), Kept: true}, true},
	{"conflict, not stored", storetest.Fault{Err: fmt.Errorf("http 412: %w", store.ErrConflict)}, true},
	{"conflict, but stored", storetest.Fault{Err: fmt.Errorf("http 412: %w", store.ErrConflict), Kept: true}, true},
}

// TestEveryCallFailsInEveryWay has two calls of a run fail, each in every way,
// on a new day, on a day that another run wrote, and on one that is broken.
func TestEveryCallFailsInEveryWay(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{
		"a new day": "", "another run's day": historytest.GoodLine(`opeth`, `vola`) + "\n", "a broken day": "{cut",
	} {
		for _, first := range flavours {
			t.Run(name+": "+first.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					for _, second := range flavours {
						for n := range 8 {
							for gap := range 4 {
								m := storetest.NewMemory()
								if before != "" {
									storetest.MustPut(t, m, historytest.TodayObject, before)
								}
								failing := map[int]storetest.Fault{n: first.Fault, n + gap: second.Fault}
								failAndGoOn(t, m, before, failing, first.mends && second.mends)
							}
						}
					}
				})
			})
		}
	}
}

// failAndGoOn records while calls fail, and once more if that did not end well;
// then every row must be there, once.
func failAndGoOn(t *testing.T, m *storetest.Memory, before string, failing map[int]storetest.Fault, mends bool) {
	t.Helper()
	done := len(m.Calls)
	allPuts := true
	m.Script = func(n int, call string) storetest.Fault {
		f := failing[n-done-1]
		allPuts = allPuts && (f.Err == nil || call == "Put")
		return f
	}
	snap := historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth twitter o", "http 402"))
	_, err := Record(t.Context(), m, snap, nil)
	m.Script = nil
	var unreadable *row.UnreadableError
	broken := before == "{cut"
	switch {
	case err == nil && broken:
		t.Errorf("%v: no error on a broken day", failing)
	case errors.As(err, &unreadable) && !broken:
		t.Errorf("%v: %v", failing, err)
	case err != nil && unreadable == nil && mends && allPuts:
		t.Errorf("%v: gave up: %v", failing, err)
	case err != nil && unreadable == nil:
		if _, err := Record(t.Context(), m, snap, nil); err != nil && !broken {
			t.Errorf("%v: the next run: %v", failing, err)
		}
	}

	opeth := historytest.GoodLine(``, ``) + "\n" + `{"date":"2026-11-23","artist":"opeth","source":"twitter","metric":"followers","status":"error","reason":"http 402","at":"2026-11-23T03:17:42Z","ref":"o"}` + "\n"
	want := map[string]string{historytest.TodayObject: opeth + before}
	if broken {
		const beside = "v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-001.ndjson"
		want = map[string]string{historytest.TodayObject: before, beside: opeth}
	}
	if diff := cmp.Diff(want, storetest.Objects(t, m)); diff != "" {
		t.Fatalf("%v: (-want +got):\n%s", failing, diff)
	}
}

// TestAnotherRunGetsInBetween has other runs write just before this one does.
func TestAnotherRunGetsInBetween(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		others []string // the other runs' counts of opeth on spotify, as lines
		want   map[string]string
	}{
		{
			"it has other artists",
			[]string{historytest.GoodLine(`opeth`, `vola`), historytest.GoodLine(`opeth`, `gojira`)},
			map[string]string{"vola spotify": "7@o", "gojira spotify": "7@o", "opeth spotify": "9@o"},
		},
		{"it has an earlier count", []string{historytest.GoodLine(``, ``)}, map[string]string{"opeth spotify": "9@o"}},
		{"it has a later count", []string{historytest.GoodLine(`T03`, `T13`)}, map[string]string{"opeth spotify": "7@o"}},
		{"it has the same count", []string{historytest.GoodLine(`7,`, `9,`)}, map[string]string{"opeth spotify": "9@o"}},
		{"it has a correction", []string{historytest.GoodLine(`7,`, `7,"via":"manual",`)}, map[string]string{"opeth spotify": "7@o"}},
		{"it failed", []string{historytest.GoodLine(`"value":7`, `"status":"error"`)}, map[string]string{"opeth spotify": "9@o"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := storetest.NewMemory()
				others := test.others
				m.On("Put", func() storetest.Fault {
					if len(others) == 0 {
						return storetest.Fault{}
					}
					line := others[0]
					others = others[1:]
					old := m.Objects[historytest.TodayObject]
					m.Objects[historytest.TodayObject] = storetest.Object{Data: append(old.Data, line+"\n"...), Version: old.Version + "'"}
					return storetest.Fault{}
				})
				recorded := mustRecord(t, m, historytest.Snapshot(historytest.Tonight.Add(time.Minute), historytest.Sample("opeth spotify o", 9)))
				if recorded.Rows != 1 {
					t.Errorf("%d rows, want the one that was tried", recorded.Rows)
				}
				if diff := cmp.Diff(test.want, counts(t, m)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestRecordGivesUp(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{store.ErrConflict, store.ErrUnknown} {
		synctest.Test(t, func(t *testing.T) {
			m := storetest.NewMemory()
			m.Fail("Put", storetest.Fault{Err: fmt.Errorf("http 503 SlowDown: %w", cause)})
			begin := time.Now()
			recorded, err := Record(t.Context(), m, historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7)), nil)
			waited := time.Since(begin)
			if !errors.Is(err, cause) || !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "record counts of 2026-11-23: gave up: ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("gave up with %v", err)
			}
			if recorded.Rows != 0 {
				t.Errorf("%d rows", recorded.Rows)
			}
			if waited != commit.Patience {
				t.Errorf("after %v, want %v", waited, commit.Patience)
			}
			// Pauses double from 20 ms to 5 s, so they are few and bounded.
			if n := m.Puts(); n < 45 || n > 110 {
				t.Errorf("%d attempts", n)
			}
		})
	}
}

func TestRecordFailsWhereADayCannotBeGot(t *testing.T) {
	t.Parallel()
	for n, call := range []string{"List", "Get"} {
		m := storetest.NewMemory()
		storetest.MustPut(t, m, historytest.TodayObject, historytest.GoodLine(``, ``)+"\n")
		m.FailNth(n+1, storetest.Fault{Err: storetest.ErrBroken})
		_, err := Record(t.Context(), m, historytest.Snapshot(historytest.Tonight, historytest.Sample("vola spotify v", 7)), nil)
		if !errors.Is(err, storetest.ErrBroken) || m.Puts() != 1 {
			t.Errorf("%s: %v after %v", call, err, m.Calls)
		}
		m.Script = nil
		if n, ok := mustLoad(t, m, historytest.Never).Series("opeth", content.Spotify.Default()).Last(); !ok || n.Value != 7 {
			t.Errorf("%s: %v", call, n)
		}
	}
}
