package render

import (
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
)

// chartOf makes the chart of a series, as a page would.
func (w *world) chartOf(t testing.TB, window content.Window) Chart {
	t.Helper()
	h := w.history(t)
	info, _ := w.Sources[0].Source.Info()
	return Chart{
		Artist: w.Artists[0].Name, Source: info, Series: h.Series(w.Artists[0].ID, info.Source),
		Every: w.Sources[0].Every, Window: window, Newest: newest,
	}
}

// plainSpaces has spaces where a sentence has those that do not break.
func plainSpaces(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// weeks makes a count for every day, the newest last, whose changes from week
// to week are given.
func weeks(from int64, changes ...int64) []fetch.Count {
	counts := numbers(from)
	for _, change := range changes {
		for day := range int64(7) {
			counts = append(counts, fetch.Number(from+change*(day+1)/7))
		}
		from += change
	}
	return counts
}

func without(counts []fetch.Count, ago int, reason string) []fetch.Count {
	counts = slices.Clone(counts)
	counts[len(counts)-1-ago] = missing(reason)
	return counts
}

const paid = "http 402: no credits"

var (
	upWeek = numbers(1_000_000, 1_000_100, 1_000_150, 1_000_160, 1_000_170, 1_000_180, 1_000_190, 1_001_204)
	ten    = []int64{100, 300, 200, 100, 100, 100, 100, 100, 100, 100}
)

// told has a sentence for all that may happen to a source.
var told = []struct {
	name    string
	window  content.Window
	counts  []fetch.Count
	en, deu string
}{
	{
		"up", content.Week, upWeek,
		"Vola gained 1,204 Spotify followers in 7 days (+0.12 %).",
		"Vola hat in 7 Tagen 1.204 Follower auf Spotify gewonnen (+0,12 %).",
	},
	{
		"down", content.Week, numbers(1000, 999, 998, 997, 996, 995, 994, 993),
		"Vola lost 7 Spotify followers in 7 days (−0.70 %).",
		"Vola hat in 7 Tagen 7 Follower auf Spotify verloren (−0,70 %).",
	},
	{
		"flat", content.Week, numbers(5, 6, 7, 8, 8, 7, 6, 5),
		"Vola has 5 Spotify followers, no change in 7 days.",
		"Vola hat 5 Follower auf Spotify, keine Änderung in 7 Tagen.",
	},
	{
		"by one", content.Week, numbers(9, 9, 9, 9, 9, 9, 9, 10),
		"Vola gained 1 Spotify follower in 7 days (+11.1 %).",
		"Vola hat in 7 Tagen 1 Follower auf Spotify gewonnen (+11,1 %).",
	},
	{
		"from zero", content.Week, numbers(0, 1, 2, 3, 4, 5, 6, 7),
		"Vola gained 7 Spotify followers in 7 days.",
		"Vola hat in 7 Tagen 7 Follower auf Spotify gewonnen.",
	},
	{
		"first day", content.Week, numbers(1_000_000),
		"Vola has 1,000,000 Spotify followers; counted for the first time on 23 November.",
		"Vola hat 1.000.000 Follower auf Spotify; am 23. November zum ersten Mal gezählt.",
	},
	{
		"under a hundredth", content.Week, numbers(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_001),
		"Vola gained 1 Spotify follower in 7 days (under 0.01 %).",
		"Vola hat in 7 Tagen 1 Follower auf Spotify gewonnen (unter 0,01 %).",
	},
	{
		"second day", content.Week, numbers(10, 12),
		"Vola has 12 Spotify followers; counted since 22 November, too short for a change over 7 days.",
		"Vola hat 12 Follower auf Spotify; gezählt seit dem 22. November, zu kurz für eine Änderung über 7 Tage.",
	},
	{
		"all of two days", content.All, numbers(10, 12),
		"Vola gained 2 Spotify followers since the first count on 22 November (+20.0 %).",
		"Vola hat seit der ersten Zählung am 22. November 2 Follower auf Spotify gewonnen (+20,0 %).",
	},
	{
		"nobody asked", content.Week, nil,
		"Vola has no count of Spotify followers yet.",
		"Vola hat noch keine Zahl der Follower auf Spotify.",
	},
	{
		"never got", content.Week,
		[]fetch.Count{missing(paid)},
		"Vola has no count of Spotify followers yet: http 402: no credits.",
		"Vola hat noch keine Zahl der Follower auf Spotify: http 402: no credits.",
	},
	{
		"one count, then none", content.Week,
		[]fetch.Count{fetch.Number(7), missing(paid), missing(paid)},
		"Vola had 7 Spotify followers on 21 November; counted for the first time on 21 November; Spotify is missing since 22 November: http 402: no credits.",
		"Vola hatte am 21. November 7 Follower auf Spotify; am 21. November zum ersten Mal gezählt; Spotify fehlt seit dem 22. November: http 402: no credits.",
	},
	{
		"gap at the end", content.Week, append(slices.Clone(upWeek), missing("x"), missing(paid)),
		"Vola gained 1,204 Spotify followers in the 7 days to 21 November (+0.12 %); Spotify is missing since 22 November: http 402: no credits.",
		"Vola hat in den 7 Tagen bis zum 21. November 1.204 Follower auf Spotify gewonnen (+0,12 %); Spotify fehlt seit dem 22. November: http 402: no credits.",
	},
	{
		"forgotten", content.Week, append(slices.Clone(upWeek), unasked),
		"Vola gained 1,204 Spotify followers in the 7 days to 22 November (+0.12 %); Spotify is missing since 23 November: not asked.",
		"Vola hat in den 7 Tagen bis zum 22. November 1.204 Follower auf Spotify gewonnen (+0,12 %); Spotify fehlt seit dem 23. November: nicht gefragt.",
	},
	{
		"an earlier day stands in", content.Week, append(append(numbers(1000), missing("x")), numbers(1020, 1030, 1040, 1050, 1060, 1070, 1080)...),
		"Vola gained 80 Spotify followers since 15 November (+8.0 %).",
		"Vola hat seit dem 15. November 80 Follower auf Spotify gewonnen (+8,0 %).",
	},
	{
		"and the newest is missing", content.Week, append(append(append(numbers(1000), missing("x")), numbers(1020, 1030, 1040, 1050, 1060, 1070, 1080)...), missing("x")),
		"Vola gained 80 Spotify followers from 14 November to 22 November (+8.0 %); Spotify is missing since 23 November: x.",
		"Vola hat vom 14. November bis zum 22. November 80 Follower auf Spotify gewonnen (+8,0 %); Spotify fehlt seit dem 23. November: x.",
	},
	{
		"nothing near", content.Week, append(append(numbers(1000), missing("x"), missing("x"), missing("x")), numbers(1030, 1040, 1050, 1060, 1070, 1080)...),
		"Vola has 1,080 Spotify followers; no count of 16 November or shortly before to compare with.",
		"Vola hat 1.080 Follower auf Spotify; keine Zahl vom 16. November oder kurz davor zum Vergleichen.",
	},
	{
		"the best for long", content.Week, weeks(10_000, append(slices.Clone(ten), 250)...),
		"Vola gained 250 Spotify followers in 7 days (+2.2 %), its best week since 24 September.",
		"Vola hat in 7 Tagen 250 Follower auf Spotify gewonnen (+2,2 %), die beste Woche seit dem 24. September.",
	},
	{
		"the best of all", content.Week, weeks(10_000, append(slices.Clone(ten), 301)...),
		"Vola gained 301 Spotify followers in 7 days (+2.7 %), its best week since the first count on 7 September.",
		"Vola hat in 7 Tagen 301 Follower auf Spotify gewonnen (+2,7 %), die beste Woche seit der ersten Zählung am 7. September.",
	},
	{
		"the best of too few", content.Week, weeks(10_000, append(slices.Clone(ten[3:]), 301)...),
		"Vola gained 301 Spotify followers in 7 days (+2.8 %).",
		"Vola hat in 7 Tagen 301 Follower auf Spotify gewonnen (+2,8 %).",
	},
	{
		"the best that is known", content.Week, without(weeks(10_000, append(slices.Clone(ten), 301)...), 20, "x"),
		"Vola gained 301 Spotify followers in 7 days (+2.7 %), its best measured week since the first count on 7 September.",
		"Vola hat in 7 Tagen 301 Follower auf Spotify gewonnen (+2,7 %), die beste gemessene Woche seit der ersten Zählung am 7. September.",
	},
	{
		"the worst for long", content.Week, weeks(10_000, -300, 200, 100, 100, 100, 100, 100, 100, 100, 100, -50),
		"Vola lost 50 Spotify followers in 7 days (−0.47 %), its worst week since 17 September.",
		"Vola hat in 7 Tagen 50 Follower auf Spotify verloren (−0,47 %), die schlechteste Woche seit dem 17. September.",
	},
	{
		"as good as last week", content.Week, weeks(10_000, append(slices.Clone(ten), 250, 250)...),
		"Vola gained 250 Spotify followers in 7 days (+2.2 %).",
		"Vola hat in 7 Tagen 250 Follower auf Spotify gewonnen (+2,2 %).",
	},
}

func TestTell(t *testing.T) {
	t.Parallel()
	for _, test := range told {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.artist("vola", "Vola")
			w.until("vola", content.Spotify, test.counts...)
			c := w.chartOf(t, test.window)
			if got := plainSpaces(languages[0].Tell(c)); got != test.en {
				t.Errorf("\n got %s\nwant %s", got, test.en)
			}
			if got := plainSpaces(de.Tell(c)); got != test.deu {
				t.Errorf("\n got %s\nwant %s", got, test.deu)
			}
		})
	}
}

