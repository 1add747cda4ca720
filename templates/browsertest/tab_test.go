// Package browsertest opens sites in Chromium: what pages draw, load and write, with
// a pointer, by keys, by touch, on paper, without scripts and in the dark. It takes
// longer than all other tests together, so it runs with CI=true only.
package browsertest

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"datarocks/render"
	"datarocks/render/rendertest"
	"datarocks/templates"
)

// patience is for the slowest machine: what is waited for comes within a second
// on one that has nothing else to do.
const patience = time.Minute

// browser is shared by all tests; it is nil where they are skipped.
var browser context.Context

func TestMain(m *testing.M) {
	if os.Getenv("CI") != "true" {
		os.Exit(m.Run())
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // CI runs as root
		chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	started, closeBrowser := chromedp.NewContext(allocator)
	if err := chromedp.Do(started, chromedp.Navigate("about:blank")); err != nil {
		fmt.Fprintln(os.Stderr, "no browser:", err)
		os.Exit(1)
	}
	browser = started
	code := m.Run()
	closeBrowser()
	stop()
	os.Exit(code)
}

// visit is a look at a site, in a tab of a width.
type visit struct {
	name  string
	width int64
	do    func(p *tab)
}

// browse serves the site of a world and makes each visit in a tab of its own. None
// may leave anything in the console, or ask another host for anything.
func browse(t *testing.T, w *rendertest.World, visits ...visit) {
	t.Helper()
	needBrowser(t)
	browseFiles(t, filesOf(t, w), visits...)
}

func browseFiles(t *testing.T, files fs.FS, visits ...visit) {
	t.Helper()
	home := serve(t, files)
	for _, v := range visits {
		t.Run(v.name, func(t *testing.T) {
			p := openTab(t, home, v.width)
			v.do(p)
			p.checkQuiet()
		})
	}
}

func needBrowser(t *testing.T) {
	t.Helper()
	if browser == nil {
		t.Skip("CI=true runs it, with Chromium")
	}
}

// filesOf renders the site of a world.
func filesOf(t *testing.T, w *rendertest.World) fs.FS {
	t.Helper()
	return rendertest.Files(t, func(root *os.Root) error {
		return render.Site(root, render.Input{Site: &w.Site, History: w.History(t), Version: "test"})
	})
}

// serve serves a site below a path, as a bucket behind a CDN does, and returns its
// address.
func serve(t *testing.T, files fs.FS) string {
	t.Helper()
	server := httptest.NewServer(http.StripPrefix("/label", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		part := templates.PartOf(r.URL.Path)
		w.Header().Set("Content-Security-Policy", part.Policy("*"))
		if part.Shared {
			w.Header().Set("Access-Control-Allow-Origin", "*")
		}
		if path.Ext(r.URL.Path) == ".js" {
			w.Header().Set("Content-Type", "text/javascript")
		}
		http.FileServerFS(files).ServeHTTP(w, r)
	})))
	t.Cleanup(server.Close)
	return server.URL + "/label/"
}

// tab is one page in the browser, with all that it logs and asks for.
type tab struct {
	*testing.T
	ctx  context.Context
	home string // the address of the site

	mu     sync.Mutex
	noises []string // console, exceptions, violations of the policy
	asked  []string // addresses
}

func openTab(t *testing.T, home string, width int64) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	p := &tab{T: t, ctx: ctx, home: home}
	p.resize(width, 900)
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	call(p, cdplog.Enable, cdp.Empty{})
	call(p, runtime.Enable, cdp.Empty{})
	call(p, network.Enable, network.EnableParams{})
	return p
}

// call sends one command of the browser's protocol.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.Fatal(err)
	}
}

// disableScripts makes the tab that of a browser without JavaScript.
func (p *tab) disableScripts() {
	p.Helper()
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// printing makes the tab show what would be printed.
func (p *tab) printing() {
	p.Helper()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
}

func (p *tab) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		p.noises = append(p.noises, fmt.Sprintf("console.%s", e.Type))
	case *runtime.EventExceptionThrown:
		p.noises = append(p.noises, "exception: "+e.ExceptionDetails.Text)
	case *cdplog.EventEntryAdded:
		p.noises = append(p.noises, e.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		p.noises = append(p.noises, "a dialog: "+e.Message)
		go func() { // from here a command would wait for itself
			_, _ = chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		}()
	case *network.EventRequestWillBeSent:
		p.asked = append(p.asked, e.Request.URL)
	}
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// focus moves the focus to an element, and then presses keys, if any.
func (p *tab) focus(selector, keys string) {
	p.Helper()
	p.do(chromedp.Focus(chromedp.CSS(selector)))
	if keys != "" {
		p.do(chromedp.KeyEvent(keys))
	}
}

func (p *tab) click(selector string) { p.Helper(); p.do(chromedp.Click(chromedp.CSS(selector))) }

// resize changes the window's size. The browser reports that it is done before the
// page knows.
func (p *tab) resize(width, height int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, height))
	p.await(fmt.Sprintf("innerWidth === %d && innerHeight === %d", width, height))
}

