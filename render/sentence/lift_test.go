package sentence

import (
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
)

// TestLiftNamesKind: an event has its kind in the sentence of every metric.
func TestLiftNamesKind(t *testing.T) {
	t.Parallel()
	for _, metric := range []content.Metric{content.Spotify.Default(), rendertest.Views} {
		w := rendertest.New()
		w.Sources = []content.SourceSetting{metric.Source.Setting(content.EveryDay)}
		a := w.Artist("vola", "Vola")
		a.Timeline = []content.Event{{Day: rendertest.Newest - 40, Title: "Witness", Kind: content.AlbumEvent}}
		counts := make([]int64, 120)
		for i := range counts {
			counts[i] = 1000 + int64(i)
		}
		w.UntilOf("vola", metric, rendertest.Numbers(counts...)...)
		r := roster.New(&w.Site, w.History(t))
		if got := Lift(en, r.Artist(w.Artists[0])); !strings.Contains(got, "Album “Witness”") {
			t.Errorf("%s: %q has no kind", metric, got)
		}
	}
}
