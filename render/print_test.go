package render

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// testPaper looks at pages as they are printed, as wide as an A4 sheet has room.
func testPaper(p *tab, home string) {
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		p.Fatal(err)
	}
	const room = 687 // pixels: 210 mm without the margins
	p.resize(room, 900)
	for _, page := range []string{"", "artists/dream-theater/", "ranking/spotify/7d/", "reports/2026-W47/", "reports/", "status/", "about/", "compare/"} {
		p.open(home + page + "?theme=dark")
		if got := eval[int64](p, "document.documentElement.scrollWidth"); got > room {
			p.Errorf("/%s is %d px wide", page, got)
		}
		if got := eval[string](p, "getComputedStyle(document.body).backgroundColor"); got != "rgb(255, 255, 255)" {
			p.Errorf("/%s is printed on %s", page, got)
		}
		controls := "[...document.querySelectorAll('button, input, select, nav')].filter((n) => n.checkVisibility() && !n.closest('thead')).map((n) => n.outerHTML).join()"
		if got := eval[string](p, controls); got != "" {
			p.Errorf("/%s is printed with %s", page, got)
		}
		// Chromium repeats neither a sticky head nor a button in one.
		heads := "[...document.querySelectorAll('thead')].every((n) => !n.checkVisibility() || getComputedStyle(n).display === 'table-header-group') && " +
			"[...document.querySelectorAll('thead th, thead button')].every((n) => getComputedStyle(n).position !== 'sticky' && (n.tagName !== 'BUTTON' || getComputedStyle(n).display === 'contents'))"
		if !eval[bool](p, heads) {
			p.Errorf("/%s has tables without heads on its second sheet", page)
		}
	}
	p.quiet(home)
}

// testComparePrint prints the live chart, of which there is no picture.
func testComparePrint(p *tab, home, page string) {
	p.open(page + "?theme=dark#dream-theater;spotify;90d;count")
	p.await(isDrawn)
	const looks = "(() => { const s = document.querySelector('#chart svg'); return s.getAttribute('width') + ' ' + document.querySelector('#chart path[fill=none][stroke-width=\"2\"]').getAttribute('stroke'); })()"
	before := eval[string](p, looks)
	eval[bool](p, "dispatchEvent(new Event('beforeprint')); true")
	if got := eval[string](p, looks); got != "640 rgb(43, 70, 207)" {
		p.Errorf("printed is a chart of %s", got)
	}
	eval[bool](p, "dispatchEvent(new Event('afterprint')); true")
	if got := eval[string](p, looks); got != before {
		p.Errorf("after printing the chart is %s, and was %s", got, before)
	}
	p.quiet(home)
}
