package render

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"datarocks/templates"
)

// serveSite serves a site below a path, as a bucket behind a CDN does.
func serveSite(t *testing.T, files fs.FS) string {
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

// patience is for the slowest machine: what is waited for comes within a second
// on one that has nothing else to do.
const patience = time.Minute

// startBrowser starts one browser for all tests of a group. They take longer than
// all others together, so they are for CI, and for who says that this is it.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	if os.Getenv("CI") != "true" {
		t.Skip("CI=true runs it, with Chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // CI runs as root
		chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	browser, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	if err := chromedp.Do(browser, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("no browser: %v", err)
	}
	return browser
}

// tab is one page in the browser, and all it said and asked for.
type tab struct {
	*testing.T
	ctx context.Context

	mu     sync.Mutex
	noises []string // console, exceptions, violations of the policy
	asked  []string // addresses
}

func openTab(t *testing.T, browser context.Context, width int64) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	p := &tab{T: t, ctx: ctx}
	p.resize(width, 900)
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{cdplog.Enable, runtime.Enable} {
		if _, err := chromedp.Call(ctx, enable, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return p
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

// resize gives the window another size. The browser says that it is done before
// the page knows.
func (p *tab) resize(width, height int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, height))
	p.await(fmt.Sprintf("innerWidth === %d && innerHeight === %d", width, height))
}

func (p *tab) open(address string) { p.Helper(); p.do(chromedp.Navigate(address)) }

// eval gives the value of a script.
func eval[T any](p *tab, script string) T {
	p.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v", script, err)
	}
	return value
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

// quiet fails the test for whatever the page said, or asked of another host.
func (p *tab) quiet(home string) {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, noise := range p.noises {
		p.Errorf("the page said %s", noise)
	}
	for _, address := range p.asked {
		if !strings.HasPrefix(address, home) && !strings.HasPrefix(address, "data:") && address != "about:blank" {
			p.Errorf("the page asked for %s", address)
		}
	}
}

func (p *tab) askedFor(part string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, address := range p.asked {
		if strings.Contains(address, part) {
			return true
		}
	}
	return false
}
