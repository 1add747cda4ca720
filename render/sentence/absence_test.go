package sentence

import (
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/series"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
)

func TestDelta(t *testing.T) {
	t.Parallel()
	change := func(from, to int64) series.Change {
		return series.Change{From: series.Point{Day: rendertest.Day("2026-11-16"), Value: from}, To: series.Point{Day: rendertest.Newest, Value: to}}
	}
	const since = "16 November 2026"
	for _, test := range []struct {
		from, to int64
		want     Delta
	}{
		{1000, 1018, Delta{OK: true, Class: "up", Arrow: "▲", Words: "up", Percent: "1.8\u00a0%", Diff: "+18", Since: since, Title: "since " + since}},
		{1000, 100, Delta{OK: true, Class: "down", Arrow: "▼", Words: "down", Percent: "90.0\u00a0%", Diff: "−900", Since: since, Title: "since " + since}},
		{1000, 0, Delta{OK: true, Class: "down", Arrow: "▼", Words: "down", Percent: "100\u00a0%", Diff: "−1,000", Since: since, Title: "since " + since}},
		{1000, 1000, Delta{OK: true, Class: "flat", Arrow: "→", Words: "unchanged", Percent: "0\u00a0%", Diff: "0", Since: since, Title: "since " + since}},
		{0, 12, Delta{OK: true, Class: "up", Arrow: "▲", Words: "up", Percent: "", Diff: "+12", Since: since, Title: "since " + since}},
		{0, 0, Delta{OK: true, Class: "flat", Arrow: "→", Words: "unchanged", Percent: "", Diff: "0", Since: since, Title: "since " + since}},
	} {
		if got := NewDelta(en, change(test.from, test.to), true); got != test.want {
			t.Errorf("from %d to %d:\n got %+v\nwant %+v", test.from, test.to, got, test.want)
		}
	}
	if got := NewDelta(en, change(1, 2), false); got != (Delta{Title: "no count to compare with"}) {
		t.Errorf("a change that is none: %+v", got)
	}
}

func TestAbsence(t *testing.T) {
	t.Parallel()
	const paid = "http 402: no credits"
	for _, test := range []struct {
		name   string
		counts []fetch.Count
		every  content.Cadence
		want   string
	}{
		{"fresh", rendertest.Numbers(1, 2), content.EveryDay, ""},
		{"never asked", nil, content.EveryDay, "No count yet"},
		{"never got", []fetch.Count{rendertest.Missing(paid)}, content.EveryDay, "No count yet: " + paid},
		{"once without", []fetch.Count{rendertest.Missing(paid), rendertest.Unasked}, content.EveryDay, "No count yet"},
		{"lost", []fetch.Count{fetch.Number(1), rendertest.Missing("x"), rendertest.Missing(paid)}, content.EveryDay, "No count since 21 November 2026: " + paid},
		{"forgotten", []fetch.Count{fetch.Number(1), rendertest.Unasked}, content.EveryDay, "No count since 22 November 2026: not asked"},
		{"not due", []fetch.Count{fetch.Number(1), rendertest.Unasked, rendertest.Unasked}, content.EveryWeek, ""},
		{"overdue", append(rendertest.Numbers(1), make([]fetch.Count, 7)...), content.EveryWeek, "No count since 16 November 2026: not asked"},
		{"week failed", []fetch.Count{fetch.Number(1), rendertest.Missing(paid)}, content.EveryWeek, "No count since 22 November 2026: " + paid},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := rendertest.New()
			w.Artist("vola", "Vola")
			w.Until("vola", content.Spotify, test.counts...)
			w.Sources[0].Every = test.every
			a := roster.New(&w.Site, w.History(t)).Artist(w.Artists[0])
			if got := Absence(en, a.Tracks[0], rendertest.Newest); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