// open goes to a page of the site, or to a full address.
func (p *tab) open(page string) {
	p.Helper()
	if !strings.Contains(page, ":") {
		page = p.home + page
	}
	p.do(chromedp.Navigate(page))
}

// afresh opens a page whose address may differ from the last one's in its fragment
// alone, which by itself loads nothing.
func (p *tab) afresh(page string) { p.Helper(); p.open("about:blank"); p.open(page) }

// wake moves the pointer, on which a page loads its charts.
func (p *tab) wake() {
	p.Helper()
	p.run("dispatchEvent(new PointerEvent('pointermove'))")
}

// openLive opens a page and waits for its first live chart.
func (p *tab) openLive(page string) {
	p.Helper()
	p.open(page)
	p.wake()
	p.await("document.querySelector('.live-on') !== null")
}

// run runs a script for what it does.
func (p *tab) run(script string) { p.Helper(); eval[bool](p, script+"; true") }

// eval returns the value of a script.
func eval[T any](p *tab, script string) T {
	p.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", script, err)
	}
	return value
}

// check compares the value of a script.
func check[T comparable](p *tab, script string, want T) {
	p.Helper()
	if got := eval[T](p, script); got != want {
		p.Errorf("%s is %v, want %v", script, got, want)
	}
}

// await waits until a script is true; while it throws, it is not.
func (p *tab) await(script string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	poll := "new Promise((ok) => { const is = () => { try { return (" + script + "); } catch { return false; } }; " +
		"const look = () => is() ? ok(true) : requestAnimationFrame(look); look(); })"
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](poll, chromedp.EvalAwaitPromise)); err != nil {
		p.Fatalf("never: %s: %v", script, err)
	}
}

// awaitLoaded waits for a page with all that it loads by itself.
func (p *tab) awaitLoaded() { p.Helper(); p.await("document.readyState === 'complete'") }

// until does something again and again, as a person would, until a script is true:
// on a machine with too much to do a page may miss the first pointer.
func (p *tab) until(script string, steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	soon := "new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(() => { try { ok(" + script + "); } catch { ok(false); } })))"
	for start := time.Now(); time.Since(start) < patience; {
		p.do(steps...)
		if eval[bool](p, soon) {
			return
		}
	}
	p.Fatalf("never: %s", script)
}

// mayMiss forgives a page that its console has an answer of some status.
func (p *tab) mayMiss(status string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.noises = slices.DeleteFunc(p.noises, func(noise string) bool { return strings.Contains(noise, status) })
}

// forget forgives a page what it logged and asked for until now: 404.html is served at
// any depth, so that of a site without an address looks for its files at the root. It may
// log that after it was loaded, but not after it was left.
func (p *tab) forget() {
	p.Helper()
	p.open("about:blank")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.noises, p.asked = nil, nil
}

// checkQuiet reports whatever the page logged, and asked of another host.
func (p *tab) checkQuiet() {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, noise := range p.noises {
		p.Errorf("the page logged %s", noise)
	}
	for _, address := range p.asked {
		if !strings.HasPrefix(address, p.home) && !strings.HasPrefix(address, "data:") && address != "about:blank" {
			p.Errorf("the page asked for %s", address)
		}
	}
}

func (p *tab) askedFor(part string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.asked, func(address string) bool { return strings.Contains(address, part) })
}

// checkUnasked reports a page that asked for a file before anybody moved.
func (p *tab) checkUnasked(part string) {
	p.Helper()
	if p.askedFor(part) {
		p.Errorf("%s was loaded before anybody moved", part)
	}
}

// checkWidth reports a page that is wider than the window.
func (p *tab) checkWidth(width int64) {
	p.Helper()
	if got := eval[int64](p, "document.documentElement.scrollWidth"); got > width {
		p.Errorf("%s is %d px wide at %d px", eval[string](p, "location.href"), got, width)
	}
}
