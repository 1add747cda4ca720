package archive

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
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// loaded is an archive whose errors end the test.
type loaded struct {
	*testing.T
	Archive
}

func mustLoad(t *testing.T, s store.Store, asOf time.Time) *loaded {
	t.Helper()
	a, err := Load(t.Context(), s, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return &loaded{T: t, Archive: a}
}

// series is that of a metric.
func (l *loaded) series(artist string, metric content.Metric) *series.Series {
	l.Helper()
	s, err := l.Series(row.SeriesKey{Artist: artist, Source: metric.Source, Metric: metric.Name})
	if err != nil {
		l.Fatal(err)
	}
	return s
}

func (l *loaded) rollUp(s store.Store) {
	l.Helper()
	if err := l.StoreRollups(l.Context(), s); err != nil {
		l.Fatal(err)
	}
}

func (l *loaded) everything() []string {
	l.Helper()
	all := []string{fmt.Sprint("newest ", l.Newest, " demo ", l.Invented, " measured ", l.Measured)}
	for _, problem := range l.Problems {
		all = append(all, problem.Error())
	}
	return append(all, historytest.Everything(l.T, l.Rows, l.series, historytest.Artists)...)
}

// text writes all that there is between two days.
func (l *loaded) text(from, to string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "newest %v demo %v empty %v measured %v\n", l.Newest, l.Invented, l.Empty(), l.Measured)
	for _, artist := range []string{"opeth", "vola"} {
		for _, source := range []content.Source{content.Spotify, content.Twitter} {
			s := l.series(artist, source.Default())
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
	for _, problem := range l.Problems {
		fmt.Fprintf(&b, "%v\n", problem)
	}
	return b.String()
}

// loads loads a store and compares all that it holds.
func loads(t *testing.T, objects map[string]string, asOf time.Time, want string) {
	t.Helper()
	m := historytest.Fill(t, objects)
	for range 3 {
		if diff := cmp.Diff(want, mustLoad(t, m, asOf).text("2026-11-21", historytest.Today)); diff != "" {
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
	loads(t, historytest.Past(), historytest.Clock("2020-01-01T00:00:00Z"), nothing)
	loads(t, historytest.Past(), historytest.Never, `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 6 7 [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "v": () () (hidden) []
`)
	// The first run of the newest day, and a second before it.
	loads(t, historytest.Past(), historytest.Clock("2026-11-23T03:00:00Z"), `newest 2026-11-23 demo false empty false measured true
opeth spotify "p": 5 6 7 [2026-11-22]
opeth twitter "t": 2 (http 402) () []
vola spotify "": () () () []
vola twitter "": () () () []
`)
	loads(t, historytest.Past(), historytest.Clock("2026-11-23T02:59:59Z"), `newest 2026-11-22 demo false empty false measured true
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
		{"a file saved with a byte order mark", object, "\ufeff" + historytest.Past()[object], plain},
		{"a file saved with a byte order mark and carriage returns", object, "\ufeff" + strings.ReplaceAll(historytest.Past()[object], "\n", "\r\n"), plain},
		{"a file beside saved with a byte order mark", beside, "\ufeff" + historytest.Past()[object], plain},
		{"what Windows leaves in a folder", "v1/days/year=2026/Thumbs.db", "x", plain},
		{"what Windows leaves of a folder", "v1/days/desktop.ini", "x", plain},
		{"a file that is not below the days", "v1/rollup/2026.ndjson.gz", "\x1f\x8b", plain},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			objects := historytest.Past()
			objects[test.object] = test.data
			loads(t, objects, historytest.Never, test.want)
		})
	}
}

// TestOtherMetrics are what a newer version, or an import, may store beside the
// metric that is asked: they are not its counts.
func TestOtherMetrics(t *testing.T) {
	t.Parallel()
	objects := historytest.Past()
	for name, data := range objects {
		objects[name] = strings.ReplaceAll(data, `"followers"`, `"listeners"`) + data + strings.ReplaceAll(data, `"spotify"`, `"myspace"`)
	}
	want := mustLoad(t, historytest.Fill(t, historytest.Past()), historytest.Never).text("2026-11-21", historytest.Today)
	h := mustLoad(t, historytest.Fill(t, objects), historytest.Never)
	if diff := cmp.Diff(want, h.text("2026-11-21", historytest.Today)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := h.series("opeth", content.Metric{Source: "myspace"}).Len(); n != 0 {
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
				objects = historytest.Past()
			}
			if test.data != "" {
				objects[row.DayObject(historytest.Date(d24))] = test.data
			}
			h, err := Load(t.Context(), historytest.Fill(t, objects), test.asOf)
			if errors.Is(err, ErrMixed) != test.mixed || !test.mixed && h.Invented != test.all {
				t.Errorf("Load: %v, %v", h, err)
			}
		})
	}
}

func TestLoadFailsWhereAnObjectCannotBeGot(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		m := historytest.Fill(t, historytest.Past())
		m.FailNth(n+1, storetest.Fault{Err: storetest.ErrBroken})
		if _, err := Load(t.Context(), m, historytest.Never); !errors.Is(err, storetest.ErrBroken) {
			t.Errorf("call %d: %v", n, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Load(ctx, historytest.Fill(t, historytest.Past()), historytest.Never); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

func TestLoadReadsAtOnceButNotAllAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const days = 160
		m := storetest.NewMemory()
		for day := range content.Day(days) {
			day += historytest.Date("2026-01-01") // fold.Within a year: years are read one after the other
			storetest.MustPut(t, m, row.DayObject(day), historytest.Line(day.String(), "opeth", "spotify", `"value":1,"at":"2026-11-23T03:00:00Z"`))
		}
		m.On("Get", func() storetest.Fault {
			<-time.After(time.Second)
			return storetest.Fault{}
		})
		begin := time.Now()
		if n := mustLoad(t, m, historytest.Never).series("opeth", content.Spotify.Default()).Len(); n != days {
			t.Errorf("%d counts, want %d", n, days)
		}
		if took := time.Since(begin); took != days/readsAtOnce*time.Second {
			t.Errorf("%d objects took %v", days, took)
		}
	})
}
