package data

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/flow"
	"datarocks/history/series"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
)

// kinds is a world with metrics of all kinds. One source leads with a further metric,
// one has only that counted, one knows its past, and one may not be taken away.
func kinds() *rendertest.World {
	w := rendertest.New()
	w.Sources = nil
	for _, source := range []content.Source{content.Spotify, content.LastFM, content.Wikipedia, content.ListenBrainz, content.Twitter} {
		setting := source.Setting(content.EveryDay)
		setting.Chosen, setting.Publish = setting.SourceInfo.Metrics, true
		w.Sources = append(w.Sources, setting)
	}
	lastfm := &w.Sources[1]
	lastfm.Chosen = []content.MetricInfo{lastfm.Metrics[1], lastfm.Metrics[0]}
	for _, id := range []string{"opeth", "vola"} {
		w.Artist(id, strings.ToUpper(id))
		w.Grow(id, content.Spotify, 40, 900_000, 950_000)
		w.Grow(id, content.LastFM, 20, 70_000, 71_000)
		w.Grow(id, content.Twitter, 40, 500, 700)
		w.UntilOf(id, metric(content.Spotify, "listeners"), counts(30, 5_000, 7)...)
		w.UntilOf(id, metric(content.Spotify, "streams"), rendertest.Without(counts(30, 20_000, 13), 9, "not in the file")...)
		w.UntilOf(id, metric(content.LastFM, "plays"), counts(25, 4_000_000, 999)...)
		w.UntilOf(id, metric(content.ListenBrainz, "listens"), counts(18, 120_000, 55)...)
		w.FromOf(rendertest.Newest-901, id, content.Wikipedia.Default(), counts(900, 300, 3)...)
	}
	w.Hold(rendertest.Newest-3, "vola", content.LastFM)
	return w
}

func metric(source content.Source, name string) content.Metric {
	return content.Metric{Source: source, Name: name}
}

// counts are n counts, each more than the one before, and none a round number.
func counts(n, from, step int64) []fetch.Count {
	all := make([]fetch.Count, n)
	for i := range all {
		all[i] = fetch.Number(from + step*int64(i) + int64(i*i%7))
	}
	return all
}

// asBefore is the same world on a site that chooses no metrics: what there was before
// there were any.
func asBefore() *rendertest.World {
	w := kinds()
	for i, s := range w.Sources {
		w.Sources[i] = s.Source.Setting(content.EveryDay)
	}
	return w
}

