package render

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"datarocks/content"
	"datarocks/fetch"
)

const (
	wake   = "dispatchEvent(new PointerEvent('pointermove')); true"
	isLive = "document.querySelectorAll('.live-on .live svg').length === document.querySelectorAll('.plot').length"
)

func choose(w content.Window) string {
	return fmt.Sprintf("document.getElementById('w-%s').click(); true", w)
}

func TestBrowser(t *testing.T) {
	browser := startBrowser(t)
	home := serveSite(t, browserWorld().render(t))
	artist := home + "artists/dream-theater/"

	t.Run("roster", func(t *testing.T) { testRoster(openTab(t, browser, 1280), home) })
	t.Run("windows", func(t *testing.T) { testWindows(openTab(t, browser, 1280), home, artist) })
	t.Run("without scripts", func(t *testing.T) { testWithoutScripts(openTab(t, browser, 1280), home, artist) })
	t.Run("waking", func(t *testing.T) { testWaking(openTab(t, browser, 1280), home, artist) })
	t.Run("arriving in parts", func(t *testing.T) { testParts(openTab(t, browser, 1280), artist) })
	t.Run("still", func(t *testing.T) { testStill(openTab(t, browser, 1280), home) })
	t.Run("window in the address", func(t *testing.T) { testWindowHash(openTab(t, browser, 1280), home, artist) })
	t.Run("card.svg", func(t *testing.T) { testCard(openTab(t, browser, 1280), home, artist) })
	for _, width := range []int64{1280, 390} {
		t.Run(fmt.Sprintf("live on the picture, %d px", width), func(t *testing.T) {
			testLanding(openTab(t, browser, width), home, artist)
		})
	}
	t.Run("resizing", func(t *testing.T) { testResizing(openTab(t, browser, 1280), artist) })
	t.Run("all of a long history", func(t *testing.T) { testLongHistory(openTab(t, browser, 1280), home) })
	t.Run("theme", func(t *testing.T) { testTheme(openTab(t, browser, 1280), home, artist) })
	t.Run("widths", func(t *testing.T) {
		testWidths(t, browser, home, "", "artists/dream-theater/", "artists/opeth/", "artists/dream-theater/embed/", "about/", "status/", "404.html", "ranking/spotify/7d/", "reports/2026-W47/", "reports/", "compare/", "compare/events/")
	})
	t.Run("age", func(t *testing.T) { testAge(t, browser) })
	t.Run("months", func(t *testing.T) { testMonths(openTab(t, browser, 1280)) })
	t.Run("German", func(t *testing.T) { testGerman(t, browser) })
	t.Run("live", func(t *testing.T) { testLive(t, browser) })
	t.Run("embedding", func(t *testing.T) { testEmbedding(t, browser) })
	t.Run("print", func(t *testing.T) { testPaper(openTab(t, browser, 1280), home) })
	t.Run("compare", func(t *testing.T) { testCompare(t, browser) })
	t.Run("events", func(t *testing.T) { testEvents(t, browser) })
	t.Run("find", func(t *testing.T) { testFind(t, browser) })
	t.Run("hostile names", func(t *testing.T) { testHostile(t, browser) })
}

// browserWorld is short enough for every chart to be live in every window.
func browserWorld() *world {
	w := fullWorld()
	w.BaseURL = ""
	long := w.artist("long", "Long History")
	w.grow(long.ID, content.Spotify, 500, 10_000, 20_000)
	w.samples = shortened(w)
	return w
}

// shortened keeps the last days of every series but the long one's.
func shortened(w *world) map[content.Day][]fetch.Sample {
	kept := make(map[content.Day][]fetch.Sample)
	for day, samples := range w.samples {
		for _, s := range samples {
			if s.Artist == "long" || day > newest-300 {
				kept[day] = append(kept[day], s)
			}
		}
	}
	return kept
}

