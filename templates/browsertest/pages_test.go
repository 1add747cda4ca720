package browsertest

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

const isLive = "document.querySelectorAll('.live-on .live svg').length === document.querySelectorAll('.plot').length"

// choose shows a window.
func (p *tab) choose(w content.Window) {
	p.Helper()
	p.run(fmt.Sprintf("document.getElementById('w-%s').click()", w))
}

// pagesWorld is short enough for every chart to be live in every window, but for
// one artist with a longer history.
func pagesWorld() *rendertest.World {
	w := rendertest.Full()
	w.BaseURL = ""
	long := w.Artist("long", "Long History")
	w.Grow(long.ID, content.Spotify, 500, 10_000, 20_000)
	for day, samples := range w.Samples {
		if day <= rendertest.Newest-300 {
			w.Samples[day] = slices.DeleteFunc(samples, func(s fetch.Sample) bool { return s.Artist != "long" })
		}
	}
	return w
}

const artist = "artists/dream-theater/"

func TestPages(t *testing.T) {
	browse(t, pagesWorld(),
		visit{"roster", 1280, checkRoster},
		visit{"windows", 1280, checkWindows},
		visit{"without scripts", 1280, checkWithoutScripts},
		visit{"waking", 1280, checkWaking},
		visit{"arriving in parts", 1280, checkParts},
		visit{"still", 1280, checkStill},
		visit{"window in the address", 1280, checkWindowHash},
		visit{"card.svg", 1280, checkCard},
		visit{"live on the picture, 1280 px", 1280, checkLanding},
		visit{"live on the picture, 390 px", 390, checkLanding},
		visit{"resizing", 1280, checkResizing},
		visit{"all of a long history", 1280, checkLongHistory},
		visit{"theme", 1280, checkTheme},
		visit{"widths", 1280, widthsOf("", artist, "artists/opeth/", artist+"embed/", "about/", "status/", "404.html",
			"ranking/spotify/7d/", "reports/2026-W47/", "reports/", "compare/", "compare/events/")},
		visit{"print", 1280, checkPaper},
	)
}

func checkRoster(p *tab) {
	p.open("")
	if got := eval[int](p, "document.querySelectorAll('.spark').length"); got < 3 {
		p.Errorf("%d small lines", got)
	}
	p.do(chromedp.SendKeys(chromedp.CSS("#find"), "OPETH"))
	p.await("[...document.querySelectorAll('tbody tr')].filter((r) => !r.hidden).length === 1")
	check(p, "document.getElementById('hits').textContent", "1 artist")
	p.run("document.getElementById('find').value = ''; document.getElementById('find').dispatchEvent(new Event('input'))")
	const names = "[...document.querySelectorAll('tbody .name')].map((n) => n.textContent).join()"
	p.click("thead th:nth-child(2) button")
	check(p, names, "Dream Theater,Opeth,Long History,VOLA")
	p.click("thead th:nth-child(1) button")
	check(p, names, "Dream Theater,Long History,Opeth,VOLA")
	p.run("const go = document.getElementById('go'); go.value = 'artists/opeth/'; go.dispatchEvent(new Event('change'))")
	p.wentTo("opeth")
}

// visible is which window's pictures can be seen.
const visible = "[...document.querySelectorAll('.plot > .w')].filter((w) => w.checkVisibility()).map((w) => w.className).join()"

func checkWindows(p *tab) {
	p.open(artist)
	check(p, visible, "w w-7d,w w-7d")
	for _, w := range content.Windows {
		p.choose(w)
		check(p, visible, fmt.Sprintf("w w-%s,w w-%s", w, w))
		if got := eval[float64](p, fmt.Sprintf("document.querySelector('.w-%s .line').getBoundingClientRect().width", w)); got < 300 {
			p.Errorf("%s draws a line of %g px", w, got)
		}
	}
}

func checkWithoutScripts(p *tab) {
	p.disableScripts()
	p.open(artist)
	for _, w := range []content.Window{content.Year, content.FourWeek} {
		p.click(fmt.Sprintf("label:has(#w-%s)", w))
		if _, err := chromedp.Run(p.ctx, chromedp.Dimensions(chromedp.CSS(fmt.Sprintf(".plot > .w-%s .pic", w)))); err != nil {
			p.Errorf("%s is not shown: %v", w, err)
		}
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		if err := chromedp.Do(ctx, chromedp.WaitNotVisible(chromedp.CSS(".plot > .w-7d"))); err != nil {
			p.Errorf("7d is still shown: %v", err)
		}
		cancel()
	}
	p.open("")
	if text, err := chromedp.Run(p.ctx, chromedp.TextContent(chromedp.CSS("#roster"))); err != nil || !strings.Contains(text, "1.50M") {
		p.Errorf("the roster lacks its numbers: %v", err)
	}
}

func checkWaking(p *tab) {
	p.open(artist)
	p.awaitLoaded()
	p.checkUnasked("echarts")
	p.run(watchShifts)
	p.until(isLive, chromedp.MouseEvent("mouseMoved", 400, 400))
	if !p.askedFor("echarts") {
		p.Error("no ECharts")
	}
	p.hover(content.Spotify, 3, 7, "1,")
	if got := eval[string](p, "document.querySelector('.tip').textContent"); !strings.Contains(got, "2026") {
		p.Errorf("the tooltip reads %q", got)
	}
	p.checkShifts()
}

// ofThePage are the files that a page may load before anybody moves.
var ofThePage = regexp.MustCompile(`(/|/style\.\w+\.css|/(page|wake|frame|roster)\.\w+\.js|/icon\.\w+\.svg|/site\.webmanifest)$`)

