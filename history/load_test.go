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
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store/storetest"
)

// tell writes all that a history says between two days.
func tell(h *History, from, to string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "newest %v demo %v empty %v measured %v\n", h.Newest, h.Demo, h.Empty(), h.Measured())
	for _, artist := range []string{"opeth", "vola"} {
		for _, source := range []content.Source{content.Spotify, content.Twitter} {
			s := h.Series(artist, source)
			fmt.Fprintf(&b, "%s %s %q:", artist, source, s.Account)
			for day := historytest.Date(from); day <= historytest.Date(to); day++ {
				if n, ok := s.Value(day); ok {
					fmt.Fprintf(&b, " %d%s", n, s.Reason(day))
				} else {
					fmt.Fprintf(&b, " (%s)", s.Reason(day))
				}
			}
			fmt.Fprintf(&b, " %v\n", s.Seams(historytest.Date(from), historytest.Date(to)))
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
		row.DayObject(historytest.Date(d21)): historytest.Line(d21, "opeth", "spotify", `"value":5,"at":"2026-11-21T03:00:00Z","ref":"o"`) +
			historytest.Line(d21, "opeth", "twitter", `"value":2,"at":"2026-11-21T03:00:00Z","ref":"t"`),
		row.DayObject(historytest.Date(d22)): historytest.Line(d22, "opeth", "spotify", `"value":6,"at":"2026-11-22T03:00:00Z","ref":"p"`) +
			historytest.Line(d22, "opeth", "twitter", `"status":"error","reason":"http 402","at":"2026-11-22T03:00:00Z","ref":"t"`),
		row.DayObject(historytest.Date(d23)): historytest.Line(d23, "opeth", "spotify", `"value":7,"at":"2026-11-23T03:00:00Z","ref":"p"`) +
			historytest.Line(d23, "vola", "twitter", `"status":"hidden","at":"2026-11-23T09:00:00Z","ref":"v"`),
	}
}

func fill(t *testing.T, objects map[string]string) *storetest.Memory {
	t.Helper()
	m := storetest.NewMemory()
	for name, data := range objects {
		storetest.MustPut(t, m, name, data)
	}
	return m
}

