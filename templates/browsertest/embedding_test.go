package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"datarocks/content"
	"datarocks/render/rendertest"
)

// TestEmbedding chooses among the kinds of code on an artist's page.
func TestEmbedding(t *testing.T) {
	w := rendertest.Odd()
	w.BaseURL = "https://counts.example.org/label/"
	browse(t, w,
		visit{"codes", 390, checkCodes},
		visit{"preview", 1280, checkCodePreview},
		visit{"copy", 1280, checkCopy},
		visit{"without scripts", 390, checkCodeUnscripted},
	)
}

// openCode opens the choice of codes.
func (p *tab) openCode() {
	p.Helper()
	p.open("artists/odd/")
	p.wake()
	p.await("!document.getElementById('kinds').hidden")
	p.run("document.getElementById('kinds').parentNode.open = true")
}

func kindOf(name string) string {
	return fmt.Sprintf("document.querySelector('[name=kind][value=%s]').click(); document.getElementById('code').value", name)
}

func checkCodes(p *tab) {
	p.openCode()
	p.choose(content.Quarter)
	const site = "https://counts.example.org/label/"
	for kind, want := range map[string]string{
		"frame":   `<iframe src="` + site + `artists/odd/embed/#?window=90d" title="Odd – followers" width="100%" height="560" loading="lazy"></iframe>`,
		"element": `<script src="` + site + `embed.js" async></script>` + "\n" + `<artist-chart artist="odd" window="90d" title="Odd – followers"></artist-chart>`,
		"picture": `<a href="` + site + `artists/odd/"><img src="` + site + `artists/odd/card.svg" alt="Odd" width="640"></a>`,
		"link":    site + "artists/odd/",
	} {
		check(p, kindOf(kind), want)
	}
	eval[string](p, kindOf("link"))
	check(p, "document.getElementById('span').disabled && !document.getElementById('link-note').hidden", true)
	// Its own choice of a window leaves the charts above alone.
	eval[string](p, kindOf("frame"))
	p.run("const s = document.getElementById('span'); s.value = '1y'; s.dispatchEvent(new Event('change', { bubbles: true }))")
	if got := eval[string](p, "document.getElementById('code').value"); !strings.Contains(got, "#?window=1y") || !strings.HasPrefix(eval[string](p, visible), "w w-90d") {
		p.Errorf("the code is %s", got)
	}
}

func checkCodePreview(p *tab) {
	p.openCode()
	p.checkUnasked("/embed/")
	p.choose(content.FourWeek)
	p.run("document.getElementById('preview').open = true")
	p.await("Number(document.querySelector('#preview iframe')?.height) >= 200")
	check(p, "document.querySelector('#preview iframe').src", p.home+"artists/odd/embed/#?window=28d")
	eval[string](p, kindOf("picture"))
	p.await("document.querySelector('#preview img')?.naturalWidth === 640 && !document.querySelector('#preview iframe')")
	p.run("document.getElementById('preview').open = false")
	p.await("!document.querySelector('#preview img')")
}

func checkCopy(p *tab) {
	p.openCode()
	p.run("window.copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); }; document.getElementById('copy').click()")
	p.await("document.getElementById('copied').textContent === 'Copied'")
	check(p, "copied.length === 1 && copied[0] === document.getElementById('code').value && document.getElementById('copied').role === 'status'", true)
	// Another code is not copied yet.
	eval[string](p, kindOf("link"))
	p.await("document.getElementById('copied').textContent === ''")
	p.run("navigator.clipboard.writeText = async () => { throw new Error('no'); }; document.getElementById('copy').click()")
	p.await("document.activeElement.id === 'code' && document.activeElement.selectionEnd === document.activeElement.value.length")
	check(p, "document.getElementById('copied').textContent", "")
}

func checkCodeUnscripted(p *tab) {
	p.disableScripts()
	p.open("artists/odd/")
	p.do(chromedp.Click(chromedp.CSS("details:has(#code) > summary")), chromedp.WaitVisible(chromedp.CSS("#code")))
	if text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS("details:has(#code)"))); err != nil || strings.Contains(text, "Copy") || strings.Contains(text, "Preview") {
		p.Errorf("it offers %q: %v", text, err)
	}
}

// TestHeights frames an embed page as WordPress and other pages do, and waits
// until it posts its height.
func TestHeights(t *testing.T) {
	needBrowser(t)
	home := serve(t, filesOf(t, pagesWorld()))
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

	p := openTab(t, home, 1280)
	p.open(blog.URL + "/wordpress")
	p.await(`heard.some((m) => m.message === "height" && m.secret === "abc123" && m.value >= 200 && m.value <= 1000)`)
	p.await(`heard.some((m) => m.type === "datarocks:height" && m.height >= 200)`)

	// In its sandbox the frame cannot open what a link leads to, so WordPress does.
	at := eval[[]float64](p, "(() => { const r = document.querySelector('iframe').getBoundingClientRect(); return [r.left, r.top]; })()")
	link := fmt.Sprintf(`heard.some((m) => m.message === "link" && m.secret === "abc123" && m.value === %q)`, home+"artists/opeth/")
	p.until(link, chromedp.MouseClickXY(at[0]+30, at[1]+30)) // a frame that was just drawn may not get the first click

	p.open(blog.URL + "/component")
	p.await(`heard.some((m) => m.type === "datarocks:height") && document.querySelector("iframe").offsetHeight === heard.at(-1).height`)
	check(p, `document.querySelector("iframe").src`, home+"artists/opeth/embed/#?window=90d")
	// A page that was opened for a window shows that one.
	p.open("artists/opeth/embed/#?window=90d")
	if got := eval[string](p, visible); !strings.HasPrefix(got, "w w-"+string(content.Quarter)) {
		p.Errorf("shown is %s", got)
	}
}
