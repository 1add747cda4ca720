package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"datarocks/content"
	"datarocks/render/rendertest"
)

const foundNames = "[...document.querySelectorAll('#found a bdi:first-child')].map((n) => n.textContent).join()"

func TestFind(t *testing.T) {
	browse(t, rendertest.Large(201),
		visit{"anywhere", 1280, checkFindAnywhere},
		visit{"by keys", 390, checkFindByKeys},
		visit{"widths", 1280, widthsOf("", "page/2/")},
	)
}

func (p *tab) write(text string) { p.Helper(); p.do(chromedp.KeyEvent(text)) }

// rewrite replaces what stands in the field.
func (p *tab) rewrite(text string) {
	p.Helper()
	p.run("document.getElementById('find').value = ''")
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

// checkFindAnywhere looks for artists of the first page from the second.
func checkFindAnywhere(p *tab) {
	p.open("page/2/")
	p.awaitLoaded()
	p.checkUnasked("artists.json")
	p.focus("#find", "")
	p.await("performance.getEntriesByType('resource').some((r) => r.name.endsWith('artists.json') && r.responseEnd)")
	for _, test := range []struct{ wanted, names, hits string }{
		{"BAND 20", "Band 20,A Band 20", "2 artists"},
		{"bånd 1", "Band 1,Band 10,Band 100,Band 101,", "108 artists"},
		{"arnalds", "Ólafur Arnalds", "1 artist"},
		{"kiasm", "Ólafur Arnalds", "1 artist"},
		{"</script", rendertest.HostileNames["script"], "1 artist"},
		{"nobody", "", "0 artists"},
	} {
		p.rewrite(test.wanted)
		p.await(fmt.Sprintf("document.getElementById('hits').textContent === %q && (%s).startsWith(%q)", test.hits, foundNames, test.names))
	}
	check(p, "document.getElementById('found').hidden", true)
	p.rewrite("band")
	p.await("document.querySelector('#found li:last-child').textContent === 'and 178 more artists'")
	check(p, "performance.getEntriesByType('resource').filter((r) => r.name.endsWith('artists.json')).length", 1)
	check(p, "[...document.querySelectorAll('tbody tr')].filter((r) => !r.hidden).length", 1)
}

func checkFindByKeys(p *tab) {
	const isOpen = "!document.getElementById('found').hidden"
	focused := func(script string) {
		p.Helper()
		p.await("document.activeElement === " + script)
	}
	p.open("page/2/")
	p.focus("#find", "")
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

	p.open("")
	p.focus("#find", "")
	p.write("kiasmos" + kb.Enter) // faster than the names
	p.wentTo("olafur")

	p.open("")
	p.focus("#find", "")
	p.write("kiasmos")
	p.await(isOpen)
	p.click("h1")
	p.await("!(" + isOpen + ")")
	p.click("#find")
	p.await(isOpen)
	p.click("#found a")
	p.wentTo("olafur")
}

// TestFindFailing has a server that loses the names once.
func TestFindFailing(t *testing.T) {
	needBrowser(t)
	w := rendertest.Large(201)
	w.Language = content.German
	files, lost := filesOf(t, w), false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "artists.json") && !lost {
			lost = true
			http.Error(w, "no", http.StatusServiceUnavailable)
			return
		}
		http.FileServerFS(files).ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p := openTab(t, server.URL+"/", 390)
	p.open("page/2/")
	p.focus("#find", "")
	p.await("document.getElementById('hits').textContent === 'Die Namen konnten nicht geladen werden. Weiterschreiben versucht es noch einmal.'")
	p.write("kiasmos")
	p.await("document.getElementById('hits').textContent === '1 Künstler'")
}

// TestOrder: a click on "Artist" moves the default artist to its place among the
// others, and no other.
func TestOrder(t *testing.T) {
	browse(t, rendertest.OddlyNamed(), visit{"by name", 1280, func(p *tab) {
		p.open("")
		p.click("thead th:nth-child(1) button")
		check(p, "[...document.querySelectorAll('tbody .name')].map((n) => n.textContent).join('|')", strings.Join(rendertest.OddNames, "|"))
	}})
}
