package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/gate"
	"datarocks/history/store"
)

// The metrics of a label's site, on which plays lead.
var (
	plays     = content.Metric{Source: content.LastFM, Name: "plays"}
	listeners = content.Metric{Source: content.LastFM, Name: "listeners"}
	views     = content.Metric{Source: content.Wikipedia, Name: "views"}
)

// label is a site of two artists, and a history of it.
type label struct {
	*testing.T
	site *content.Site
	past *history.History
	day  content.Day
}

func newLabel(t *testing.T) *label {
	t.Helper()
	lastFM := content.LastFM.Setting(content.EveryDay)
	lastFM.Chosen = []content.MetricInfo{lastFM.Metrics[1], lastFM.Metrics[0]}
	l := &label{T: t, day: day(t, "2026-11-23"), site: &content.Site{
		Sources: []content.SourceSetting{lastFM, content.Wikipedia.Setting(content.EveryDay)},
		Artists: []content.Artist{
			{ID: "opeth", Name: "Opeth", Accounts: map[content.Source]string{content.LastFM: "Opeth", content.Wikipedia: "Opeth"}},
			{ID: "vola", Name: "VOLA", Accounts: map[content.Source]string{content.LastFM: "VOLA", content.Wikipedia: "VOLA"}},
		},
	}}
	var err error
	if l.past, err = history.Load(t.Context(), store.NewHastyDir(t.TempDir()), l.day.Time()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.past.Close() })
	return l
}

// answer is what a platform answers of an artist.
type answer struct {
	artist string
	metric content.Metric
	fetch.Count
	days *fetch.Days
}

// night records answers, with each source's error, and returns the summary.
func (l *label) night(answers []answer, failed map[content.Source]error) Summary {
	l.Helper()
	wanted := l.past.Due(l.site, l.day, true)
	s := New(l.site, l.day, wanted, nil)
	snap := fetch.Snapshot{At: l.day.Time()}
	for _, setting := range l.site.Sources {
		snap.Sources = append(snap.Sources, fetch.Result{Source: setting.Source, Asked: 2, Err: failed[setting.Source]})
	}
	for _, a := range answers {
		for _, ask := range wanted {
			if ask.Artist == a.artist && ask.Metric == a.metric {
				snap.Samples = append(snap.Samples, fetch.Sample{Ask: ask, Count: a.Count, Days: a.days})
			}
		}
	}
	verdicts := gate.Judge(l.past.Series, l.site, snap)
	s.Asked(snap, verdicts)
	if _, err := l.past.Record(l.Context(), snap, verdicts); err != nil {
		l.Fatal(err)
	}
	if _, err := l.past.RecordDays(l.Context(), snap, func(sample fetch.Sample) func(content.Day, int64) (bool, string) {
		return gate.PastDays(l.past.Series(sample.Artist, sample.Metric), sample.Account)
	}); err != nil {
		l.Fatal(err)
	}
	s.Settle(wanted, l.past.Due(l.site, l.day, false), l.past)
	return s
}

