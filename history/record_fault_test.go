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
)

// errBroken is a failure that says nothing about what was stored.
var errBroken = errors.New("connection reset")

// flavours are the ways in which a call may fail.
var flavours = []struct {
	name string
	fault
	mends bool // whether Record goes on
}{
	{"refused, not stored", fault{err: errBroken}, false},
	{"refused, but stored", fault{err: errBroken, kept: true}, false},
	{"unknown, not stored", fault{err: fmt.Errorf("http 500: %w", ErrUnknown)}, true},
	{"unknown, but stored", fault{err: fmt.Errorf("time-out: %w", ErrUnknown), kept: true}, true},
	{"conflict, not stored", fault{err: fmt.Errorf("http 412: %w", ErrConflict)}, true},
	{"conflict, but stored", fault{err: fmt.Errorf("http 412: %w", ErrConflict), kept: true}, true},
}

// TestEveryCallFailsInEveryWay has two calls of a run fail, each in every way,
// on a new day, on a day that another run wrote, and on one that is broken.
func TestEveryCallFailsInEveryWay(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{
		"a new day": "", "another run's day": with(`opeth`, `vola`) + "\n", "a broken day": "{cut",
	} {
		for _, first := range flavours {
			t.Run(name+": "+first.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					for _, second := range flavours {
						for n := range 8 {
							for gap := range 4 {
								m := newMemory()
								if before != "" {
									mustPut(t, m, todayObject, before)
								}
								failing := map[int]fault{n: first.fault, n + gap: second.fault}
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
func failAndGoOn(t *testing.T, m *memory, before string, failing map[int]fault, mends bool) {
	t.Helper()
	done := len(m.calls)
	allPuts := true
	m.script = func(n int, call string) fault {
		f := failing[n-done-1]
		allPuts = allPuts && (f.err == nil || call == "Put")
		return f
	}
	snap := snapshot(tonight, sample("opeth spotify o", 7), sample("opeth twitter o", "http 402"))
	_, err := Record(t.Context(), m, snap)
	m.script = nil
	var unreadable *UnreadableError
	broken := before == "{cut"
	switch {
	case err == nil && broken:
		t.Errorf("%v: no error on a broken day", failing)
	case errors.As(err, &unreadable) && !broken:
		t.Errorf("%v: %v", failing, err)
	case err != nil && unreadable == nil && mends && allPuts:
		t.Errorf("%v: gave up: %v", failing, err)
	case err != nil && unreadable == nil:
		if _, err := Record(t.Context(), m, snap); err != nil && !broken {
			t.Errorf("%v: the next run: %v", failing, err)
		}
	}

	opeth := with(``, ``) + "\n" + `{"date":"2026-11-23","artist":"opeth","source":"twitter","metric":"followers","status":"error","reason":"http 402","at":"2026-11-23T03:17:42Z","ref":"o"}` + "\n"
	want := map[string]string{todayObject: opeth + before}
	if broken {
		const beside = "v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-001.ndjson"
		want = map[string]string{todayObject: before, beside: opeth}
	}
	if diff := cmp.Diff(want, objects(t, m)); diff != "" {
		t.Fatalf("%v: (-want +got):\n%s", failing, diff)
	}
}

func TestALostAnswerIsNoFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.script = func(_ int, call string) fault {
			if call == "Put" {
				return fault{err: ErrUnknown, kept: true}
			}
			return fault{}
		}
		recorded := mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 7)))
		if recorded.Rows != 1 || m.puts() != 1 {
			t.Errorf("%d rows in %d writes", recorded.Rows, m.puts())
		}
	})
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
			[]string{with(`opeth`, `vola`), with(`opeth`, `gojira`)},
			map[string]string{"vola spotify": "7@o", "gojira spotify": "7@o", "opeth spotify": "9@o"},
		},
		{"it has an earlier count", []string{with(``, ``)}, map[string]string{"opeth spotify": "9@o"}},
		{"it has a later count", []string{with(`T03`, `T13`)}, map[string]string{"opeth spotify": "7@o"}},
		{"it has the same count", []string{with(`7,`, `9,`)}, map[string]string{"opeth spotify": "9@o"}},
		{"it has a correction", []string{with(`7,`, `7,"via":"manual",`)}, map[string]string{"opeth spotify": "7@o"}},
		{"it failed", []string{with(`"value":7`, `"status":"error"`)}, map[string]string{"opeth spotify": "9@o"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				others := test.others
				m.script = func(_ int, call string) fault {
					if call != "Put" || len(others) == 0 {
						return fault{}
					}
					line := others[0]
					others = others[1:]
					old := m.objects[todayObject]
					m.objects[todayObject] = stored{append(old.data, line+"\n"...), old.version + "'"}
					return fault{}
				}
				recorded := mustRecord(t, m, snapshot(tonight.Add(time.Minute), sample("opeth spotify o", 9)))
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
	for _, cause := range []error{ErrConflict, ErrUnknown} {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			m.script = func(_ int, call string) fault {
				if call == "Put" {
					return fault{err: fmt.Errorf("http 503 SlowDown: %w", cause)}
				}
				return fault{}
			}
			begin := time.Now()
			recorded, err := Record(t.Context(), m, snapshot(tonight, sample("opeth spotify o", 7)))
			waited := time.Since(begin)
			if !errors.Is(err, cause) || !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "record counts of 2026-11-23: gave up: ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("gave up with %v", err)
			}
			if recorded.Rows != 0 {
				t.Errorf("%d rows", recorded.Rows)
			}
			if waited != patience {
				t.Errorf("after %v, want %v", waited, patience)
			}
			// Pauses double from 20 ms to 5 s, so they are few and bounded.
			if n := m.puts(); n < 45 || n > 110 {
				t.Errorf("%d attempts", n)
			}
		})
	}
}

func TestRecordTellsWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for n, call := range []string{"List", "Get"} {
		m := newMemory()
		mustPut(t, m, todayObject, with(``, ``)+"\n")
		m.script = func(i int, _ string) fault {
			if i == n+2 {
				return fault{err: errBroken}
			}
			return fault{}
		}
		_, err := Record(t.Context(), m, snapshot(tonight, sample("vola spotify v", 7)))
		if !errors.Is(err, errBroken) || m.puts() != 1 {
			t.Errorf("%s: %v after %v", call, err, m.calls)
		}
		m.script = nil
		if n, ok := mustLoad(t, m, never).Series("opeth", content.Spotify).Last(); !ok || n.Value != 7 {
			t.Errorf("%s: %v", call, n)
		}
	}
}
