package history

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// forget plans and applies.
func forget(t *testing.T, m *storetest.Memory, f Forgetting) (*ForgetPlan, error) {
	t.Helper()
	p, err := PlanForget(t.Context(), m, f)
	if err != nil {
		return p, err
	}
	return p, p.Apply(t.Context(), nil)
}

func mustForget(t *testing.T, m *storetest.Memory, f Forgetting) *ForgetPlan {
	t.Helper()
	p, err := forget(t, m, f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// linesOf returns the lines of every object that can be read, rollups unpacked.
func linesOf(t *testing.T, m *storetest.Memory) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for name, o := range m.Objects {
		data := o.Data
		if _, ok := archive.YearOf(name); ok {
			zip, err := gzip.NewReader(bytes.NewReader(data))
			if err == nil {
				data, err = io.ReadAll(zip)
			}
			if err != nil {
				t.Fatal(name, err)
			}
		}
		all[name] = strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	}
	return all
}

// without returns the days of a store as they should be once rows are forgotten:
// those that can be read without these rows, the others as they are.
func without(t *testing.T, m *storetest.Memory, f Forgetting) map[string]string {
	t.Helper()
	days := make(map[string]string)
	for name, o := range m.Objects {
		day, ok := row.DayOf(name)
		if !ok {
			continue
		}
		days[name] = string(o.Data)
		rows, err := row.DecodeDay(name, day, o.Data)
		if err != nil {
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(rows), f.Takes)
		switch {
		case len(kept) == len(rows):
		case len(kept) == 0:
			days[name] = fmt.Sprintf(`{"date":%q,"forgotten":"2026-11-24T09:00:00Z"}`+"\n", day)
		default:
			days[name] = string(row.EncodeDay(kept))
		}
	}
	return days
}

// checkForgotten wants the days to be as they should, and no rollup to know more
// than them.
func checkForgotten(t *testing.T, m *storetest.Memory, f Forgetting, want map[string]string) {
	t.Helper()
	got := make(map[string]string)
	for name, data := range storetest.Objects(t, m) {
		if _, ok := row.DayOf(name); ok {
			got[name] = data
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%+v: (-want +got):\n%s", f, diff)
	}
	for _, name := range historytest.Rollups(m) {
		_, holds, readable, err := archive.Holds(t.Context(), m, name, f.Artists(), f.Takes)
		if err != nil || holds || !readable {
			t.Fatalf("%+v: %s still has some: %v, %v", f, name, holds, err)
		}
	}
}

var forgettings = []Forgetting{
	{Artist: "opeth"},
	{Artist: "vola", Source: content.Twitter},
	{Artist: "opeth", Source: content.Spotify, Metric: "followers"},
	{Artist: "opeth", Source: content.Spotify, Metric: "streams"},
	{Artist: "opeth", Before: historytest.Date("2025-06-15")},
	{Artist: "gojira", Source: content.Spotify, Before: historytest.Date("2025-01-02")},
	{Artist: "nobody"},
}

// TestForgetTakesNothingElse forgets in years of runs, slips and accidents.
func TestForgetTakesNothingElse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			m := storetest.NewMemory()
			historytest.Scribble(rand.New(rand.NewPCG(seed, 1)), m, 150)
			h := mustLoad(t, m, historytest.Never)
			if err := h.Rollup(t.Context()); err != nil {
				t.Fatal(err)
			}
			// So that rollups hold what no day has any more, too.
			historytest.Scribble(rand.New(rand.NewPCG(seed, 2)), m, 30)
			for _, f := range forgettings {
				f.At = historytest.Clock("2026-11-24T09:00:00Z")
				want := without(t, m, f)
				p := mustForget(t, m, f)
				checkForgotten(t, m, f, want)
				broken := 0
				for _, problems := range mustLoad(t, m, historytest.Never).Problems {
					broken += min(1, len(problems.Error()))
				}
				if got := len(p.Unreadable()); got != broken {
					t.Errorf("%d unreadable objects are named, want %d", got, broken)
				}
				before := maps.Clone(m.Objects)
				if again := mustForget(t, m, f); !again.Nothing() || !maps.EqualFunc(before, m.Objects, sameObject) {
					t.Errorf("%+v: a second time it changed something", f)
				}
				if diff := cmp.Diff(plainRows(historytest.PlainRows(t, m, historytest.Never)), rowsLoaded(t, m)); diff != "" {
					t.Fatalf("%+v: what is read afterwards (-days +rollups):\n%s", f, diff)
				}
			}
		})
	}
}

func sameObject(a, b storetest.Object) bool { return a.Version == b.Version }

func plainRows(rows []row.Row) []string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, string(r.Line()))
	}
	return lines
}

func rowsLoaded(t *testing.T, m *storetest.Memory) []string {
	t.Helper()
	h := mustLoad(t, m, historytest.Never)
	var all []row.Row
	for _, artist := range historytest.Artists {
		rows, err := h.Rows(artist)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			rows[i] = rows[i].Anew()
		}
		all = append(all, rows...)
	}
	return plainRows(all)
}

