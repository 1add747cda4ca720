package browsertest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"datarocks/content"
	"datarocks/render/rendertest"
)

func TestLive(t *testing.T) {
	browse(t, rendertest.Odd(),
		visit{"odd lines, 1280 px", 1280, checkOddLines},
		visit{"odd lines, 390 px", 390, checkOddLines},
		visit{"in a sandbox", 1280, checkSandbox},
		visit{"tooltips", 1280, checkTooltips},
		visit{"zoom", 1280, checkZoom},
		visit{"woken by a pointer", 390, wokenBy(chromedp.MouseEvent("mouseMoved", 300, 300))},
		visit{"woken by scrolling", 390, wokenBy(chromedp.Steps(chromedp.Evaluate[chromedp.Void]("scrollBy(0, 100)")))},
		visit{"woken by a key", 390, wokenBy(chromedp.KeyEvent(kb.Tab))},
		visit{"keyboard", 1280, checkKeyboard},
		visit{"crosshair", 1280, checkCrosshair},
		visit{"touch", 390, checkTouch},
		visit{"print", 1280, checkPrint},
		visit{"labels", 1280, checkLabels},
	)
}

// unlike lists the parts of live charts that are not where the picture has
// them: lines, the dots of lone counts, and the bridges over gaps.
const unlike = `(() => {
	const box = (boxes) => boxes.length && boxes.reduce((a, b) => ({
		left: Math.min(a.left, b.left), right: Math.max(a.right, b.right), top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom) }));
	const found = [];
	document.querySelectorAll('.plot.live-on').forEach((plot) => {
		const picture = plot.querySelector('.w-' + document.querySelector('.windows input:checked').value);
		const boxes = (part) => [...picture.querySelectorAll(part)].map((n) => n.getBoundingClientRect());
		const drawn = [...plot.querySelectorAll('.live path')];
		// What is drawn of a path: ECharts moves to a lone count, and draws no line from there.
		const inked = (path) => {
			const to = path.getScreenCTM();
			const places = (path.getAttribute('d').match(/M[^M]*L[^M]*/g) || []).join('').match(/-?[\d.]+ -?[\d.]+/g) || [];
			const at = places.map((place) => place.split(' ')).map(([x, y]) => new DOMPoint(x, y).matrixTransform(to));
			return at.map(({ x, y }) => ({ left: x, right: x, top: y, bottom: y }));
		};
		const stroked = (width) => drawn.filter((p) => p.getAttribute('fill') === 'none' && p.getAttribute('stroke-width') === width && p.getAttribute('stroke-opacity') !== '0').flatMap(inked);
		const same = (what, a, b, near) => {
			if (!a !== !b || a && ['left', 'right', 'top', 'bottom'].some((side) => Math.abs(a[side] - b[side]) > near)) {
				found.push([plot.dataset.chart, what, JSON.stringify(a), JSON.stringify(b)].join(' '));
			}
		};
		same('line', box(boxes('.line')), box(stroked('2')), 0.5);
		same('bridge', box(boxes('.bridge')), box(stroked('1.5')), 0.5);
		const lone = (picture.querySelector('.lone')?.getAttribute('d').match(/M/g) || []).length;
		const dots = drawn.filter((p) => p.getAttribute('stroke') === null && /scale|matrix/.test(p.getAttribute('transform') || '')).length;
		if (lone !== dots) found.push(plot.dataset.chart + ' shows ' + dots + ' lone counts of ' + lone);
	});
	return found.join('; ');
})()`

func checkOddLines(p *tab) {
	p.openLive("artists/odd/")
	for _, w := range content.Windows {
		p.choose(w)
		want := "spotify,twitter,deezer,bluesky,lastfm"
		switch w {
		case content.Week:
			want = "spotify,twitter,deezer,bluesky"
		case content.All:
			want = "spotify,deezer,bluesky,lastfm"
		}
		check(p, "[...document.querySelectorAll('.live-on')].map((n) => n.dataset.chart).join()", want)
		check(p, unlike, "")
	}
	// What the terms keep out of data.json stays a picture.
	check(p, "document.querySelector('[data-chart=twitter] .w-all .line').checkVisibility({ visibilityProperty: true })", true)
}

// hover moves the pointer to a day of a chart, so many days before the newest in a
// window of a length, and waits for the tooltip that begins with some words.
func (p *tab) hover(source content.Source, ago, length float64, want string) {
	p.Helper()
	at := eval[[]float64](p, fmt.Sprintf(`(() => {
		const plot = document.querySelector('[data-chart=%s]');
		plot.scrollIntoView({ block: 'center' });
		const r = plot.getBoundingClientRect();
		return [r.left + 52 + (r.width - 60) * %g, r.top + r.height / 2];
	})()`, source, 1-ago/length))
	p.until(fmt.Sprintf("[...document.querySelectorAll('[data-chart=%s] .tip')].some((n) => n.textContent.startsWith(%q))", source, want),
		chromedp.MouseEvent("mouseMoved", at[0]+3, at[1]), chromedp.MouseEvent("mouseMoved", at[0], at[1]))
}

// tooltip is what a day of a chart has in a tooltip.
type tooltip struct {
	source content.Source
	ago    float64
	want   string
}

// checkTips opens the charts of four weeks and goes over some days.
func (p *tab) checkTips(tips ...tooltip) {
	p.Helper()
	p.openLive("artists/odd/")
	p.choose(content.FourWeek)
	for _, tip := range tips {
		p.hover(tip.source, tip.ago, 28, tip.want)
	}
}