// printed is what a summary says about problems.
func (l *label) printed(s Summary) string {
	var stdout, stderr bytes.Buffer
	s.Print(&shell.World{Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" }},
		settings.SiteFlags{PastFlags: settings.PastFlags{HistoryFlags: settings.HistoryFlags{History: "data"}}}, false)
	return stderr.String()
}

// TestAFurtherMetricIsSilent: what holds for a source as a whole, or for an account, is
// reported of its first metric alone.
func TestAFurtherMetricIsSilent(t *testing.T) {
	t.Parallel()
	l := newLabel(t)
	gone := fetch.Missing(fetch.Unavailable, "no artist of that name")
	s := l.night([]answer{
		{"opeth", plays, fetch.Number(9), nil},
		{"opeth", listeners, fetch.Missing(fetch.Unavailable, "listeners are hidden"), nil},
		{"vola", plays, gone, nil},
		{"vola", listeners, gone, nil},
	}, nil)
	text := l.printed(s)
	for want, n := range map[string]int{
		"Last.fm plays: no count of vola: no artist of that name": 1, "Last.fm: no count of opeth: listeners are hidden": 1, "vola": 2,
	} {
		if got := strings.Count(text, want); got != n {
			t.Errorf("%q stands there %d times, want %d:\n%s", want, got, n, text)
		}
	}
	if first, further := s.of(plays), s.of(listeners); first.Outcome() != "1 of 2 counted" || further.Outcome() != "0 of 2 counted" || s.Complete() {
		t.Errorf("%s; %s; complete: %t", first.Outcome(), further.Outcome(), s.Complete())
	}

	failed := fetch.Missing(fetch.Failed, "http 503")
	l = newLabel(t)
	l.site.Sources = l.site.Sources[:1]
	s = l.night([]answer{
		{"opeth", plays, failed, nil}, {"opeth", listeners, failed, nil}, {"vola", plays, failed, nil}, {"vola", listeners, failed, nil},
	}, map[content.Source]error{content.LastFM: &fetch.StatusError{Status: 503}})
	if text := l.printed(s); strings.Count(text, "503") != 1 || strings.Contains(text, "opeth") {
		t.Errorf("as a whole:\n%s", text)
	}
	problems, _ := s.Refusals()
	if all := strings.Join(problems, "\n"); strings.Count(all, "503") != 1 {
		t.Errorf("refused:\n%s", all)
	}
	for _, source := range s.Sources {
		source.Last = l.day - 10
		if source.Source == content.LastFM && source.Silent() == source.further {
			t.Errorf("%s is silent: %t", source.Name, source.Silent())
		}
	}
}

// TestPastLagsBehind: a day that is not loaded yet is no failure, one that a run did not
// get is.
func TestPastLagsBehind(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		last content.Day // days before the run
		why  string      // why this run got nothing
		want string
	}{
		{"yesterday is there", 1, "", "1 of 1 counted"},
		{"yesterday is not loaded", 2, "", "1 of 1 counted"},
		{"three days", 3, "", "0 of 1 counted; the last count is of 2026-11-20, 3 days ago"},
		{"a typo", 1, "no article of that name", "1 of 1 counted"}, // yesterday is recorded: it was not due
		{"a typo of today", 2, "no article of that name", "0 of 1 counted"},
	} {
		l := newLabel(t)
		l.site.Artists = l.site.Artists[:1]
		l.site.Sources = l.site.Sources[1:]
		counts := []int64{700, 710, 720}
		l.night([]answer{{"opeth", views, fetch.Number(720), fetch.NewDays(l.day-test.last-2, counts)}}, nil)
		now := answer{"opeth", views, fetch.Number(720), fetch.NewDays(l.day-test.last-2, counts)}
		if test.why != "" {
			now = answer{"opeth", views, fetch.Missing(fetch.Unavailable, test.why), nil}
		}
		s := l.night([]answer{now}, nil)
		got := s.of(views)
		if got.Outcome() != test.want || (len(got.Missing) == 0) != (test.want == "1 of 1 counted") {
			t.Errorf("%s: %s, missing %+v; want %s", test.name, got.Outcome(), got.Missing, test.want)
		}
		text := l.printed(s)
		switch {
		case len(got.Missing) == 0 && text != "":
			t.Errorf("%s: prints %s", test.name, text)
		case len(got.Missing) > 0 && !strings.Contains(text, "Wikipedia: no count of opeth: ") || strings.Contains(text, "not asked"):
			t.Errorf("%s: prints %s", test.name, text)
		}
		if got.Silent() {
			t.Errorf("%s: it is worth an issue", test.name)
		}
	}
}

