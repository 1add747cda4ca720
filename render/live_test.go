package render

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"datarocks/content"
	"datarocks/fetch"
)

// oddWorld has lines that are hard to draw: gaps with lone counts between them,
// another account, a source asked once a week, one that must not be downloaded
// and is older than a page, one with a single count, and a zero.
func oddWorld() *world {
	w := newWorld()
	w.Sources = []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay),
		content.Twitter.Setting(content.EveryDay),
		content.Deezer.Setting(content.EveryWeek),
		content.Bluesky.Setting(content.EveryDay),
		content.LastFM.Setting(content.EveryDay),
	}
	a := w.artist("odd", "Odd")
	a.Timeline = []content.Event{{Day: newest - 60, Title: "Album “A View from the Top of the World”"}, {Day: newest - 40, Title: "Single"}}
	for i := range content.Day(120) {
		count := fetch.Number(50_000 + 37*int64(i) + int64(i*i%11))
		switch i % 10 {
		case 0, 2:
			count = missing("http 402: no credits")
		case 7:
			count = unasked
		}
		w.from(newest-119+i, "odd", content.Spotify, count)
	}
	w.grow("odd", content.Twitter, 500, 9_000, 12_000)
	for i := range content.Day(20) {
		w.from(newest-3-7*i, "odd", content.Deezer, fetch.Number(900_000-int64(1234*i)))
	}
	w.until("odd", content.Bluesky, fetch.Number(0))
	w.from(newest-30, "odd", content.LastFM, numbers(100, 110, 120, 130, 140, 150)...)
	a.Accounts[content.LastFM] = "another"
	w.from(newest-24, "odd", content.LastFM, numbers(700, 710, 720)...)
	w.from(newest-21, "odd", content.LastFM, missing("timed out"), missing("timed out"))
	w.from(newest-19, "odd", content.LastFM, numbers(730, 735)...)
	return w
}