func checkTooltips(p *tab) {
	p.checkTips(
		tooltip{content.Spotify, 1, "54,375Sun, 22 Nov 2026"},
		tooltip{content.Spotify, 9, "no countSat, 14 Nov 2026: http 402: no credits"},
		tooltip{content.Spotify, 2, "no countSat, 21 Nov 2026: not asked"},
		tooltip{content.Deezer, 3, "900,000Fri, 20 Nov 2026"},
		tooltip{content.Bluesky, 0, "0Mon, 23 Nov 2026"},
		tooltip{content.LastFM, 25, "150Thu, 29 Oct 2026"},
		tooltip{content.LastFM, 24.5, "another accountfrom Fri, 30 Oct 2026 on"},
	)
}

func checkZoom(p *tab) {
	p.openLive("artists/odd/")
	p.choose(content.Quarter)
	at := eval[[]float64](p, "(() => { const r = document.querySelector('.plot').getBoundingClientRect(); return [r.left + 500, r.top + 100]; })()")
	up := func(e *input.DispatchMouseEventParams) { e.DeltaX, e.DeltaY = 1, -240 }
	p.until("document.querySelectorAll('.zoomed').length === document.querySelectorAll('.live-on').length",
		chromedp.MouseEvent("mouseMoved", at[0], at[1]), chromedp.MouseEvent("mouseWheel", at[0], at[1], up, chromedp.ButtonModifiers(chromedp.ModifierCtrl)))
	check(p, `[...document.querySelectorAll('.live text')].some((n) => /\d/.test(n.textContent))`, true) // it has days
	p.until("document.querySelectorAll('.zoomed').length === 0",
		chromedp.MouseEvent("mousePressed", at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(2)), chromedp.MouseEvent("mouseReleased", at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(2)))
	check(p, unlike, "")
}

// wokenBy wakes a page in one of the ways in which a person may.
func wokenBy(sign chromedp.Action[chromedp.Void]) func(p *tab) {
	return func(p *tab) {
		p.open("artists/odd/embed/")
		p.checkUnasked("echarts")
		p.until("document.querySelector('.live-on') !== null", sign)
	}
}

func checkKeyboard(p *tab) {
	p.open("artists/odd/")
	p.focus("#w-7d", "")
	for _, w := range content.Windows[1:] {
		p.do(chromedp.KeyEvent(kb.ArrowRight))
		if got := eval[string](p, visible); !strings.HasPrefix(got, "w w-"+string(w)) {
			p.Errorf("the arrow leads to %s, want %s", got, w)
		}
	}
	check(p, "getComputedStyle(document.querySelector(':focus + span')).outlineStyle !== 'none'", true)
}

// checkCrosshair goes through a chart by keys. What a screen reader speaks is the
// text of the range, and what the others see is the tooltip.
func checkCrosshair(p *tab) {
	p.openLive("artists/odd/")
	p.choose(content.FourWeek)
	check(p, "document.querySelector('[data-chart=spotify] [type=range]').computedName"+
		" ?? document.getElementById(document.querySelector('[data-chart=spotify] [type=range]').getAttribute('aria-labelledby')).textContent", "Spotify followers")
	p.focus("[data-chart=spotify] [type=range]", "")
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
	p.choose(content.All)
	p.await("document.querySelector('[data-chart=twitter] [type=range]').disabled && !document.querySelector('[data-chart=spotify] [type=range]').disabled")
}

// checkTouch: a finger that moves up over a chart scrolls the page.
func checkTouch(p *tab) {
	p.do(chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch))
	p.open("artists/odd/")
	p.await("innerWidth === 390")
	p.until("document.querySelector('.live-on') !== null", chromedp.Tap(chromedp.CSS("h1")))
	at := eval[[]float64](p, "(() => { const r = document.querySelector('.plot').getBoundingClientRect(); return [r.left + 150, r.top + 100]; })()")
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)})
	}
	touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[0], Y: at[1]})
	for i := range 15 {
		touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: at[0], Y: at[1] - 12*float64(i)})
	}
	touch(input.DispatchTouchEventTypeTouchEnd)
	p.await("scrollY >= 100")
}

// checkPrint prints a dark page with a live chart: paper gets the pictures, in
// light.
func checkPrint(p *tab) {
	p.openLive("artists/odd/?theme=dark")
	p.printing()
	check(p, "getComputedStyle(document.body).color", "rgb(21, 24, 28)")
	check(p, "getComputedStyle(document.querySelector('.live')).display", "none")
	check(p, "getComputedStyle(document.querySelector('.w-7d .line')).visibility", "visible")
	check(p, "getComputedStyle(document.querySelector('.windows')).display", "none")
	check(p, "getComputedStyle(document.querySelector('nav')).display", "none")
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF()); err != nil || len(pdf) < 10_000 {
		p.Errorf("the print has %d bytes: %v", len(pdf), err)
	}
}

// touching lists labels of pictures that touch each other or leave their card.
const touching = `(() => {
	const found = [];
	document.querySelectorAll('.plot > .w').forEach((view) => {
		if (!view.checkVisibility()) return;
		const card = view.closest('.card').getBoundingClientRect();
		for (const group of ['.days', '.marks', '.grid']) {
			const boxes = [...view.querySelectorAll(group + ' text')].filter((n) => n.checkVisibility())
				.map((n) => ({ text: n.textContent, ...n.getBoundingClientRect().toJSON() }));
			boxes.forEach((a, i) => {
				if (a.left < card.left || a.right > card.right) found.push(a.text + ' leaves the card');
				boxes.slice(i + 1).forEach((b) => {
					if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(a.text + ' and ' + b.text + ' touch');
				});
			});
		}
	});
	return found.join('; ');
})()`

func checkLabels(p *tab) {
	p.open("artists/odd/")
	for _, width := range []int64{320, 390, 700, 800, 1280} {
		p.resize(width, 900)
		for _, w := range content.Windows {
			p.choose(w)
			check(p, touching, "")
			p.checkWidth(width)
		}
	}
}
