package history

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
)

// counts returns what today has of each "artist source": "7@account", or
// "error: reason@account".
func counts(t *testing.T, s store.Store) map[string]string {
	t.Helper()
	all := make(map[string]string)
	for name, data := range storetest.Objects(t, s) {
		rows, err := row.DecodeDay(name, historytest.Date(historytest.Today), []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			what := string(r.Status) + ": " + r.Reason
			if r.Value != nil {
				what = fetch.Number(*r.Value).String()
			}
			all[r.Artist+" "+string(r.Source)] = what + "@" + r.Ref
		}
	}
	return all
}

func TestRecordStoresOneRowASample(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	late := time.Date(2026, 11, 24, 0, 59, 59, 999, time.FixedZone("", 3600)) // still the 23rd in UTC
	snap := historytest.Snapshot(late,
		historytest.Sample("vola twitter v", "http 402: no credits"), historytest.Sample("opeth lastfm Opeth", fetch.Missing(fetch.Hidden, "")), historytest.Sample("opeth spotify o", 7))
	snap.Via = row.ViaDemo
	recorded := mustRecord(t, m, snap)
	if diff := cmp.Diff(Recorded{historytest.Date(historytest.Today), 3}, recorded); diff != "" {
		t.Error(diff)
	}
	storetest.Holds(t, m, map[string]string{historytest.TodayObject: `{"date":"2026-11-23","artist":"opeth","source":"lastfm","metric":"listeners","status":"hidden","via":"demo","at":"2026-11-23T23:59:59Z","ref":"Opeth"}
{"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers","value":7,"via":"demo","at":"2026-11-23T23:59:59Z","ref":"o"}
{"date":"2026-11-23","artist":"vola","source":"twitter","metric":"followers","status":"error","via":"demo","reason":"http 402: no credits","at":"2026-11-23T23:59:59Z","ref":"v"}
`})
}

func TestNothingAskedTouchesNothing(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	recorded := mustRecord(t, m, historytest.Snapshot(historytest.Tonight))
	if recorded != (Recorded{Day: historytest.Date(historytest.Today)}) || len(m.Calls) > 0 {
		t.Errorf("%v after %v", recorded, m.Calls)
	}
}

