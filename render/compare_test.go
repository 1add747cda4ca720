package render

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"datarocks/content"
	"datarocks/fetch"
)

// compareWorld has lines that must not be drawn across: a gap, another account;
// a young artist, a source asked weekly, and one that is for no file.
func compareWorld() *world {
	w := newWorld()
	w.Sources = append(w.Sources, content.Deezer.Setting(content.EveryWeek))
	w.artist("dream-theater", "Dream Theater")
	w.artist("opeth", "Opeth")
	w.artist("young", "Young")
	moved := w.artist("moved", "Möved")
	w.grow("dream-theater", content.Spotify, 450, 1_000_000, 1_500_000)
	w.grow("dream-theater", content.Twitter, 100, 340_000, 345_000)
	for i := range content.Day(20) {
		w.from(newest-3-7*i, "dream-theater", content.Deezer, fetch.Number(900_000-int64(1234*i)))
	}
	for i := range content.Day(120) {
		count := fetch.Number(2000 + 10*int64(i))
		if 80 <= i && i < 90 || i == 119-28 || i == 119-90 {
			count = missing("timed out")
		}
		w.from(newest-119+i, "opeth", content.Spotify, count)
	}
	w.until("young", content.Spotify, append(numbers(0, 5, 7, 9), missing("http 402: no credits"))...)
	w.from(newest-40, "moved", content.Spotify, numbers(10, 20, 30, 40, 50)...)
	moved.Accounts[content.Spotify] = "another"
	w.from(newest-35, "moved", content.Spotify, fetch.Number(7000))
	w.from(newest-8, "moved", content.Spotify, numbers(7100, 7110, 7120, 7130, 7140, 7150, 7160, 7170, 7180)...)
	return w
}

const isDrawn = "document.querySelector('#chart svg path') !== null"

func testCompare(t *testing.T, browser context.Context) {
	w := compareWorld()
	home := serveSite(t, w.render(t))
	page := home + "compare/"
	t.Run("waking", func(t *testing.T) { testCompareWaking(openTab(t, browser, 1280), home, page) })
	t.Run("address", func(t *testing.T) { testCompareAddress(openTab(t, browser, 1280), home, page) })
	t.Run("keyboard", func(t *testing.T) { testCompareKeyboard(openTab(t, browser, 1280), home, page) })
	t.Run("slow answers", func(t *testing.T) { testCompareSlow(t, browser, w) })
	t.Run("crosshair", func(t *testing.T) { testCompareCrosshair(openTab(t, browser, 1280), home, page) })
	t.Run("print", func(t *testing.T) { testComparePrint(openTab(t, browser, 1280), home, page) })
	t.Run("gaps", func(t *testing.T) { testCompareGaps(openTab(t, browser, 1280), home, page) })
	t.Run("refusals", func(t *testing.T) { testCompareRefusals(openTab(t, browser, 390), home, page) })
	t.Run("changes", func(t *testing.T) { testCompareChanges(openTab(t, browser, 390), w, home, page) })
	t.Run("looks", func(t *testing.T) { testCompareLooks(openTab(t, browser, 320), home, page) })
	t.Run("without scripts", func(t *testing.T) { testCompareUnscripted(openTab(t, browser, 390), home, page) })
}

func testCompareWaking(p *tab, home, page string) {
	p.open(page)
	p.await("!document.getElementById('numbers').hidden")
	if p.askedFor("echarts") {
		p.Error("ECharts was loaded before anybody moved")
	}
	if got := eval[string](p, "location.hash"); got != "" {
		p.Errorf("the address became %s before anybody chose", got)
	}
	p.until(isDrawn, chromedp.MouseEvent("mouseMoved", 400, 400))
	p.quiet(home)
}

func testCompareAddress(p *tab, home, page string) {
	hash := func(want string) {
		p.Helper()
		p.await(fmt.Sprintf("location.hash === %q", want))
	}
	p.open(page + "#dream-theater,opeth;spotify;90d;index")
	p.await(isDrawn)
	hash("#dream-theater,opeth;spotify;90d;index")
	if got := eval[string](p, "[...document.querySelectorAll('.compare input:checked')].map((n) => n.value).join()"); got != "90d,index" {
		p.Errorf("chosen is %s", got)
	}
	if got := eval[string](p, "document.getElementById('chart').ariaLabel"); got != "Spotify followers: Dream Theater, Opeth. 90 days." {
		p.Errorf("the chart is called %q", got)
	}
	for _, step := range [][2]string{
		{choose(content.FourWeek), "#dream-theater,opeth;spotify;28d;index"},
		{"document.getElementById('s-count').click(); true", "#dream-theater,opeth;spotify;28d;count"},
		{"const s = document.getElementById('source'); s.value = 'deezer'; s.dispatchEvent(new Event('change')); true", "#dream-theater,opeth;deezer;28d;count"},
		{"document.querySelector('#chosen button').click(); true", "#opeth;deezer;28d;count"},
	} {
		eval[bool](p, step[0])
		hash(step[1])
		p.await("document.getElementById('chosen').children.length === " + fmt.Sprint(1+strings.Count(step[1], ",")))
	}
	p.await("document.getElementById('drawn').hidden && document.getElementById('notes').textContent === 'Opeth: no count of Deezer fans.'")
	// Going back, or pasting another address into the same tab.
	eval[bool](p, "location.hash = '#opeth;spotify;7d;count'; true")
	p.await("document.getElementById('w-7d').checked && document.getElementById('source').value === 'spotify' && !document.getElementById('drawn').hidden")
	p.quiet(home)
}

