package history

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
)

// counts gives what today says of each "artist source": "7@account", or
// "error: reason@account".
func counts(t *testing.T, s Store) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for name, data := range objects(t, s) {
		rows, err := decodeDay(name, date(today), []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			what := string(row.Status) + ": " + row.Reason
			if row.Value != nil {
				what = fetch.Number(*row.Value).String()
			}
			all[row.Artist+" "+string(row.Source)] = what + "@" + row.Ref
		}
	}
	return all
}

func TestRecordStoresOneRowASample(t *testing.T) {
	t.Parallel()
	m := newMemory()
	late := time.Date(2026, 11, 24, 0, 59, 59, 999, time.FixedZone("", 3600)) // still the 23rd in UTC
	snap := snapshot(late,
		sample("vola twitter v", "http 402: no credits"), sample("opeth lastfm Opeth", fetch.Missing(fetch.Hidden, "")), sample("opeth spotify o", 7))
	snap.Via = ViaDemo
	recorded := mustRecord(t, m, snap)
	if diff := cmp.Diff(Recorded{date(today), 3}, recorded); diff != "" {
		t.Error(diff)
	}
	holds(t, m, map[string]string{todayObject: `{"date":"2026-11-23","artist":"opeth","source":"lastfm","metric":"listeners","status":"hidden","via":"demo","at":"2026-11-23T23:59:59Z","ref":"Opeth"}
{"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers","value":7,"via":"demo","at":"2026-11-23T23:59:59Z","ref":"o"}
{"date":"2026-11-23","artist":"vola","source":"twitter","metric":"followers","status":"error","via":"demo","reason":"http 402: no credits","at":"2026-11-23T23:59:59Z","ref":"v"}
`})
}

func TestARunAtMidnightIsOfTheNewDay(t *testing.T) {
	t.Parallel()
	m := newMemory()
	recorded := mustRecord(t, m, snapshot(clock(today+"T00:00:00Z"), sample("opeth spotify o", 7)))
	if recorded.Day != date(today) {
		t.Errorf("recorded %v", recorded)
	}
	holds(t, m, map[string]string{todayObject: with(`03:17:42`, `00:00:00`) + "\n"})
}

func TestNothingAskedTouchesNothing(t *testing.T) {
	t.Parallel()
	m := newMemory()
	recorded := mustRecord(t, m, snapshot(tonight))
	if recorded != (Recorded{Day: date(today)}) || len(m.calls) > 0 {
		t.Errorf("%v after %v", recorded, m.calls)
	}
}

// TestRecordAgain has a later run of the same day say something of opeth.
func TestRecordAgain(t *testing.T) {
	t.Parallel()
	const gone = "http 503"
	for _, test := range []struct {
		name          string
		first, second fetch.Sample
		want          string // after both; "" if the second writes nothing
	}{
		{"an equal count", sample("opeth spotify o", 7), sample("opeth spotify o", 7), ""},
		{"an equal zero", sample("opeth spotify o", 0), sample("opeth spotify o", 0), ""},
		{"an equal reason", sample("opeth spotify o", gone), sample("opeth spotify o", gone), ""},
		{"a failure after a count", sample("opeth spotify o", 7), sample("opeth spotify o", gone), ""},
		{"a failure after a zero", sample("opeth spotify o", 0), sample("opeth spotify o", gone), ""},
		{"another account's failure after a count", sample("opeth spotify o", 7), sample("opeth spotify p", gone), ""},
		{"another count", sample("opeth spotify o", 7), sample("opeth spotify o", 6), "6@o"},
		{"a zero after a count", sample("opeth spotify o", 7), sample("opeth spotify o", 0), "0@o"},
		{"another account's equal count", sample("opeth spotify o", 7), sample("opeth spotify p", 7), "7@p"},
		{"a count after a failure", sample("opeth spotify o", gone), sample("opeth spotify o", 7), "7@o"},
		{"another reason", sample("opeth spotify o", gone), sample("opeth spotify o", "timed out"), "error: timed out@o"},
		{"another kind of absence", sample("opeth spotify o", gone), sample("opeth spotify o", fetch.Missing(fetch.Unavailable, gone)), "unavailable: http 503@o"},
		{"another account's equal reason", sample("opeth spotify o", gone), sample("opeth spotify p", gone), "error: http 503@p"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := newMemory()
			mustRecord(t, m, snapshot(tonight, test.first))
			before := objects(t, m)
			recorded := mustRecord(t, m, snapshot(tonight.Add(time.Hour), test.second))
			if test.want == "" {
				holds(t, m, before)
				if m.puts() != 1 || recorded.Rows != 0 {
					t.Errorf("%d rows of news in %d writes, want none", recorded.Rows, m.puts()-1)
				}
				return
			}
			if diff := cmp.Diff(map[string]string{"opeth spotify": test.want}, counts(t, m)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if m.puts() != 2 || recorded.Rows != 1 {
				t.Errorf("%d rows of news in %d writes, want one", recorded.Rows, m.puts()-1)
			}
		})
	}
}

