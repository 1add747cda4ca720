package browsertest

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"datarocks/cmd/datarocks/devserver"
	"datarocks/render/rendertest"
)

// TestMistakeShows: a page that `datarocks serve` serves shows why it is not up to
// date, as text, and is itself again when that is mended.
func TestMistakeShows(t *testing.T) {
	needBrowser(t)
	files := filesOf(t, rendertest.Odd())
	server := &devserver.Server{Live: true}
	server.Show(devserver.Site{Files: files, Embed: []string{"*"}})
	address := httptest.NewServer(server)
	t.Cleanup(address.Close)
	p := openTab(t, address.URL+"/", 1280)
	t.Cleanup(func() { p.open("about:blank") }) // which ends its wait for a reload
	const shown = "document.querySelector('#datarocks-mistake')"

	p.open("about/")
	p.awaitLoaded()
	check(p, shown+" === null", true)
	server.Fail("content/site.md:3: unknown key <b>colour</b>")
	p.await(shown + ".textContent.includes('site.md:3: unknown key <b>colour</b>')")
	check(p, shown+".getBoundingClientRect().top", 0)
	check(p, "getComputedStyle("+shown+").position", "fixed")
	server.Fail("content/site.md:4: another one")
	p.await(shown + ".textContent.includes('site.md:4')")
	check(p, "document.querySelectorAll('#datarocks-mistake').length", 1)

	// A page that is opened meanwhile shows it, too.
	p.open("")
	p.await(shown + ".textContent.includes('site.md:4')")
	server.Show(devserver.Site{Files: files, Embed: []string{"*"}})
	for start := time.Now(); ; {
		// While the page is loaded anew, there is none to ask.
		mended, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && "+shown+" === null"))
		if err == nil && mended {
			break
		}
		if time.Since(start) > patience {
			t.Fatalf("the page is never loaded anew: %v", err)
		}
	}
	p.checkQuiet()
}