func testCompareKeyboard(p *tab, home, page string) {
	p.open(page)
	p.do(chromedp.Focus(chromedp.CSS("#add")), chromedp.KeyEvent("moved"+kb.Enter))
	p.await("location.hash === '#dream-theater,moved;spotify;7d;count'")
	p.await(isDrawn + " && document.getElementById('chosen').children.length === 2")
	p.do(chromedp.KeyEvent("nobody" + kb.Enter))
	p.await("document.getElementById('notes').textContent === 'No artist here is called nobody.'")
	// The list stays as it is while another window is loaded, and so does the focus.
	eval[bool](p, "document.querySelector('#chosen li:last-child button').focus(); true")
	eval[bool](p, choose(content.FourWeek))
	p.await("location.hash === '#dream-theater,moved;spotify;28d;count' && document.getElementById('chart').ariaLabel.endsWith('28 days.')")
	if !eval[bool](p, "document.activeElement === document.querySelector('#chosen li:last-child button')") {
		p.Error("the button to remove an artist lost the focus")
	}
	eval[bool](p, choose(content.Week))
	p.await("location.hash === '#dream-theater,moved;spotify;7d;count' && document.getElementById('chart').ariaLabel.endsWith('7 days.')")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.await("location.hash === '#dream-theater;spotify;7d;count' && document.activeElement.id === 'add'")
	p.do(chromedp.Focus(chromedp.CSS("#w-7d")), chromedp.KeyEvent(kb.ArrowRight))
	p.await("location.hash === '#dream-theater;spotify;28d;count'")
	p.quiet(home)
}

// heldFiles answers for one file when it is told to.
type heldFiles struct {
	fs.FS
	name  string
	ready chan struct{}
}

func (f heldFiles) Open(name string) (fs.File, error) {
	if name == f.name {
		<-f.ready
	}
	return f.FS.Open(name)
}

// testCompareSlow: whoever goes on while counts are on their way keeps the focus,
// and still reads what was said of a name.
func testCompareSlow(t *testing.T, browser context.Context, w *world) {
	files := heldFiles{w.render(t), "artists/moved/data.json", make(chan struct{})}
	answer := sync.OnceFunc(func() { close(files.ready) })
	home := serveSite(t, files)
	defer answer()
	p := openTab(t, browser, 1280)
	p.open(home + "compare/")
	p.await("document.getElementById('chosen').children.length === 1")
	p.do(chromedp.Focus(chromedp.CSS("#add")), chromedp.KeyEvent("moved"+kb.Enter))
	p.await("location.hash === '#dream-theater,moved;spotify;7d;count'")
	p.do(chromedp.KeyEvent("nobody" + kb.Enter))
	p.await("document.getElementById('notes').textContent === 'No artist here is called nobody.'")
	eval[bool](p, "document.querySelector('#chosen li:first-child button').focus(); true")
	answer()
	p.await("document.getElementById('chosen').children.length === 2")
	if !eval[bool](p, "document.activeElement === document.querySelector('#chosen li:first-child button')") {
		p.Error("the button to remove an artist lost the focus")
	}
	if got := eval[string](p, "document.getElementById('notes').textContent"); got != "No artist here is called nobody." {
		p.Errorf("the note became %q", got)
	}
	// The second artist is the first when the first is gone.
	p.do(chromedp.KeyEvent(kb.Enter))
	p.await("document.getElementById('chosen').textContent === '1Möved×' && document.querySelector('#chosen .badge').className === 'badge k1'")
	p.quiet(home)
}

