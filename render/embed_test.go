package render

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"datarocks/content"
)

// TestHeights frames an embed page as WordPress and other pages do, and waits
// for it to tell its height.
func TestHeights(t *testing.T) {
	browser := startBrowser(t)
	w := browserWorld()
	home := serveSite(t, w.render(t))
	blog := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		const heard = `<!doctype html><script>window.heard=[];addEventListener("message",(e)=>heard.push(e.data))</script>`
		switch r.URL.Path {
		case "/wordpress":
			fmt.Fprintf(rw, `%s<iframe sandbox="allow-scripts" width="600" height="338" src="%sartists/opeth/embed/#?secret=abc123"></iframe>`, heard, home)
		case "/component":
			fmt.Fprintf(rw, `%s<script src="%sembed.js" async></script><artist-chart artist="opeth" window="90d"></artist-chart>`, heard, home)
		}
	}))
	defer blog.Close()

	p := openTab(t, browser, 1280)
	p.open(blog.URL + "/wordpress")
	p.await(`heard.some((m) => m.message === "height" && m.secret === "abc123" && m.value >= 200 && m.value <= 1000)`)
	p.await(`heard.some((m) => m.type === "datarocks:height" && m.height >= 200)`)

	// In its sandbox the frame cannot open what a link leads to, so WordPress does.
	at := eval[[]float64](p, "(() => { const r = document.querySelector('iframe').getBoundingClientRect(); return [r.left, r.top]; })()")
	link := fmt.Sprintf(`heard.some((m) => m.message === "link" && m.secret === "abc123" && m.value === %q)`, home+"artists/opeth/")
	p.until(link, chromedp.MouseClickXY(at[0]+30, at[1]+30)) // a frame that was just drawn may not get the first click

	p.open(blog.URL + "/component")
	p.await(`heard.some((m) => m.type === "datarocks:height") && document.querySelector("iframe").offsetHeight === heard.at(-1).height`)
	if got := eval[string](p, `document.querySelector("iframe").src`); got != home+"artists/opeth/embed/#?window=90d" {
		p.Errorf("the frame is of %s", got)
	}
	// A page that was opened for a window shows that one.
	p.open(home + "artists/opeth/embed/#?window=90d")
	if got := eval[string](p, visible); !strings.HasPrefix(got, "w w-"+string(content.Quarter)) {
		p.Errorf("shown is %s", got)
	}
}

// TestComponentIsSmall: it is in the way of other people's pages.
func TestComponentIsSmall(t *testing.T) {
	t.Parallel()
	if got := len(read(t, fullWorld().render(t), "embed.js")); got > 1300 {
		t.Errorf("embed.js has %d bytes", got)
	}
}
