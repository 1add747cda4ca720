package trend

import (
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/series"
)

func TestOutage(t *testing.T) {
	t.Parallel()
	const source = content.Twitter
	site := &content.Site{Sources: []content.SourceSetting{source.Setting(content.EveryDay)}}
	for _, id := range []string{"a", "b", "new", "elsewhere"} {
		account := map[content.Source]string{source: id}
		if id == "elsewhere" {
			account = nil
		}
		site.Artists = append(site.Artists, content.Artist{ID: id, Accounts: account})
	}
	vain := func(s *series.Series, days ...content.Day) *series.Series {
		for _, day := range days {
			s.Add(row.Row{Date: day, Status: fetch.Failed, Reason: "no credits of " + s.Artist, Ref: s.Artist})
		}
		return s
	}
	counted := func(id string, counts ...int64) *series.Series {
		s := countsFrom(100, counts...)
		s.Artist = id
		return s
	}
	for _, test := range []struct {
		name  string
		a, b  *series.Series
		every content.Cadence
		since content.Day
	}{
		{"both counted", counted("a", 1, 1, 1, 1, 1), counted("b", 1, 1, 1, 1, 1), content.EveryDay, 0},
		{"one counted", vain(counted("a", 1, 1, 1, 1), 104), counted("b", 1, 1, 1, 1, 1), content.EveryDay, 0},
		{"none today", vain(counted("a", 1, 1, 1, 1), 104), vain(counted("b", 1, 1), 102, 103, 104), content.EveryDay, 104},
		{"none for days", vain(counted("a", 1, 1), 102, 103, 104), vain(counted("b", 1, 1), 102, 103, 104), content.EveryDay, 102},
		{"not all asked at first", vain(counted("a", 1, 1), 102, 103, 104), vain(counted("b", 1, 1), 103, 104), content.EveryDay, 103},
		{"not all asked ever", vain(counted("a", 1, 1), 102, 103, 104), counted("b", 1, 1), content.EveryDay, 0},
		{"not asked today, but yesterday", vain(counted("a", 1, 1), 103), vain(counted("b", 1, 1), 103), content.EveryDay, 103},
		{"never counted", vain(counted("a"), 104), vain(counted("b"), 104), content.EveryDay, 0},
		{"asked weekly", vain(counted("a", 1, 1), 102), vain(counted("b", 1, 1), 102), content.EveryWeek, 0},
	} {
		site.Sources[0].Every = test.every
		all := map[string]*series.Series{"a": test.a, "b": test.b, "new": vain(counted("new"), 104), "elsewhere": counted("elsewhere", 1, 1, 1, 1, 1)}
		of := func(artist string, _ content.Metric) *series.Series { return all[artist] }
		o, ok := FindOutage(site, site.Metrics()[0], of, 104)
		if ok != (test.since != 0) || ok && (o.Since != test.since || o.Reason != "no credits of a" || o.Last >= o.Since) {
			t.Errorf("%s: %+v, %v, want one since %d", test.name, o, ok, test.since)
		}
		if ok {
			for _, s := range all {
				s.MarkUnreadable([]content.Day{test.since})
			}
			if again, _ := FindOutage(site, site.Metrics()[0], of, 104); again.Since == test.since {
				t.Errorf("%s: %+v, although that day cannot be read", test.name, again)
			}
		}
	}
	held := vain(counted("a", 1, 1), 103)
	held.Add(row.Row{Date: 104, Status: row.Held, Held: new(int64(2)), Ref: "a"})
	of := func(artist string, _ content.Metric) *series.Series {
		if artist == "a" {
			return held
		}
		return series.New(artist, source.Default())
	}
	if o, ok := FindOutage(site, site.Metrics()[0], of, 104); ok {
		t.Errorf("a held count is an answer: %+v", o)
	}
}

// TestOutageOfPastDays: a source that knows past days answers later than the days that
// its counts are of. It has ceased only if it has not answered since.
func TestOutageOfPastDays(t *testing.T) {
	t.Parallel()
	const night = 110
	site := &content.Site{Sources: []content.SourceSetting{content.Wikipedia.Setting(content.EveryDay)}}
	site.Artists = []content.Artist{{ID: "a", Accounts: map[content.Source]string{content.Wikipedia: "a"}}}
	answered := func(s *series.Series, day, on content.Day) {
		s.Add(row.Row{Date: day, Value: new(int64(9)), Ref: "a", At: on.Time().Add(3 * time.Hour)})
	}
	failed := func(s *series.Series, on content.Day) {
		s.Add(row.Row{Date: on, Status: fetch.Failed, Reason: "http 503", Ref: "a"})
	}
	for _, test := range []struct {
		name  string
		newer func(*series.Series)
		since content.Day
	}{
		{"no night failed", func(s *series.Series) { answered(s, night-1, night) }, 0},
		{"the newest night failed", func(s *series.Series) { failed(s, night) }, night},
		{"two failed", func(s *series.Series) { failed(s, night-1); failed(s, night) }, night - 1},
		{"it failed, and was not asked since", func(s *series.Series) { failed(s, night-1) }, night - 1},
		{"it failed, and has answered since", func(s *series.Series) { answered(s, night-2, night); failed(s, night-1) }, 0},
		{"it failed before it answered, and again", func(s *series.Series) {
			answered(s, night-3, night-1)
			failed(s, night-2)
			failed(s, night)
		}, night},
	} {
		s := series.New("a", content.Wikipedia.Default())
		answered(s, night-5, night-3)
		test.newer(s)
		o, ok := FindOutage(site, site.Metrics()[0], func(string, content.Metric) *series.Series { return s }, night)
		if ok != (test.since != 0) || ok && (o.Since != test.since || o.Last >= o.Since) {
			t.Errorf("%s: %+v, %v, want one since %d", test.name, o, ok, test.since)
		}
	}
}
