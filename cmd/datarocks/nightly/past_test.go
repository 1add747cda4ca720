package nightly

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/cmd/datarocks/report"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/row"
	"datarocks/history/store"
)

var views = content.Wikipedia.Default()

// lasting is a platform that takes as long as it says for an account.
type lasting struct {
	fetch.Counter
	each time.Duration
}

func (s lasting) Expect(accounts []string) time.Duration {
	return time.Duration(len(accounts)) * s.each
}

// yesterday is the day before the nights of these tests.
var yesterday = content.DayOf(time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC))

// pastNight is a night of artists with articles, of which the first few have counts.
func pastNight(t *testing.T, artists, known int) *Night {
	t.Helper()
	now := (yesterday + 1).Time().Add(3 * time.Hour)
	s := store.NewHastyDir(t.TempDir())
	site := &content.Site{Sources: []content.SourceSetting{content.Wikipedia.Setting(content.EveryDay)}}
	var samples []fetch.Sample
	for i := range artists {
		id := fmt.Sprintf("artist-%d", i)
		site.Artists = append(site.Artists, content.Artist{ID: id, Accounts: map[content.Source]string{content.Wikipedia: id}})
		if i < known {
			samples = append(samples, pastSample(id, yesterday-1, 700, 710))
		}
	}
	past, err := history.Load(t.Context(), s, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = past.Close() })
	if _, err := past.RecordDays(t.Context(), fetch.Snapshot{At: now, Samples: samples}, nil); err != nil {
		t.Fatal(err)
	}
	n := &Night{
		World: &shell.World{Ctx: t.Context(), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }},
		at:    now, site: site, store: s, past: past,
		counters: settings.Counters{Ready: map[content.Source]fetch.Counter{content.Wikipedia: lasting{each: time.Minute}}},
		wanted:   past.Due(site, yesterday+1, true),
	}
	n.asks = slices.Clone(n.wanted)
	n.summary = report.New(site, yesterday+1, n.wanted, nil)
	return n
}

func pastSample(id string, first content.Day, counts ...int64) fetch.Sample {
	return fetch.Sample{
		Ask:   fetch.Ask{Artist: id, Metric: views, Account: id, Since: first},
		Count: fetch.Number(counts[len(counts)-1]), Days: fetch.NewDays(first, counts),
	}
}

// TestPostpone: who has counts is asked each night, and of the others as many as there is
// time for, which is 20 minutes here.
func TestPostpone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		artists, known, asked int
	}{
		{artists: 0},
		{artists: 20, asked: 20},
		{artists: 21, asked: 20},
		{artists: 50, known: 5, asked: 20},
		{artists: 30, known: 30, asked: 30}, // too many, but they are the nightly work
		{artists: 40, known: 25, asked: 25},
	} {
		n := pastNight(t, test.artists, test.known)
		postpone(n)
		if len(n.asks) != test.asked || len(n.wanted) != test.asked || n.postponed != test.artists-test.asked {
			t.Errorf("%+v: asks %d, wants %d, postpones %d", test, len(n.asks), len(n.wanted), n.postponed)
		}
		for i, ask := range n.asks {
			if want := fmt.Sprintf("artist-%d", i); ask.Artist != want {
				t.Errorf("%+v: asks for %s in place of %s", test, ask.Artist, want)
			}
		}
	}
	n := pastNight(t, 50, 0)
	n.counters.Ready[content.Wikipedia] = lasting{}.Counter // which does not know how long it takes
	if postpone(n); n.postponed != 0 {
		t.Errorf("postpones %d", n.postponed)
	}
}

// TestPlanPast: what a dry run names, in words and as JSON.
func TestPlanPast(t *testing.T) {
	t.Parallel()
	n := pastNight(t, 3, 1)
	n.counters.Ready[content.Wikipedia] = lasting{each: 15 * time.Minute}
	n.flags.History = "s3://counts/h"
	postpone(n)
	plan, err := planPast(n)
	if err != nil {
		t.Fatal(err)
	}
	if n.postponed != 2 || plan.Later != 2 {
		t.Errorf("postponed: %d, %+v", n.postponed, plan)
	}
	for _, test := range []struct {
		plan plannedPast
		want string
	}{
		{plannedPast{Accounts: 1, Rows: 1, Days: 1}, "past days: up to 1 row of 1 account into 1 day"},
		{
			plannedPast{Accounts: 2, Rows: 4326, Days: 4163, Rewritten: 59, Rollups: 12, Later: 9, MicroUSD: 20_838},
			"past days: up to 4326 rows of 2 accounts into 4163 days (59 written again), and 12 rollups: $0.02; leaves 9 accounts to the next nights",
		},
		{plannedPast{Accounts: 1, Rows: 2, Days: 2, MicroUSD: 10}, "past days: up to 2 rows of 1 account into 2 days: less than $0.01"},
	} {
		if got := test.plan.Text(); got != test.want {
			t.Errorf("%s\nwant %s", got, test.want)
		}
	}
	n.counters.Ready = nil
	if plan, err := planPast(n); plan != nil || err != nil {
		t.Errorf("without a platform: %+v, %v", plan, err)
	}
}