// TestTellAnotherAccount: no change is claimed between the counts of two
// accounts, nor are the windows of one compared with those of another.
func TestTellAnotherAccount(t *testing.T) {
	t.Parallel()
	w := newWorld()
	a := w.artist("vola", "Vola")
	w.from(newest-100, "vola", content.Spotify, weeks(10_000, 20, 30, 20, 20, 20, 20, 20, 20, 20, 20)...)
	a.Accounts[content.Spotify] = "another"
	w.from(newest-29, "vola", content.Spotify, numbers(90_000, 90_010, 90_020, 90_030)...)
	w.until("vola", content.Spotify, weeks(90_100, 10, 10, 50)...)
	for window, want := range map[content.Window]string{
		content.Week:     "Vola gained 50 Spotify followers in 7 days (+0.06 %).",
		content.FourWeek: "Vola gained 160 Spotify followers in 28 days (+0.18 %).",
		content.Quarter:  "Vola has 90,170 Spotify followers; another account is counted since 25 October, which cannot be compared.",
		content.All:      "Vola has 90,170 Spotify followers; another account is counted since 25 October, which cannot be compared.",
	} {
		if got := plainSpaces(languages[0].Tell(w.chartOf(t, window))); got != want {
			t.Errorf("%s:\n got %s\nwant %s", window, got, want)
		}
	}
}

