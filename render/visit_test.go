package render

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"datarocks/content"
)

// ofThePage are the files that a page may load before anybody moves.
var ofThePage = regexp.MustCompile(`(/|/style\.\w+\.css|/(page|wake|frame|roster)\.\w+\.js|/icon\.\w+\.svg|/site\.webmanifest)$`)

// testStill opens pages, and looks at what they load by themselves. Comparing is
// not among them: it shows the artists of its address.
func testStill(p *tab, home string) {
	for _, name := range []string{"", "artists/dream-theater/", "artists/long/embed/", "ranking/spotify/7d/", "status/", "about/"} {
		p.open(home + name)
		p.await("document.readyState === 'complete'")
	}
	p.mu.Lock()
	for _, address := range p.asked {
		if !ofThePage.MatchString(address) && address != "about:blank" {
			p.Errorf("before anybody moved, a page asked for %s", address)
		}
	}
	p.mu.Unlock()
	p.quiet(home)
}

// watchShifts collects what moves by itself, as browsers judge pages: from the
// beginning, but for what somebody did, such as the resizing of a new tab.
const watchShifts = `window.shifts = []; new PerformanceObserver((l) => l.getEntries().filter((e) => !e.hadRecentInput).forEach((e) => shifts.push(
	e.value + ' by ' + e.sources.map((s) => s.node?.outerHTML.slice(0, 80)).join()))).observe({ type: 'layout-shift', buffered: true }); true`

// still fails the test for what moved until now.
func (p *tab) still() {
	p.Helper()
	const drawn = "new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(() => ok(shifts.join('; ')))))"
	if got := eval[string](p, drawn); got != "" {
		p.Errorf("the page shifted: %s", got)
	}
}

// testParts has a page come in two parts, the first of which ends within the
// numbers of a card: what is there does not move when the rest comes.
func testParts(p *tab, artist string) {
	target, err := url.Parse(artist)
	if err != nil {
		p.Fatal(err)
	}
	rest := make(chan struct{})
	send := sync.OnceFunc(func() { close(rest) })
	proxy := &httputil.ReverseProxy{FlushInterval: -1, ModifyResponse: func(r *http.Response) error {
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
	}, Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: target.Scheme, Host: target.Host}) }}
	server := httptest.NewServer(proxy)
	p.Cleanup(server.Close)
	defer send()
	// A long time after the tab got its size, of which a move might be the outcome.
	eval[bool](p, "new Promise((ok) => setTimeout(() => ok(true), 600))")
	if _, err := chromedp.Call(p.ctx, page.Navigate, page.NavigateParams{URL: server.URL + target.Path}); err != nil {
		p.Fatal(err)
	}
	p.await("document.querySelector('.num b').offsetWidth > 0")
	eval[bool](p, watchShifts)
	p.still()
	send()
	p.await("document.readyState === 'complete'")
	p.still()
	if !eval[bool](p, "[...document.querySelectorAll('.card header')].every((n) => n.checkVisibility({ visibilityProperty: true }))") {
		p.Error("a card has no head")
	}
}

// waiting is a reader without bytes, whose end comes when it is told to.
type waiting chan struct{}

func (w waiting) Read([]byte) (int, error) {
	<-w
	return 0, io.EOF
}

// testWindowHash: a chosen window stands in the address, and an address with a
// window shows it.
func testWindowHash(p *tab, home, artist string) {
	p.open(artist)
	eval[bool](p, choose(content.FourWeek))
	if got := eval[string](p, "location.hash"); got != "#window=28d" {
		p.Errorf("the address ends with %q", got)
	}
	shown := func(when string, w content.Window) {
		p.Helper()
		if got := eval[string](p, visible); !strings.HasPrefix(got, "w w-"+string(w)) {
			p.Errorf("%s: shown is %s, want %s", when, got, w)
		}
	}
	p.do(chromedp.Reload())
	shown("loaded again", content.FourWeek)
	before := eval[int](p, "history.length")
	eval[bool](p, choose(content.Year))
	if got := eval[int](p, "history.length"); got != before {
		p.Error("choosing a window makes a step to go back by")
	}
	eval[bool](p, "location.hash = 'window=90d'; true")
	p.await(`document.getElementById("w-90d").checked`)
	for _, hash := range []string{"#window=5d", "#window=", "#window", "#%", "#main"} {
		p.open(home)
		p.open(artist + hash)
		shown(hash, content.Week)
	}
	p.open(home + "ranking/spotify/1y/")
	p.do(chromedp.Click(chromedp.CSS(".ranks a")), chromedp.WaitVisible(chromedp.CSS("article.card")))
	shown("from the ranking of a year", content.Year)
	p.quiet(home)
}

