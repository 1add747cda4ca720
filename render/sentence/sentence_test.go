package sentence

import (
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
	"datarocks/render/words"
)

var en, de = words.In(content.English), words.In(content.German)

// subjectOf makes the subject of a series, as a page would.
func subjectOf(t testing.TB, w *rendertest.World, window content.Window) Subject {
	t.Helper()
	h := w.History(t)
	a, metric := w.Artists[0], w.Metrics()[0]
	track := roster.Track{Platform: &roster.Platform{MetricSetting: metric}, Series: h.Series(a.ID, metric.Key())}
	return Subject{Artist: a.Name, Track: track, Window: window, Newest: rendertest.Newest}
}

// plainSpaces has spaces where a sentence has those that do not break.
func plainSpaces(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

const paid = "http 402: no credits"

var (
	upWeek = rendertest.Numbers(1_000_000, 1_000_100, 1_000_150, 1_000_160, 1_000_170, 1_000_180, 1_000_190, 1_001_204)
	ten    = []int64{100, 300, 200, 100, 100, 100, 100, 100, 100, 100}
)

// cases has a sentence for all that may happen to a source.
var cases = []struct {
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
		"down", content.Week, rendertest.Numbers(1000, 999, 998, 997, 996, 995, 994, 993),
		"Vola lost 7 Spotify followers in 7 days (−0.70 %).",
		"Vola hat in 7 Tagen 7 Follower auf Spotify verloren (−0,70 %).",
	},
	{
		"flat", content.Week, rendertest.Numbers(5, 6, 7, 8, 8, 7, 6, 5),
		"Vola has 5 Spotify followers, no change in 7 days.",
		"Vola hat 5 Follower auf Spotify, keine Änderung in 7 Tagen.",
	},
	{
		"by one", content.Week, rendertest.Numbers(9, 9, 9, 9, 9, 9, 9, 10),
		"Vola gained 1 Spotify follower in 7 days (+11.1 %).",
		"Vola hat in 7 Tagen 1 Follower auf Spotify gewonnen (+11,1 %).",
	},
	{
		"from zero", content.Week, rendertest.Numbers(0, 1, 2, 3, 4, 5, 6, 7),
		"Vola gained 7 Spotify followers in 7 days.",
		"Vola hat in 7 Tagen 7 Follower auf Spotify gewonnen.",
	},
	{
		"first day", content.Week, rendertest.Numbers(1_000_000),
		"Vola has 1,000,000 Spotify followers; counted for the first time on 23 November.",
		"Vola hat 1.000.000 Follower auf Spotify; am 23. November zum ersten Mal gezählt.",
	},
	{
		"under a hundredth", content.Week, rendertest.Numbers(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_001),
		"Vola gained 1 Spotify follower in 7 days (under 0.01 %).",
		"Vola hat in 7 Tagen 1 Follower auf Spotify gewonnen (unter 0,01 %).",
	},
	{
		"second day", content.Week, rendertest.Numbers(10, 12),
		"Vola has 12 Spotify followers; counted since 22 November, too short for a change over 7 days.",
		"Vola hat 12 Follower auf Spotify; gezählt seit dem 22. November, zu kurz für eine Änderung über 7 Tage.",
	},
	{
		"all of two days", content.All, rendertest.Numbers(10, 12),
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
		[]fetch.Count{rendertest.Missing(paid)},
		"Vola has no count of Spotify followers yet: http 402: no credits.",
		"Vola hat noch keine Zahl der Follower auf Spotify: http 402: no credits.",
	},
	{
		"one count, then none", content.Week,
		[]fetch.Count{fetch.Number(7), rendertest.Missing(paid), rendertest.Missing(paid)},
		"Vola had 7 Spotify followers on 21 November; counted for the first time on 21 November; Spotify is missing since 22 November: http 402: no credits.",
		"Vola hatte am 21. November 7 Follower auf Spotify; am 21. November zum ersten Mal gezählt; Spotify fehlt seit dem 22. November: http 402: no credits.",
	},
	{
		"gap at the end", content.Week, append(slices.Clone(upWeek), rendertest.Missing("x"), rendertest.Missing(paid)),
		"Vola gained 1,204 Spotify followers in the 7 days to 21 November (+0.12 %); Spotify is missing since 22 November: http 402: no credits.",
		"Vola hat in den 7 Tagen bis zum 21. November 1.204 Follower auf Spotify gewonnen (+0,12 %); Spotify fehlt seit dem 22. November: http 402: no credits.",
	},
	{
		"forgotten", content.Week, append(slices.Clone(upWeek), rendertest.Unasked),
		"Vola gained 1,204 Spotify followers in the 7 days to 22 November (+0.12 %); Spotify is missing since 23 November: not asked.",
		"Vola hat in den 7 Tagen bis zum 22. November 1.204 Follower auf Spotify gewonnen (+0,12 %); Spotify fehlt seit dem 23. November: nicht gefragt.",
	},
	{
		"an earlier day stands in", content.Week, append(append(rendertest.Numbers(1000), rendertest.Missing("x")), rendertest.Numbers(1020, 1030, 1040, 1050, 1060, 1070, 1080)...),
		"Vola gained 80 Spotify followers since 15 November (+8.0 %).",
		"Vola hat seit dem 15. November 80 Follower auf Spotify gewonnen (+8,0 %).",
	},
	{
		"and the newest is missing", content.Week, append(append(append(rendertest.Numbers(1000), rendertest.Missing("x")), rendertest.Numbers(1020, 1030, 1040, 1050, 1060, 1070, 1080)...), rendertest.Missing("x")),
		"Vola gained 80 Spotify followers from 14 November to 22 November (+8.0 %); Spotify is missing since 23 November: x.",
		"Vola hat vom 14. November bis zum 22. November 80 Follower auf Spotify gewonnen (+8,0 %); Spotify fehlt seit dem 23. November: x.",
	},
	{
		"nothing near", content.Week, append(append(rendertest.Numbers(1000), rendertest.Missing("x"), rendertest.Missing("x"), rendertest.Missing("x")), rendertest.Numbers(1030, 1040, 1050, 1060, 1070, 1080)...),
		"Vola has 1,080 Spotify followers; no count of 16 November or shortly before to compare with.",
		"Vola hat 1.080 Follower auf Spotify; keine Zahl vom 16. November oder kurz davor zum Vergleichen.",
	},
	{
		"the best for long", content.Week, rendertest.Weeks(10_000, append(slices.Clone(ten), 250)...),
		"Vola gained 250 Spotify followers in 7 days (+2.2 %), its best week since 24 September.",
		"Vola hat in 7 Tagen 250 Follower auf Spotify gewonnen (+2,2 %), die beste Woche seit dem 24. September.",
	},
	{
		"the best of all", content.Week, rendertest.Weeks(10_000, append(slices.Clone(ten), 301)...),
		"Vola gained 301 Spotify followers in 7 days (+2.7 %), its best week since the first count on 7 September.",
		"Vola hat in 7 Tagen 301 Follower auf Spotify gewonnen (+2,7 %), die beste Woche seit der ersten Zählung am 7. September.",
	},
	{
		"the best of too few", content.Week, rendertest.Weeks(10_000, append(slices.Clone(ten[3:]), 301)...),
		"Vola gained 301 Spotify followers in 7 days (+2.8 %).",
		"Vola hat in 7 Tagen 301 Follower auf Spotify gewonnen (+2,8 %).",
	},
	{
		"the best that is known", content.Week, rendertest.Without(rendertest.Weeks(10_000, append(slices.Clone(ten), 301)...), 20, "x"),
		"Vola gained 301 Spotify followers in 7 days (+2.7 %), its best measured week since the first count on 7 September.",
		"Vola hat in 7 Tagen 301 Follower auf Spotify gewonnen (+2,7 %), die beste gemessene Woche seit der ersten Zählung am 7. September.",
	},
	{
		"the worst for long", content.Week, rendertest.Weeks(10_000, -300, 200, 100, 100, 100, 100, 100, 100, 100, 100, -50),
		"Vola lost 50 Spotify followers in 7 days (−0.47 %), its worst week since 17 September.",
		"Vola hat in 7 Tagen 50 Follower auf Spotify verloren (−0,47 %), die schlechteste Woche seit dem 17. September.",
	},
	{
		"as good as last week", content.Week, rendertest.Weeks(10_000, append(slices.Clone(ten), 250, 250)...),
		"Vola gained 250 Spotify followers in 7 days (+2.2 %).",
		"Vola hat in 7 Tagen 250 Follower auf Spotify gewonnen (+2,2 %).",
	},
}

