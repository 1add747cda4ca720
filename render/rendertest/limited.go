package rendertest

import (
	"datarocks/content"
	"datarocks/fetch"
)

// The metrics of YouTube: one that it cuts, and one that is exact.
var (
	Subscribers  = content.YouTube.Default()
	ChannelViews = content.Metric{Source: content.YouTube, Name: "views"}
)

// Limited has sources whose terms limit what is shown: Instagram, which is not for
// download, and YouTube, which cuts subscribers, and whose counts are kept for 28 days
// and nothing may be worked out of them. With the amendment they are kept for 1,095 days,
// and it may. In these days each of Metallica's counts passes what would be a milestone.
// Opeth's number of subscribers stays, and the newest one is held.
func Limited(amended bool) *World {
	w := New()
	w.BaseURL = "https://counts.example.org/label/"
	youtube := content.YouTube.Setting(content.EveryDay)
	days := 28
	if amended {
		youtube.Terms, days = *youtube.Amended, 120
	}
	youtube.Chosen = youtube.Metrics[:2:2]
	w.Sources = []content.SourceSetting{youtube, content.Instagram.Setting(content.EveryDay), content.Spotify.Setting(content.EveryDay)}
	a := w.Artist("metallica", "Metallica")
	a.Timeline = []content.Event{{Day: Newest - 14, Title: "Album"}}
	w.Artist("opeth", "Opeth")
	w.Grow("metallica", content.Spotify, 120, 1_000_017, 1_190_023)
	w.Grow("opeth", content.Spotify, 120, 900_013, 950_029)
	w.Grow("metallica", content.Instagram, 120, 3_450_011, 3_502_538)
	w.Grow("opeth", content.Instagram, 120, 345_017, 346_019)
	w.UntilOf("metallica", Subscribers, cut(days, 7_930_000, 11_000)...)
	w.UntilOf("metallica", ChannelViews, exact(days, 3_000_000_000-4_321_987*int64(8), 4_321_987)...)
	w.UntilOf("opeth", Subscribers, cut(days, 123_456, 1)...)
	w.UntilOf("opeth", ChannelViews, exact(days, 77_654_321, 23_457)...)
	w.Hold(Newest, "opeth", content.YouTube)
	return w
}

// exact are counts of which each is so many more than the one before.
func exact(n int, from, more int64) []fetch.Count {
	counts := make([]fetch.Count, n)
	for i := range counts {
		counts[i] = fetch.Number(from + more*int64(i))
	}
	return counts
}

// cut are the same as YouTube cuts them, to three digits.
func cut(n int, from, more int64) []fetch.Count {
	counts := exact(n, from, more)
	for i, count := range counts {
		value, _ := count.Value()
		step := int64(1)
		for value >= 1000*step {
			step *= 10
		}
		counts[i] = fetch.Number(value / step * step).Cut(3)
	}
	return counts
}