func TestWhatAPersonDecidedStays(t *testing.T) {
	t.Parallel()
	for _, line := range []string{with(`7,`, `5,"via":"manual",`), with(`"value":7,`, `"status":"retracted",`)} {
		m := newMemory()
		mustPut(t, m, todayObject, line+"\n")
		recorded := mustRecord(t, m, snapshot(tonight.Add(time.Hour), sample("opeth spotify o", 9)))
		holds(t, m, map[string]string{todayObject: line + "\n"})
		if m.puts() != 1 || recorded.Rows != 0 {
			t.Errorf("%d rows over %s", recorded.Rows, line)
		}
	}
}

func TestALiveCountReplacesAnImportedOne(t *testing.T) {
	t.Parallel()
	m := newMemory()
	mustPut(t, m, todayObject, with(`7,`, `7,"via":"import:csv",`)+"\n")
	mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 7)))
	holds(t, m, map[string]string{todayObject: with(``, ``) + "\n"})
}

// TestBrokenSamples must not poison the day: a row that cannot be read would
// hide all others.
func TestBrokenSamples(t *testing.T) {
	t.Parallel()
	m := newMemory()
	broken := []fetch.Sample{{Ask: sample("vola spotify v", 1).Ask}, sample("vola myspace v", 1), {Ask: fetch.Ask{Source: content.Spotify}, Count: fetch.Number(1)}}
	recorded, err := Record(t.Context(), m, snapshot(tonight, append(broken, sample("opeth spotify o", 7))...))
	for _, want := range []string{"vola on spotify", "vola on myspace", " on spotify: not a row"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %q: %v", want, err)
		}
	}
	if recorded.Rows != 1 {
		t.Errorf("%d rows", recorded.Rows)
	}
	holds(t, m, map[string]string{todayObject: with(``, ``) + "\n"})

	m = newMemory()
	if recorded, err = Record(t.Context(), m, snapshot(clock("9999-12-31T23:59:59-01:00"), sample("opeth spotify o", 7))); err == nil || recorded.Rows != 0 || len(m.calls) > 0 {
		t.Errorf("%v, %v after %v", recorded, err, m.calls)
	}
}

func TestAnUnreadableDayIsNotOverwritten(t *testing.T) {
	t.Parallel()
	m := newMemory()
	bad := with(``, ``) + "\n{cut"
	mustPut(t, m, todayObject, bad)
	snap := snapshot(tonight, sample("vola spotify v", 8), sample("opeth spotify o", 7))

	const stem = "v1/days/year=2026/month=11/2026-11-23"
	beside := strings.Replace(with(`opeth`, `vola`), `7,"at":"2026-11-23T03:17:42Z","ref":"o"`, `8,"at":"2026-11-23T03:17:42Z","ref":"v"`, 1)
	want := map[string]string{
		todayObject: bad,
		// The good row of the bad object is not seen by Load, so it is stored again.
		stem + "~20261123T031742Z-001.ndjson": with(``, ``) + "\n" + beside + "\n",
	}
	for i, rows := range []int{2, 0, 0} {
		recorded, err := Record(t.Context(), m, snap)
		var unreadable *UnreadableError
		if !errors.As(err, &unreadable) || !strings.Contains(err.Error(), todayObject+":2: not a row") || strings.Contains(err.Error(), "\n") {
			t.Errorf("run %d: %v", i, err)
		}
		if recorded.Rows != rows {
			t.Errorf("run %d: %d rows, want %d", i, recorded.Rows, rows)
		}
		holds(t, m, want)
	}
	if _, err := Record(t.Context(), m, snapshot(tonight, sample("vola spotify v", 9))); err == nil {
		t.Error("no error")
	}
	want[stem+"~20261123T031742Z-002.ndjson"] = strings.Replace(beside, `:8`, `:9`, 1) + "\n"
	holds(t, m, want)

	h := mustLoad(t, m, never)
	for artist, n := range map[string]int64{"opeth": 7, "vola": 9} {
		if got, ok := h.Series(artist, content.Spotify).Value(date(today)); got != n || !ok {
			t.Errorf("%s has %d, %v; want %d", artist, got, ok, n)
		}
	}
	if len(h.Problems) != 1 {
		t.Errorf("problems: %v", h.Problems)
	}
}