func testLive(t *testing.T, browser context.Context) {
	home := serveSite(t, oddWorld().render(t))
	for _, width := range []int64{1280, 390} {
		t.Run(fmt.Sprintf("odd lines, %d px", width), func(t *testing.T) { testOddLines(openTab(t, browser, width), home) })
	}
	t.Run("in a sandbox", func(t *testing.T) { testEmbedLoads(openTab(t, browser, 1280), home) })
	t.Run("tooltips", func(t *testing.T) { testTooltips(openTab(t, browser, 1280), home) })
	t.Run("zoom", func(t *testing.T) { testZoom(openTab(t, browser, 1280), home) })
	t.Run("signs", func(t *testing.T) { testSigns(t, browser, home) })
	t.Run("keyboard", func(t *testing.T) { testKeyboard(openTab(t, browser, 1280), home) })
	t.Run("crosshair", func(t *testing.T) { testCrosshair(openTab(t, browser, 1280), home) })
	t.Run("touch", func(t *testing.T) { testTouch(openTab(t, browser, 390), home) })
	t.Run("print", func(t *testing.T) { testPrint(openTab(t, browser, 1280), home) })
	t.Run("labels", func(t *testing.T) { testLabels(t, browser, home) })
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

func testOddLines(p *tab, home string) {
	p.open(home + "artists/odd/")
	eval[bool](p, wake)
	p.await("document.querySelector('.live-on') !== null")
	for _, w := range content.Windows {
		eval[bool](p, choose(w))
		want := map[content.Window]string{content.Week: "spotify,twitter,deezer,bluesky", content.All: "spotify,deezer,bluesky,lastfm"}[w]
		if want == "" {
			want = "spotify,twitter,deezer,bluesky,lastfm"
		}
		if got := eval[string](p, "[...document.querySelectorAll('.live-on')].map((n) => n.dataset.chart).join()"); got != want {
			p.Errorf("%s: live are %s, want %s", w, got, want)
		}
		if got := eval[string](p, unlike); got != "" {
			p.Errorf("%s: %s", w, got)
		}
	}
	// What the terms keep out of data.json stays a picture.
	if got := eval[bool](p, "document.querySelector('[data-chart=twitter] .w-all .line').checkVisibility({ visibilityProperty: true })"); !got {
		p.Error("the picture went away with nothing in its place")
	}
	p.quiet(home)
}

// hover moves the pointer to a day of a chart, given as days before the newest,
// in a window of a length, and waits for the tooltip that begins with some words.
func hover(p *tab, source content.Source, ago, length float64, want string) {
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

func testTooltips(p *tab, home string) {
	p.open(home + "artists/odd/")
	eval[bool](p, wake)
	p.await("document.querySelector('.live-on') !== null")
	eval[bool](p, choose(content.FourWeek))
	for _, test := range []struct {
		source content.Source
		ago    float64
		want   string
	}{
		{content.Spotify, 1, "54,375Sun, 22 Nov 2026"},
		{content.Spotify, 9, "no countSat, 14 Nov 2026: http 402: no credits"},
		{content.Spotify, 2, "no countSat, 21 Nov 2026: not asked"},
		{content.Deezer, 3, "900,000Fri, 20 Nov 2026"},
		{content.Bluesky, 0, "0Mon, 23 Nov 2026"},
		{content.LastFM, 25, "150Thu, 29 Oct 2026"},
		{content.LastFM, 24.5, "another accountfrom Fri, 30 Oct 2026 on"},
	} {
		hover(p, test.source, test.ago, 28, test.want)
	}
	p.quiet(home)
}

func testZoom(p *tab, home string) {
	p.open(home + "artists/odd/")
	eval[bool](p, wake)
	p.await("document.querySelector('.live-on') !== null")
	eval[bool](p, choose(content.Quarter))
	at := eval[[]float64](p, "(() => { const r = document.querySelector('.plot').getBoundingClientRect(); return [r.left + 500, r.top + 100]; })()")
	up := func(e *input.DispatchMouseEventParams) { e.DeltaX, e.DeltaY = 1, -240 }
	p.until("document.querySelectorAll('.zoomed').length === document.querySelectorAll('.live-on').length",
		chromedp.MouseEvent("mouseMoved", at[0], at[1]), chromedp.MouseEvent("mouseWheel", at[0], at[1], up, chromedp.ButtonModifiers(chromedp.ModifierCtrl)))
	if !eval[bool](p, "[...document.querySelectorAll('.live text')].some((n) => /\\d/.test(n.textContent))") {
		p.Error("a zoomed chart has no days")
	}
	p.until("document.querySelectorAll('.zoomed').length === 0",
		chromedp.MouseEvent("mousePressed", at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(2)), chromedp.MouseEvent("mouseReleased", at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(2)))
	if got := eval[string](p, unlike); got != "" {
		p.Errorf("after zooming out: %s", got)
	}
	p.quiet(home)
}

// testSigns wakes a page in each way that a person may.
func testSigns(t *testing.T, browser context.Context, home string) {
	for name, sign := range map[string]chromedp.Action[chromedp.Void]{
		"pointer": chromedp.MouseEvent("mouseMoved", 300, 300),
		"scroll":  chromedp.Steps(chromedp.Evaluate[chromedp.Void]("scrollBy(0, 100)")),
		"key":     chromedp.KeyEvent(kb.Tab),
	} {
		p := openTab(t, browser, 390)
		p.open(home + "artists/odd/embed/")
		if p.askedFor("echarts") {
			t.Errorf("%s: ECharts was loaded before", name)
		}
		p.until("document.querySelector('.live-on') !== null", sign)
		p.quiet(home)
	}
}

func testKeyboard(p *tab, home string) {
	p.open(home + "artists/odd/")
	p.do(chromedp.Focus(chromedp.CSS("#w-7d")))
	for _, w := range content.Windows[1:] {
		p.do(chromedp.KeyEvent(kb.ArrowRight))
		if got := eval[string](p, visible); !strings.HasPrefix(got, "w w-"+string(w)) {
			p.Errorf("the arrow leads to %s, want %s", got, w)
		}
	}
	if !eval[bool](p, "getComputedStyle(document.querySelector(':focus + span')).outlineStyle !== 'none'") {
		p.Error("the focus cannot be seen")
	}
	p.quiet(home)
}

// testTouch: a finger that moves up over a chart scrolls the page.
func testTouch(p *tab, home string) {
	p.do(chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile, chromedp.EmulateTouch))
	p.open(home + "artists/odd/")
	p.await("innerWidth === 390")
	p.until("document.querySelector('.live-on') !== null", chromedp.Tap(chromedp.CSS("h1")))
	at := eval[[]float64](p, "(() => { const r = document.querySelector('.plot').getBoundingClientRect(); return [r.left + 150, r.top + 100]; })()")
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		params := input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)}
		if _, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, params); err != nil {
			p.Fatal(err)
		}
	}
	touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at[0], Y: at[1]})
	for i := range 15 {
		touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: at[0], Y: at[1] - 12*float64(i)})
	}
	touch(input.DispatchTouchEventTypeTouchEnd)
	p.await("scrollY >= 100")
	p.quiet(home)
}

// testPrint prints a dark page with a zoomed live chart: paper gets the
// pictures, in light.
func testPrint(p *tab, home string) {
	p.open(home + "artists/odd/?theme=dark")
	eval[bool](p, wake)
	p.await("document.querySelector('.live-on') !== null")
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		p.Fatal(err)
	}
	for script, want := range map[string]string{
		"getComputedStyle(document.body).color":                              "rgb(21, 24, 28)",
		"getComputedStyle(document.querySelector('.live')).display":          "none",
		"getComputedStyle(document.querySelector('.w-7d .line')).visibility": "visible",
		"getComputedStyle(document.querySelector('.windows')).display":       "none",
		"getComputedStyle(document.querySelector('nav')).display":            "none",
	} {
		if got := eval[string](p, script); got != want {
			p.Errorf("%s is %s, want %s", script, got, want)
		}
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF()); err != nil || len(pdf) < 10_000 {
		p.Errorf("the print has %d bytes: %v", len(pdf), err)
	}
	p.quiet(home)
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

func testLabels(t *testing.T, browser context.Context, home string) {
	p := openTab(t, browser, 1280)
	p.open(home + "artists/odd/")
	for _, width := range []int64{320, 390, 700, 800, 1280} {
		p.resize(width, 900)
		for _, w := range content.Windows {
			eval[bool](p, choose(w))
			if got := eval[string](p, touching); got != "" {
				t.Errorf("%s at %d px: %s", w, width, got)
			}
			if got := eval[int64](p, "document.documentElement.scrollWidth"); got > width {
				t.Errorf("%s at %d px is %d px wide", w, width, got)
			}
		}
	}
}
