package browsertest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

// compareWorld has lines that must not be drawn across: a gap, another account;
// a young artist, a source asked weekly, and one that is for no file.
func compareWorld() *rendertest.World {
	w := rendertest.New()
	w.Sources = append(w.Sources, content.Deezer.Setting(content.EveryWeek))
	w.Artist("dream-theater", "Dream Theater")
	w.Artist("opeth", "Opeth")
	w.Artist("young", "Young")
	moved := w.Artist("moved", "Möved")
	w.Grow("dream-theater", content.Spotify, 450, 1_000_000, 1_500_000)
	w.Grow("dream-theater", content.Twitter, 100, 340_000, 345_000)
	for i := range content.Day(20) {
		w.From(rendertest.Newest-3-7*i, "dream-theater", content.Deezer, fetch.Number(900_000-int64(1234*i)))
	}
	for i := range content.Day(120) {
		count := fetch.Number(2000 + 10*int64(i))
		if 80 <= i && i < 90 || i == 119-28 || i == 119-90 {
			count = rendertest.Missing("timed out")
		}
		w.From(rendertest.Newest-119+i, "opeth", content.Spotify, count)
	}
	w.Until("young", content.Spotify, append(rendertest.Numbers(0, 5, 7, 9), rendertest.Missing("http 402: no credits"))...)
	w.From(rendertest.Newest-40, "moved", content.Spotify, rendertest.Numbers(10, 20, 30, 40, 50)...)
	moved.Accounts[content.Spotify] = "another"
	w.From(rendertest.Newest-35, "moved", content.Spotify, fetch.Number(7000))
	w.From(rendertest.Newest-8, "moved", content.Spotify, rendertest.Numbers(7100, 7110, 7120, 7130, 7140, 7150, 7160, 7170, 7180)...)
	return w
}

const isDrawn = "document.querySelector('#chart svg path') !== null"

// comparing is the page that compares artists.
const comparing = "compare/"

func TestCompare(t *testing.T) {
	browse(t, compareWorld(),
		visit{"waking", 1280, checkCompareWaking},
		visit{"address", 1280, checkCompareAddress},
		visit{"keyboard", 1280, checkCompareKeyboard},
		visit{"crosshair", 1280, checkCompareCrosshair},
		visit{"print", 1280, checkComparePrint},
		visit{"gaps", 1280, checkCompareGaps},
		visit{"refusals", 390, checkCompareRefusals},
		visit{"changes", 390, checkCompareChanges},
		visit{"looks", 320, checkCompareLooks},
		visit{"without scripts", 390, checkCompareUnscripted},
	)
}

func checkCompareWaking(p *tab) {
	p.open(comparing)
	p.await("!document.getElementById('numbers').hidden")
	p.checkUnasked("echarts")
	check(p, "location.hash", "")
	p.until(isDrawn, chromedp.MouseEvent("mouseMoved", 400, 400))
}

func checkCompareAddress(p *tab) {
	hash := func(want string) {
		p.Helper()
		p.await(fmt.Sprintf("location.hash === %q", want))
	}
	p.open(comparing + "#dream-theater,opeth;spotify;90d;index")
	p.await(isDrawn)
	hash("#dream-theater,opeth;spotify;90d;index")
	check(p, "[...document.querySelectorAll('.compare input:checked')].map((n) => n.value).join()", "90d,index")
	check(p, "document.getElementById('chart').ariaLabel", "Spotify followers: Dream Theater, Opeth. 90 days.")
	for _, step := range [][2]string{
		{"document.getElementById('w-28d').click()", "#dream-theater,opeth;spotify;28d;index"},
		{"document.getElementById('s-count').click()", "#dream-theater,opeth;spotify;28d;count"},
		{"const s = document.getElementById('source'); s.value = 'deezer'; s.dispatchEvent(new Event('change'))", "#dream-theater,opeth;deezer;28d;count"},
		{"document.querySelector('#chosen button').click()", "#opeth;deezer;28d;count"},
	} {
		p.run(step[0])
		hash(step[1])
		p.await("document.getElementById('chosen').children.length === " + fmt.Sprint(1+strings.Count(step[1], ",")))
	}
	p.await("document.getElementById('drawn').hidden && document.getElementById('notes').textContent === 'Opeth: no count of Deezer fans.'")
	// Going back, or pasting another address into the same tab.
	p.run("location.hash = '#opeth;spotify;7d;count'")
	p.await("document.getElementById('w-7d').checked && document.getElementById('source').value === 'spotify' && !document.getElementById('drawn').hidden")
}

