package render

import (
	"math"
	"testing"
	"unicode/utf8"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
)

func TestGroup(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1_000_000: "1,000,000",
		-1: "−1", -999: "−999", -1234: "−1,234", fetch.MaxCount: "9,007,199,254,740,991",
	} {
		if got := group(n); got != want {
			t.Errorf("group(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestCompact(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		n    int64
		want string
	}{
		{0, "0"},
		{9_999, "9,999"},
		{10_000, "10.0K"},
		{10_049, "10.0K"},
		{10_050, "10.1K"},
		{99_949, "99.9K"},
		{99_950, "100K"},
		{99_999, "100K"},
		{343_088, "343K"},
		{999_499, "999K"},
		{999_500, "1.00M"},
		{999_999, "1.00M"},
		{1_000_000, "1.00M"},
		{2_217_904, "2.22M"},
		{9_994_999, "9.99M"},
		{9_995_000, "10.0M"},
		{99_950_000, "100M"},
		{999_499_999, "999M"},
		{999_500_000, "1.00B"},
		{1_500_000_000, "1.50B"},
		{12_345_678_901, "12.3B"},
	} {
		if got := compact(test.n); got != test.want {
			t.Errorf("compact(%d) = %q, want %q", test.n, got, test.want)
		}
	}
}

func TestPercent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		p    float64
		want string
	}{
		{0, "0%"},
		{1e-9, "<0.01%"},
		{0.00499, "<0.01%"},
		{0.005, "0.01%"},
		{0.994, "0.99%"},
		{0.995, "1.0%"},
		{1.84, "1.8%"},
		{9.96, "10.0%"},
		{99.94, "99.9%"},
		{99.95, "100%"},
		{100, "100%"},
		{1234.5, "1,235%"},
		{float64(fetch.MaxCount) * 100, "900,719,925,474,099,072%"},
	} {
		if got := percent(test.p); got != test.want {
			t.Errorf("percent(%v) = %q, want %q", test.p, got, test.want)
		}
	}
}

func TestDelta(t *testing.T) {
	t.Parallel()
	change := func(from, to int64) history.Change {
		return history.Change{From: history.Point{Day: day("2026-11-16"), Value: from}, To: history.Point{Day: newest, Value: to}}
	}
	const since = "16 November 2026"
	for _, test := range []struct {
		from, to int64
		want     delta
	}{
		{1000, 1018, delta{true, "up", "▲", "up", "1.8%", "+18", since}},
		{1000, 100, delta{true, "down", "▼", "down", "90.0%", "−900", since}},
		{1000, 0, delta{true, "down", "▼", "down", "100%", "−1,000", since}},
		{1000, 1000, delta{true, "flat", "→", "unchanged", "0%", "0", since}},
		{0, 12, delta{true, "up", "▲", "up", "", "+12", since}},
		{0, 0, delta{true, "flat", "→", "unchanged", "", "0", since}},
	} {
		if got := deltaOf(change(test.from, test.to), true); got != test.want {
			t.Errorf("from %d to %d:\n got %+v\nwant %+v", test.from, test.to, got, test.want)
		}
	}
	if got := deltaOf(change(1, 2), false); got != (delta{}) {
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

func TestDescribe(t *testing.T) {
	t.Parallel()
	points := func(first content.Day, values ...int64) []history.Point {
		run := make([]history.Point, len(values))
		for i, v := range values {
			run[i] = history.Point{Day: first + content.Day(i), Value: v}
		}
		return run
	}
	one := [][]history.Point{points(newest, 1234)}
	two := [][]history.Point{points(newest-5, 1234, 7), points(newest-1, 5, 1300)}
	for _, test := range []struct {
		runs  [][]history.Point
		seams []content.Day
		want  string
	}{
		{one, nil, "Vola: 1,234 on 23 November 2026."},
		{two, nil, "Vola: from 1,234 on 18 November 2026 to 1,300 on 23 November 2026."},
		{two, []content.Day{newest - 1}, "Vola: from 1,234 on 18 November 2026 to 1,300 on 23 November 2026; another account from 22 November 2026 on."},
	} {
		if got := describe("Vola", test.runs, test.seams); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
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
		{"fresh", numbers(1, 2), content.EveryDay, ""},
		{"never asked", nil, content.EveryDay, "No count yet"},
		{"never got", []fetch.Count{missing(paid)}, content.EveryDay, "No count yet: " + paid},
		{"once without", []fetch.Count{missing(paid), unasked}, content.EveryDay, "No count yet"},
		{"lost", []fetch.Count{fetch.Number(1), missing("x"), missing(paid)}, content.EveryDay, "No count since 21 November 2026: " + paid},
		{"forgotten", []fetch.Count{fetch.Number(1), unasked}, content.EveryDay, "No count since 22 November 2026: not asked"},
		{"not due", []fetch.Count{fetch.Number(1), unasked, unasked}, content.EveryWeek, ""},
		{"overdue", append(numbers(1), make([]fetch.Count, 7)...), content.EveryWeek, "No count since 16 November 2026: not asked"},
		{"week failed", []fetch.Count{fetch.Number(1), missing(paid)}, content.EveryWeek, "No count since 22 November 2026: " + paid},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.artist("vola", "Vola")
			w.until("vola", content.Spotify, test.counts...)
			if got := absence(w.series(t, "vola", content.Spotify), newest, test.every); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCountOf(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0 artists", 1: "1 artist", 2: "2 artists", 10_000: "10,000 artists"} {
		if got := countOf(n, "artist"); got != want {
			t.Errorf("countOf(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestWindowNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, w := range content.Windows {
		name := windowName(w)
		if seen[name] || name == "" {
			t.Errorf("the name of %s is %q", w, name)
		}
		seen[name] = true
	}
	if percent(math.SmallestNonzeroFloat64) == "0%" {
		t.Error("a change is shown as none")
	}
}