// forgettable is days of two years with rollups, most of one artist alone.
func forgettable(t *testing.T) *storetest.Memory {
	t.Helper()
	m := storetest.NewMemory()
	historytest.FillDays(t, m, "2025-12-28", "2026-01-05")
	for _, day := range []string{"2025-12-30", "2026-01-02"} {
		name := row.DayObject(historytest.Date(day))
		data := historytest.Line(day, "gojira", "spotify", `"value":5,"ref":"g","at":"2026-01-03T03:00:00Z"`) + string(m.Objects[name].Data)
		m.Objects[name] = storetest.Object{Data: []byte(data), Version: m.Objects[name].Version + "'"}
	}
	storetest.MustPut(t, m, row.BesideObject(historytest.Date("2026-01-02"), "x", 1), historytest.Line("2026-01-02", "opeth", "twitter", `"value":9,"ref":"o","at":"2026-01-03T03:00:00Z"`))
	storetest.MustPut(t, m, row.DayObject(historytest.Date("2026-01-20")), "{cut")
	h := mustLoad(t, m, historytest.Date("2027-02-01").Time())
	if err := h.Rollup(t.Context()); err != nil || len(historytest.Rollups(m)) != 2 {
		t.Fatal(err, historytest.Rollups(m))
	}
	m.Calls = nil
	return m
}

// TestForgetWhereEveryCallFails has each call fail in each way; after that, or
// after the same again, all is gone and nothing else is.
func TestForgetWhereEveryCallFails(t *testing.T) {
	t.Parallel()
	f := Forgetting{Artist: "opeth", At: historytest.Clock("2026-11-24T09:00:00Z")}
	calls := forgettable(t)
	stored, versions := maps.Clone(calls.Objects), calls.Versions
	want := without(t, calls, f)
	mustForget(t, calls, f)
	for _, flavour := range flavours {
		t.Run(flavour.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for n := range len(calls.Calls) {
					m := &storetest.Memory{Objects: maps.Clone(stored), Versions: versions}
					put := false
					m.Script = func(i int, call string) storetest.Fault {
						if i != n+1 {
							return storetest.Fault{}
						}
						put = call == "Put"
						return flavour.Fault
					}
					_, err := forget(t, m, f)
					m.Script = nil
					if flavour.mends && put && err != nil || !flavour.mends && err == nil {
						t.Fatalf("call %d: %v, want it to go on: %v", n, err, flavour.mends)
					}
					if err != nil {
						mustForget(t, m, f)
					}
					checkForgotten(t, m, f, want)
				}
			})
		})
	}
}

func TestForgetGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := forgettable(t)
		m.Fail("Put", storetest.Fault{Err: fmt.Errorf("http 503 SlowDown: %w", store.ErrUnknown)})
		_, err := forget(t, m, Forgetting{Artist: "opeth"})
		if !errors.Is(err, store.ErrUnknown) || !strings.HasPrefix(err.Error(), "forget opeth: gave up: http 503") {
			t.Errorf("gave up with %v", err)
		}
	})
}

// TestForgetDoesNotRace ends although another run brings back what goes, each time.
func TestForgetDoesNotRace(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	line := historytest.GoodLine(``, ``) + "\n"
	storetest.MustPut(t, m, historytest.TodayObject, line)
	m.On("List", func() storetest.Fault {
		m.Set(historytest.TodayObject, []byte(line))
		return storetest.Fault{}
	})
	_, err := forget(t, m, Forgetting{Artist: "opeth", At: historytest.Tonight})
	if err == nil || err.Error() != "forget opeth: gave up: what was removed comes back" {
		t.Errorf("it ended with %v", err)
	}
}

// TestForgetWhileARunWrites has a run add rows, of the artist too, whenever an
// object is about to be written, and store a rollup of what it had read before.
func TestForgetWhileARunWrites(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := forgettable(t)
		old := maps.Clone(m.Objects)
		others := 3
		var turns sync.Mutex // days are written at once
		m.On("Put", func() storetest.Fault {
			turns.Lock()
			defer turns.Unlock()
			if others == 0 {
				return storetest.Fault{}
			}
			others--
			name := row.DayObject(historytest.Date("2026-01-05"))
			line := historytest.Line("2026-01-05", "opeth", "deezer", `"value":1,"ref":"o","at":"2026-01-05T09:00:00Z"`)
			if others == 1 {
				line = historytest.Line("2026-01-05", "vola", "deezer", `"value":8,"ref":"o","at":"2026-01-05T09:00:00Z"`)
			}
			m.Set(name, append(m.Data(name), line...))
			for _, rollup := range historytest.Rollups(m) {
				m.Set(rollup, old[rollup].Data)
			}
			return storetest.Fault{}
		})
		f := Forgetting{Artist: "opeth", At: historytest.Clock("2026-11-24T09:00:00Z")}
		mustForget(t, m, f)
		want := without(t, m, f)
		checkForgotten(t, m, f, want)
		if !strings.Contains(want[row.DayObject(historytest.Date("2026-01-05"))], "vola") {
			t.Error("a row of the run is lost")
		}
		for _, day := range []string{"2025-12-30", "2026-01-02"} {
			if !strings.Contains(want[row.DayObject(historytest.Date(day))], "gojira") {
				t.Errorf("a row of %s is lost", day)
			}
		}
	})
}