// checkStill opens pages, and looks at what they load by themselves. Comparing is
// not among them: it shows the artists of its address.
func checkStill(p *tab) {
	for _, name := range []string{"", artist, "artists/long/embed/", "ranking/spotify/7d/", "status/", "about/"} {
		p.open(name)
		p.awaitLoaded()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, address := range p.asked {
		if !ofThePage.MatchString(address) && address != "about:blank" {
			p.Errorf("before anybody moved, a page asked for %s", address)
		}
	}
}

// checkWindowHash: a chosen window stands in the address, and an address with a
// window shows it.
func checkWindowHash(p *tab) {
	p.open(artist)
	p.choose(content.FourWeek)
	check(p, "location.hash", "#window=28d")
	shown := func(when string, w content.Window) {
		p.Helper()
		if got := eval[string](p, visible); !strings.HasPrefix(got, "w w-"+string(w)) {
			p.Errorf("%s: shown is %s, want %s", when, got, w)
		}
	}
	p.do(chromedp.Reload())
	shown("loaded again", content.FourWeek)
	before := eval[int](p, "history.length")
	p.choose(content.Year)
	check(p, "history.length", before) // no step to go back by
	p.run("location.hash = 'window=90d'")
	p.await(`document.getElementById("w-90d").checked`)
	for _, hash := range []string{"#window=5d", "#window=", "#window", "#%", "#main"} {
		p.open("")
		p.open(artist + hash)
		shown(hash, content.Week)
	}
	p.open("ranking/spotify/1y/")
	p.do(chromedp.Click(chromedp.CSS(".ranks a")), chromedp.WaitVisible(chromedp.CSS("article.card")))
	shown("from the ranking of a year", content.Year)
}

// checkCard opens card.svg by itself, where its inline style sheet is up to the
// policy of its own.
func checkCard(p *tab) {
	p.open(artist + "card.svg")
	check(p, "getComputedStyle(document.querySelector('.name')).fontSize", "22px")
	check(p, "getComputedStyle(document.querySelector('.s-spotify .line')).stroke", "rgb(18, 132, 59)")
}

func checkLanding(p *tab) {
	p.open(artist)
	p.wake()
	p.await(isLive)
	for _, w := range content.Windows {
		p.choose(w)
		p.await(isLive)
		check(p, unlike, "")
	}
}

func checkResizing(p *tab) {
	p.open(artist)
	p.wake()
	p.await(isLive)
	p.resize(390, 800)
	p.await(unlike + " === ''")
}

// checkLongHistory looks at a series whose oldest days are not in the page: the
// picture shows them until they are loaded.
func checkLongHistory(p *tab) {
	p.openLive("artists/long/")
	p.choose(content.All)
	p.await("document.querySelector('.live-on') !== null")
	if !p.askedFor("data.json") {
		p.Error("the older days were never asked for")
	}
	check(p, unlike, "")
}

func checkTheme(p *tab) {
	const background = "getComputedStyle(document.body).backgroundColor"
	p.open(artist)
	p.wake()
	p.await(isLive)
	before := eval[string](p, background)
	p.click(".theme")
	p.await(background + " !== '" + before + "'")
	p.open(artist)
	if got := eval[string](p, background); got == before {
		p.Error("the choice was forgotten")
	}
}

// widthsOf looks for pages that are wider than the window.
func widthsOf(pages ...string) func(p *tab) {
	return func(p *tab) {
		for _, width := range []int64{320, 390, 1280} {
			p.resize(width, 900)
			for _, page := range pages {
				p.open(page)
				p.checkWidth(width)
			}
		}
		p.forget()
	}
}

// checkPaper looks at pages as they are printed, as wide as an A4 sheet has room.
func checkPaper(p *tab) {
	p.printing()
	const room = 687 // pixels: 210 mm without the margins
	p.resize(room, 900)
	for _, page := range []string{"", artist, "ranking/spotify/7d/", "reports/2026-W47/", "reports/", "status/", "about/", "compare/"} {
		p.open(page + "?theme=dark")
		p.checkWidth(room)
		check(p, "getComputedStyle(document.body).backgroundColor", "rgb(255, 255, 255)")
		check(p, "[...document.querySelectorAll('button, input, select, nav')].filter((n) => n.checkVisibility() && !n.closest('thead')).map((n) => n.outerHTML).join()", "")
		// Chromium repeats neither a sticky head nor a button in one.
		check(p, "[...document.querySelectorAll('thead')].every((n) => !n.checkVisibility() || getComputedStyle(n).display === 'table-header-group') && "+
			"[...document.querySelectorAll('thead th, thead button')].every((n) => getComputedStyle(n).position !== 'sticky' && (n.tagName !== 'BUTTON' || getComputedStyle(n).display === 'contents'))", true)
	}
}

// TestHostileNames opens the pages of hostile names, wakes them, and looks whether
// anything ran.
func TestHostileNames(t *testing.T) {
	const width = 390
	ids := slices.Sorted(maps.Keys(rendertest.HostileNames))
	browse(t, rendertest.Hostile(), visit{"all pages", width, func(p *tab) {
		p.open("compare/#" + strings.Join(ids, ",") + ";spotify;7d;count")
		p.await(isDrawn)
		p.checkWidth(width)
		pages := []string{"", "ranking/spotify/7d/", "ranking/spotify/all/"}
		for _, id := range ids {
			pages = append(pages, "artists/"+id+"/embed/", "artists/"+id+"/")
		}
		for _, page := range pages {
			p.open(page)
			p.checkWidth(width)
			if strings.HasPrefix(page, "artists/") {
				p.wake()
				p.await(isLive)
				p.do(chromedp.MouseEvent("mouseMoved", 200, 420))
				check(p, touching, "")
			}
		}
	}})
}
