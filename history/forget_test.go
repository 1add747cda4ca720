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
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
)

// forget plans and applies.
func forget(t *testing.T, m *memory, f Forgetting) (*ForgetPlan, error) {
	t.Helper()
	p, err := PlanForget(t.Context(), m, f)
	if err != nil {
		return p, err
	}
	return p, p.Apply(t.Context(), nil)
}

func mustForget(t *testing.T, m *memory, f Forgetting) *ForgetPlan {
	t.Helper()
	p, err := forget(t, m, f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// linesOf gives the lines of every object that can be read, rollups unpacked.
func linesOf(t *testing.T, m *memory) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for name, o := range m.objects {
		data := o.data
		if _, ok := yearOf(name); ok {
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

// without gives the days of a store as they should be once rows are forgotten:
// those that can be read without these rows, the others as they are.
func without(t *testing.T, m *memory, f Forgetting) map[string]string {
	t.Helper()
	days := make(map[string]string)
	for name, o := range m.objects {
		day, ok := dayOf(name)
		if !ok {
			continue
		}
		days[name] = string(o.data)
		rows, err := decodeDay(name, day, o.data)
		if err != nil {
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(rows), f.takes)
		switch {
		case len(kept) == len(rows):
		case len(kept) == 0:
			days[name] = fmt.Sprintf(`{"date":%q,"forgotten":"2026-11-24T09:00:00Z"}`+"\n", day)
		default:
			days[name] = string(encodeDay(kept))
		}
	}
	return days
}

// checkForgotten wants the days to be as they should, and no rollup to know more
// than them.
func checkForgotten(t *testing.T, m *memory, f Forgetting, want map[string]string) {
	t.Helper()
	got := make(map[string]string)
	for name, data := range objects(t, m) {
		if _, ok := dayOf(name); ok {
			got[name] = data
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%+v: (-want +got):\n%s", f, diff)
	}
	for _, name := range rollupsOf(m) {
		r, err := openRollup(unclosed{bytes.NewReader(m.objects[name].data)})
		for ok := true; err == nil && ok; {
			var k seriesKey
			var rows []Row
			if k, ok, err = r.next(); err != nil || !ok {
				break
			}
			if rows, err = r.line.rows(r.usual); slices.ContainsFunc(rows, f.takes) {
				t.Fatalf("%+v: %s still has %v", f, name, k)
			}
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
}

var forgettings = []Forgetting{
	{Artist: "opeth"},
	{Artist: "vola", Source: content.Twitter},
	{Artist: "opeth", Before: date("2025-06-15")},
	{Artist: "gojira", Source: content.Spotify, Before: date("2025-01-02")},
	{Artist: "nobody"},
}

// TestForgetTakesNothingElse forgets in years of runs, slips and accidents.
func TestForgetTakesNothingElse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			m := newMemory()
			scribble(rand.New(rand.NewPCG(seed, 1)), m, 150)
			h := mustLoad(t, m, never)
			if err := h.Rollup(t.Context()); err != nil {
				t.Fatal(err)
			}
			// So that rollups hold what no day has any more, too.
			scribble(rand.New(rand.NewPCG(seed, 2)), m, 30)
			for _, f := range forgettings {
				f.At = clock("2026-11-24T09:00:00Z")
				want := without(t, m, f)
				p := mustForget(t, m, f)
				checkForgotten(t, m, f, want)
				broken := 0
				for _, problems := range mustLoad(t, m, never).Problems {
					broken += min(1, len(problems.Error()))
				}
				if got := len(p.Unreadable()); got != broken {
					t.Errorf("%d unreadable objects are named, want %d", got, broken)
				}
				before := maps.Clone(m.objects)
				if again := mustForget(t, m, f); !again.Nothing() || !maps.EqualFunc(before, m.objects, sameObject) {
					t.Errorf("%+v: a second time it changed something", f)
				}
				if diff := cmp.Diff(plainRows(plainLoad(t, m, never)), rowsLoaded(t, m)); diff != "" {
					t.Fatalf("%+v: what is read afterwards (-days +rollups):\n%s", f, diff)
				}
			}
		})
	}
}

func sameObject(a, b stored) bool { return a.version == b.version }

func plainRows(rows []Row) []string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, string(r.encode()))
	}
	return lines
}

func rowsLoaded(t *testing.T, m *memory) []string {
	t.Helper()
	h := mustLoad(t, m, never)
	var all []Row
	for _, artist := range someArtists {
		rows, err := h.Rows(artist)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			rows[i].line = nil
		}
		all = append(all, rows...)
	}
	return plainRows(all)
}

// forgettable is days of two years with rollups, most of one artist alone.
func forgettable(t *testing.T) *memory {
	t.Helper()
	m := newMemory()
	years(t, m, "2025-12-28", "2026-01-05")
	for _, day := range []string{"2025-12-30", "2026-01-02"} {
		name := dayObject(date(day))
		data := row(day, "gojira", "spotify", `"value":5,"ref":"g","at":"2026-01-03T03:00:00Z"`) + string(m.objects[name].data)
		m.objects[name] = stored{[]byte(data), m.objects[name].version + "'"}
	}
	mustPut(t, m, besideObject(date("2026-01-02"), "x", 1), row("2026-01-02", "opeth", "twitter", `"value":9,"ref":"o","at":"2026-01-03T03:00:00Z"`))
	mustPut(t, m, dayObject(date("2026-01-20")), "{cut")
	h := mustLoad(t, m, date("2027-02-01").Time())
	if err := h.Rollup(t.Context()); err != nil || len(rollupsOf(m)) != 2 {
		t.Fatal(err, rollupsOf(m))
	}
	m.calls = nil
	return m
}

