package render

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"datarocks/content"
)

// testEmbedding chooses among the kinds of code on an artist's page.
func testEmbedding(t *testing.T, browser context.Context) {
	w := oddWorld()
	w.BaseURL = "https://counts.example.org/label/"
	home := serveSite(t, w.render(t))
	t.Run("codes", func(t *testing.T) { testCodes(openTab(t, browser, 390), home) })
	t.Run("preview", func(t *testing.T) { testCodePreview(openTab(t, browser, 1280), home) })
	t.Run("copy", func(t *testing.T) { testCopy(openTab(t, browser, 1280), home) })
	t.Run("without scripts", func(t *testing.T) { testCodeUnscripted(openTab(t, browser, 390), home) })
}

const isReady = "!document.getElementById('kinds').hidden"

func openCode(p *tab, home string) {
	p.Helper()
	p.open(home + "artists/odd/")
	eval[bool](p, wake)
	p.await(isReady)
	eval[bool](p, "document.getElementById('kinds').parentNode.open = true")
}

func kindOf(name string) string {
	return fmt.Sprintf("document.querySelector('[name=kind][value=%s]').click(); document.getElementById('code').value", name)
}

func testCodes(p *tab, home string) {
	openCode(p, home)
	eval[bool](p, choose(content.Quarter))
	const site = "https://counts.example.org/label/"
	for kind, want := range map[string]string{
		"frame":   `<iframe src="` + site + `artists/odd/embed/#?window=90d" title="Odd – followers" width="100%" height="560" loading="lazy"></iframe>`,
		"element": `<script src="` + site + `embed.js" async></script>` + "\n" + `<artist-chart artist="odd" window="90d" title="Odd – followers"></artist-chart>`,
		"picture": `<a href="` + site + `artists/odd/"><img src="` + site + `artists/odd/card.svg" alt="Odd" width="640"></a>`,
		"link":    site + "artists/odd/",
	} {
		if got := eval[string](p, kindOf(kind)); got != want {
			p.Errorf("%s: the code is %s", kind, got)
		}
	}
	eval[string](p, kindOf("link"))
	if !eval[bool](p, "document.getElementById('span').disabled && !document.getElementById('link-note').hidden") {
		p.Error("a link has a window, or no word on WordPress")
	}
	// Its own choice of a window leaves the charts above alone.
	eval[string](p, kindOf("frame"))
	eval[bool](p, "const s = document.getElementById('span'); s.value = '1y'; s.dispatchEvent(new Event('change', { bubbles: true })); true")
	if got := eval[string](p, "document.getElementById('code').value"); !strings.Contains(got, "#?window=1y") || !strings.HasPrefix(eval[string](p, visible), "w w-90d") {
		p.Errorf("the code is %s", got)
	}
	p.quiet(home)
}

func testCodePreview(p *tab, home string) {
	openCode(p, home)
	if p.askedFor("/embed/") {
		p.Error("the frame was loaded before anybody asked for it")
	}
	eval[bool](p, choose(content.FourWeek))
	eval[bool](p, "document.getElementById('preview').open = true")
	p.await("Number(document.querySelector('#preview iframe')?.height) >= 200")
	if got := eval[string](p, "document.querySelector('#preview iframe').src"); got != home+"artists/odd/embed/#?window=28d" {
		p.Errorf("shown is %s", got)
	}
	eval[string](p, kindOf("picture"))
	p.await("document.querySelector('#preview img')?.naturalWidth === 640 && !document.querySelector('#preview iframe')")
	eval[bool](p, "document.getElementById('preview').open = false; true")
	p.await("!document.querySelector('#preview img')")
	p.quiet(home)
}

func testCopy(p *tab, home string) {
	openCode(p, home)
	eval[bool](p, "window.copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); }; document.getElementById('copy').click(); true")
	p.await("document.getElementById('copied').textContent === 'Copied'")
	if !eval[bool](p, "copied.length === 1 && copied[0] === document.getElementById('code').value && document.getElementById('copied').role === 'status'") {
		p.Error("copied is something else, or nobody is told")
	}
	// Another code is not copied yet.
	eval[string](p, kindOf("link"))
	p.await("document.getElementById('copied').textContent === ''")
	eval[bool](p, "navigator.clipboard.writeText = async () => { throw new Error('no'); }; document.getElementById('copy').click(); true")
	p.await("document.activeElement.id === 'code' && document.activeElement.selectionEnd === document.activeElement.value.length")
	if got := eval[string](p, "document.getElementById('copied').textContent"); got != "" {
		p.Errorf("it says %q of what was not copied", got)
	}
	p.quiet(home)
}

func testCodeUnscripted(p *tab, home string) {
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		p.Fatal(err)
	}
	p.open(home + "artists/odd/")
	p.do(chromedp.Click(chromedp.CSS("details:has(#code) > summary")), chromedp.WaitVisible(chromedp.CSS("#code")))
	if text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS("details:has(#code)"))); err != nil || strings.Contains(text, "Copy") || strings.Contains(text, "Preview") {
		p.Errorf("it offers %q: %v", text, err)
	}
	p.quiet(home)
}

// TestCodesKeepTheirPlace: a name is text in every code, and one that looks like
// a window is not taken for it.
func TestCodesKeepTheirPlace(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.BaseURL = "https://counts.example.org/"
	w.artist("odd", `window=1y"><script>alert(1)</script>`)
	w.until("odd", content.Spotify, numbers(1, 2)...)
	doc := document(t, w.render(t), "artists/odd/index.html")
	kinds := 0
	for _, input := range find(doc, "input", "") {
		code, ok := hasAttribute(input, "data-code")
		if !ok {
			continue
		}
		kinds++
		if strings.Contains(code, "<script>") {
			t.Errorf("the name runs: %s", code)
		}
		if _, spans := hasAttribute(input, "data-spans"); spans && strings.Index(code, "window=") > strings.Index(code, "title=") {
			t.Errorf("the name comes before the window: %s", code)
		}
	}
	if kinds != 4 {
		t.Errorf("%d kinds", kinds)
	}
}

// TestLinkToCompare leads to what the script of that page reads.
func TestLinkToCompare(t *testing.T) {
	t.Parallel()
	w := oddWorld()
	w.Window = content.FourWeek
	files := w.render(t)
	if got := read(t, files, "artists/odd/index.html"); !strings.Contains(got, `href="../../compare/#odd;spotify;28d;count"`) {
		t.Error("the page does not lead to the comparison")
	}
	if got := read(t, files, "artists/odd/embed/index.html"); strings.Contains(got, "compare/") {
		t.Error("the embed page leads to the comparison")
	}
	locked := newWorld()
	locked.Sources = locked.Sources[1:]
	locked.artist("vola", "VOLA")
	locked.until("vola", content.Twitter, numbers(1, 2)...)
	if got := read(t, locked.render(t), "artists/vola/index.html"); strings.Contains(got, "compare/#") {
		t.Error("the page leads to counts that are in no file")
	}
}