// loads loads a store and compares all that it says.
func loads(t *testing.T, objects map[string]string, asOf time.Time, want string) {
	t.Helper()
	m := fill(t, objects)
	for range 3 {
		if diff := cmp.Diff(want, tell(mustLoad(t, m, asOf), "2026-11-21", historytest.Today)); diff != "" {
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
	loads(t, nil, historytest.Never, nothing)
	loads(t, past(), historytest.Clock("2020-01-01T00:00:00Z"), nothing)
	loads(t, past(), historytest.Never, `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 6 7 [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "v": () () (hidden) []
`)
	// The first run of the newest day, and a second before it.
	loads(t, past(), historytest.Clock("2026-11-23T03:00:00Z"), `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 6 7 [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "": () () () []
`)
	loads(t, past(), historytest.Clock("2026-11-23T02:59:59Z"), `newest 2026-11-22 demo false empty false measured true
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
	object := row.DayObject(historytest.Date(d22))
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
		{"an object beside that has a later count", beside, historytest.Line(d22, "opeth", "twitter", `"value":3,"at":"2026-11-22T04:00:00Z","ref":"t"`), strings.Replace(plain, "(http 402)", "3", 1)},
		{"a foreign file", "v1/days/year=2026/notes.txt", "hello", plain + "v1/days/year=2026/notes.txt:1: not the name of a day object\n"},
		{"a file that is not below the days", "v1/rollup/2026.ndjson.gz", "\x1f\x8b", plain},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			objects := past()
			objects[test.object] = test.data
			loads(t, objects, historytest.Never, test.want)
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
	want := tell(mustLoad(t, fill(t, past()), historytest.Never), "2026-11-21", historytest.Today)
	h := mustLoad(t, fill(t, objects), historytest.Never)
	if diff := cmp.Diff(want, tell(h, "2026-11-21", historytest.Today)); diff != "" {
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
		return historytest.Line(day, artist, "spotify", `"value":1,"via":"demo","at":"`+at+`","ref":"o"`)
	}
	for _, test := range []struct {
		name       string
		data       string // of a day after the past
		past       bool
		asOf       time.Time
		mixed, all bool // the error, and whether all is the demo's
	}{
		{"only real", "", true, historytest.Never, false, false},
		{"only invented", demo(d24, "opeth", "2026-11-24T03:00:00Z"), false, historytest.Never, false, true},
		{"only invented, later", demo(d24, "opeth", "2026-11-24T03:00:00Z"), false, historytest.Clock("2026-11-20T00:00:00Z"), false, true},
		{"both", demo(d24, "opeth", "2026-11-24T03:00:00Z"), true, historytest.Never, true, false},
		{"both, but the invented one is later", demo(d24, "opeth", "2026-11-24T03:00:00Z"), true, historytest.Clock("2026-11-23T12:00:00Z"), true, false},
		{
			"both, but the invented one lost the join",
			demo(d24, "opeth", "2026-11-24T03:00:00Z") + historytest.Line(d24, "opeth", "spotify", `"value":1,"at":"2026-11-24T03:00:01Z"`),
			false, historytest.Never, true, false,
		},
		{
			"invented and imported",
			demo(d24, "opeth", "2026-11-24T03:00:00Z") + historytest.Line(d24, "vola", "spotify", `"value":1,"via":"import:csv","at":"2026-11-24T03:00:01Z"`),
			false, historytest.Never, true, false,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			objects := map[string]string{}
			if test.past {
				objects = past()
			}
			if test.data != "" {
				objects[row.DayObject(historytest.Date(d24))] = test.data
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
		done := len(m.Calls)
		m.Script = func(i int, _ string) storetest.Fault {
			if i == done+n+1 {
				return storetest.Fault{Err: errBroken}
			}
			return storetest.Fault{}
		}
		if h, err := Load(t.Context(), m, historytest.Never); !errors.Is(err, errBroken) || h != nil || !strings.HasPrefix(err.Error(), "load history: ") {
			t.Errorf("call %d: %v, %v", n, h, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Load(ctx, fill(t, past()), historytest.Never); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

func TestLoadReadsAtOnceButNotAllAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const days = 160
		m := storetest.NewMemory()
		for day := range content.Day(days) {
			day += historytest.Date("2026-01-01") // within a year: years are read one after the other
			storetest.MustPut(t, m, row.DayObject(day), historytest.Line(day.String(), "opeth", "spotify", `"value":1,"at":"2026-11-23T03:00:00Z"`))
		}
		m.Script = func(_ int, call string) storetest.Fault {
			if call == "Get" {
				<-time.After(time.Second)
			}
			return storetest.Fault{}
		}
		begin := time.Now()
		if n := mustLoad(t, m, historytest.Never).Series("opeth", content.Spotify).Len(); n != days {
			t.Errorf("%d counts, want %d", n, days)
		}
		if took := time.Since(begin); took != days/readsAtOnce*time.Second {
			t.Errorf("%d objects took %v", days, took)
		}
	})
}

func TestDue(t *testing.T) {
	t.Parallel()
	h := mustLoad(t, fill(t, past()), historytest.Never)
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
		{"what today lacks", historytest.Today, content.EveryDay, false, "twitter opeth t, twitter vola v, spotify new n"},
		{"refresh", historytest.Today, content.EveryDay, true, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"no week yet", "2026-11-29", content.EveryWeek, false, "twitter opeth t, twitter vola v, spotify new n"},
		{"a week later", "2026-11-30", content.EveryWeek, false, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
		{"no week yet, refresh", "2026-11-24", content.EveryWeek, true, "twitter opeth t, twitter vola v, spotify new n, spotify opeth p"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, ask := range h.Due(site(test.every), historytest.Date(test.day), test.refresh) {
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
	m := storetest.NewMemory()
	answers := map[content.Source]fetch.Sample{content.Spotify: historytest.Sample("opeth spotify o", 7), content.Twitter: historytest.Sample("opeth twitter t", "http 402")}
	for i, want := range []string{"spotify twitter", "twitter", "twitter"} {
		var asked []string
		snap := historytest.Snapshot(historytest.Tonight.Add(time.Duration(i) * time.Hour))
		for _, ask := range mustLoad(t, m, snap.At).Due(site, historytest.Date(historytest.Today), false) {
			asked = append(asked, string(ask.Source))
			snap.Samples = append(snap.Samples, answers[ask.Source])
		}
		if got := strings.Join(asked, " "); got != want {
			t.Errorf("run %d asks %s, want %s", i, got, want)
		}
		mustRecord(t, m, snap)
	}
	if m.Puts() != 1 {
		t.Errorf("%d writes, want one", m.Puts())
	}
	if got := slices.Sorted(maps.Keys(storetest.Objects(t, m))); !slices.Equal(got, []string{historytest.TodayObject}) {
		t.Errorf("stored: %v", got)
	}
}