// TestUnreadablePastDays: rows of a day that cannot be read are beside it, and the run goes on.
func TestUnreadablePastDays(t *testing.T) {
	t.Parallel()
	bad := &row.UnreadableError{Problem: errors.New("line 2: not a row")}
	for _, test := range []struct {
		err  error
		want bool
	}{
		{bad, true},
		{fmt.Errorf("record past days: %w", errors.Join(bad, fmt.Errorf("record counts of a day: %w", bad))), true},
		{errors.Join(bad, store.ErrDenied), false},
		{store.ErrDenied, false},
		{fmt.Errorf("record past days: %w", context.Canceled), false},
	} {
		if got := unreadable(test.err); got != test.want {
			t.Errorf("%v is unreadable: %t", test.err, got)
		}
	}
	n := pastNight(t, 1, 1)
	key := "v1/days/year=2026/month=11/" + yesterday.String() + ".ndjson"
	_, version, err := n.store.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.store.Put(t.Context(), key, strings.NewReader("{broken\n"), version); err != nil {
		t.Fatal(err)
	}
	past, err := history.Load(t.Context(), n.store, n.at)
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()
	n.past = past
	var out bytes.Buffer
	n.Stderr = shell.NewStream(&out)
	if err := recordDays(t.Context(), n, fetch.Snapshot{At: n.at, Samples: []fetch.Sample{pastSample("artist-0", yesterday-1, 711, 712)}}); err != nil {
		t.Errorf("recorded: %v", err)
	}
	if !strings.Contains(out.String(), "rows are beside") || n.summary.PastDays == 0 {
		t.Errorf("of %d days: %s", n.summary.PastDays, out.String())
	}
}

// refusing is a store that stores nothing of some days.
type refusing struct {
	store.Store
	days []content.Day
}

func (s refusing) Put(ctx context.Context, name string, body io.ReadSeeker, version string) (string, error) {
	for _, day := range s.days {
		if strings.Contains(name, day.String()) {
			return "", fmt.Errorf("put %s: %w", name, store.ErrDenied)
		}
	}
	return s.Store.Put(ctx, name, body, version)
}

// refuse makes the store of a night refuse days from now on.
func refuse(t *testing.T, n *Night, days ...content.Day) *bytes.Buffer {
	t.Helper()
	n.store = refusing{n.store, days}
	past, err := history.Load(t.Context(), n.store, n.at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = past.Close() })
	n.past = past
	var out bytes.Buffer
	n.Stderr = shell.NewStream(&out)
	return &out
}

// TestUnwritablePastDays: past days that cannot be recorded cost a night nothing else. The
// counts of tonight are recorded, what is not stored is due, and the run is not complete.
func TestUnwritablePastDays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		known  int
		denied []content.Day
		rows   int      // of past days that are stored nevertheless
		due    []string // who is asked again
	}{
		{"all days", 0, []content.Day{yesterday - 1, yesterday}, 0, []string{"artist-0", "artist-1"}},
		{"the newest day", 0, []content.Day{yesterday}, 2, []string{"artist-0", "artist-1"}},
		{"a correction", 2, []content.Day{yesterday - 1}, 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			n := pastNight(t, 2, test.known)
			out := refuse(t, n, test.denied...)
			tonight := fetch.Sample{Ask: fetch.Ask{Artist: "artist-0", Metric: content.Deezer.Default(), Account: "d"}, Count: fetch.Number(7)}
			snap := fetch.Snapshot{At: n.at, Samples: []fetch.Sample{tonight, pastSample("artist-0", yesterday-1, 701, 710), pastSample("artist-1", yesterday-1, 701, 710)}}
			snap.Sources = []fetch.Result{{Source: content.Wikipedia, Asked: 2, Got: 2}}
			if err := n.record(t.Context(), snap); err != nil {
				t.Fatalf("the night ends: %v", err)
			}
			if got, ok := n.past.Series("artist-0", content.Deezer.Default()).Value(yesterday + 1); !ok || got != 7 || n.summary.Rows != 1+test.rows {
				t.Errorf("tonight's count: %d, %t; %d rows recorded", got, ok, n.summary.Rows)
			}
			var due []string
			for _, ask := range n.due() {
				due = append(due, ask.Artist)
			}
			if !slices.Equal(due, test.due) {
				t.Errorf("due are %v, want %v", due, test.due)
			}
			if failed := shell.AsFailure(n.End(nil)); failed == nil || failed.Code != shell.ExitIncomplete {
				t.Errorf("the night ends with %+v", failed)
			}
			for _, want := range []string{"Wikipedia: record past days: record counts of " + test.denied[0].String(), "; the next run asks for them again", "hint: `datarocks doctor --write"} {
				if strings.Count(out.String(), want) != 1 {
					t.Errorf("it does not print %q once:\n%s", want, out)
				}
			}
			n.store = n.store.(refusing).Store
			healed, err := history.Load(t.Context(), n.store, n.at)
			if err != nil {
				t.Fatal(err)
			}
			defer healed.Close()
			n.past, n.summary = healed, report.New(n.site, yesterday+1, n.wanted, nil)
			if err := n.record(t.Context(), snap); err != nil || shell.AsFailure(n.End(nil)) != nil {
				t.Errorf("the next run: %v, %v", err, n.End(nil))
			}
			if got, _ := n.past.Series("artist-1", views).Value(yesterday - 1); got != 701 {
				t.Errorf("the next run has %d", got)
			}
		})
	}
}

