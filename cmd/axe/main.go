// Axe opens every type of page of a rendered site in Chromium, at three widths,
// light and dark, as it loads and with its charts alive, and fails if axe-core
// finds anything that keeps people out.
//
//	go run ./cmd/axe SITE AXE.MIN.JS
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"slices"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/sync/errgroup"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: axe SITE AXE.MIN.JS")
	}
	script, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	site := os.DirFS(os.Args[1])
	pages, err := pagesOf(site)
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(http.FileServerFS(site))
	defer server.Close()
	if err := check(server.URL, pages, string(script)); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("axe: nothing found on %d types of pages: %v\n", len(pages), pages)
}

// names are the parts of an address that differ between pages of one type.
var names = regexp.MustCompile(`^(artists|page|reports)/[^/]+/|^ranking/[^/]+/[^/]+`)

// pagesOf returns one page of each type.
func pagesOf(site fs.FS) ([]string, error) {
	var pages []string
	seen := make(map[string]bool)
	err := fs.WalkDir(site, ".", func(name string, _ fs.DirEntry, err error) error {
		kind := names.ReplaceAllString(name, "$1*")
		if err == nil && path.Ext(name) == ".html" && !seen[kind] {
			seen[kind] = true
			pages = append(pages, name)
		}
		return err
	})
	return pages, err
}

func check(site string, pages []string, script string) error {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("hide-scrollbars", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, closeBrowser := chromedp.NewContext(allocator)
	defer closeBrowser()
	if _, err := chromedp.Run(browser, chromedp.Evaluate[any]("null")); err != nil { // or each tab would start a browser of its own
		return err
	}
	problems := make([]error, len(pages))
	var group errgroup.Group
	group.SetLimit(tabs)
	for i, name := range pages {
		group.Go(func() error {
			var err error
			problems[i], err = checkPage(browser, site, name, script)
			return err
		})
	}
	return errors.Join(group.Wait(), errors.Join(problems...))
}

// tabs is how many pages are open at once.
const tabs = 3

// checkPage returns what axe finds on a page.
func checkPage(browser context.Context, site, name, script string) (problems, err error) {
	for _, width := range []int64{320, 390, 1280} {
		for _, scheme := range []string{"light", "dark"} {
			found, err := look(browser, site+"/"+name, width, scheme, script)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			slices.Sort(found)
			for _, f := range slices.Compact(found) {
				problems = errors.Join(problems, fmt.Errorf("%s, %d px, %s: %s", name, width, scheme, f))
			}
		}
	}
	return problems, nil
}

// axe returns what it finds, as "rule: element".
const axe = `axe.run(document, {resultTypes: ['violations']}).then(r =>
	r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 160) + ' - ' + (n.any.concat(n.all, n.none)[0] || {message: ''}).message)))`

// wake moves the pointer, and waits until every chart is alive.
const wake = `new Promise((done, fail) => {
	document.dispatchEvent(new PointerEvent('pointermove', {bubbles: true}));
	setTimeout(() => fail(new Error('its charts did not come to life')), 60000);
	(function look() {
		if (document.querySelector('.plot:not(.live-on)')) requestAnimationFrame(look);
		else requestAnimationFrame(() => requestAnimationFrame(() => done()));
	})();
})`

// look opens a page and asks axe twice: as it is loaded, and alive.
func look(browser context.Context, address string, width int64, scheme, script string) ([]string, error) {
	tab, closeTab := chromedp.NewContext(browser)
	defer closeTab()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(tab, emulation.SetEmulatedMedia, media); err != nil {
		return nil, err
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(tab, chromedp.Evaluate[any](script+";null")); err != nil {
		return nil, err
	}
	var all []string
	for range 2 {
		found, err := chromedp.Run(tab, chromedp.Evaluate[[]string](axe, chromedp.EvalAwaitPromise))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		if _, err := chromedp.Run(tab, chromedp.Evaluate[any](wake, chromedp.EvalAwaitPromise)); err != nil {
			return nil, err
		}
	}
	return all, nil
}
