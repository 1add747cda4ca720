package render

import (
	"testing"
	"unicode/utf8"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/render/rendertest"
)

func TestDelta(t *testing.T) {
	t.Parallel()
	change := func(from, to int64) history.Change {
		return history.Change{From: history.Point{Day: rendertest.Day("2026-11-16"), Value: from}, To: history.Point{Day: rendertest.Newest, Value: to}}
	}
	const since = "16 November 2026"
	for _, test := range []struct {
		from, to int64
		want     delta
	}{
		{1000, 1018, delta{true, "up", "▲", "up", "1.8\u00a0%", "+18", since, "since " + since}},
		{1000, 100, delta{true, "down", "▼", "down", "90.0\u00a0%", "−900", since, "since " + since}},
		{1000, 0, delta{true, "down", "▼", "down", "100\u00a0%", "−1,000", since, "since " + since}},
		{1000, 1000, delta{true, "flat", "→", "unchanged", "0\u00a0%", "0", since, "since " + since}},
		{0, 12, delta{true, "up", "▲", "up", "", "+12", since, "since " + since}},
		{0, 0, delta{true, "flat", "→", "unchanged", "", "0", since, "since " + since}},
	} {
		if got := newDelta(en, change(test.from, test.to), true); got != test.want {
			t.Errorf("from %d to %d:\n got %+v\nwant %+v", test.from, test.to, got, test.want)
		}
	}
	if got := newDelta(en, change(1, 2), false); got != (delta{Title: "no count to compare with"}) {
		t.Errorf("a change that is none: %+v", got)
	}
}

func TestInitials(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Dream Theater": "DT", "Opeth": "O", "The Beatles": "B", "The The": "T", "the": "T",
		"Guns N’ Roses": "GR", "Sinéad O'Connor": "SO", "Destiny’s Child": "DC", "AC/DC": "AD",
		"A$AP Rocky": "AR", "65daysofstatic": "6", "!!!": "♪", "🎸🎸": "♪", "": "♪", "’ ’": "♪",
		"Émile": "É", "E\u0301mile": "E\u0301", "ærø": "Æ", "Мумий Тролль": "МТ", "坂本龍一": "坂",
		"हिन्दी": "ह", "أم كلثوم": "أك", "שלמה ארצי": "שא", "<script>alert(1)</script>": "SS",
	} {
		if got := initials(name); got != want {
			t.Errorf("initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzInitials(f *testing.F) {
	f.Add("Sinéad O'Connor")
	f.Add("\xff\u0301 ’")
	f.Fuzz(func(t *testing.T, name string) {
		if got := initials(name); got == "" || !utf8.ValidString(got) {
			t.Errorf("initials(%q) = %q", name, got)
		}
	})
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
			if got := absence(en, w.History(t).Series("vola", content.Spotify), rendertest.Newest, test.every); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