// testCard opens card.svg by itself, where its inline style sheet is up to the
// policy of its own.
func testCard(p *tab, home, artist string) {
	p.open(artist + "card.svg")
	if got := eval[string](p, "getComputedStyle(document.querySelector('.name')).fontSize"); got != "22px" {
		p.Errorf("the name is %s high", got)
	}
	if got := eval[string](p, "getComputedStyle(document.querySelector('.s-spotify .line')).stroke"); got != "rgb(18, 132, 59)" {
		p.Errorf("the line is %s", got)
	}
	p.quiet(home)
}

// testEmbedLoads wakes an embed page in a sandbox, as WordPress frames it: its
// origin is none, and it has no counts but those that are not for download.
func testEmbedLoads(p *tab, home string) {
	site, err := url.Parse(home)
	if err != nil {
		p.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: site.Scheme, Host: site.Host}) },
		ModifyResponse: func(r *http.Response) error {
			r.Header.Add("Content-Security-Policy", "sandbox allow-scripts")
			return nil
		},
	}
	sandbox := httptest.NewServer(proxy)
	p.Cleanup(sandbox.Close)
	home = sandbox.URL + site.Path
	p.open(home + "artists/odd/embed/#?secret=abc&window=28d")
	if got := eval[string](p, "self.origin"); got != "null" {
		p.Fatalf("the origin is %s", got)
	}
	if p.askedFor("data.json") {
		p.Error("counts were loaded before anybody moved")
	}
	eval[bool](p, wake)
	p.await(isLive)
	for _, w := range content.Windows[1:4] {
		eval[bool](p, choose(w))
		if got := eval[string](p, unlike); got != "" || !eval[bool](p, isLive) {
			p.Errorf("%s: %s", w, got)
		}
	}
	if got := eval[string](p, "location.hash"); got != "#?secret=abc&window=28d" {
		p.Errorf("the address ends with %s", got)
	}
	p.quiet(home)
}

// TestEmbedData: an embed page carries the counts only of the source that is
// not for download, and says where the others are.
func TestEmbedData(t *testing.T) {
	t.Parallel()
	data := pageDataOf(t, oddWorld().render(t), "artists/odd/embed/index.html")
	if data.More != "../../../artists/odd/data.json" {
		t.Errorf("the counts are at %q", data.More)
	}
	for source, chart := range data.Charts {
		want := 0
		if source == content.Twitter {
			want = content.Year.Days() + 1
		}
		if len(chart.Steps) != want || !chart.Partial {
			t.Errorf("%s: %d counts, partial %t", source, len(chart.Steps), chart.Partial)
		}
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	counts := func(text string) (values []*int64) {
		if err := json.Unmarshal([]byte(text), &values); err != nil {
			t.Fatal(err)
		}
		return values
	}
	for values, want := range map[string]string{
		"[]":                        "[]",
		"[7]":                       "[7]",
		"[null,null]":               "[null,null]",
		"[0,0,5]":                   "[0,0,5]",
		"[null,10,null,12,11,null]": "[null,10,null,2,-1,null]",
	} {
		got, err := json.Marshal(steps(counts(values)))
		if err != nil || string(got) != want {
			t.Errorf("steps(%s) = %s, %v; want %s", values, got, err, want)
		}
	}
}