func TestWhatCannotBeStoredBesideIsNoUnreadableError(t *testing.T) {
	t.Parallel()
	m := newMemory()
	mustPut(t, m, todayObject, "{cut")
	denied := errors.New("access denied")
	m.script = func(_ int, call string) fault {
		if call == "Put" {
			return fault{err: denied}
		}
		return fault{}
	}
	recorded, err := Record(t.Context(), m, snapshot(tonight, sample("opeth spotify o", 7)))
	var unreadable *UnreadableError
	if !errors.Is(err, denied) || errors.As(err, &unreadable) || !strings.Contains(err.Error(), todayObject+":1: not a row") {
		t.Errorf("the rows are not stored, and the error is %v", err)
	}
	if recorded.Rows != 0 {
		t.Errorf("%d rows", recorded.Rows)
	}
}

// TestForeignFilesAreNotTheDay covers copies that people and editors leave next
// to a day: Load does not read them, so they cannot stand in for it.
func TestForeignFilesAreNotTheDay(t *testing.T) {
	t.Parallel()
	for _, name := range []string{todayObject + ".bak", todayObject + "~", strings.TrimSuffix(todayObject, ".ndjson") + "/copy.ndjson"} {
		m := newMemory()
		mustPut(t, m, name, with(``, ``)+"\n")
		recorded := mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 7)))
		holds(t, m, map[string]string{name: with(``, ``) + "\n", todayObject: with(``, ``) + "\n"})
		if recorded.Rows != 1 {
			t.Errorf("%s: %d rows", name, recorded.Rows)
		}
	}
}

func TestAnUnreadableObjectBesideStandsInNobodysWay(t *testing.T) {
	t.Parallel()
	m := newMemory()
	const name = "v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-001.ndjson"
	mustPut(t, m, name, "{cut")
	mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 7)))
	holds(t, m, map[string]string{name: "{cut", todayObject: with(``, ``) + "\n"})
}

func TestObjectsBesideStayAsTheyAre(t *testing.T) {
	t.Parallel()
	m := newMemory()
	const name = "v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-001.ndjson"
	mustPut(t, m, name, with(`opeth`, `vola`)+"\n")
	mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 7), sample("vola spotify o", 7)))
	holds(t, m, map[string]string{name: with(`opeth`, `vola`) + "\n", todayObject: with(``, ``) + "\n"})
}

func TestTheDayVanishesWhileItIsRead(t *testing.T) {
	t.Parallel()
	m := newMemory()
	mustPut(t, m, todayObject, with(`opeth`, `vola`)+"\n")
	m.script = func(_ int, call string) fault {
		if call == "Get" {
			m.objects = make(map[string]stored)
		}
		return fault{}
	}
	mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 7)))
	m.script = nil
	holds(t, m, map[string]string{todayObject: with(``, ``) + "\n"})
}

func TestRecordStopsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		ctx, cancel := context.WithCancelCause(t.Context())
		shutdown := errors.New("the runner shuts down")
		m.script = func(n int, call string) fault {
			if call != "Put" {
				return fault{}
			}
			if n > 6 {
				cancel(shutdown)
			}
			return fault{err: ErrConflict}
		}
		begin := time.Now()
		recorded, err := Record(ctx, m, snapshot(tonight, sample("opeth spotify o", 7)))
		if !errors.Is(err, shutdown) || !errors.Is(err, ErrConflict) || recorded.Rows != 0 {
			t.Errorf("%v, %v", recorded, err)
		}
		if waited := time.Since(begin); waited > time.Second {
			t.Errorf("it went on for %v", waited)
		}
	})
}