func checkCompareKeyboard(p *tab) {
	p.open(comparing)
	p.focus("#add", "moved"+kb.Enter)
	p.await("location.hash === '#dream-theater,moved;spotify;7d;count'")
	p.await(isDrawn + " && document.getElementById('chosen').children.length === 2")
	p.do(chromedp.KeyEvent("nobody" + kb.Enter))
	p.await("document.getElementById('notes').textContent === 'No artist here is called nobody.'")
	// The list stays as it is while another window is loaded, and so does the focus.
	p.run("document.querySelector('#chosen li:last-child button').focus()")
	p.choose(content.FourWeek)
	p.await("location.hash === '#dream-theater,moved;spotify;28d;count' && document.getElementById('chart').ariaLabel.endsWith('28 days.')")
	check(p, "document.activeElement === document.querySelector('#chosen li:last-child button')", true)
	p.choose(content.Week)
	p.await("location.hash === '#dream-theater,moved;spotify;7d;count' && document.getElementById('chart').ariaLabel.endsWith('7 days.')")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.await("location.hash === '#dream-theater;spotify;7d;count' && document.activeElement.id === 'add'")
	p.focus("#w-7d", kb.ArrowRight)
	p.await("location.hash === '#dream-theater;spotify;28d;count'")
}

// heldFiles answers for one file when ready is closed.
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

// TestCompareSlow: somebody who goes on while counts are on their way keeps the
// focus, and still reads the note on a name.
func TestCompareSlow(t *testing.T) {
	needBrowser(t)
	files := heldFiles{filesOf(t, compareWorld()), "artists/moved/data.json", make(chan struct{})}
	answer := sync.OnceFunc(func() { close(files.ready) })
	browseFiles(t, files, visit{"two artists", 1280, func(p *tab) {
		defer answer()
		const nobody = "No artist here is called nobody."
		p.open(comparing)
		p.await("document.getElementById('chosen').children.length === 1")
		p.focus("#add", "moved"+kb.Enter)
		p.await("location.hash === '#dream-theater,moved;spotify;7d;count'")
		p.do(chromedp.KeyEvent("nobody" + kb.Enter))
		p.await("document.getElementById('notes').textContent === '" + nobody + "'")
		p.run("document.querySelector('#chosen li:first-child button').focus()")
		answer()
		p.await("document.getElementById('chosen').children.length === 2")
		check(p, "document.activeElement === document.querySelector('#chosen li:first-child button')", true)
		check(p, "document.getElementById('notes').textContent", nobody)
		// The second artist is the first when the first is gone.
		p.do(chromedp.KeyEvent(kb.Enter))
		p.await("document.getElementById('chosen').textContent === '1Möved×' && document.querySelector('#chosen .badge').className === 'badge k1'")
	}})
}