// TestRecordAgain has a later run of the same day record opeth.
func TestRecordAgain(t *testing.T) {
	t.Parallel()
	const gone = "http 503"
	for _, test := range []struct {
		name          string
		first, second fetch.Sample
		want          string // after both; "" if the second writes nothing
	}{
		{"an equal count", historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth spotify o", 7), ""},
		{"an equal zero", historytest.Sample("opeth spotify o", 0), historytest.Sample("opeth spotify o", 0), ""},
		{"an equal reason", historytest.Sample("opeth spotify o", gone), historytest.Sample("opeth spotify o", gone), ""},
		{"a failure after a count", historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth spotify o", gone), ""},
		{"a failure after a zero", historytest.Sample("opeth spotify o", 0), historytest.Sample("opeth spotify o", gone), ""},
		{"another account's failure after a count", historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth spotify p", gone), ""},
		{"another count", historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth spotify o", 6), "6@o"},
		{"a zero after a count", historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth spotify o", 0), "0@o"},
		{"another account's equal count", historytest.Sample("opeth spotify o", 7), historytest.Sample("opeth spotify p", 7), "7@p"},
		{"a count after a failure", historytest.Sample("opeth spotify o", gone), historytest.Sample("opeth spotify o", 7), "7@o"},
		{"another reason", historytest.Sample("opeth spotify o", gone), historytest.Sample("opeth spotify o", "timed out"), "error: timed out@o"},
		{"another kind of absence", historytest.Sample("opeth spotify o", gone), historytest.Sample("opeth spotify o", fetch.Missing(fetch.Unavailable, gone)), "unavailable: http 503@o"},
		{"another account's equal reason", historytest.Sample("opeth spotify o", gone), historytest.Sample("opeth spotify p", gone), "error: http 503@p"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := storetest.NewMemory()
			mustRecord(t, m, historytest.Snapshot(historytest.Tonight, test.first))
			before := storetest.Objects(t, m)
			recorded := mustRecord(t, m, historytest.Snapshot(historytest.Tonight.Add(time.Hour), test.second))
			if test.want == "" {
				storetest.Holds(t, m, before)
				if m.Puts() != 1 || recorded.Rows != 0 {
					t.Errorf("%d rows of news in %d writes, want none", recorded.Rows, m.Puts()-1)
				}
				return
			}
			if diff := cmp.Diff(map[string]string{"opeth spotify": test.want}, counts(t, m)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if m.Puts() != 2 || recorded.Rows != 1 {
				t.Errorf("%d rows of news in %d writes, want one", recorded.Rows, m.Puts()-1)
			}
		})
	}
}

// TestRecordBesideWhatIsStored has one run record opeth's 7, and vola's 8, on a day
// that holds something already.
func TestRecordBesideWhatIsStored(t *testing.T) {
	t.Parallel()
	const beside = "v1/days/year=2026/month=11/2026-11-23~20261123T031742Z-001.ndjson"
	good, vola := historytest.GoodLine(``, ``)+"\n", historytest.GoodLine(`opeth`, `vola`)+"\n"
	decided, withdrawn := historytest.GoodLine(`7,`, `5,"via":"manual",`)+"\n", historytest.GoodLine(`"value":7,`, `"status":"retracted",`)+"\n"
	newer := historytest.GoodLine(`"ref"`, ` "mood" : {"a":[1.50, 2]} , "é":"\u00e9" , "ref"`) + "\n"
	for _, test := range []struct {
		name         string
		object, data string
		vola         bool // is recorded, too
		today        string
		rows         int
	}{
		{"what a person decided stays", historytest.TodayObject, decided, false, decided, 0},
		{"what a person withdrew stays", historytest.TodayObject, withdrawn, false, withdrawn, 0},
		{"a live count replaces an imported one", historytest.TodayObject, historytest.GoodLine(`7,`, `7,"via":"import:csv",`) + "\n", false, good, 1},
		{"fields of a newer version survive", historytest.TodayObject, newer, true, newer + vola, 1},
		{"a copy is not the day", historytest.TodayObject + ".bak", good, false, good, 1},
		{"an editor's copy is not the day", historytest.TodayObject + "~", good, false, good, 1},
		{"a copy in a folder is not the day", strings.TrimSuffix(historytest.TodayObject, ".ndjson") + "/copy.ndjson", good, false, good, 1},
		{"an object beside that cannot be read stays as it is", beside, "{cut", false, good, 1},
		{"an object beside stays as it is", beside, vola, true, good, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := storetest.NewMemory()
			storetest.MustPut(t, m, test.object, test.data)
			samples := []fetch.Sample{historytest.Sample("opeth spotify o", 7)}
			if test.vola {
				samples = append(samples, historytest.Sample("vola spotify o", 7))
			}
			recorded := mustRecord(t, m, historytest.Snapshot(historytest.Tonight, samples...))
			today := historytest.TodayObject
			if test.object == beside {
				today = strings.Replace(beside, "001", "002", 1) // the day's own may be lost
			}
			storetest.Holds(t, m, map[string]string{test.object: test.data, today: test.today})
			if recorded.Rows != test.rows || m.Puts() != 1+min(1, test.rows) {
				t.Errorf("%d rows in %d writes, want %d", recorded.Rows, m.Puts()-1, test.rows)
			}
		})
	}
}

// TestBrokenSamples must not poison the day: a row that cannot be read would
// hide all others.
func TestBrokenSamples(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	broken := []fetch.Sample{{Ask: historytest.Sample("vola spotify v", 1).Ask}, historytest.Sample("vola myspace v", 1), {Ask: fetch.Ask{Metric: content.Spotify.Default()}, Count: fetch.Number(1)}}
	recorded, err := Record(t.Context(), m, historytest.Snapshot(historytest.Tonight, append(broken, historytest.Sample("opeth spotify o", 7))...), nil)
	for _, want := range []string{"vola on spotify", "vola on myspace", " on spotify: not a row"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %q: %v", want, err)
		}
	}
	if recorded.Rows != 1 {
		t.Errorf("%d rows", recorded.Rows)
	}
	storetest.Holds(t, m, map[string]string{historytest.TodayObject: historytest.GoodLine(``, ``) + "\n"})

	m = storetest.NewMemory()
	if recorded, err = Record(t.Context(), m, historytest.Snapshot(historytest.Clock("9999-12-31T23:59:59-01:00"), historytest.Sample("opeth spotify o", 7)), nil); err == nil || recorded.Rows != 0 || len(m.Calls) > 0 {
		t.Errorf("%v, %v after %v", recorded, err, m.Calls)
	}
}

func TestAnUnreadableDayIsNotOverwritten(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	bad := historytest.GoodLine(``, ``) + "\n{cut"
	storetest.MustPut(t, m, historytest.TodayObject, bad)
	snap := historytest.Snapshot(historytest.Tonight, historytest.Sample("vola spotify v", 8), historytest.Sample("opeth spotify o", 7))

	const stem = "v1/days/year=2026/month=11/2026-11-23"
	beside := strings.Replace(historytest.GoodLine(`opeth`, `vola`), `7,"at":"2026-11-23T03:17:42Z","ref":"o"`, `8,"at":"2026-11-23T03:17:42Z","ref":"v"`, 1)
	want := map[string]string{
		historytest.TodayObject: bad,
		// The good row of the bad object is not seen by Load, so it is stored again.
		stem + "~20261123T031742Z-001.ndjson": historytest.GoodLine(``, ``) + "\n" + beside + "\n",
	}
	for i, rows := range []int{2, 0, 0} {
		recorded, err := Record(t.Context(), m, snap, nil)
		var unreadable *row.UnreadableError
		if !errors.As(err, &unreadable) || !strings.Contains(err.Error(), historytest.TodayObject+":2: not a row") || strings.Contains(err.Error(), "\n") {
			t.Errorf("run %d: %v", i, err)
		}
		if recorded.Rows != rows {
			t.Errorf("run %d: %d rows, want %d", i, recorded.Rows, rows)
		}
		storetest.Holds(t, m, want)
	}
	if _, err := Record(t.Context(), m, historytest.Snapshot(historytest.Tonight, historytest.Sample("vola spotify v", 9)), nil); err == nil {
		t.Error("no error")
	}
	want[stem+"~20261123T031742Z-002.ndjson"] = strings.Replace(beside, `:8`, `:9`, 1) + "\n"
	storetest.Holds(t, m, want)

	h := mustLoad(t, m, historytest.Never)
	for artist, n := range map[string]int64{"opeth": 7, "vola": 9} {
		if got, ok := h.Series(artist, content.Spotify.Default()).Value(historytest.Date(historytest.Today)); got != n || !ok {
			t.Errorf("%s has %d, %v; want %d", artist, got, ok, n)
		}
	}
	if len(h.Problems) != 1 {
		t.Errorf("problems: %v", h.Problems)
	}
}

func TestWhatCannotBeStoredBesideIsNoUnreadableError(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	storetest.MustPut(t, m, historytest.TodayObject, "{cut")
	denied := errors.New("access denied")
	m.Fail("Put", storetest.Fault{Err: denied})
	recorded, err := Record(t.Context(), m, historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7)), nil)
	var unreadable *row.UnreadableError
	if !errors.Is(err, denied) || errors.As(err, &unreadable) || !strings.Contains(err.Error(), historytest.TodayObject+":1: not a row") {
		t.Errorf("the rows are not stored, and the error is %v", err)
	}
	if recorded.Rows != 0 {
		t.Errorf("%d rows", recorded.Rows)
	}
}

func TestTheDayVanishesWhileItIsRead(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	storetest.MustPut(t, m, historytest.TodayObject, historytest.GoodLine(`opeth`, `vola`)+"\n")
	m.On("Get", func() storetest.Fault {
		m.Objects = make(map[string]storetest.Object)
		return storetest.Fault{}
	})
	mustRecord(t, m, historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7)))
	m.Script = nil
	storetest.Holds(t, m, map[string]string{historytest.TodayObject: historytest.GoodLine(``, ``) + "\n"})
}

func TestRecordStopsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := storetest.NewMemory()
		ctx, cancel := context.WithCancelCause(t.Context())
		shutdown := errors.New("the runner shuts down")
		m.Script = func(n int, call string) storetest.Fault {
			if call != "Put" {
				return storetest.Fault{}
			}
			if n > 6 {
				cancel(shutdown)
			}
			return storetest.Fault{Err: store.ErrConflict}
		}
		begin := time.Now()
		recorded, err := Record(ctx, m, historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7)), nil)
		if !errors.Is(err, shutdown) || !errors.Is(err, store.ErrConflict) || recorded.Rows != 0 {
			t.Errorf("%v, %v", recorded, err)
		}
		if waited := time.Since(begin); waited > time.Second {
			t.Errorf("it went on for %v", waited)
		}
	})
}

// TestRecordTwiceInOneHistory shows both, although the listing had neither.
func TestRecordTwiceInOneHistory(t *testing.T) {
	t.Parallel()
	cloud := s3test.New(t)
	cloud.IgnoreConditions(s3test.Bucket)
	for name, s := range map[string]store.Store{"memory": storetest.NewMemory(), "no conditions": s3test.Store(cloud)} {
		h := mustLoad(t, s, historytest.Never)
		for _, who := range []string{"opeth spotify o", "vola spotify v"} {
			if _, err := h.Record(t.Context(), historytest.Snapshot(historytest.Tonight, historytest.Sample(who, 5)), nil); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.Record(t.Context(), historytest.Snapshot(historytest.Tonight.AddDate(0, 0, 1), historytest.Sample("opeth spotify o", 6)), nil); err == nil {
			t.Error("another day was taken in, which would hide the first")
		}
		for _, artist := range []string{"opeth", "vola"} {
			if n := h.Series(artist, content.Spotify.Default()).Len(); n != 1 {
				t.Errorf("%s: %s has %d counts", name, artist, n)
			}
		}
	}
}

func TestTryWrite(t *testing.T) {
	t.Parallel()
	m := historytest.Fill(t, nil)
	h, err := Load(t.Context(), m, historytest.Tonight)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := h.TryWrite(t.Context(), content.DayOf(historytest.Tonight)); err != nil || m.Puts() != 0 {
		t.Errorf("%v, %d writes", err, m.Puts())
	}
	blocked := store.NewDir(filepath.Join(t.TempDir(), "a"))
	if h, err = Load(t.Context(), blocked, historytest.Tonight); err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	storetest.MustPut(t, blocked, "v1/days/year=2026/month=11", "in the way of a folder")
	if err := h.TryWrite(t.Context(), content.DayOf(historytest.Tonight)); err == nil || !strings.HasPrefix(err.Error(), "the history cannot be written: ") {
		t.Errorf("what cannot be written: %v", err)
	}
}

// TestRecordIntoADayWithAByteOrderMark: an editor that left one has not made the day
// unreadable, and what is written back has none.
func TestRecordIntoADayWithAByteOrderMark(t *testing.T) {
	t.Parallel()
	m := historytest.Fill(t, map[string]string{historytest.TodayObject: "\ufeff" + historytest.GoodLine(``, ``)})
	mustRecord(t, m, historytest.Snapshot(historytest.Tonight, historytest.Sample("vola spotify v", 5)))
	if data := m.Data(historytest.TodayObject); len(m.Names()) != 1 || strings.Count(string(data), "\n") != 2 || strings.Contains(string(data), "\ufeff") {
		t.Errorf("%v hold %q", m.Names(), data)
	}
}