// TestAPastDayIsHeld: the command has the day that is held, and the metric as this site
// must name it.
func TestAPastDayIsHeld(t *testing.T) {
	t.Parallel()
	l := newLabel(t)
	usual := make([]int64, 60)
	for i := range usual {
		usual[i] = 700 + int64(i%7)
	}
	l.night([]answer{{"opeth", views, fetch.Number(700), fetch.NewDays(l.day-62, usual)}}, nil)
	s := l.night([]answer{
		{"opeth", plays, fetch.Number(5), nil},
		{"opeth", listeners, fetch.Number(5), nil},
		{"opeth", views, fetch.Number(700), fetch.NewDays(l.day-2, []int64{0, 704})},
	}, nil)
	held := s.of(views).Held
	if len(held) != 1 || held[0].day(l.day) != l.day-2 {
		t.Fatalf("held: %+v", held)
	}
	const want = "datarocks accept opeth wikipedia 2026-11-21 --reason 'checked by hand'"
	if text := l.printed(s); !strings.Contains(text, want) {
		t.Errorf("printed:\n%s", text)
	}
	next := s.Next(&shell.World{Getenv: func(string) string { return "" }}, settings.SiteFlags{}, "https://github.example.org/settle")
	if all := strings.Join(append(next.Commands, next.Elsewhere...), "\n"); !strings.Contains(all, want) || !strings.Contains(all, "`opeth wikipedia 2026-11-21`") {
		t.Errorf("next:\n%s", all)
	}
	if s.of(plays).written != "lastfm/plays" || s.of(listeners).written != "lastfm/listeners" {
		t.Errorf("written as %s and %s", s.of(plays).written, s.of(listeners).written)
	}
}

// TestMetricsInFiles: programs get a source's default without a metric, as ever, and the
// page of the job has a row for each.
func TestMetricsInFiles(t *testing.T) {
	t.Parallel()
	s := newLabel(t).night([]answer{{"opeth", plays, fetch.Number(9), nil}, {"opeth", listeners, fetch.Number(3), nil}}, nil)
	var got struct {
		Sources []struct{ Source, Metric, Name string }
	}
	data, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(data, &got)
	}
	if err != nil || len(got.Sources) != 3 || got.Sources[0].Metric != "plays" || got.Sources[1].Metric != "" || got.Sources[2].Source != "wikipedia" {
		t.Errorf("%s, %v", data, err)
	}
	page := s.Markdown("")
	for _, row := range []string{"| Last.fm plays | 1 of 2 counted |", "| Last.fm | 1 of 2 counted |", "| Wikipedia | 0 of 2 counted |"} {
		if !strings.Contains(page, row) {
			t.Errorf("the page lacks %s:\n%s", row, page)
		}
	}
}

// TestStandIdle: a site of nothing but past days is not idle, as its newest day is always
// over.
func TestStandIdle(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-11-23")
	past, now := Source{past: true}, Source{}
	for _, test := range []struct {
		sources []Source
		newest  content.Day
		want    content.Day
	}{
		{[]Source{now, past}, today - 1, 0},
		{[]Source{now, past}, today - 2, today - 2},
		{[]Source{past}, today - 2, 0},
		{[]Source{past}, today - 3, 0}, // yesterday's run was before the day was loaded
		{[]Source{past}, today - 4, today - 3},
		{[]Source{past}, 0, 0},
		{nil, today - 2, today - 2},
	} {
		s := Summary{Day: today, Sources: test.sources}
		if s.StandIdle(test.newest); s.Idle != test.want {
			t.Errorf("%d sources, newest %s: idle since %s, want %s", len(test.sources), test.newest, s.Idle, test.want)
		}
	}
}

// TestNoCountThatIsNotKept: what is printed stays, so of a source whose counts are not
// kept it has none; of another one it has the number that is held.
func TestNoCountThatIsNotKept(t *testing.T) {
	t.Parallel()
	for _, limited := range []bool{false, true} {
		l := newLabel(t)
		if limited {
			l.site.Sources[0].Terms = content.Terms{KeptDays: 28}
		}
		folder := store.NewHastyDir(t.TempDir())
		load := func() {
			var err error
			if l.past, err = history.Load(t.Context(), folder, l.day.Time()); err != nil {
				t.Fatal(err)
			}
		}
		load()
		l.night([]answer{{"opeth", plays, fetch.Number(34_567_890), nil}}, nil)
		l.past.Close()
		l.day++
		load()
		defer l.past.Close()
		s := l.night([]answer{{"opeth", plays, fetch.Number(0), nil}, {"vola", plays, fetch.Number(7_654_321), nil}}, nil)
		held := s.of(plays).Held
		if len(held) != 1 || held[0].Reason == "" || (held[0].Count == nil) != limited {
			t.Errorf("limited %v: held is %+v", limited, held)
		}
		text := l.printed(s)
		if strings.Contains(text, "held at 0: ") == limited || !strings.Contains(text, "count of opeth held") {
			t.Errorf("limited %v: it prints\n%s", limited, text)
		}
	}
}
