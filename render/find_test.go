package render

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"datarocks/content"
	"datarocks/render/words"
)

const foundNames = "[...document.querySelectorAll('#found a bdi:first-child')].map((n) => n.textContent).join()"

func testFind(t *testing.T, browser context.Context) {
	home := serveSite(t, largeWorld(201).renderRoster(t, words.In(content.English), "olafur", "band-7"))
	t.Run("anywhere", func(t *testing.T) { testFindAnywhere(openTab(t, browser, 1280), home) })
	t.Run("by keys", func(t *testing.T) { testFindByKeys(openTab(t, browser, 390), home) })
	t.Run("names are not to be had", func(t *testing.T) { testFindFailing(t, browser) })
	t.Run("order", func(t *testing.T) { testOrder(t, browser) })
	t.Run("widths", func(t *testing.T) { testWidths(t, browser, home, "", "page/2/") })
}

func (p *tab) write(text string) { p.Helper(); p.do(chromedp.KeyEvent(text)) }

// rewrite replaces what stands in the field.
func (p *tab) rewrite(text string) {
	p.Helper()
	eval[bool](p, "document.getElementById('find').value = ''; true")
	p.write(text)
}

// wentTo waits for the page of an artist.
func (p *tab) wentTo(artist string) {
	p.Helper()
	p.do(chromedp.WaitVisible(chromedp.CSS("article.card")))
	if got := eval[string](p, "location.pathname"); !strings.HasSuffix(got, "/artists/"+artist+"/") {
		p.Errorf("went to %s, not to %s", got, artist)
	}
}

// testFindAnywhere looks for artists of the first page from the second.
func testFindAnywhere(p *tab, home string) {
	p.open(home + "page/2/")
	p.await("document.readyState === 'complete'")
	if p.askedFor(namesName) {
		p.Error("the names were loaded before anybody looked for one")
	}
	p.do(chromedp.Focus(chromedp.CSS("#find")))
	p.await("performance.getEntriesByType('resource').some((r) => r.name.endsWith('artists.json') && r.responseEnd)")
	for _, test := range []struct{ wanted, names, hits string }{
		{"BAND 20", "Band 20,A Band 20", "2 artists"},
		{"bånd 1", "Band 1,Band 10,Band 100,Band 101,", "108 artists"},
		{"arnalds", "Ólafur Arnalds", "1 artist"},
		{"kiasm", "Ólafur Arnalds", "1 artist"},
		{"</script", hostileNames["script"], "1 artist"},
		{"nobody", "", "0 artists"},
	} {
		p.rewrite(test.wanted)
		p.await(fmt.Sprintf("document.getElementById('hits').textContent === %q && (%s).startsWith(%q)", test.hits, foundNames, test.names))
	}
	if !eval[bool](p, "document.getElementById('found').hidden") {
		p.Error("an empty list is shown")
	}
	p.rewrite("band")
	p.await("document.querySelector('#found li:last-child').textContent === 'and 178 more artists'")
	if got := eval[int](p, "performance.getEntriesByType('resource').filter((r) => r.name.endsWith('artists.json')).length"); got != 1 {
		p.Errorf("the names were asked for %d times", got)
	}
	if got := eval[int](p, "[...document.querySelectorAll('tbody tr')].filter((r) => !r.hidden).length"); got != 1 {
		p.Errorf("%d rows of the page are left", got)
	}
	p.quiet(home)
}

func testFindByKeys(p *tab, home string) {
	const isOpen = "!document.getElementById('found').hidden"
	focused := func(script string) {
		p.Helper()
		p.await("document.activeElement === " + script)
	}
	p.open(home + "page/2/")
	p.do(chromedp.Focus(chromedp.CSS("#find")))
	p.write("band 7")
	p.await(isOpen)
	p.write(kb.ArrowDown + kb.ArrowDown)
	focused("document.querySelectorAll('#found a')[1]")
	p.write(kb.ArrowUp + kb.ArrowUp)
	focused("document.getElementById('find')")
	p.write(kb.ArrowDown + kb.Escape)
	focused("document.getElementById('find')")
	p.await("!(" + isOpen + ") && document.getElementById('find').value === 'band 7'")
	p.write(kb.ArrowDown)
	p.await(isOpen)
	p.write(kb.Enter)
	p.wentTo("band-7")

	p.open(home)
	p.do(chromedp.Focus(chromedp.CSS("#find")))
	p.write("kiasmos" + kb.Enter) // faster than the names
	p.wentTo("olafur")

	p.open(home)
	p.do(chromedp.Focus(chromedp.CSS("#find")))
	p.write("kiasmos")
	p.await(isOpen)
	p.do(chromedp.Click(chromedp.CSS("h1")))
	p.await("!(" + isOpen + ")")
	p.do(chromedp.Click(chromedp.CSS("#find")))
	p.await(isOpen)
	p.do(chromedp.Click(chromedp.CSS("#found a")))
	p.wentTo("olafur")
	p.quiet(home)
}

// testFindFailing has a server that loses the names once.
func testFindFailing(t *testing.T, browser context.Context) {
	files := largeWorld(201).renderRoster(t, de)
	lost := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, namesName) && !lost {
			lost = true
			http.Error(w, "no", http.StatusServiceUnavailable)
			return
		}
		http.FileServerFS(files).ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p := openTab(t, browser, 390)
	p.open(server.URL + "/page/2/")
	p.do(chromedp.Focus(chromedp.CSS("#find")))
	p.await("document.getElementById('hits').textContent === '" + de.Roster.NoNames + "'")
	p.write("kiasmos")
	p.await("document.getElementById('hits').textContent === '1 Künstler'")
}

// testOrder: a click on "Artist" moves the default artist to its place among the
// others, and nobody else.
func testOrder(t *testing.T, browser context.Context) {
	home := serveSite(t, oddNamesWorld().renderRoster(t, words.In(content.English)))
	p := openTab(t, browser, 1280)
	p.open(home)
	p.do(chromedp.Click(chromedp.CSS("thead th:nth-child(1) button")))
	if got, want := eval[string](p, "[...document.querySelectorAll('tbody .name')].map((n) => n.textContent).join('|')"), strings.Join(oddNames, "|"); got != want {
		p.Errorf("the browser sorts %s", got)
	}
	p.quiet(home)
}
