package render

import (
	"io/fs"
	"slices"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

// sunday is the last day of the week that is over.
var sunday = rendertest.Newest - 1

// weeklyWorld has movers, a gap, a count that another account ended, and an
// artist who is counted since after the week.
func weeklyWorld() *rendertest.World {
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/"
	w.Window = content.Year // other than the feed's
	w.Artist("dream-theater", "Dream Theater")
	w.Artist("opeth", "Opeth")
	w.Artist("vola", "VOLA")
	moved := w.Artist("moved", "Moved")
	w.Until("dream-theater", content.Spotify, rendertest.Weeks(1_000_000, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)...)
	w.Until("opeth", content.Spotify, rendertest.Without(rendertest.Weeks(5000, -10, 5, -20, 7, -99), 3, "http 402: no credits")...)
	w.From(sunday+1, "vola", content.Spotify, fetch.Number(7))
	w.From(sunday-30, "moved", content.Spotify, rendertest.Numbers(10, 20, 30)...)
	moved.Accounts[content.Spotify] = "another"
	w.From(sunday-2, "moved", content.Spotify, rendertest.Numbers(900, 905, 910)...)
	return w
}

// asOf leaves out what came later.
func asOf(w *rendertest.World, last content.Day) *rendertest.World {
	for day := range w.Samples {
		if day > last {
			delete(w.Samples, day)
		}
	}
	return w
}

// TestFeedChangesOnceAWeek, as each change is a request that costs money.
func TestFeedChangesOnceAWeek(t *testing.T) {
	t.Parallel()
	var feeds []string
	for day := rendertest.Newest - 8; day <= rendertest.Newest; day++ { // from a Sunday to the Monday after the next
		feeds = append(feeds, rendertest.Read(t, siteOf(t, asOf(weeklyWorld(), day)), "feed.xml"))
	}
	if got := len(slices.Compact(feeds)); got != 4 {
		t.Errorf("in nine nights with two Mondays and another account there are %d feeds", got)
	}
}

// TestNoWeek: nobody moved, or the week is not over.
func TestNoWeek(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/"
	w.Artist("vola", "VOLA")
	w.Until("vola", content.Spotify, rendertest.Numbers(5, 5, 5, 5, 5, 5, 5, 5, 5, 9)...)
	if _, err := fs.Stat(siteOf(t, w), "feed.xml"); err == nil {
		t.Error("there is a feed of nothing")
	}
}
