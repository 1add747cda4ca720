package render

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"datarocks/content"
)

// testEvents looks at the page that lays events over each other.
func testEvents(t *testing.T, browser context.Context) {
	w := compareWorld()
	w.Artists[0].Timeline = []content.Event{{Day: newest - 200, Title: "Album </script>"}, {Day: newest - 60, Title: "Tour"}}
	w.Artists[1].Timeline = []content.Event{{Day: newest - 60, Title: "Single"}}
	home := serveSite(t, w.render(t))
	page := home + "compare/events/"
	t.Run("choosing", func(t *testing.T) { testEventsChoosing(openTab(t, browser, 1280), home, page) })
	t.Run("address", func(t *testing.T) { testEventsAddress(openTab(t, browser, 390), home, page) })
	t.Run("without scripts", func(t *testing.T) { testEventsUnscripted(openTab(t, browser, 390), home, page) })
}

func testEventsChoosing(p *tab, home, page string) {
	p.open(page)
	p.await("document.getElementById('chosen').children.length === 1")
	if p.askedFor("echarts") {
		p.Error("ECharts was loaded before anybody moved")
	}
	tick := func(row int) {
		eval[bool](p, fmt.Sprintf("document.querySelector('tbody tr:nth-child(%d) input').click(); true", row))
	}
	p.do(chromedp.MouseEvent("mouseMoved", 400, 400))
	tick(3)
	p.await(isDrawn)
	p.await("document.getElementById('chosen').children.length === 2")
	day60, day200 := (newest - 60).String(), (newest - 200).String()
	if got, want := eval[string](p, "location.hash"), "#dream-theater%40"+day60+",dream-theater%40"+day200+";spotify;28"; got != want {
		p.Errorf("the address is %s, want %s", got, want)
	}
	// Dream Theater grew by the same number each day: what 28 of them are of the
	// count on the earlier day is more.
	p.await("document.getElementById('chart').ariaLabel.startsWith('Change of Spotify followers in per cent since day 0: Dream Theater, Tour, ')")
	said := eval[string](p, "const range = document.querySelector('#drawn input[type=range]'); range.value = range.max; range.dispatchEvent(new Event('input')); range.getAttribute('aria-valuetext')")
	if want := "Day +28; Dream Theater, Tour, 24 Sept 2026: +2.18\u00a0% (1,464,365); Dream Theater, Album </script>, 7 May 2026: +2.44\u00a0% (1,308,463)"; said != want {
		p.Errorf("said is %q, want %q", said, want)
	}
	tick(3)
	p.await("document.getElementById('chosen').children.length === 1")
	tick(1)
	p.await("document.getElementById('notes').textContent === 'Choose an event to begin.' && document.getElementById('drawn').hidden")
	p.quiet(home)
}

func testEventsAddress(p *tab, home, page string) {
	day60 := (newest - 60).String()
	p.open(page + "#opeth@" + day60 + ",dream-theater@2015-01-01,nobody@" + day60 + ";spotify;90")
	p.await(isDrawn)
	p.await("document.getElementById('chosen').children.length === 1")
	notes := eval[string](p, "[...document.querySelectorAll('#notes li')].map((n) => n.textContent).join('|')")
	want := "Dream Theater, 1 Jan 2015: no count of Spotify followers on its day or shortly before.|nobody, 24 Sept 2026: The counts could not be loaded."
	if !strings.EqualFold(notes, want) {
		p.Errorf("noted is %q, want %q", notes, want)
	}
	if got := eval[string](p, "[...document.querySelectorAll('main input:checked')].map((n) => n.value).join()"); got != "90,opeth@"+day60 {
		p.Errorf("chosen is %s", got)
	}
	if got := eval[float64](p, "document.documentElement.scrollWidth - innerWidth"); got > 0 {
		p.Errorf("the page is %v px too wide", got)
	}
	// What the terms of a source forbid to hand on is not compared.
	eval[bool](p, "const s = document.getElementById('source'); s.value = 'twitter'; s.dispatchEvent(new Event('change')); true")
	p.await("document.getElementById('drawn').hidden && document.getElementById('notes').textContent.includes('cannot be compared here')")
	for _, noise := range p.noises {
		if !strings.Contains(noise, "404") {
			p.Errorf("heard %s", noise)
		}
	}
	if i := slices.IndexFunc(p.asked, func(address string) bool { return !strings.HasPrefix(address, home) }); i >= 0 {
		p.Errorf("asked for %s", p.asked[i])
	}
}

func testEventsUnscripted(p *tab, home, page string) {
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		p.Fatal(err)
	}
	p.open(page)
	text := eval[string](p, "document.querySelector('main').innerText")
	for _, want := range []string{"What each event did stands in the table.", "Album </script>", "Tour", "Opeth"} {
		if !strings.Contains(text, want) {
			p.Errorf("the page lacks %q: %s", want, text)
		}
	}
	if eval[int](p, "[...document.querySelectorAll('input')].filter((n) => n.checkVisibility()).length") > 0 {
		p.Error("there is something to choose that nothing reads")
	}
	p.quiet(home)
}