// testCompareGaps looks at the strokes of lines. Counts between two gaps are dots,
// in a line of their own without a stroke.
func testCompareGaps(p *tab, home, page string) {
	strokes := "[...document.querySelectorAll('#chart path[fill=none][stroke-width=\"2\"]')].map((n) => (n.getAttribute('d').match(/M[^M]*L/g) || []).length).join()"
	for address, want := range map[string]string{
		"#dream-theater,opeth;spotify;1y;count":       "1,3,0", // gaps of one day, and of ten
		"#moved;spotify;all;count":                    "2,0",   // two accounts
		"#dream-theater;deezer;90d;count":             "1",     // asked weekly, so nothing is missing
		"#dream-theater,opeth,young;spotify;7d;index": "1,1",
	} {
		p.open("about:blank")
		p.open(page + address)
		p.await(isDrawn)
		if got := eval[string](p, strokes); got != want {
			p.Errorf("%s is drawn in %s strokes, want %s", address, got, want)
		}
	}
	p.open("about:blank")
	p.open(page + "#opeth,dream-theater;spotify;28d;index")
	p.await(isDrawn)
	p.do(chromedp.Click(chromedp.CSS("#per-day summary")))
	p.await("document.querySelectorAll('#days tbody tr').length === 29")
	if got := eval[string](p, "document.querySelector('#days tbody tr:last-child').innerText"); got != "26 Oct 2026\ttimed out\t100.00 (1,468,819)" {
		p.Errorf("the first day reads %q", got)
	}
	at := eval[[]float64](p, `(() => {
		const boxes = [...document.querySelectorAll('#chart path[fill=none][stroke-width="2"]')].map((n) => n.getBoundingClientRect());
		return [Math.min(...boxes.map((r) => r.left)), boxes[0].top];
	})()`)
	p.until("document.querySelector('.tip')?.textContent === '26 Oct 20261no count: timed out2100.00 (1,468,819)'",
		chromedp.MouseEvent("mouseMoved", at[0]+4, at[1]), chromedp.MouseEvent("mouseMoved", at[0]+1, at[1]))
	p.quiet(home)
}

func testCompareRefusals(p *tab, home, page string) {
	for address, want := range map[string]string{
		"#dream-theater;twitter;7d;count":     "The terms of X (Twitter) forbid to hand its counts on in bulk, so they cannot be compared here. They stand on each artist’s page.",
		"#nobody,..%2F..%2F;spotify;7d;count": "No artist here is called nobody.No artist here is called ../../.Choose an artist to begin.",
		"#;;;":                                "Choose an artist to begin.",
		"#%E0%A4%A":                           "No artist here is called %E0%A4%A.Choose an artist to begin.",
		"#young;spotify;90d;index":            "Young: no count of 25 Aug 2026 or shortly before, which would be 100.",
		"#young;deezer;90d;index":             "Young: no count of Deezer fans.",
	} {
		p.open("about:blank")
		p.open(page + address)
		p.await(fmt.Sprintf("document.getElementById('notes').textContent === %q", want))
		if !eval[bool](p, "document.getElementById('drawn').hidden") {
			p.Errorf("%s: something is drawn", address)
		}
	}
	p.quiet(home)
}

// testCompareChanges compares every change that the script works out with the
// one that the artist's own page tells.
func testCompareChanges(p *tab, w *world, home, page string) {
	h, en := w.history(p.T), languages[0]
	for _, source := range []content.Source{content.Spotify, content.Deezer} {
		for _, window := range content.Windows {
			p.open("about:blank")
			p.open(page + fmt.Sprintf("#dream-theater,opeth,young,moved;%s;%s;count", source, window))
			p.await("!document.getElementById('numbers').hidden")
			var want []string
			for _, id := range []string{"dream-theater", "opeth", "young", "moved"} {
				s := h.Series(id, source)
				if s.Len() == 0 {
					continue
				}
				text := en.Artist.NoBasis
				if change, ok := s.Change(window); ok {
					text = en.shortDate(change.From.Day) + " " + en.shortDate(change.To.Day) + " " + en.signed(change.Diff())
				}
				want = append(want, text)
			}
			got := eval[string](p, `[...document.querySelectorAll('#sums tbody tr')].map((row) => row.cells.length < 5 ? row.cells[3].textContent :
				[...row.querySelectorAll('small')].map((n) => n.textContent).join(' ') + ' ' + row.cells[3].textContent).join('\n')`)
			if got != strings.Join(want, "\n") {
				p.Errorf("%s, %s: got\n%s\nwant\n%s", source, window, got, strings.Join(want, "\n"))
			}
		}
	}
	p.quiet(home)
}

// testCompareLooks opens the page on a small phone, in the dark.
func testCompareLooks(p *tab, home, page string) {
	p.open(page + "?theme=dark#dream-theater,opeth,young,moved;spotify;90d;count")
	p.await(isDrawn)
	p.do(chromedp.Click(chromedp.CSS("#per-day summary")))
	if got := eval[int64](p, "document.documentElement.scrollWidth"); got > 320 {
		p.Errorf("the page is %d px wide", got)
	}
	stroke := "getComputedStyle(document.querySelector('#chart path[fill=none][stroke-width=\"2\"]')).stroke"
	if got := eval[string](p, stroke); got != "rgb(147, 167, 255)" {
		p.Errorf("in the dark a line is %s", got)
	}
	eval[bool](p, "document.querySelector('.theme').click(); true")
	p.await(stroke + " === 'rgb(43, 70, 207)'")
	p.quiet(home)
}

func testCompareUnscripted(p *tab, home, page string) {
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		p.Fatal(err)
	}
	p.open(page)
	text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS("main")))
	if want := "The chart needs JavaScript. Every count also stands in a table: all artists"; err != nil || !strings.Contains(text, want) || strings.Contains(text, "90 days") {
		p.Errorf("the page reads %q: %v", text, err)
	}
	p.do(chromedp.Click(chromedp.CSS(".unscripted a")), chromedp.WaitVisible(chromedp.CSS("#roster")))
	p.quiet(home)
}
