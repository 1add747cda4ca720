package rendertest

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
)

// Full has some of everything: growth, gaps, a fall, events, notes, and an artist
// without any count.
func Full() *World {
	w := New()
	w.BaseURL = "https://counts.example.org/label/"
	a := w.Artist("dream-theater", "Dream Theater")
	a.Genre = "Progressive metal"
	a.Body = "## On tour\n\nSince [May](https://example.org/tour).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
	a.Timeline = []content.Event{{Day: Newest - 20, Title: "Single"}, {Day: Newest - 3, Title: "Album"}}
	w.Artist("opeth", "Opeth")
	w.Artist("vola", "VOLA")
	w.Grow("dream-theater", content.Spotify, 450, 1_000_000, 1_500_000)
	w.Grow("dream-theater", content.Twitter, 450, 340_000, 345_000)
	w.Grow("opeth", content.Spotify, 30, 900_000, 950_000)
	w.Until("opeth", content.Twitter, append(Numbers(500, 490, 480), Missing("http 402: no credits"), Missing("http 402: no credits"))...)
	return w
}

// Odd has lines that are hard to draw: gaps with lone counts between them, another
// account, a source asked once a week, one that must not be downloaded and is older
// than a page, one with a single count, and a zero.
func Odd() *World {
	w := New()
	w.Sources = []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay),
		content.Twitter.Setting(content.EveryDay),
		content.Deezer.Setting(content.EveryWeek),
		content.Bluesky.Setting(content.EveryDay),
		content.LastFM.Setting(content.EveryDay),
	}
	a := w.Artist("odd", "Odd")
	a.Timeline = []content.Event{{Day: Newest - 60, Title: "Album “A View from the Top of the World”"}, {Day: Newest - 40, Title: "Single"}}
	for i := range content.Day(120) {
		count := fetch.Number(50_000 + 37*int64(i) + int64(i*i%11))
		switch i % 10 {
		case 0, 2:
			count = Missing("http 402: no credits")
		case 7:
			count = Unasked
		}
		w.From(Newest-119+i, "odd", content.Spotify, count)
	}
	w.Grow("odd", content.Twitter, 500, 9_000, 12_000)
	for i := range content.Day(20) {
		w.From(Newest-3-7*i, "odd", content.Deezer, fetch.Number(900_000-int64(1234*i)))
	}
	w.Until("odd", content.Bluesky, fetch.Number(0))
	w.From(Newest-30, "odd", content.LastFM, Numbers(100, 110, 120, 130, 140, 150)...)
	a.Accounts[content.LastFM] = "another"
	w.From(Newest-24, "odd", content.LastFM, Numbers(700, 710, 720)...)
	w.From(Newest-21, "odd", content.LastFM, Missing("timed out"), Missing("timed out"))
	w.From(Newest-19, "odd", content.LastFM, Numbers(730, 735)...)
	return w
}

// HostileNames are names that would run, break out or break a page, if a page
// let them.
var HostileNames = map[string]string{
	"script":   `x</script><script>alert(1)</script>`,
	"function": `__f__alert(1)__f__`,
	"quotes":   `"'><img src=x onerror=alert(1)>`,
	"rtl":      "فرقة الروك",
	"emoji":    "🤘🎸",
	"long":     strings.Repeat("Long ", 60),
	"template": `{{.Name}} ${alert(1)} $spotify`,
	"comment":  `<!-- --><!--><script>`,
	"lines":    "a\u2028b\u2029c",
}

// Hostile has an artist of each name, whose notes, events and reasons are no
// better.
func Hostile() *World {
	w := New()
	for id, name := range HostileNames {
		a := w.Artist(id, name)
		a.Genre = name
		a.Body = "<script>alert(1)</script>\n\n[link](javascript:alert(1)) <img src=x onerror=alert(1)> ![p](javascript:alert(1))\n\n" + name
		a.Timeline = []content.Event{{Day: Newest - 3, Title: name}}
		w.Until(id, content.Spotify, append(append(Numbers(10, 20, 30), Missing(name)), Numbers(40, 50)...)...)
		w.Until(id, content.Twitter, append(Numbers(7), Missing(name))...)
	}
	return w
}

// Large has a roster of n artists with two counts, the default one last by its
// name.
func Large(n int) *World {
	w := New()
	w.BaseURL = "https://counts.example.org/label/"
	w.Sources = w.Sources[:1]
	w.Artist("zz", "Zz")
	w.Artist("olafur", "Ólafur Arnalds").Aliases = []string{"Kiasmos"}
	w.Artist("a-band", "A Band 20")
	w.Artist("script", HostileNames["script"])
	for i := range n - len(w.Artists) {
		w.Artist(fmt.Sprintf("band-%d", i), fmt.Sprintf("Band %d", i))
	}
	for i, a := range w.Artists {
		w.From(Newest-7, a.ID, content.Spotify, fetch.Number(5000))
		w.Until(a.ID, content.Spotify, fetch.Number(5000+int64(i)))
	}
	return w
}

// OddNames are names in the order in which people and browsers sort them.
var OddNames = []string{
	"!!!", "…And Oceans", "(hed) p.e.", "*NSYNC", "$uicideboy$", "10cc", "30 Seconds to Mars", "A Perfect Circle", "a-ha", "A.C.T", "AC/DC",
	"Æther Realm", "Bjorn", "Bjørn", "Éthel", "Étienne", "Lola", "Łona", "Motorhead", "Motörhead", "oceansize", "Ólafur Arnalds", "Opeth",
	"Örnatorpet", "Straße", "the gathering", "The Who", "Žižek", "Zz Top", "Кино", "عمرو دياب", "हिन्दी", "東京事変",
}

// OddlyNamed has artists of OddNames in another order, the last one as default.
func OddlyNamed() *World {
	w := New()
	w.Sources = w.Sources[:1]
	for i, name := range slices.Backward(OddNames) {
		w.Artist(fmt.Sprintf("artist-%d", i), name)
	}
	return w
}
