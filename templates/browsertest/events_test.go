package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"datarocks/content"
	"datarocks/render/rendertest"
)

// events is the page that lays events over each other.
const events = "compare/events/"

func TestEvents(t *testing.T) {
	w := compareWorld()
	w.Artists[0].Timeline = []content.Event{{Day: rendertest.Newest - 200, Title: "Album </script>"}, {Day: rendertest.Newest - 60, Title: "Tour"}}
	w.Artists[1].Timeline = []content.Event{{Day: rendertest.Newest - 60, Title: "Single"}}
	browse(t, w,
		visit{"choosing", 1280, checkEventsChoosing},
		visit{"address", 390, checkEventsAddress},
		visit{"without scripts", 390, checkEventsUnscripted},
	)
}

func checkEventsChoosing(p *tab) {
	p.open(events)
	p.await("document.getElementById('chosen').children.length === 1")
	p.checkUnasked("echarts")
	tick := func(row int) {
		p.run(fmt.Sprintf("document.querySelector('tbody tr:nth-child(%d) input').click()", row))
	}
	p.do(chromedp.MouseEvent("mouseMoved", 400, 400))
	tick(3)
	p.await(isDrawn)
	p.await("document.getElementById('chosen').children.length === 2")
	day60, day200 := (rendertest.Newest - 60).String(), (rendertest.Newest - 200).String()
	check(p, "location.hash", "#dream-theater%40"+day60+",dream-theater%40"+day200+";spotify;28")
	// Dream Theater grew by the same number each day: what 28 of them are of the
	// count on the earlier day is more.
	p.await("document.getElementById('chart').ariaLabel.startsWith('Change of Spotify followers in per cent since day 0: Dream Theater, Tour, ')")
	check(p, "const range = document.querySelector('#drawn input[type=range]'); range.value = range.max; range.dispatchEvent(new Event('input')); range.getAttribute('aria-valuetext')",
		"Day +28; Dream Theater, Tour, 24 Sept 2026: +2.18\u00a0% (1,464,365); Dream Theater, Album </script>, 7 May 2026: +2.44\u00a0% (1,308,463)")
	tick(3)
	p.await("document.getElementById('chosen').children.length === 1")
	tick(1)
	p.await("document.getElementById('notes').textContent === 'Choose an event to begin.' && document.getElementById('drawn').hidden")
}

func checkEventsAddress(p *tab) {
	day60 := (rendertest.Newest - 60).String()
	p.open(events + "#opeth@" + day60 + ",dream-theater@2015-01-01,nobody@" + day60 + ";spotify;90")
	p.await(isDrawn)
	p.await("document.getElementById('chosen').children.length === 1")
	notes := eval[string](p, "[...document.querySelectorAll('#notes li')].map((n) => n.textContent).join('|')")
	want := "Dream Theater, 1 Jan 2015: no count of Spotify followers on its day or shortly before.|nobody, 24 Sept 2026: The counts could not be loaded."
	if !strings.EqualFold(notes, want) {
		p.Errorf("noted is %q, want %q", notes, want)
	}
	check(p, "[...document.querySelectorAll('main input:checked')].map((n) => n.value).join()", "90,opeth@"+day60)
	p.checkWidth(390)
	// What the terms of a source forbid to hand on is not compared.
	p.run("const s = document.getElementById('source'); s.value = 'twitter'; s.dispatchEvent(new Event('change'))")
	p.await("document.getElementById('drawn').hidden && document.getElementById('notes').textContent.includes('cannot be compared here')")
	p.mayMiss("404")
}

func checkEventsUnscripted(p *tab) {
	p.disableScripts()
	p.open(events)
	text := eval[string](p, "document.querySelector('main').innerText")
	for _, want := range []string{"What each event did stands in the table.", "Album </script>", "Tour", "Opeth"} {
		if !strings.Contains(text, want) {
			p.Errorf("the page lacks %q: %s", want, text)
		}
	}
	check(p, "[...document.querySelectorAll('input')].filter((n) => n.checkVisibility()).length", 0) // nothing to choose that no script reads
}