func testRoster(p *tab, home string) {
	p.open(home)
	if got := eval[int](p, "document.querySelectorAll('.spark').length"); got < 3 {
		p.Errorf("%d small lines", got)
	}
	p.do(chromedp.SendKeys(chromedp.CSS("#find"), "OPETH"))
	p.await("[...document.querySelectorAll('tbody tr')].filter((r) => !r.hidden).length === 1")
	if got := eval[string](p, "document.getElementById('hits').textContent"); got != "1 artist" {
		p.Errorf("%q found", got)
	}
	eval[bool](p, "document.getElementById('find').value = ''; document.getElementById('find').dispatchEvent(new Event('input')); true")
	names := "[...document.querySelectorAll('tbody .name')].map((n) => n.textContent).join()"
	p.do(chromedp.Click(chromedp.CSS("thead th:nth-child(2) button")))
	if got := eval[string](p, names); got != "Dream Theater,Opeth,Long History,VOLA" {
		p.Errorf("sorted by Spotify: %s", got)
	}
	p.do(chromedp.Click(chromedp.CSS("thead th:nth-child(1) button")))
	if got := eval[string](p, names); got != "Dream Theater,Long History,Opeth,VOLA" {
		p.Errorf("sorted by name: %s", got)
	}
	eval[bool](p, "const go = document.getElementById('go'); go.value = 'artists/opeth/'; go.dispatchEvent(new Event('change')); true")
	p.do(chromedp.WaitVisible(chromedp.CSS("article.card")))
	if got := eval[string](p, "location.pathname"); !strings.HasSuffix(got, "/artists/opeth/") {
		p.Errorf("went to %s", got)
	}
	p.quiet(home)
}

// visible tells which window's pictures can be seen.
const visible = "[...document.querySelectorAll('.plot > .w')].filter((w) => w.checkVisibility()).map((w) => w.className).join()"

func testWindows(p *tab, home, artist string) {
	p.open(artist)
	if got := eval[string](p, visible); got != "w w-7d,w w-7d" {
		p.Errorf("at first: %s", got)
	}
	for _, w := range content.Windows {
		eval[bool](p, choose(w))
		if got, want := eval[string](p, visible), fmt.Sprintf("w w-%s,w w-%s", w, w); got != want {
			p.Errorf("%s shows %s", w, got)
		}
		if got := eval[float64](p, fmt.Sprintf("document.querySelector('.w-%s .line').getBoundingClientRect().width", w)); got < 300 {
			p.Errorf("%s draws a line of %g px", w, got)
		}
	}
	p.quiet(home)
}

func testWithoutScripts(p *tab, home, artist string) {
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		p.Fatal(err)
	}
	p.open(artist)
	for _, w := range []content.Window{content.Year, content.FourWeek} {
		p.do(chromedp.Click(chromedp.CSS(fmt.Sprintf("label:has(#w-%s)", w))))
		if _, err := chromedp.Run(p.ctx, chromedp.Dimensions(chromedp.CSS(fmt.Sprintf(".plot > .w-%s .pic", w)))); err != nil {
			p.Errorf("%s is not shown: %v", w, err)
		}
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		if err := chromedp.Do(ctx, chromedp.WaitNotVisible(chromedp.CSS(".plot > .w-7d"))); err != nil {
			p.Errorf("7d is still shown: %v", err)
		}
		cancel()
	}
	p.open(home)
	if text, err := chromedp.Run(p.ctx, chromedp.TextContent(chromedp.CSS("#roster"))); err != nil || !strings.Contains(text, "1.50M") {
		p.Errorf("the roster lacks its numbers: %v", err)
	}
	p.quiet(home)
}

