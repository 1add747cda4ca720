package browsertest

import (
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

// TestLiveLimited draws counts that are cut, and those of which few days are kept, live.
func TestLiveLimited(t *testing.T) {
	browse(t, rendertest.Limited(false),
		visit{"kept days, 1280 px", 1280, checkLimited},
		visit{"kept days, 390 px", 390, checkLimited},
		visit{"tooltips of cut counts", 1280, checkCutTips},
	)
}

func checkLimited(p *tab) {
	for _, scheme := range []string{"light", "dark"} {
		p.openLive("artists/metallica/")
		check(p, "document.documentElement.dataset.theme = '"+scheme+"'; document.documentElement.dispatchEvent(new Event('themechange')); true", true)
		for _, w := range []content.Window{content.Week, content.FourWeek, content.All} {
			p.choose(w)
			check(p, "document.querySelectorAll('.live-on').length >= 3", true)
			check(p, sameLines, "")
		}
		check(p, "document.documentElement.scrollWidth <= innerWidth", true)
	}
}

// checkCutTips: a tooltip names what a count may be where it is cut, and nothing else
// where it is exact.
func checkCutTips(p *tab) {
	p.openLive("artists/metallica/")
	p.choose(content.FourWeek)
	p.hover("youtube", 1, 28, "8,210,000")
	check(p, "[...document.querySelectorAll('[data-chart=youtube] .tip')].some((n) => n.textContent === '8,210,000Sun, 22 Nov 2026up to 8,219,999, as 8,210,000 is cut')", true)
	p.hover("youtube-views", 1, 28, "3,0")
	check(p, "[...document.querySelectorAll('[data-chart=youtube-views] .tip')].some((n) => /^3,0[0-9]{2},[0-9]{3},[0-9]{3}Sun, 22 Nov 2026$/.test(n.textContent))", true)
}
