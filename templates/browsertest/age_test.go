package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

// ageWorld has an artist asked daily and weekly, one asked weekly alone, and
// one without any count.
func ageWorld() *rendertest.World {
	w := rendertest.New()
	w.Sources = []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay),
		content.Deezer.Setting(content.EveryWeek),
		content.Bluesky.Setting(content.EveryDay),
	}
	w.Artist("vola", "Vola")
	w.Artist("weekly", "Weekly")
	w.Artist("none", "None")
	w.Artists[1].Accounts = map[content.Source]string{content.Deezer: "weekly-on-deezer"}
	w.Artists[2].Accounts = map[content.Source]string{content.Bluesky: "none-on-bluesky"}
	w.Grow("vola", content.Spotify, 30, 1000, 2000)
	for _, id := range []string{"vola", "weekly"} {
		w.Until(id, content.Deezer, append(rendertest.Numbers(10), make([]fetch.Count, 2)...)...)
	}
	return w
}

var (
	countedDaily  = []string{"", "artists/vola/", "artists/vola/embed/", "status/", "about/"}
	countedWeekly = []string{"artists/weekly/", "artists/weekly/embed/"} // two days before
)

func TestAge(t *testing.T) {
	browse(t, ageWorld(), visit{"clocks", 390, checkAge}, visit{"without scripts", 390, checkAgeWithoutScripts})
}

// checkAge opens pages with a clock of the visitor: on the page's own day, when a
// night was missed, and when a week was.
func checkAge(p *tab) {
	clock := func(at time.Time) {
		source := fmt.Sprintf("window.clock = %d; Date.now = () => window.clock", at.UnixMilli())
		call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
	}
	const old = "document.querySelector('.stale').checkVisibility()"
	counted := rendertest.Newest.Time().Add(3*time.Hour + 17*time.Minute)
	for _, test := range []struct {
		after         time.Duration
		daily, weekly bool
	}{{35 * time.Hour, false, false}, {37 * time.Hour, true, false}, {131 * time.Hour, true, false}, {133 * time.Hour, true, true}} {
		clock(counted.Add(test.after))
		for _, address := range slices.Concat(countedDaily, countedWeekly) {
			want := test.daily
			if slices.Contains(countedWeekly, address) {
				want = test.weekly
			}
			p.open(address)
			check(p, old, want)
		}
	}
	p.open("")
	check(p, "document.querySelector('.stale').textContent", "No newer count than that of 23 November 2026, 03:17 UTC.")
	p.open("artists/none/")
	check(p, "[...document.querySelectorAll('.card header:last-child')].some((n) => n.checkVisibility({ visibilityProperty: true }))", true)

	// A page that stays open grows old too.
	clock(counted.Add(time.Hour))
	p.open("")
	p.run("window.clock += 36 * 3600 * 1000; document.dispatchEvent(new Event('visibilitychange'))")
	p.await(old)
}

// checkAgeWithoutScripts: the date stands on every page, and that of each source
// below it.
func checkAgeWithoutScripts(p *tab) {
	p.disableScripts()
	for _, address := range slices.Concat(countedDaily, countedWeekly, []string{"404.html"}) {
		p.open(address)
		text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS(".fresh summary")))
		want := "Newest count: 23 November 2026, 03:17 UTC"
		if strings.Contains(address, "weekly") {
			want = "Newest count: 21 November 2026, 03:17 UTC"
		}
		if err != nil || text != want {
			p.Errorf("/%s has %q: %v", address, text, err)
		}
	}
	p.forget()
	p.open("about/")
	p.click(".fresh summary")
	text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS(".fresh ul")))
	const want = "Spotify 23 November 2026, 03:17 UTC Deezer 21 November 2026, 03:17 UTC Bluesky no count yet"
	if got := strings.Join(strings.Fields(text), " "); err != nil || got != want {
		p.Errorf("the sources have %q: %v", got, err)
	}
}

// TestMonths: scripts write days in the browser's words, which are those of the pages.
func TestMonths(t *testing.T) {
	for _, language := range content.Languages {
		w := rendertest.New()
		w.Language = language
		a := w.Artist("vola", "Vola")
		w.Until("vola", content.Spotify, rendertest.Numbers(1, 2)...)
		for month := range time.Month(12) {
			day := content.DayOf(time.Date(2025, 1+month, 5, 0, 0, 0, 0, time.UTC))
			a.Timeline = append(a.Timeline, content.Event{Day: day, Title: day.String()})
		}
		browse(t, w, visit{string(language), 1280, func(p *tab) {
			p.open("artists/vola/")
			locale := eval[string](p, "JSON.parse(document.getElementById('data').text).words.locale")
			p.open("compare/events/")
			const rows = "[...document.querySelectorAll('table.lifts tbody th')]"
			check(p, rows+".length", 12)
			check(p, fmt.Sprintf(`%s.filter((n) => n.querySelector('small').textContent !== new Intl.DateTimeFormat(%q,
				{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(n.querySelector('bdi').textContent))).map((n) => n.textContent).join()`, rows, locale), "")
		}})
	}
}

// TestGerman looks at what scripts write in another language than English.
func TestGerman(t *testing.T) {
	w := rendertest.Odd()
	w.Language = content.German
	w.Artist("opeth", "Ópeth")
	browse(t, w,
		visit{"roster", 1280, func(p *tab) {
			p.open("")
			check(p, "document.documentElement.lang", "de")
			p.do(chromedp.SendKeys(chromedp.CSS("#find"), "opeth"))
			p.await("document.getElementById('hits').textContent === '1 Künstler'")
		}},
		visit{"tooltips", 1280, func(p *tab) {
			p.checkTips(
				tooltip{content.Spotify, 1, "54.375So., 22. Nov. 2026"},
				tooltip{content.Spotify, 9, "keine ZahlSa., 14. Nov. 2026: http 402: no credits"},
				tooltip{content.Spotify, 2, "keine ZahlSa., 21. Nov. 2026: nicht gefragt"},
				tooltip{content.LastFM, 24.5, "anderes Kontoab Fr., 30. Okt. 2026"},
			)
		}},
		visit{"labels", 1280, checkLabels},
		visit{"widths", 1280, widthsOf("", "artists/odd/", "artists/odd/embed/", "about/", "status/", "404.html")},
	)
}
