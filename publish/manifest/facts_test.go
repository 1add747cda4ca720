package manifest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// facts are those of a site that ends on a day, as a renderer writes them.
func facts(t *testing.T, newest, artists string) Facts {
	t.Helper()
	f, err := Read[Facts](fmt.Appendf(nil, `{"newest":%q,"updated":"%sT03:00:00Z","artists":{%s}}`, newest, newest, artists))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestOlderAndLost(t *testing.T) {
	const (
		day   = "2026-11-23"
		opeth = `,"opeth":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":20}}`
		vola  = `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":23}}`
	)
	published := facts(t, day, vola+opeth)
	tests := []struct {
		name, newest, artists string
		want                  []string
	}{
		{"the same", day, vola + opeth, nil},
		{"a day more", "2026-11-24", `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-24","counts":24},"deezer":{"first":"2026-11-24","last":"2026-11-24","counts":1}}` + opeth, nil},
		{"an artist removed", day, vola, []string{"opeth is published, and no artist of this site"}},
		{"a count lost", day, `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":22}}` + opeth, []string{"vola on spotify: 23 counts are published, this site has 22"}},
		{"the last count lost", day, `"vola":{"spotify":{"first":"2026-10-01","last":"2026-11-22","counts":53}}` + opeth, []string{"vola on spotify: the published counts end on 2026-11-23, those of this site on 2026-11-22"}},
		{"the first count lost", "2026-11-24", `"vola":{"spotify":{"first":"2026-11-02","last":"2026-11-24","counts":23}}` + opeth, []string{"vola on spotify: the published counts begin on 2026-11-01, those of this site on 2026-11-02"}},
		{"a count withdrawn", day, `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-22","counts":22,"withdrawn":["2026-11-23"]}}` + opeth, nil},
		{"a count withdrawn and one lost", day, `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-21","counts":21,"withdrawn":["2026-11-23"]}}` + opeth, []string{"vola on spotify: 23 counts are published, this site has 21: it lacks 2026-11-22"}},
		{"a source removed", day, `"vola":{}` + opeth, []string{"vola on spotify: 23 counts are published, this site has 0: it lacks 2026-11-01, 2026-11-02, 2026-11-03 and 20 more"}},
		{"a metric more", day, `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":23},"spotify/streams":{"first":"2015-01-01","last":"2026-11-20","counts":9}}` + opeth, nil},
		{"an older day", "2026-11-22", vola + opeth, []string{"this site ends on 2026-11-22, the published one on 2026-11-23"}},
	}
	for _, test := range tests {
		now := facts(t, test.newest, test.artists)
		if diff := cmp.Diff(test.want, slices.Concat(now.Lost(published), now.Older(published))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	later := published
	later.Updated = later.Updated.Add(1)
	if got := published.Older(later); len(got) != 1 {
		t.Errorf("of an older count: %q", got)
	}
}

// TestLostDays compares the days of two sites, not their number: a count of tonight does
// not make up for one of the past that is gone.
func TestLostDays(t *testing.T) {
	daily := Series{First: "2026-11-01", Last: "2026-11-23", Counts: 23}
	weekly := Series{First: "2026-11-01", Last: "2026-11-22", Counts: 4, Runs: []int{1, 6, 1, 6, 1, 6, 1}}
	old := Series{First: "2026-11-01", Last: "2026-11-23", Counts: 20} // of an earlier version, with gaps
	tonight := func(s Series, runs ...int) Series {
		s.Last, s.Runs, s.Counts = "2026-11-24", runs, 0
		for i := 0; i < len(runs); i += 2 {
			s.Counts += runs[i]
		}
		return s
	}
	withdrawn := tonight(daily, 9, 1, 14)
	withdrawn.Withdrawn = []Day{"2026-11-10"}
	for name, test := range map[string]struct {
		was, now   Series
		unreadable []Day
		want       string
	}{
		"the same":                      {was: daily, now: daily},
		"tonight's":                     {was: daily, now: tonight(daily, 24)},
		"tonight's in place of one":     {was: daily, now: tonight(daily, 9, 1, 14), want: "published counts are missing in this site: 2026-11-10"},
		"an older one in place of one":  {was: daily, now: Series{First: "2026-10-31", Last: "2026-11-23", Counts: 23, Runs: []int{10, 1, 13}}, want: "published counts are missing in this site: 2026-11-10"},
		"five lost, five filled in":     {was: daily, now: Series{First: "2026-10-20", Last: "2026-11-23", Counts: 30, Runs: []int{12, 5, 18}}, want: "published counts are missing in this site: 2026-11-01, 2026-11-02, 2026-11-03 and 2 more"},
		"one withdrawn":                 {was: daily, now: withdrawn},
		"one that cannot be read":       {was: daily, now: tonight(daily, 9, 1, 14), unreadable: []Day{"2026-11-10"}},
		"another that cannot be read":   {was: daily, now: tonight(daily, 9, 1, 14), unreadable: []Day{"2026-11-11"}, want: "published counts are missing in this site: 2026-11-10"},
		"weekly":                        {was: weekly, now: tonight(weekly, 1, 6, 1, 6, 1, 6, 1, 1, 1)},
		"weekly, one on another day":    {was: weekly, now: tonight(weekly, 1, 5, 1, 7, 1, 6, 1, 1, 1), want: "published counts are missing in this site: 2026-11-08"},
		"gaps filled in":                {was: weekly, now: daily},
		"gaps of an earlier version":    {was: old, now: tonight(daily, 9, 1, 14)},
		"fewer than an earlier version": {was: old, now: tonight(daily, 9, 6, 9), want: "20 counts are published, this site has 18"},
		"all but an artist's new ones":  {was: daily, now: Series{First: "2026-11-24", Last: "2026-12-31", Counts: 38}, want: "the published counts begin on 2026-11-01, those of this site on 2026-11-24"},
	} {
		now := Facts{Artists: map[string]map[string]Series{"vola": {"spotify": test.now}}, Unreadable: test.unreadable}
		got := now.Lost(Facts{Artists: map[string]map[string]Series{"vola": {"spotify": test.was}}})
		var want []string
		if test.want != "" {
			want = []string{"vola on spotify: " + test.want}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestLostMetric compares each metric of a source for itself: what was counted of one does
// not make up for another. One that site.md does not list any more is lost as a source
// is that it does not list.
func TestLostMetric(t *testing.T) {
	const day = "2026-11-23"
	published := facts(t, day, `"vola":{"lastfm":{"first":"2026-11-01","last":"2026-11-23","counts":23},"lastfm/plays":{"first":"2026-11-21","last":"2026-11-23","counts":3}}`)
	for name, test := range map[string]struct {
		artists string
		want    []string
	}{
		"the same":           {`"vola":{"lastfm":{"first":"2026-11-01","last":"2026-11-23","counts":23},"lastfm/plays":{"first":"2026-11-21","last":"2026-11-23","counts":3}}`, nil},
		"a day of one":       {`"vola":{"lastfm":{"first":"2026-10-01","last":"2026-11-23","counts":54},"lastfm/plays":{"first":"2026-11-22","last":"2026-11-23","counts":2}}`, []string{"vola on lastfm/plays: 3 counts are published, this site has 2: it lacks 2026-11-21"}},
		"one not listed":     {`"vola":{"lastfm":{"first":"2026-11-01","last":"2026-11-23","counts":23}}`, []string{"vola on lastfm/plays: 3 counts are published, this site has 0: it lacks 2026-11-21, 2026-11-22, 2026-11-23"}},
		"one taken for both": {`"vola":{"lastfm/plays":{"first":"2026-11-01","last":"2026-11-23","counts":23}}`, []string{"vola on lastfm: 23 counts are published, this site has 0: it lacks 2026-11-01, 2026-11-02, 2026-11-03 and 20 more"}},
	} {
		now := facts(t, day, test.artists)
		if diff := cmp.Diff(test.want, now.Lost(published)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(test.want, now.Fewer(published)); diff != "" {
			t.Errorf("of two runs, %s (-want +got):\n%s", name, diff)
		}
	}
}

// An artist that got another id is the same artist, and must have the same counts.
func TestRenamed(t *testing.T) {
	series := Series{First: "2026-11-01", Last: "2026-11-23", Counts: 23}
	was := Facts{Artists: map[string]map[string]Series{"vola": {"spotify": series}}}
	now := Facts{Artists: map[string]map[string]Series{"vola-band": {"spotify": series}}, Renamed: map[string]string{"vola": "vola-band"}}
	if got := now.Lost(was); len(got) > 0 {
		t.Errorf("renamed: %q", got)
	}
	series.First, series.Counts = "2026-11-02", 22
	now.Artists["vola-band"]["spotify"] = series
	if got := now.Lost(was); len(got) != 1 {
		t.Errorf("renamed, and without a count: %q", got)
	}
	now.Renamed = nil
	if got := now.Lost(was); len(got) != 1 || got[0] != "vola is published, and no artist of this site" {
		t.Errorf("another artist: %q", got)
	}
}

// What Rendered writes, Read reads; before the first count there is no day.
func TestRendered(t *testing.T) {
	for _, want := range []Facts{
		{About: About{Version: "1&2", Path: "/label/"}, Artists: map[string]map[string]Series{}},
		{About: About{Demo: true, Newest: "2026-11-23"}, Artists: map[string]map[string]Series{"vola": {"spotify": {First: "2026-11-01", Last: "2026-11-23", Counts: 23}}}},
	} {
		m, err := Rendered(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read[Facts](m.Site)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("facts (-want +got): %v\n%s", err, diff)
		}
		about, err := Read[About](m.Site)
		if diff := cmp.Diff(want.About, about); diff != "" || err != nil {
			t.Errorf("about (-want +got): %v\n%s", err, diff)
		}
	}
}