// checkCompareGaps looks at the strokes of lines. Counts between two gaps are dots,
// in a line of their own without a stroke.
func checkCompareGaps(p *tab) {
	strokes := "[...document.querySelectorAll('#chart path[fill=none][stroke-width=\"2\"]')].map((n) => (n.getAttribute('d').match(/M[^M]*L/g) || []).length).join()"
	for address, want := range map[string]string{
		"#dream-theater,opeth;spotify;1y;count":       "1,3,0", // gaps of one day, and of ten
		"#moved;spotify;all;count":                    "2,0",   // two accounts
		"#dream-theater;deezer;90d;count":             "1",     // asked weekly, so nothing is missing
		"#dream-theater,opeth,young;spotify;7d;index": "1,1",
	} {
		p.afresh(comparing + address)
		p.await(isDrawn)
		check(p, strokes, want)
	}
	p.afresh(comparing + "#opeth,dream-theater;spotify;28d;index")
	p.await(isDrawn)
	p.click("#per-day summary")
	p.await("document.querySelectorAll('#days tbody tr').length === 29")
	check(p, "document.querySelector('#days tbody tr:last-child').innerText", "26 Oct 2026\ttimed out\t100.00 (1,468,819)")
	at := eval[[]float64](p, `(() => {
		const boxes = [...document.querySelectorAll('#chart path[fill=none][stroke-width="2"]')].map((n) => n.getBoundingClientRect());
		return [Math.min(...boxes.map((r) => r.left)), boxes[0].top];
	})()`)
	p.until("document.querySelector('.tip')?.textContent === '26 Oct 20261no count: timed out2100.00 (1,468,819)'",
		chromedp.MouseEvent("mouseMoved", at[0]+4, at[1]), chromedp.MouseEvent("mouseMoved", at[0]+1, at[1]))
}

func checkCompareRefusals(p *tab) {
	for address, want := range map[string]string{
		"#dream-theater;twitter;7d;count":     "The terms of X (Twitter) forbid to hand its counts on in bulk, so they cannot be compared here. They stand on each artist’s page.",
		"#nobody,..%2F..%2F;spotify;7d;count": "No artist here is called nobody.No artist here is called ../../.Choose an artist to begin.",
		"#;;;":                                "Choose an artist to begin.",
		"#%E0%A4%A":                           "No artist here is called %E0%A4%A.Choose an artist to begin.",
		"#young;spotify;90d;index":            "Young: no count of 25 Aug 2026 or shortly before, which would be 100.",
		"#young;deezer;90d;index":             "Young: no count of Deezer fans.",
	} {
		p.afresh(comparing + address)
		p.await(fmt.Sprintf("document.getElementById('notes').textContent === %q", want))
		check(p, "document.getElementById('drawn').hidden", true)
	}
}

// checkCompareChanges compares every change that the script works out with that of
// the API.
// leapWorld ends each artist's counts on another day, so that a year goes over a
// leap day, begins with one or ends on one.
func leapWorld() *rendertest.World {
	w := rendertest.New()
	for _, end := range []string{"2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01"} {
		day := rendertest.Day(end)
		w.Artist("to-"+end, "To "+end)
		for n := range content.Day(400) {
			w.From(day-n, "to-"+end, content.Spotify, fetch.Number(9_000-7*int64(n)))
		}
	}
	w.Artist("today", "Today")
	w.Until("today", content.Spotify, rendertest.Numbers(1, 2)...)
	return w
}

func TestCompareOverALeapDay(t *testing.T) {
	browse(t, leapWorld(), visit{"changes", 390, func(p *tab) {
		p.open(comparing + "#to-2024-02-28,to-2024-02-29,to-2024-03-01,to-2025-02-28,to-2025-03-01,today;spotify;1y;count")
		p.await("!document.getElementById('numbers').hidden")
		checkSums(p, content.Spotify, content.Year)
	}})
}

func checkCompareChanges(p *tab) {
	for _, source := range []content.Source{content.Spotify, content.Deezer} {
		for _, window := range content.Windows {
			p.afresh(comparing + fmt.Sprintf("#dream-theater,opeth,young,moved;%s;%s;count", source, window))
			p.await("!document.getElementById('numbers').hidden")
			checkSums(p, source, window)
		}
	}
}

