package history

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
)

// row is a line of a day's object.
func row(day, artist string, source content.Source, rest string) string {
	return fmt.Sprintf(`{"date":%q,"artist":%q,"source":%q,"metric":"followers",%s}`, day, artist, source, rest) + "\n"
}

// tell writes all that a history says between two days.
func tell(h *History, from, to string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "newest %v demo %v empty %v measured %v\n", h.Newest, h.Demo, h.Empty(), h.Measured())
	for _, artist := range []string{"opeth", "vola"} {
		for _, source := range []content.Source{content.Spotify, content.Twitter} {
			s := h.Series(artist, source)
			fmt.Fprintf(&b, "%s %s %q:", artist, source, s.Account)
			for day := date(from); day <= date(to); day++ {
				if n, ok := s.Value(day); ok {
					fmt.Fprintf(&b, " %d%s", n, s.Reason(day))
				} else {
					fmt.Fprintf(&b, " (%s)", s.Reason(day))
				}
			}
			fmt.Fprintf(&b, " %v\n", s.Seams(date(from), date(to)))
		}
	}
	for _, problem := range h.Problems {
		fmt.Fprintf(&b, "%v\n", problem)
	}
	return b.String()
}

// past is a history of three days.
func past() map[string]string {
	const d21, d22, d23 = "2026-11-21", "2026-11-22", "2026-11-23"
	return map[string]string{
		dayObject(date(d21)): row(d21, "opeth", "spotify", `"value":5,"at":"2026-11-21T03:00:00Z","ref":"o"`) +
			row(d21, "opeth", "twitter", `"value":2,"at":"2026-11-21T03:00:00Z","ref":"t"`),
		dayObject(date(d22)): row(d22, "opeth", "spotify", `"value":6,"at":"2026-11-22T03:00:00Z","ref":"p"`) +
			row(d22, "opeth", "twitter", `"status":"error","reason":"http 402","at":"2026-11-22T03:00:00Z","ref":"t"`),
		dayObject(date(d23)): row(d23, "opeth", "spotify", `"value":7,"at":"2026-11-23T03:00:00Z","ref":"p"`) +
			row(d23, "vola", "twitter", `"status":"hidden","at":"2026-11-23T09:00:00Z","ref":"v"`),
	}
}

func fill(t *testing.T, objects map[string]string) *memory {
	t.Helper()
	m := newMemory()
	for name, data := range objects {
		mustPut(t, m, name, data)
	}
	return m
}

