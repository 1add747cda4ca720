package render

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"datarocks/content"
	"datarocks/fetch"
)

// ageWorld has an artist asked daily and weekly, one asked weekly alone, and
// one without any count.
func ageWorld() *world {
	w := newWorld()
	w.Sources = []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay),
		content.Deezer.Setting(content.EveryWeek),
		content.Bluesky.Setting(content.EveryDay),
	}
	w.artist("vola", "Vola")
	w.artist("weekly", "Weekly")
	w.artist("none", "None")
	w.Artists[1].Accounts = map[content.Source]string{content.Deezer: "weekly-on-deezer"}
	w.Artists[2].Accounts = map[content.Source]string{content.Bluesky: "none-on-bluesky"}
	w.grow("vola", content.Spotify, 30, 1000, 2000)
	for _, id := range []string{"vola", "weekly"} {
		w.until(id, content.Deezer, append(numbers(10), make([]fetch.Count, 2)...)...)
	}
	return w
}

// testAge opens pages with a clock of the visitor: on the page's own day, when
// a night was missed, and when a week was.
func testAge(t *testing.T, browser context.Context) {
	home := serveSite(t, ageWorld().render(t))
	p := openTab(t, browser, 390)
	clock := func(at time.Time) {
		source := fmt.Sprintf("window.clock = %d; Date.now = () => window.clock", at.UnixMilli())
		if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}); err != nil {
			p.Fatal(err)
		}
	}
	const old = "document.querySelector('.stale').checkVisibility()"
	counted := newest.Time().Add(3*time.Hour + 17*time.Minute)
	daily := []string{"", "artists/vola/", "artists/vola/embed/", "status/", "about/"}
	weekly := []string{"artists/weekly/", "artists/weekly/embed/"} // counted two days before
	for _, test := range []struct {
		after         time.Duration
		daily, weekly bool
	}{{35 * time.Hour, false, false}, {37 * time.Hour, true, false}, {131 * time.Hour, true, false}, {133 * time.Hour, true, true}} {
		clock(counted.Add(test.after))
		for want, addresses := range map[*bool][]string{&test.daily: daily, &test.weekly: weekly} {
			for _, address := range addresses {
				p.open(home + address)
				if got := eval[bool](p, old); got != *want {
					p.Errorf("/%s after %v: calls its counts old: %t", address, test.after, got)
				}
			}
		}
	}
	p.open(home)
	if got := eval[string](p, "document.querySelector('.stale').textContent"); got != "No newer count than that of 23 November 2026, 03:17 UTC." {
		p.Errorf("it says %q", got)
	}
	p.quiet(home)

	p.open(home + "artists/none/")
	if !eval[bool](p, "[...document.querySelectorAll('.card header:last-child')].some((n) => n.checkVisibility({ visibilityProperty: true }))") {
		p.Error("a card without a count has no head")
	}

	// A page that stays open grows old too.
	clock(counted.Add(time.Hour))
	p.open(home)
	eval[bool](p, "window.clock += 36 * 3600 * 1000; document.dispatchEvent(new Event('visibilitychange')); true")
	p.await(old)

	testAgeWithoutScripts(openTab(t, browser, 390), home, slices.Concat(daily, weekly, []string{"404.html"}))
}

// testAgeWithoutScripts: the date stands on every page, and that of each
// source below it.
func testAgeWithoutScripts(p *tab, home string, addresses []string) {
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		p.Fatal(err)
	}
	for _, address := range addresses {
		p.open(home + address)
		text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS(".fresh summary")))
		want := "Newest count: 23 November 2026, 03:17 UTC"
		if strings.Contains(address, "weekly") {
			want = "Newest count: 21 November 2026, 03:17 UTC"
		}
		if err != nil || text != want {
			p.Errorf("/%s says %q: %v", address, text, err)
		}
	}
	p.open(home + "about/")
	p.do(chromedp.Click(chromedp.CSS(".fresh summary")))
	text, err := chromedp.Run(p.ctx, chromedp.Text(chromedp.CSS(".fresh ul")))
	const want = "Spotify 23 November 2026, 03:17 UTC Deezer 21 November 2026, 03:17 UTC Bluesky no count yet"
	if got := strings.Join(strings.Fields(text), " "); err != nil || got != want {
		p.Errorf("the sources say %q: %v", got, err)
	}
}

// testMonths: scripts write days by the browser's words, which are those of the pages.
func testMonths(p *tab) {
	for _, l := range languages {
		for month := time.January; month <= time.December; month++ {
			at := time.Date(2026, month, 5, 0, 0, 0, 0, time.UTC)
			script := fmt.Sprintf("new Intl.DateTimeFormat(%q, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(%d)", l.Locale, at.UnixMilli())
			if got, want := eval[string](p, script), l.shortDate(content.DayOf(at)); got != want {
				p.Errorf("the browser writes %q, and the pages %q", got, want)
			}
		}
	}
}

// testGerman looks at what scripts say in another language than English.
func testGerman(t *testing.T, browser context.Context) {
	w := oddWorld()
	w.Language = content.German
	w.artist("opeth", "Ópeth")
	home := serveSite(t, w.render(t))
	p := openTab(t, browser, 1280)
	p.open(home)
	if got := eval[string](p, "document.documentElement.lang"); got != "de" {
		p.Errorf("the page is in %q", got)
	}
	p.do(chromedp.SendKeys(chromedp.CSS("#find"), "opeth"))
	p.await("document.getElementById('hits').textContent === '1 Künstler'")
	p.open(home + "artists/odd/")
	eval[bool](p, wake)
	p.await("document.querySelector('.live-on') !== null")
	eval[bool](p, choose(content.FourWeek))
	for _, test := range []struct {
		source content.Source
		ago    float64
		want   string
	}{
		{content.Spotify, 1, "54.375So., 22. Nov. 2026"},
		{content.Spotify, 9, "keine ZahlSa., 14. Nov. 2026: http 402: no credits"},
		{content.Spotify, 2, "keine ZahlSa., 21. Nov. 2026: nicht gefragt"},
		{content.LastFM, 24.5, "anderes Kontoab Fr., 30. Okt. 2026"},
	} {
		hover(p, test.source, test.ago, 28, test.want)
	}
	p.quiet(home)
	testLabels(t, browser, home)
	testWidths(t, browser, home, "", "artists/odd/", "artists/odd/embed/", "about/", "status/", "404.html")
}