func TestOf(t *testing.T) {
	t.Parallel()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := rendertest.New()
			w.Artist("vola", "Vola")
			w.Until("vola", content.Spotify, test.counts...)
			c := subjectOf(t, w, test.window)
			if got := plainSpaces(of(en, c)); got != test.en {
				t.Errorf("\n got %s\nwant %s", got, test.en)
			}
			if got := plainSpaces(of(de, c)); got != test.deu {
				t.Errorf("\n got %s\nwant %s", got, test.deu)
			}
		})
	}
}

// TestOldestKept: where only newer counts may be kept, the oldest is not the first count.
func TestOldestKept(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Sources = []content.SourceSetting{content.YouTube.Setting(content.EveryDay)}
	w.Artist("vola", "Vola")
	w.Until("vola", content.YouTube, rendertest.Numbers(7000, 7010)...)
	none := rendertest.New()
	none.Sources = w.Sources
	none.Artist("vola", "Vola")
	if got, want := plainSpaces(of(en, subjectOf(t, none, content.Week))), "Vola has no current count of YouTube subscribers."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for window, want := range map[content.Window]string{
		content.Week: "Vola has 7,010 YouTube subscribers; counts from before 22 November may not be kept.",
		content.All:  "Vola gained 10 YouTube subscribers since 22 November.",
	} {
		c := subjectOf(t, w, window)
		if got := plainSpaces(of(en, c)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", window, got, want)
		}
	}
}

