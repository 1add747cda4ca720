package render

import (
	"fmt"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"datarocks/content"
)

// testCrosshair goes through a chart by keys. What a screen reader says is the
// text of the range, and what the others see is the tooltip.
func testCrosshair(p *tab, home string) {
	p.open(home + "artists/odd/")
	eval[bool](p, wake)
	p.await("document.querySelector('.live-on') !== null")
	eval[bool](p, choose(content.FourWeek))
	if got := eval[string](p, "document.querySelector('[data-chart=spotify] [type=range]').computedName"+
		" ?? document.getElementById(document.querySelector('[data-chart=spotify] [type=range]').getAttribute('aria-labelledby')).textContent"); got != "Spotify followers" {
		p.Errorf("the range is called %q", got)
	}
	p.do(chromedp.Focus(chromedp.CSS("[data-chart=spotify] [type=range]")))
	for _, step := range []struct{ key, want, shown string }{
		{kb.End, "54,407, Mon, 23 Nov 2026", "54,407Mon, 23 Nov 2026"},
		{kb.ArrowLeft, "54,375, Sun, 22 Nov 2026", "54,375Sun, 22 Nov 2026"},
		{kb.ArrowLeft, "no count, Sat, 21 Nov 2026: not asked", "no countSat, 21 Nov 2026: not asked"},
		{kb.ArrowRight, "54,375, Sun, 22 Nov 2026", "54,375Sun, 22 Nov 2026"},
		{kb.Home, "53,376, Mon, 26 Oct 2026", "53,376Mon, 26 Oct 2026"},
	} {
		p.do(chromedp.KeyEvent(step.key))
		p.await(fmt.Sprintf("document.activeElement.getAttribute('aria-valuetext') === %q", step.want))
		p.await(fmt.Sprintf("document.querySelector('[data-chart=spotify] .tip')?.textContent === %q", step.shown))
	}
	// The others follow, as under a pointer.
	p.await("document.querySelector('[data-chart=bluesky] .tip') !== null || document.querySelectorAll('.tip').length > 1")
	p.do(chromedp.KeyEvent(kb.Escape))
	p.await("[...document.querySelectorAll('[data-chart=spotify] .tip')].every((n) => !n.checkVisibility({ opacityProperty: true, visibilityProperty: true }))")
	// A chart that stays a picture has nothing to go through.
	eval[bool](p, choose(content.All))
	p.await("document.querySelector('[data-chart=twitter] [type=range]').disabled && !document.querySelector('[data-chart=spotify] [type=range]').disabled")
	p.quiet(home)
}

func testCompareCrosshair(p *tab, home, page string) {
	p.open(page + "#dream-theater,opeth;spotify;28d;index")
	p.await(isDrawn)
	p.do(chromedp.Focus(chromedp.CSS("#drawn [type=range]")))
	for _, step := range []struct{ key, want string }{
		{kb.Home, "26 Oct 2026; Dream Theater: 100.00 (1,468,819); Opeth: no count: timed out"},
		{kb.ArrowRight, "27 Oct 2026; Dream Theater: 100.08 (1,469,933); Opeth: 100.69 (2,920)"},
		{kb.End, "23 Nov 2026; Dream Theater: 102.12 (1,500,000); Opeth: 110.00 (3,190)"},
	} {
		p.do(chromedp.KeyEvent(step.key))
		if got := eval[string](p, "document.activeElement.getAttribute('aria-valuetext')"); got != step.want {
			p.Errorf("after %q said is %q, want %q", step.key, got, step.want)
		}
	}
	p.await("document.querySelector('.tip').textContent.startsWith('23 Nov 2026')")
	p.do(chromedp.KeyEvent(kb.Escape))
	p.await("!document.querySelector('.tip').checkVisibility({ opacityProperty: true, visibilityProperty: true })")
	// Another window, and the crosshair is on the same day.
	eval[bool](p, choose(content.Week))
	p.await("document.querySelector('#drawn [type=range]').max === '7' && document.querySelector('#drawn [type=range]').value === '7'")
	p.quiet(home)
}
