package browsertest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/page"

	"datarocks/content"
)

// watchShifts collects what moves by itself, as browsers judge pages: from the
// beginning, but for what somebody did, such as the resizing of a new tab.
const watchShifts = `window.shifts = []; new PerformanceObserver((l) => l.getEntries().filter((e) => !e.hadRecentInput).forEach((e) => shifts.push(
	e.value + ' by ' + e.sources.map((s) => s.node?.outerHTML.slice(0, 80)).join()))).observe({ type: 'layout-shift', buffered: true })`

// checkShifts reports what moved until now.
func (p *tab) checkShifts() {
	p.Helper()
	check(p, "new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(() => ok(shifts.join('; ')))))", "")
}

// behind moves the site behind a proxy that changes its answers.
func (p *tab) behind(change func(*http.Response) error) {
	p.Helper()
	site, err := url.Parse(p.home)
	if err != nil {
		p.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		FlushInterval:  -1,
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: site.Scheme, Host: site.Host}) },
		ModifyResponse: change,
	})
	p.Cleanup(proxy.Close)
	p.home = proxy.URL + site.Path
}

// checkParts has a page come in two parts, the first of which ends within the
// numbers of a card: what is there does not move when the rest comes.
func checkParts(p *tab) {
	rest := make(chan struct{})
	send := sync.OnceFunc(func() { close(rest) })
	p.behind(func(r *http.Response) error {
		if !strings.HasSuffix(r.Request.URL.Path, "/") {
			return nil
		}
		whole, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		cut := bytes.Index(whole, []byte("</b>")) + len("</b>")
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(whole[:cut]), waiting(rest), bytes.NewReader(whole[cut:])))
		return nil
	})
	defer send()
	// A long time after the tab got its size, of which a move might be the outcome.
	eval[bool](p, "new Promise((ok) => setTimeout(() => ok(true), 600))")
	call(p, page.Navigate, page.NavigateParams{URL: p.home + artist})
	p.await("document.querySelector('.num b').offsetWidth > 0")
	p.run(watchShifts)
	p.checkShifts()
	send()
	p.awaitLoaded()
	p.checkShifts()
	check(p, "[...document.querySelectorAll('.card header')].every((n) => n.checkVisibility({ visibilityProperty: true }))", true)
}

// waiting is a reader without bytes, whose end comes when it is closed.
type waiting chan struct{}

func (w waiting) Read([]byte) (int, error) {
	<-w
	return 0, io.EOF
}

// checkSandbox wakes an embed page in a sandbox, as WordPress frames it: its origin
// is none, and it has no counts but those that are not for download.
func checkSandbox(p *tab) {
	p.behind(func(r *http.Response) error {
		r.Header.Add("Content-Security-Policy", "sandbox allow-scripts")
		return nil
	})
	p.open("artists/odd/embed/#?secret=abc&window=28d")
	check(p, "self.origin", "null")
	p.checkUnasked("data.json")
	p.wake()
	p.await(isLive)
	for _, w := range content.Windows[1:4] {
		p.choose(w)
		check(p, unlike, "")
		check(p, isLive, true)
	}
	check(p, "location.hash", "#?secret=abc&window=28d")
}