// TestTellRounded: what a platform rounds is told without a false precision,
// and never as a record.
func TestTellRounded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.artist("vola", "Vola")
	w.until("vola", content.Spotify, weeks(1_000_000, 10_000, 0, 10_000, 0, 0, 0, 0, 0, 0, 0, 20_000)...)
	c := w.chartOf(t, content.Week)
	c.Step = 10_000
	if got, want := languages[0].Tell(c), "Vola gained about 20,000 Spotify followers in 7 days; Spotify rounds its counts to 10,000."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := de.Tell(c), "Vola hat in 7 Tagen etwa 20.000 Follower auf Spotify gewonnen; Spotify rundet seine Zahlen auf 10.000."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestTellHeld(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.artist("vola", "Vola")
	w.until("vola", content.Spotify, append(weeks(1_000_000, 100, 100, 100), fetch.Number(0))...)
	w.held = append(w.held, heldCount{newest, "vola", content.Spotify})
	got := languages[0].Tell(w.chartOf(t, content.Week))
	if want := "Vola gained 100 Spotify followers in the 7 days to 22 November (+0.01\u00a0%); the Spotify count of 23 November is held: a sudden zero."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// TestTellArtist begins with the first source that has a change, and names
// every other that is missing.
func TestTellArtist(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.Sources = []content.SourceSetting{content.Twitter.Setting(content.EveryDay), content.Spotify.Setting(content.EveryDay), content.Deezer.Setting(content.EveryWeek), content.LastFM.Setting(content.EveryDay)}
	w.artist("vola", "فرقة")
	w.until("vola", content.Twitter, fetch.Number(5), missing("no credits"), missing("no\u2028credits "))
	w.until("vola", content.Spotify, weeks(1000, 10)...)
	w.until("vola", content.Deezer, fetch.Number(3), unasked, unasked)
	h := w.history(t)
	r := &renderer{Input: Input{Site: &w.Site, History: h}, words: languages[0]}
	got := plainSpaces(languages[0].TellArtist(r.artist(w.Artists[0]).charts(content.Week)))
	const want = "\u2068فرقة\u2069 gained 10 Spotify followers in 7 days (+1.0 %); X (Twitter) is missing since 22 November: no credits; Last.fm has no count yet."
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got := languages[0].TellArtist(nil); got != "" {
		t.Errorf("of no source: %q", got)
	}
}

func TestPictureWords(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.artist("vola", "Vola")
	w.until("vola", content.Spotify, without(without(weeks(1000, 70), 3, "x"), 4, "x")...)
	if got, want := plainSpaces(languages[0].Picture(w.chartOf(t, content.Week))), "Vola gained 70 Spotify followers in 7 days (+7.0 %); 2 days between have no count. 1,000 on 16 November, 1,070 on 23 November."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := plainSpaces(de.Picture(w.chartOf(t, content.All))), "Vola hat seit der ersten Zählung am 16. November 70 Follower auf Spotify gewonnen (+7,0 %); 2 Tage dazwischen haben keine Zahl. 1.000 am 16. November, 1.070 am 23. November."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
