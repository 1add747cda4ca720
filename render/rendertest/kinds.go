package rendertest

import (
	"math"

	"datarocks/content"
	"datarocks/fetch"
)

// Metrics of each kind, apart from the default ones.
var (
	Views     = content.Wikipedia.Default()
	Plays     = content.Metric{Source: content.LastFM, Name: "plays"}
	Listeners = content.Metric{Source: content.Spotify, Name: "listeners"}
	Streams   = content.Metric{Source: content.Spotify, Name: "streams"}
)

// Kinds has metrics of each kind: levels, page views back to 2015, plays that are
// counted as a difference, and a label's own daily listeners and streams. Dream Theater
// has all days; Opeth lacks some, another article is counted for it, and its plays were
// corrected; VOLA is young.
func Kinds() *World {
	w := New()
	w.BaseURL = "https://counts.example.org/label/"
	spotify, lastfm := content.Spotify.Setting(content.EveryDay), content.LastFM.Setting(content.EveryDay)
	spotify.Chosen, spotify.Publish, spotify.Ratio = spotify.Metrics, true, true
	lastfm.Chosen = lastfm.Metrics
	w.Sources = []content.SourceSetting{spotify, lastfm, content.Wikipedia.Setting(content.EveryDay)}
	a := w.Artist("dream-theater", "Dream Theater")
	a.Timeline = []content.Event{{Day: Newest - 200, Title: "Tour"}, {Day: Newest - 50, Title: "Album"}}
	w.Artist("opeth", "Opeth")
	w.Artist("vola", "VOLA")

	first := Day("2015-07-01")
	w.FromOf(first, "dream-theater", Views, days(int(Newest-first), 1900, 1)...)
	w.FromOf(Newest-500, "dream-theater", Plays, levels(days(501, 5200, 2), 41_000_000)...)
	w.FromOf(Newest-400, "dream-theater", Listeners, days(401, 31_000, 3)...)
	w.FromOf(Newest-400, "dream-theater", Streams, days(401, 90_000, 4)...)
	w.Grow("dream-theater", content.Spotify, 500, 1_900_000, 2_200_000)
	w.Grow("dream-theater", content.LastFM, 500, 1_000_000, 1_040_000)

	views := days(120, 700, 5)
	views[110], views[60] = Missing("timed out"), Unasked
	w.FromOf(Newest-120, "opeth", Views, views[:50]...)
	w.Artists[1].Accounts[content.Wikipedia] = "Opeth (band)"
	w.FromOf(Newest-70, "opeth", Views, views[50:]...)
	plays := levels(days(120, 900, 6), 9_000_000)
	for i := 117; i < len(plays); i++ { // Last.fm took plays back
		n, _ := plays[i].Value()
		plays[i] = fetch.Number(n - 50_000)
	}
	w.FromOf(Newest-119, "opeth", Plays, plays...)
	w.Grow("opeth", content.Spotify, 120, 900_000, 950_000)
	w.Grow("opeth", content.LastFM, 120, 500_000, 505_000)

	w.FromOf(Newest-4, "vola", Views, Numbers(90, 80, 120, 100)...)
	w.FromOf(Newest-3, "vola", Plays, Numbers(1000, 1100, 1150, 1300)...)
	return w
}

// days makes amounts of consecutive days around a usual one: a week has a shape, and
// some days are news.
func days(n, usual, seed int) []fetch.Count {
	counts := make([]fetch.Count, n)
	for i := range counts {
		amount := float64(usual) * (1 + 0.2*math.Sin(2*math.Pi*float64(i)/7) + 0.1*math.Sin(float64(i*i+seed)))
		if (n-i)%97 == 48 {
			amount *= 5
		}
		counts[i] = fetch.Number(int64(amount))
	}
	return counts
}

// levels makes a level of amounts.
func levels(amounts []fetch.Count, level int64) []fetch.Count {
	counts := make([]fetch.Count, len(amounts))
	for i, amount := range amounts {
		more, _ := amount.Value()
		level += more
		counts[i] = fetch.Number(level)
	}
	return counts
}