// TestStoppedWhileRecordingPast: a run that is stopped ends with that, whatever else fails.
func TestStoppedWhileRecordingPast(t *testing.T) {
	t.Parallel()
	n := pastNight(t, 1, 0)
	refuse(t, n, yesterday)
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	n.Ctx = ctx
	err := n.rescue(fetch.Snapshot{At: n.at, Samples: []fetch.Sample{pastSample("artist-0", yesterday-1, 700, 710)}}, context.Canceled)
	if !errors.Is(err, store.ErrDenied) || n.stage != recording {
		t.Errorf("rescued: %v, stage %d", err, n.stage)
	}
}

// TestInterruptedPast: what was answered before an interruption is recorded, the rest is
// what the next run asks for, and a run after that writes nothing.
func TestInterruptedPast(t *testing.T) {
	t.Parallel()
	n := pastNight(t, 2, 0)
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	n.Ctx = ctx
	err := n.rescue(fetch.Snapshot{At: n.at, Samples: []fetch.Sample{
		pastSample("artist-0", yesterday-1, 700, 710),
		{Ask: fetch.Ask{Artist: "artist-1", Metric: views, Account: "artist-1"}, Count: fetch.Missing(fetch.Failed, "context canceled")},
	}}, context.Canceled)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "1 count recorded") {
		t.Errorf("rescued: %v", err)
	}
	due := n.past.Due(n.site, yesterday+1, false)
	if len(due) != 1 || due[0].Artist != "artist-1" {
		t.Errorf("due: %+v", due)
	}
	n.Ctx = t.Context()
	again := fetch.Snapshot{At: n.at.Add(time.Hour), Samples: []fetch.Sample{pastSample("artist-0", yesterday-1, 700, 710), pastSample("artist-1", yesterday-1, 1, 2)}}
	for _, rows := range []int{2, 0} {
		n.summary.Rows = 0
		if err := recordDays(t.Context(), n, again); err != nil || n.summary.Rows != rows {
			t.Errorf("recorded %d rows, want %d: %v", n.summary.Rows, rows, err)
		}
	}
}

// TestTwoPastsAtOnce: two runs that began with the same history record the same rows as one.
func TestTwoPastsAtOnce(t *testing.T) {
	t.Parallel()
	n := pastNight(t, 2, 0)
	second, err := history.Load(t.Context(), n.store, n.at)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	snap := fetch.Snapshot{At: n.at, Samples: []fetch.Sample{pastSample("artist-0", yesterday-1, 700, 710), pastSample("artist-1", yesterday-1, 1, 2)}}
	other := *n
	other.past = second
	done := make(chan error)
	for _, one := range []*Night{n, &other} {
		go func() { done <- recordDays(t.Context(), one, snap) }()
	}
	if err := errors.Join(<-done, <-done); err != nil {
		t.Fatal(err)
	}
	var got []string
	_, err = history.Export(t.Context(), n.store, n.site, content.DayOf(n.at), func(rows []row.Row) error {
		for _, r := range rows {
			got = append(got, fmt.Sprintf("%s %s %d", r.Date, r.Artist, *r.Value))
		}
		return nil
	})
	slices.Sort(got)
	want := []string{"2026-11-21 artist-0 700", "2026-11-21 artist-1 1", "2026-11-22 artist-0 710", "2026-11-22 artist-1 2"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v: %s", err, diff)
	}
}

// TestAskPastAnew: a refresh of a source that is named asks for all that it knows; another
// refresh asks for the last weeks.
func TestAskPastAnew(t *testing.T) {
	t.Parallel()
	wikipedia, _ := content.Wikipedia.Info()
	for _, test := range []struct {
		named []string
		want  content.Day
	}{
		{nil, yesterday - 28}, {[]string{"lastfm"}, yesterday - 28}, {[]string{"wikipedia"}, wikipedia.PastFrom}, {[]string{"lastfm", "wikipedia/views"}, wikipedia.PastFrom},
	} {
		n := pastNight(t, 1, 1)
		n.flags.Source = test.named
		asks := append(slices.Clone(n.wanted), fetch.Ask{Artist: "artist-0", Metric: content.Deezer.Default()})
		askPastAnew(n, asks)
		if asks[0].Since != test.want || asks[1].Since != 0 {
			t.Errorf("named %v: since %s and %d, want %s", test.named, asks[0].Since, asks[1].Since, test.want)
		}
	}
}