// TestForgetWhereEveryCallFails has each call fail in each way; after that, or
// after the same again, all is gone and nothing else is.
func TestForgetWhereEveryCallFails(t *testing.T) {
	t.Parallel()
	f := Forgetting{Artist: "opeth", At: clock("2026-11-24T09:00:00Z")}
	calls := forgettable(t)
	want := without(t, calls, f)
	mustForget(t, calls, f)
	for _, flavour := range flavours {
		t.Run(flavour.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for n := range len(calls.calls) {
					m := forgettable(t)
					put := false
					m.script = func(i int, call string) fault {
						if i != n+1 {
							return fault{}
						}
						put = call == "Put"
						return flavour.fault
					}
					_, err := forget(t, m, f)
					m.script = nil
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
		m.script = func(_ int, call string) fault {
			if call == "Put" {
				return fault{err: fmt.Errorf("http 503 SlowDown: %w", ErrUnknown)}
			}
			return fault{}
		}
		_, err := forget(t, m, Forgetting{Artist: "opeth"})
		if !errors.Is(err, ErrUnknown) || !strings.HasPrefix(err.Error(), "forget opeth: gave up: http 503") {
			t.Errorf("gave up with %v", err)
		}
	})
}

// TestForgetDoesNotRace ends although somebody brings back what goes, each time.
func TestForgetDoesNotRace(t *testing.T) {
	t.Parallel()
	m := newMemory()
	line := with(``, ``) + "\n"
	mustPut(t, m, todayObject, line)
	m.script = func(_ int, call string) fault {
		if call == "List" {
			m.versions++
			m.objects[todayObject] = stored{[]byte(line), fmt.Sprint(m.versions)}
		}
		return fault{}
	}
	_, err := forget(t, m, Forgetting{Artist: "opeth", At: tonight})
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
		old := maps.Clone(m.objects)
		others := 3
		m.script = func(n int, call string) fault {
			if call != "Put" || others == 0 {
				return fault{}
			}
			others--
			name := dayObject(date("2026-01-05"))
			o := m.objects[name]
			line := row("2026-01-05", "opeth", "deezer", `"value":1,"ref":"o","at":"2026-01-05T09:00:00Z"`)
			if others == 1 {
				line = row("2026-01-05", "vola", "deezer", `"value":8,"ref":"o","at":"2026-01-05T09:00:00Z"`)
			}
			m.versions++
			m.objects[name] = stored{append(slices.Clone(o.data), line...), fmt.Sprint(m.versions)}
			for _, rollup := range rollupsOf(m) {
				m.versions++
				m.objects[rollup] = stored{old[rollup].data, fmt.Sprint(m.versions)}
			}
			return fault{}
		}
		f := Forgetting{Artist: "opeth", At: clock("2026-11-24T09:00:00Z")}
		mustForget(t, m, f)
		want := without(t, m, f)
		checkForgotten(t, m, f, want)
		if !strings.Contains(want[dayObject(date("2026-01-05"))], "vola") {
			t.Error("a row of the run is lost")
		}
		for _, day := range []string{"2025-12-30", "2026-01-02"} {
			if !strings.Contains(want[dayObject(date(day))], "gojira") {
				t.Errorf("a row of %s is lost", day)
			}
		}
	})
}

// TestForgetAndGoOn records on days that were forgotten.
func TestForgetAndGoOn(t *testing.T) {
	t.Parallel()
	m := newMemory()
	mustRecord(t, m, snapshot(tonight, sample("opeth spotify o", 7)))
	p := mustForget(t, m, Forgetting{Artist: "opeth", At: tonight.Add(time.Hour + time.Millisecond)})
	if diff := cmp.Diff(Forgotten{[]ForgottenSeries{{content.Spotify, 1, date(today), date(today)}}, 1, 0}, p.Forgotten()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	holds(t, m, map[string]string{todayObject: `{"date":"2026-11-23","forgotten":"2026-11-23T04:17:42Z"}` + "\n"})
	if h := mustLoad(t, m, never); !h.Empty() || len(h.Problems) != 0 {
		t.Errorf("it is empty: %v; problems: %v", h.Empty(), h.Problems)
	}
	mustRecord(t, m, snapshot(tonight, sample("vola spotify v", 8)))
	if got := linesOf(t, m)[todayObject]; len(got) != 1 || !strings.Contains(got[0], `"vola"`) {
		t.Errorf("afterwards the day holds %q", got)
	}
}

func TestForgetPlan(t *testing.T) {
	t.Parallel()
	m := forgettable(t)
	mustPut(t, m, "v1/days/year=2026/month=01/2026-01-05.ndjson.bak", "x")
	p, err := PlanForget(t.Context(), m, Forgetting{Artist: "opeth", Before: date("2026-01-03")})
	if err != nil || m.puts() != 1 {
		t.Fatal(err, m.calls)
	}
	want := Forgotten{
		Series: []ForgottenSeries{
			{content.Spotify, 6, date("2025-12-28"), date("2026-01-02")},
			{content.Twitter, 1, date("2026-01-02"), date("2026-01-02")},
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
	if !slices.Equal(p.Artists(), []string{"gojira", "opeth"}) || !slices.Equal(p.Sources(), []content.Source{content.Spotify, content.Twitter}) {
		t.Errorf("there are %v, with %v", p.Artists(), p.Sources())
	}
}