func testWaking(p *tab, home, artist string) {
	p.open(artist)
	p.await("document.readyState === 'complete'")
	if p.askedFor("echarts") {
		p.Error("ECharts was loaded before anybody moved")
	}
	eval[bool](p, watchShifts)
	p.until(isLive, chromedp.MouseEvent("mouseMoved", 400, 400))
	if !p.askedFor("echarts") {
		p.Error("no ECharts")
	}
	hover(p, content.Spotify, 3, 7, "1,")
	if got := eval[string](p, "document.querySelector('.tip').textContent"); !strings.Contains(got, "2026") {
		p.Errorf("the tooltip reads %q", got)
	}
	p.still()
	p.quiet(home)
}

func testLanding(p *tab, home, artist string) {
	p.open(artist)
	eval[bool](p, wake)
	p.await(isLive)
	for _, w := range content.Windows {
		eval[bool](p, choose(w))
		p.await(isLive)
		if got := eval[string](p, unlike); got != "" {
			p.Errorf("%s: %s", w, got)
		}
	}
	p.quiet(home)
}

func testResizing(p *tab, artist string) {
	p.open(artist)
	eval[bool](p, wake)
	p.await(isLive)
	p.resize(390, 800)
	p.await(unlike + " === ''")
}

// testLongHistory looks at a series whose oldest days are not in the page: the
// picture shows them until they are loaded.
func testLongHistory(p *tab, home string) {
	p.open(home + "artists/long/")
	eval[bool](p, wake)
	p.await("document.querySelector('.live-on') !== null")
	eval[bool](p, choose(content.All))
	p.await("document.querySelector('.live-on') !== null")
	if !p.askedFor("data.json") {
		p.Error("the older days were never asked for")
	}
	if got := eval[string](p, unlike); got != "" {
		p.Error(got)
	}
	p.quiet(home)
}

func testTheme(p *tab, home, artist string) {
	background := "getComputedStyle(document.body).backgroundColor"
	p.open(artist)
	eval[bool](p, wake)
	p.await(isLive)
	before := eval[string](p, background)
	p.do(chromedp.Click(chromedp.CSS(".theme")))
	p.await(background + " !== '" + before + "'")
	p.open(artist)
	if got := eval[string](p, background); got == before {
		p.Error("the choice was forgotten")
	}
	p.quiet(home)
}

// testWidths looks for pages that are wider than the window.
func testWidths(t *testing.T, browser context.Context, home string, pages ...string) {
	for _, width := range []int64{320, 390, 1280} {
		p := openTab(t, browser, width)
		for _, page := range pages {
			p.open(home + page)
			if got := eval[int64](p, "document.documentElement.scrollWidth"); got > width {
				t.Errorf("/%s is %d px wide at %d px", page, got, width)
			}
		}
	}
}

// testHostile opens the pages of hostile names, wakes them, and looks whether
// anything ran.
func testHostile(t *testing.T, browser context.Context) {
	home := serveSite(t, hostileWorld().render(t))
	p := openTab(t, browser, 390)
	p.open(home + "compare/#" + strings.Join(slices.Sorted(maps.Keys(hostileNames)), ",") + ";spotify;7d;count")
	p.await(isDrawn)
	if got := eval[int64](p, "document.documentElement.scrollWidth"); got > 390 {
		t.Errorf("comparing is %d px wide", got)
	}
	addresses := []string{home, home + "ranking/spotify/7d/", home + "ranking/spotify/all/"}
	for id := range hostileNames {
		addresses = append(addresses, home+"artists/"+id+"/embed/", home+"artists/"+id+"/")
	}
	for _, address := range addresses {
		p.open(address)
		if got := eval[int64](p, "document.documentElement.scrollWidth"); got > 390 {
			t.Errorf("%s is %d px wide", address, got)
		}
		if !strings.Contains(address, "/artists/") {
			continue
		}
		eval[bool](p, wake)
		p.await(isLive)
		p.do(chromedp.MouseEvent("mouseMoved", 200, 420))
		if got := eval[string](p, touching); got != "" {
			t.Errorf("%s: %s", address, got)
		}
	}
	p.quiet(home)
}