// TestKindsInFiles compares each number of each kind with the history: in data.json,
// data.csv and the tables of all artists.
func TestKindsInFiles(t *testing.T) {
	t.Parallel()
	w := kinds()
	files, h := filesOf(t, w), w.History(t)
	var wantAll, wantAllMetrics [][]string
	for _, a := range w.Artists {
		data := strictly[Artist](t, files, "artists/"+a.ID+"/data.json")
		if got := sourcesOf(data); !slices.Equal(got, []string{"spotify", "lastfm", "wikipedia", "listenbrainz"}) {
			t.Fatalf("%s has %q", a.ID, got)
		}
		var wantCSV [][]string
		for _, s := range data.Sources {
			if s.Metric != s.Source.Default().Name {
				t.Errorf("%s is its %s", s.Source, s.Metric)
			}
			for i, c := range append([]Counts{s.Counts}, s.More...) {
				m := metric(s.Source, c.Metric)
				if c.Kind != m.Kind() {
					t.Errorf("%s is a %s", m, c.Kind)
				}
				for j, value := range c.Values {
					day := c.Start + content.Day(j)
					cell := ""
					if n, ok := h.Series(a.ID, m).Value(day); ok {
						cell = strconv.FormatInt(n, 10)
					}
					if (value == nil) != (cell == "") || value != nil && strconv.FormatInt(*value, 10) != cell {
						t.Fatalf("%s %s %s: %v, want %q", a.ID, m, day, value, cell)
					}
					row := []string{day.String(), string(m.Source), m.Name, cell}
					if i == 0 {
						wantCSV = append(wantCSV, row)
						wantAll = append(wantAll, slices.Insert(slices.Clone(row), 1, a.ID))
					}
					wantAllMetrics = append(wantAllMetrics, []string{day.String(), a.ID, string(m.Source), m.Name, string(m.Kind()), cell})
				}
				if got := h.Series(a.ID, m).Len(); got == 0 && i > 0 {
					t.Errorf("%s of %s stands there without a count", m, a.ID)
				}
			}
		}
		if diff := cmp.Diff(wantCSV, firstColumns(csvRows(t, files, "artists/"+a.ID+"/data.csv")[1:], 4)); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff(wantAll, firstColumns(csvRows(t, files, "api/v1/all.csv")[1:], 5)); diff != "" {
		t.Error(diff)
	}
	all := csvRows(t, files, "api/v1/all-metrics.csv")
	if got := strings.Join(all[0], ","); got != "date,artist,source,metric,kind,value,gap,schemaVersion" {
		t.Errorf("it begins %s", got)
	}
	if diff := cmp.Diff(wantAllMetrics, firstColumns(all[1:], 6)); diff != "" {
		t.Error(diff)
	}
}

func sourcesOf(a Artist) (all []string) {
	for _, s := range a.Sources {
		all = append(all, string(s.Source))
	}
	return all
}

func firstColumns(rows [][]string, n int) [][]string {
	cut := make([][]string, len(rows))
	for i, row := range rows {
		cut[i] = row[:n]
	}
	return cut
}

// TestLatestOfKinds adds up by hand what a window has: a level is gained, days have a
// sum, listeners of days a mean, and nothing is added up over a gap.
func TestLatestOfKinds(t *testing.T) {
	t.Parallel()
	w := kinds()
	h := w.History(t)
	for _, c := range strictly[apiLatest](t, filesOf(t, w), "api/v1/latest.json").Counts {
		if c.Metric != c.Source.Default().Name {
			t.Errorf("%s is its %s", c.Source, c.Metric)
		}
		for _, n := range append([]apiNewest{c.apiNewest}, c.More...) {
			m := metric(c.Source, n.Metric)
			s := h.Series(c.Artist, m)
			last, ok := s.Last()
			if ok != (n.Value != nil) || ok && (*n.Value != last.Value || *n.Date != last.Day) || n.Kind != m.Kind() {
				t.Errorf("%s of %s is %+v", m, c.Artist, n)
			}
			if isStock := m.Kind() == content.Stock; !isStock && n.Changes != nil || isStock && n.Windows != nil {
				t.Errorf("%s has changes %v, windows %v", m, n.Changes, n.Windows)
			}
			for _, window := range []content.Window{content.Week, content.FourWeek} {
				if !ok || m.Kind() == content.Stock {
					continue
				}
				sum, whole := int64(0), true
				days := window.Days(last.Day)
				for day := last.Day - content.Day(days) + 1; day <= last.Day; day++ {
					amount, ok := s.Value(day)
					if m.Kind() == content.Cumulative {
						before, too := s.Value(day - 1)
						amount, ok = amount-before, ok && too
					}
					sum, whole = sum+amount, whole && ok
				}
				got, listed := n.Windows[window]
				if listed != whole {
					t.Errorf("%s over %s: %+v, want one: %t", m, window, got, whole)
				}
				if !listed {
					continue
				}
				if got.Days != days || got.To != last.Day || got.From != last.Day-content.Day(days)+1 {
					t.Errorf("%s over %s: %+v", m, window, got)
				}
				if m.Kind() == content.Uniques {
					if got.Sum != nil || *got.Mean != (2*sum+int64(days))/(2*int64(days)) {
						t.Errorf("%s over %s: %+v, of %d", m, window, got, sum)
					}
				} else if got.Mean != nil || *got.Sum != sum {
					t.Errorf("%s over %s: %+v, want %d", m, window, got, sum)
				}
			}
		}
	}
}

// TestCompared has the two weeks that a percentage is of, and none where the earlier one
// had nothing.
func TestCompared(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Sources = []content.SourceSetting{content.Wikipedia.Setting(content.EveryDay)}
	for _, id := range []string{"opeth", "vola"} {
		w.Artist(id, id)
	}
	w.Until("opeth", content.Wikipedia, rendertest.Numbers(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 80)...)
	w.Until("vola", content.Wikipedia, rendertest.Numbers(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1)...)
	latest := strictly[apiLatest](t, filesOf(t, w), "api/v1/latest.json")
	got := latest.Counts[0].Windows[content.Week].Compared
	if got == nil || *got.Now.Sum != 140 || *got.Before.Sum != 70 || *got.Percent != 100 || got.Before.To != got.Now.From-1 || got.Before.Days != 7 {
		t.Errorf("compared: %+v", got)
	}
	got = latest.Counts[1].Windows[content.Week].Compared
	if got == nil || *got.Now.Sum != 7 || *got.Before.Sum != 0 || got.Percent != nil {
		t.Errorf("compared with nothing: %+v", got)
	}
	if _, ok := latest.Counts[0].Windows[content.FourWeek]; ok {
		t.Error("28 days of 14")
	}
}

// TestPastIsNotMissing: the newest days of a source that knows its past are not due
// yet, so they are no gap anywhere; a day that was due is one.
func TestPastIsNotMissing(t *testing.T) {
	t.Parallel()
	for ago, want := range map[content.Day]string{0: "", 1: "", 2: "", 3: "not asked"} {
		w := rendertest.New()
		w.Sources = append(w.Sources[:1], content.Wikipedia.Setting(content.EveryDay))
		w.Artist("opeth", "Opeth")
		w.Grow("opeth", content.Spotify, 20, 10, 90)
		w.FromOf(rendertest.Newest-9-ago, "opeth", content.Wikipedia.Default(), counts(10, 300, 3)...)
		files := filesOf(t, w)
		views := strictly[apiLatest](t, files, "api/v1/latest.json").Counts[1]
		if *views.Date != rendertest.Newest-ago || views.Missing != want {
			t.Errorf("%d days ago: missing on %s because %q, want %q", ago, views.Date, views.Missing, want)
		}
		data := strictly[Artist](t, files, "artists/opeth/data.json").Sources[1]
		if len(data.Values) != 10+int(ago) || (len(data.Gaps) > 0) != (want != "") {
			t.Errorf("%d days ago: gaps %v of %d days", ago, data.Gaps, len(data.Values))
		}
		for _, row := range csvRows(t, files, "api/v1/all.csv")[1:] {
			isDue := row[0] <= (rendertest.Newest - 2).String()
			if row[2] == "wikipedia" && row[4] == "" && (row[5] != "") != isDue {
				t.Errorf("%d days ago: %q", ago, row)
			}
		}
	}
}

// TestPastThatFailed: the night that asked for all owed days has one row, of its own day.
// Its reason is that of each of them, in every file; an older hole keeps its own.
func TestPastThatFailed(t *testing.T) {
	t.Parallel()
	const reason = "http 503: server error"
	w := rendertest.New()
	w.Sources = append(w.Sources[:1], content.Wikipedia.Setting(content.EveryDay))
	w.Artist("opeth", "Opeth")
	w.Grow("opeth", content.Spotify, 20, 10, 90)
	views := append(counts(10, 300, 3), rendertest.Unasked, rendertest.Unasked, rendertest.Missing(reason), rendertest.Missing(reason))
	views[4] = rendertest.Unasked
	w.UntilOf("opeth", content.Wikipedia.Default(), views...)
	files := filesOf(t, w)
	if got := strictly[apiLatest](t, files, "api/v1/latest.json").Counts[1].Missing; got != reason {
		t.Errorf("latest.json: missing because %q", got)
	}
	day := func(i int) content.Day { return rendertest.Newest - 13 + content.Day(i) }
	want := []series.Gap{{From: day(4), To: day(4), Reason: "not asked"}, {From: day(10), To: day(11), Reason: reason}}
	if diff := cmp.Diff(want, strictly[Artist](t, files, "artists/opeth/data.json").Sources[1].Gaps); diff != "" {
		t.Errorf("data.json: %s", diff)
	}
}

// TestStatusOfKinds: what is of a further metric stands in more, the held ones too.
func TestStatusOfKinds(t *testing.T) {
	t.Parallel()
	status := strictly[apiStatus](t, filesOf(t, kinds()), "api/v1/status.json")
	if len(status.Held) != 1 || status.Held[0].Metric != "listeners" || status.More == nil || len(status.More.Held) != 1 || status.More.Held[0].Metric != "plays" {
		t.Errorf("held: %+v, more: %+v", status.Held, status.More)
	}
	got := make(map[string]int64)
	for _, s := range status.Days[0].Sources {
		for _, of := range append([]apiMetricAnswers{s.apiMetricAnswers}, s.More...) {
			got[metric(s.Source, of.Metric).String()] = of.Got
		}
	}
	want := map[string]int64{
		"spotify": 2, "spotify/listeners": 2, "spotify/streams": 2, "lastfm": 2, "lastfm/plays": 2, "listenbrainz": 0, "listenbrainz/listens": 2, "twitter": 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if without := strictly[apiStatus](t, filesOf(t, rendertest.Full()), "api/v1/status.json"); without.More != nil {
		t.Errorf("without further metrics: %+v", without.More)
	}
}

// TestDashboardStaysInside: a label's own figures are in no file of a public site that
// does not publish them.
func TestDashboardStaysInside(t *testing.T) {
	t.Parallel()
	for _, public := range []bool{true, false} {
		w := kinds()
		w.Sources[0].Publish = !public
		files := filesOf(t, w)
		var named []string
		for name, text := range rendertest.All(t, files) {
			if strings.Contains(text, "streams") && name != "api/v1/schema.json" {
				named = append(named, name)
			}
		}
		if public == (len(named) > 0) {
			t.Errorf("public: %t, named in %q", public, named)
		}
	}
}

// TestWithoutFurtherMetrics: there is no table of metrics where there is one a source.
func TestWithoutFurtherMetrics(t *testing.T) {
	t.Parallel()
	files := filesOf(t, asBefore())
	if _, err := fs.Stat(files, "api/v1/all-metrics.csv"); err == nil {
		t.Error("there is a table of metrics")
	}
	if index := strictly[apiIndex](t, files, "api/v1/index.json"); index.Files.AllMetrics != nil || index.Sources[0].More != nil {
		t.Errorf("the index has %+v", index.Files)
	}
	index := strictly[apiIndex](t, filesOf(t, kinds()), "api/v1/index.json")
	if got := index.Files.AllMetrics; got == nil || got.Path != "all-metrics.csv" || *got.From != rendertest.Newest-901 || len(index.Sources[1].More) != 1 {
		t.Errorf("%+v", index)
	}
}

// TestPastLeavesRoom: a table has as many days of other sources as without one that
// knows years, which gets the rows that are left.
func TestPastLeavesRoom(t *testing.T) {
	t.Parallel()
	const artists, years = 1000, 4100
	for _, days := range []content.Day{30, 5000} {
		w := rendertest.New()
		w.Sources = append(w.Sources[:1], content.LastFM.Setting(content.EveryDay), content.Wikipedia.Setting(content.EveryDay))
		s := &roster.Survey{Roster: roster.New(&w.Site, w.History(t)), Spans: make(map[string][]roster.Span)}
		s.History.Newest = rendertest.Newest
		for i := range artists {
			a := w.Artist("artist-"+strconv.Itoa(i), "A")
			for source := range a.Accounts {
				of := roster.Span{Metric: source.Default(), First: rendertest.Newest - days + 1, Last: rendertest.Newest, Counts: 1}
				if source == content.Wikipedia {
					of.First = rendertest.Newest - years + 1
				}
				s.Spans[a.ID] = append(s.Spans[a.ID], of)
			}
		}
		all := func(*roster.Platform) bool { return true }
		first := newFirstDays(s, all)
		without := newFirstDays(s, func(p *roster.Platform) bool { return !p.Past() })
		rows := 2*artists*int(min(days, rendertest.Newest-first.live+1)) + artists*int(min(years, rendertest.Newest-first.past+1))
		if first.live != without.live || rows > maxRows || rows+artists <= maxRows && first.past > rendertest.Newest-years+1 {
			t.Errorf("of %d days: from %s and %s, once %s: %d rows", days, first.live, first.past, without.live, rows)
		}
	}
}

// TestManifestOfKinds: a publisher compares each metric for itself.
func TestManifestOfKinds(t *testing.T) {
	t.Parallel()
	text := rendertest.Read(t, filesOf(t, kinds()), "manifest.json")
	for _, key := range []string{`"spotify":{"first"`, `"spotify/streams":{"first"`, `"lastfm/plays":{"first"`, `"wikipedia":{"first"`, `"listenbrainz/listens":{"first"`} {
		if strings.Count(text, key) != 2 {
			t.Errorf("the manifest has not %s of both", key)
		}
	}
}

// TestSumsAreThoseOfTheLaw: the files have what package flow has, and so what the pages
// show.
func TestSumsAreThoseOfTheLaw(t *testing.T) {
	t.Parallel()
	w := kinds()
	h := w.History(t)
	for _, c := range strictly[apiLatest](t, filesOf(t, w), "api/v1/latest.json").Counts {
		for _, n := range append([]apiNewest{c.apiNewest}, c.More...) {
			m := metric(c.Source, n.Metric)
			if m.Kind() == content.Stock {
				continue
			}
			d := flow.New(h.Series(c.Artist, m), m.Kind())
			for _, window := range content.Windows {
				number, why := d.Over(window)
				got, listed := n.Windows[window]
				if listed != (why == "") || listed && (got.Days != number.Days() || cmpOr(got.Sum, got.Mean) != number.Value()) {
					t.Errorf("%s over %s: %+v, want %d: %s", m, window, got, number.Value(), why)
				}
			}
		}
	}
}

func cmpOr(a, b *int64) int64 {
	if a != nil {
		return *a
	}
	return *b
}

// TestFeedOfKinds: an account that changes does so once, whatever is counted of it. A
// level reaches a round number, the plays of all time too; what is so many in a day
// does not.
func TestFeedOfKinds(t *testing.T) {
	t.Parallel()
	w := kinds()
	w.BaseURL = "https://counts.example.org/"
	w.Samples = make(map[content.Day][]fetch.Sample)
	account := w.Artists[0].Accounts
	for m, from := range map[content.Metric]int64{
		metric(content.LastFM, "listeners"): 1_998, metric(content.LastFM, "plays"): 999_998, metric(content.Spotify, "streams"): 9_998, content.Wikipedia.Default(): 998,
	} {
		w.FromOf(rendertest.Newest-9, "opeth", m, counts(6, from, 1)...)
	}
	account[content.LastFM] = "another"
	for _, m := range []content.Metric{metric(content.LastFM, "listeners"), metric(content.LastFM, "plays")} {
		w.FromOf(rendertest.Newest-3, "opeth", m, counts(4, 20, 1)...)
	}
	files := filesOf(t, w)
	feed := rendertest.Read(t, files, "artists/opeth/feed.xml")
	for id, want := range map[string]int{"#lastfm-20": 1, "#lastfm-plays-20": 0, "#milestone-lastfm-plays-": 1, "#milestone-lastfm-20": 1, "#milestone-spotify": 0, "#milestone-wikipedia": 0} {
		if got := strings.Count(feed, "<id>https://counts.example.org/artists/opeth/"+id); got != want {
			t.Errorf("the feed has %d of %s, want %d:\n%s", got, id, want, feed)
		}
	}
	if got := strings.Count(rendertest.Read(t, files, "calendar.ics"), "#lastfm-20"); got != 1 {
		t.Errorf("the calendar has %d changes of account", got)
	}
}
