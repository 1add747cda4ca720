package sentence

import (
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/series"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
	"datarocks/render/words"
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

// TestDeltaOfCutCounts: what is known as a range only is shown as one, which is never
// narrower than it is known.
func TestDeltaOfCutCounts(t *testing.T) {
	t.Parallel()
	const k = 100_000
	for _, test := range []struct {
		from, to, fromStep, toStep int64
		class, en, de              string
	}{
		{11_300_000, 11_300_000, k, k, "flat", "≈ less than ±100K", "≈ weniger als ±100.000"},
		{11_300_000, 11_400_000, k, k, "up", "▲ +1 to +200K", "▲ +1 bis +200.000"},
		{11_600_000, 11_300_000, k, k, "down", "▼ −400K to −200K", "▼ −400.000 bis −200.000"},
		{1_236_000, 1_239_000, 1000, 1000, "up", "▲ +2,001 to +3,999", "▲ +2.001 bis +3.999"},
		{10_000_000, 11_236_000, 1000, 1000, "up", "▲ +1.23M to +1.24M", "▲ +1,23 Mio. bis +1,24 Mio."},
		{11_340_000, 11_300_000, 0, k, "flat", "≈ −40.0K to +60.0K", "≈ −40.000 bis +60.000"},
	} {
		change := series.Change{
			From: series.Point{Day: rendertest.Newest - 7, Value: test.from}, To: series.Point{Day: rendertest.Newest, Value: test.to},
			FromStep: test.fromStep, ToStep: test.toStep,
		}
		for l, want := range map[*words.Language]string{en: test.en, words.In(content.German): test.de} {
			got := NewDelta(l, change, true)
			if text := got.Arrow + " " + got.Diff; plainSpaces(text) != want || got.Class != test.class || got.Percent != "" {
				t.Errorf("from %d to %d: %q, %s, %q, want %q", test.from, test.to, text, got.Class, got.Percent, want)
			}
		}
	}
}