// TestOfArtist begins with the first source that has a change, and names
// every other that is missing.
func TestOfArtist(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Sources = []content.SourceSetting{content.Twitter.Setting(content.EveryDay), content.Spotify.Setting(content.EveryDay), content.Deezer.Setting(content.EveryWeek), content.LastFM.Setting(content.EveryDay)}
	w.Artist("vola", "فرقة")
	w.Until("vola", content.Twitter, fetch.Number(5), rendertest.Missing("no credits"), rendertest.Missing("no\u2028credits "))
	w.Until("vola", content.Spotify, rendertest.Weeks(1000, 10)...)
	w.Until("vola", content.Deezer, fetch.Number(3), rendertest.Unasked, rendertest.Unasked)
	h := w.History(t)
	got := plainSpaces(OfArtist(en, roster.New(&w.Site, h).Artist(w.Artists[0]), content.Week))
	const want = "\u2068فرقة\u2069 gained 10 Spotify followers in 7 days (+1.0 %); X (Twitter) is missing since 22 November: no credits; Last.fm has no count yet."
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got := OfArtist(en, &roster.Artist{}, content.Week); got != "" {
		t.Errorf("of no source: %q", got)
	}
}

func TestPictureWords(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Artist("vola", "Vola")
	w.Until("vola", content.Spotify, rendertest.Without(rendertest.Without(rendertest.Weeks(1000, 70), 3, "x"), 4, "x")...)
	if got, want := plainSpaces(OfPicture(en, subjectOf(t, w, content.Week))), "Vola gained 70 Spotify followers in 7 days (+7.0 %); 2 days between have no count. 1,000 on 16 November, 1,070 on 23 November."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got, want := plainSpaces(OfPicture(de, subjectOf(t, w, content.All))), "Vola hat seit der ersten Zählung am 16. November 70 Follower auf Spotify gewonnen (+7,0 %); 2 Tage dazwischen haben keine Zahl. 1.000 am 16. November, 1.070 am 23. November."; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