// loads loads a store and compares all that it says.
func loads(t *testing.T, objects map[string]string, asOf time.Time, want string) {
	t.Helper()
	m := fill(t, objects)
	for range 3 {
		if diff := cmp.Diff(want, tell(mustLoad(t, m, asOf), "2026-11-21", today)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestLoadAsOf(t *testing.T) {
	t.Parallel()
	const nothing = `newest 1970-01-01 demo false empty true measured false
opeth spotify "": () () () []
opeth twitter "": () () () []
vola spotify "": () () () []
vola twitter "": () () () []
`
	loads(t, nil, never, nothing)
	loads(t, past(), clock("2020-01-01T00:00:00Z"), nothing)
	loads(t, past(), never, `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 6 7 [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "v": () () (hidden) []
`)
	// The first run of the newest day, and a second before it.
	loads(t, past(), clock("2026-11-23T03:00:00Z"), `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 6 7 [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "": () () () []
`)
	loads(t, past(), clock("2026-11-23T02:59:59Z"), `newest 2026-11-22 demo false empty false measured true
opeth spotify "p": 5 6 () [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "": () () () []
`)
}

// TestLoadOfWhatIsNotPlain adds an object to the past, or replaces one.
func TestLoadOfWhatIsNotPlain(t *testing.T) {
	t.Parallel()
	const d22 = "2026-11-22"
	object := dayObject(date(d22))
	beside := strings.Replace(object, ".ndjson", "~20261122T040000Z-001.ndjson", 1)
	const plain = `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 6 7 [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "v": () () (hidden) []
`
	for _, test := range []struct{ name, object, data, want string }{
		{"a bad object", object, "{cut\n{}\n", `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 (the history of this day cannot be read) 7 [2026-11-23]
opeth twitter "t": 2 (the history of this day cannot be read) () []
vola spotify "": () () () []
vola twitter "v": () () (hidden) []
v1/days/year=2026/month=11/2026-11-22.ndjson:1: not a row: invalid character 'c' looking for beginning of object key string; v1/days/year=2026/month=11/2026-11-22.ndjson:2: not a row: it must have date, artist, source, metric and at
`},
		{
			"a bad object beside", beside, "",
			plain + "v1/days/year=2026/month=11/2026-11-22~20261122T040000Z-001.ndjson:1: no rows: the object was emptied or cut\n",
		},
		{"an object beside that has a later count", beside, row(d22, "opeth", "twitter", `"value":3,"at":"2026-11-22T04:00:00Z","ref":"t"`), strings.Replace(plain, "(http 402)", "3", 1)},
		{"a foreign file", "v1/days/year=2026/notes.txt", "hello", plain + "v1/days/year=2026/notes.txt:1: not the name of a day object\n"},
		{"a file that is not below the days", "v1/rollup/2026.ndjson.gz", "\x1f\x8b", plain},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			objects := past()
			objects[test.object] = test.data
			loads(t, objects, never, test.want)
		})
	}
}

// TestOtherMetrics are what a newer version, or an import, may store beside the
// metric that is asked: they are not its counts.
func TestOtherMetrics(t *testing.T) {
	t.Parallel()
	objects := past()
	for name, data := range objects {
		objects[name] = strings.ReplaceAll(data, `"followers"`, `"listeners"`) + data + strings.ReplaceAll(data, `"spotify"`, `"myspace"`)
	}
	want := tell(mustLoad(t, fill(t, past()), never), "2026-11-21", today)
	h := mustLoad(t, fill(t, objects), never)
	if diff := cmp.Diff(want, tell(h, "2026-11-21", today)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := h.Series("opeth", "myspace").Len(); n != 0 {
		t.Errorf("an unknown source has %d counts", n)
	}
}

func TestRealAndInventedCountsNeverMix(t *testing.T) {
	t.Parallel()
	const d24 = "2026-11-24"
	demo := func(day, artist, at string) string {
		return row(day, artist, "spotify", `"value":1,"via":"demo","at":"`+at+`","ref":"o"`)
	}
	for _, test := range []struct {
		name       string
		data       string // of a day after the past
		past       bool
		asOf       time.Time
		mixed, all bool // the error, and whether all is the demo's
	}{
		{"only real", "", true, never, false, false},
		{"only invented", demo(d24, "opeth", "2026-11-24T03:00:00Z"), false, never, false, true},
		{"only invented, later", demo(d24, "opeth", "2026-11-24T03:00:00Z"), false, clock("2026-11-20T00:00:00Z"), false, true},
		{"both", demo(d24, "opeth", "2026-11-24T03:00:00Z"), true, never, true, false},
		{"both, but the invented one is later", demo(d24, "opeth", "2026-11-24T03:00:00Z"), true, clock("2026-11-23T12:00:00Z"), true, false},
		{
			"both, but the invented one lost the join",
			demo(d24, "opeth", "2026-11-24T03:00:00Z") + row(d24, "opeth", "spotify", `"value":1,"at":"2026-11-24T03:00:01Z"`),
			false, never, true, false,
		},
		{
			"invented and imported",
			demo(d24, "opeth", "2026-11-24T03:00:00Z") + row(d24, "vola", "spotify", `"value":1,"via":"import:csv","at":"2026-11-24T03:00:01Z"`),
			false, never, true, false,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			objects := map[string]string{}
			if test.past {
				objects = past()
			}
			if test.data != "" {
				objects[dayObject(date(d24))] = test.data
			}
			h, err := Load(t.Context(), fill(t, objects), test.asOf)
			if errors.Is(err, ErrMixed) != test.mixed || !test.mixed && h.Demo != test.all {
				t.Errorf("Load: %v, %v", h, err)
			}
		})
	}
}

func TestLoadFailsWhereAnObjectCannotBeGot(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		m := fill(t, past())
		done := len(m.calls)
		m.script = func(i int, _ string) fault {
			if i == done+n+1 {
				return fault{err: errBroken}
			}
			return fault{}
		}
		if h, err := Load(t.Context(), m, never); !errors.Is(err, errBroken) || h != nil || !strings.HasPrefix(err.Error(), "load history: ") {
			t.Errorf("call %d: %v, %v", n, h, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Load(ctx, fill(t, past()), never); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

func TestLoadReadsAtOnceButNotAllAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const days = 160
		m := newMemory()
		for day := range content.Day(days) {
			day += date("2026-01-01") // within a year: years are read one after the other
			mustPut(t, m, dayObject(day), row(day.String(), "opeth", "spotify", `"value":1,"at":"2026-11-23T03:00:00Z"`))
		}
		m.script = func(_ int, call string) fault {
			if call == "Get" {
				<-time.After(time.Second)
			}
			return fault{}
		}
		begin := time.Now()
		if n := mustLoad(t, m, never).Series("opeth", content.Spotify).Len(); n != days {
			t.Errorf("%d counts, want %d", n, days)
		}
		if took := time.Since(begin); took != days/readsAtOnce*time.Second {
			t.Errorf("%d objects took %v", days, took)
		}
	})
}

func TestDue(t *testing.T) {
	t.Parallel()
	h := mustLoad(t, fill(t, past()), never)
	artist := func(id string, accounts map[content.Source]string) content.Artist {
		return content.Artist{ID: id, Accounts: accounts}
	}
	site := func(every content.Cadence) *content.Site {
		return &content.Site{
			Sources: []content.SourceSetting{content.Twitter.Setting(content.EveryDay), content.Spotify.Setting(every)},
			Artists: []content.Artist{
				artist("new", map[content.Source]string{content.Spotify: "n"}),
				artist("opeth", map[content.Source]string{content.Spotify: "p", content.Twitter: "t", content.Deezer: "1"}),
				artist("vola", map[content.Source]string{content.Twitter: "v"}),
			},
		}
	}
	for _, test := range []struct {
		name    string
		day     string
		every   content.Cadence
		refresh bool
		want    string
	}{
		{"a new day", "2026-11-24", content.EveryDay, false, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"what today lacks", today, content.EveryDay, false, "twitter opeth t, twitter vola v, spotify new n"},
		{"refresh", today, content.EveryDay, true, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"no week yet", "2026-11-29", content.EveryWeek, false, "twitter opeth t, twitter vola v, spotify new n"},
		{"a week later", "2026-11-30", content.EveryWeek, false, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"no week yet, refresh", "2026-11-24", content.EveryWeek, true, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, ask := range h.Due(site(test.every), date(test.day), test.refresh) {
				got = append(got, fmt.Sprintf("%s %s %s", ask.Source, ask.Artist, ask.Account))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestARunTwiceAsksForNothingMore goes the way of two runs in a row.
func TestARunTwiceAsksForNothingMore(t *testing.T) {
	t.Parallel()
	site := &content.Site{
		Sources: []content.SourceSetting{content.Spotify.Setting(content.EveryDay), content.Twitter.Setting(content.EveryDay)},
		Artists: []content.Artist{{ID: "opeth", Accounts: map[content.Source]string{content.Spotify: "o", content.Twitter: "t"}}},
	}
	m := newMemory()
	answers := map[content.Source]fetch.Sample{content.Spotify: sample("opeth spotify o", 7), content.Twitter: sample("opeth twitter t", "http 402")}
	for i, want := range []string{"spotify twitter", "twitter", "twitter"} {
		var asked []string
		snap := snapshot(tonight.Add(time.Duration(i) * time.Hour))
		for _, ask := range mustLoad(t, m, snap.At).Due(site, date(today), false) {
			asked = append(asked, string(ask.Source))
			snap.Samples = append(snap.Samples, answers[ask.Source])
		}
		if got := strings.Join(asked, " "); got != want {
			t.Errorf("run %d asks %s, want %s", i, got, want)
		}
		mustRecord(t, m, snap)
	}
	if m.puts() != 1 {
		t.Errorf("%d writes, want one", m.puts())
	}
	if got := slices.Sorted(maps.Keys(objects(t, m))); !slices.Equal(got, []string{todayObject}) {
		t.Errorf("stored: %v", got)
	}
}