// TestForgetAndGoOn records on days that were forgotten.
func TestForgetAndGoOn(t *testing.T) {
	t.Parallel()
	m := storetest.NewMemory()
	mustRecord(t, m, historytest.Snapshot(historytest.Tonight, historytest.Sample("opeth spotify o", 7)))
	p := mustForget(t, m, Forgetting{Artist: "opeth", At: historytest.Tonight.Add(time.Hour + time.Millisecond)})
	if diff := cmp.Diff(Forgotten{Series: []ForgottenSeries{{Source: content.Spotify, Rows: 1, First: historytest.Date(historytest.Today), Last: historytest.Date(historytest.Today)}}, Objects: 1}, p.Forgotten()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	storetest.Holds(t, m, map[string]string{historytest.TodayObject: `{"date":"2026-11-23","forgotten":"2026-11-23T04:17:42Z"}` + "\n"})
	if h := mustLoad(t, m, historytest.Never); !h.Empty() || len(h.Problems) != 0 {
		t.Errorf("it is empty: %v; problems: %v", h.Empty(), h.Problems)
	}
	mustRecord(t, m, historytest.Snapshot(historytest.Tonight, historytest.Sample("vola spotify v", 8)))
	if got := linesOf(t, m)[historytest.TodayObject]; len(got) != 1 || !strings.Contains(got[0], `"vola"`) {
		t.Errorf("afterwards the day holds %q", got)
	}
}

func TestForgetPlan(t *testing.T) {
	t.Parallel()
	m := forgettable(t)
	storetest.MustPut(t, m, "v1/days/year=2026/month=01/2026-01-05.ndjson.bak", "x")
	p, err := PlanForget(t.Context(), m, Forgetting{Artist: "opeth", Before: historytest.Date("2026-01-03")})
	if err != nil || m.Puts() != 1 {
		t.Fatal(err, m.Calls)
	}
	want := Forgotten{
		Series: []ForgottenSeries{
			{Source: content.Spotify, Rows: 6, First: historytest.Date("2025-12-28"), Last: historytest.Date("2026-01-02")},
			{Source: content.Twitter, Rows: 1, First: historytest.Date("2026-01-02"), Last: historytest.Date("2026-01-02")},
		},
		Objects: 7, Rollups: 2,
	}
	if diff := cmp.Diff(want, p.Forgotten()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := errors.Join(p.Unreadable()...).Error(); got != "v1/days/year=2026/month=01/2026-01-05.ndjson.bak:1: not the name of a day object\n"+
		"v1/days/year=2026/month=01/2026-01-20.ndjson:1: not a row: invalid character 'c' looking for beginning of object key string" {
		t.Errorf("unreadable: %s", got)
	}
	if !slices.Equal(p.Known(), []string{"gojira", "opeth"}) || !slices.Equal(p.Sources(), []content.Source{content.Spotify, content.Twitter}) {
		t.Errorf("there are %v, with %v", p.Known(), p.Sources())
	}
}

// TestForgetKeepsTheLastCopy: a day's own object is gone, though one beside it is left, or
// cannot be read. The rollup has the last copy of the other artists' counts.
func TestForgetKeepsTheLastCopy(t *testing.T) {
	t.Parallel()
	m := forgettable(t)
	gone, cut, beside := historytest.Date("2026-01-02"), historytest.Date("2025-12-30"), row.BesideObject(historytest.Date("2026-01-02"), "x", 1)
	delete(m.Objects, row.DayObject(gone))
	m.Set(row.DayObject(cut), []byte("{cut"))
	days := []content.Day{cut, gone}
	f := Forgetting{Artist: "opeth", At: historytest.Clock("2026-11-24T09:00:00Z")}
	want := without(t, m, f)
	for range 2 {
		mustForget(t, m, f)
		checkForgotten(t, m, f, want)
		copied, err := archive.Copy(t.Context(), m, days)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range days {
			if len(copied[day]) != 1 || copied[day][0].Artist != "gojira" {
				t.Errorf("the copy of %s has %v", day, copied[day])
			}
		}
		problems := fmt.Sprint(mustLoad(t, m, historytest.Never).Problems)
		if !strings.Contains(problems, "2026-01-02 is gone, although v1/rollup/2026.ndjson.gz has a copy") {
			t.Errorf("problems: %s", problems)
		}
		// What is left beside it is written again, and with it the rollup.
		m.Set(beside, []byte(historytest.Line("2026-01-02", "opeth", "deezer", `"value":3,"ref":"o","at":"2026-01-03T03:00:00Z"`)))
	}
}