// checkSums compares the changes that the page works out with those of the API.
func checkSums(p *tab, source content.Source, window content.Window) {
	var latest struct {
		Counts []struct {
			Artist  string
			Source  content.Source
			Date    *content.Day
			Changes map[content.Window]struct {
				From       content.Day
				Difference int
			}
		}
	}
	if err := json.Unmarshal([]byte(eval[string](p, "fetch('../api/v1/latest.json').then((r) => r.text())")), &latest); err != nil {
		p.Fatal(err)
	}
	short := func(day content.Day) string {
		return strings.Replace(day.Time().Format("2 Jan 2006"), "Sep", "Sept", 1)
	}
	var want []string
	for _, c := range latest.Counts {
		if c.Source != source || c.Date == nil {
			continue
		}
		text := "no count to compare with"
		if change, ok := c.Changes[window]; ok {
			text = fmt.Sprintf("%s %s %+d", short(change.From), short(*c.Date), change.Difference)
		}
		want = append(want, text)
	}
	got := eval[string](p, `[...document.querySelectorAll('#sums tbody tr')].map((row) => row.cells.length < 5 ? row.cells[3].textContent :
		[...row.querySelectorAll('small')].map((n) => n.textContent).join(' ') + ' ' + row.cells[3].textContent).join('\n')`)
	if got = strings.NewReplacer(",", "", "−", "-").Replace(got); got != strings.Join(want, "\n") {
		p.Errorf("%s, %s: got\n%s\nwant\n%s", source, window, got, strings.Join(want, "\n"))
	}
}

// checkCompareLooks opens the page on a small phone, in the dark.
func checkCompareLooks(p *tab) {
	p.open(comparing + "?theme=dark#dream-theater,opeth,young,moved;spotify;90d;count")
	p.await(isDrawn)
	p.click("#per-day summary")
	p.checkWidth(320)
	stroke := "getComputedStyle(document.querySelector('#chart path[fill=none][stroke-width=\"2\"]')).stroke"
	check(p, stroke, "rgb(147, 167, 255)")
	p.run("document.querySelector('.theme').click()")
	p.await(stroke + " === 'rgb(43, 70, 207)'")
}

func checkCompareUnscripted(p *tab) {
	p.disableScripts()
	p.open(comparing)
	text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS("main")))
	if want := "The chart needs JavaScript. Every count also stands in a table: all artists"; err != nil || !strings.Contains(text, want) || strings.Contains(text, "90 days") {
		p.Errorf("the page reads %q: %v", text, err)
	}
	p.do(chromedp.Click(chromedp.CSS(".unscripted a")), chromedp.WaitVisible(chromedp.CSS("#roster")))
}

func checkCompareCrosshair(p *tab) {
	p.open(comparing + "#dream-theater,opeth;spotify;28d;index")
	p.await(isDrawn)
	p.focus("#drawn [type=range]", "")
	for _, step := range []struct{ key, want string }{
		{kb.Home, "26 Oct 2026; Dream Theater: 100.00 (1,468,819); Opeth: no count: timed out"},
		{kb.ArrowRight, "27 Oct 2026; Dream Theater: 100.08 (1,469,933); Opeth: 100.69 (2,920)"},
		{kb.End, "23 Nov 2026; Dream Theater: 102.12 (1,500,000); Opeth: 110.00 (3,190)"},
	} {
		p.do(chromedp.KeyEvent(step.key))
		check(p, "document.activeElement.getAttribute('aria-valuetext')", step.want)
	}
	p.await("document.querySelector('.tip').textContent.startsWith('23 Nov 2026')")
	p.do(chromedp.KeyEvent(kb.Escape))
	p.await("!document.querySelector('.tip').checkVisibility({ opacityProperty: true, visibilityProperty: true })")
	// Another window, and the crosshair is on the same day.
	p.choose(content.Week)
	p.await("document.querySelector('#drawn [type=range]').max === '7' && document.querySelector('#drawn [type=range]').value === '7'")
}

// checkComparePrint prints the live chart, of which there is no picture.
func checkComparePrint(p *tab) {
	p.open(comparing + "?theme=dark#dream-theater;spotify;90d;count")
	p.await(isDrawn)
	const looks = "(() => { const s = document.querySelector('#chart svg'); return s.getAttribute('width') + ' ' + document.querySelector('#chart path[fill=none][stroke-width=\"2\"]').getAttribute('stroke'); })()"
	before := eval[string](p, looks)
	p.run("dispatchEvent(new Event('beforeprint'))")
	check(p, looks, "640 rgb(43, 70, 207)")
	p.run("dispatchEvent(new Event('afterprint'))")
	check(p, looks, before)
}
