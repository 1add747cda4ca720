package render

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/flow"
	"datarocks/render/rendertest"
	"datarocks/render/words"
)

// cardNumbers returns what a card of a page has in each window: "13,118 page views in
// 7 days", or "–" and why.
func cardNumbers(t *testing.T, files fs.FS, page, slug string) map[content.Window]string {
	t.Helper()
	numbers := make(map[content.Window]string)
	card := rendertest.Page(t, files, page).Find("article[aria-labelledby=h-" + slug + "]")
	for _, w := range content.Windows {
		view := card.Find(".num .w-" + string(w))
		numbers[w] = rendertest.Words(view.Find("b")) + " " + rendertest.Words(view.Find(".basis"))
	}
	return numbers
}

// TestNumbersOfKinds: the number of each card is that of the law of its kind, with the
// days that it is of; where a day is missing, there is none.
func TestNumbersOfKinds(t *testing.T) {
	t.Parallel()
	w := rendertest.Kinds()
	files, h, l := siteOf(t, w), w.History(t), words.In(content.English)
	h.Follow(&w.Site)
	numbers, none := 0, 0
	for _, a := range w.Artists {
		for _, metric := range []content.Metric{rendertest.Views, rendertest.Plays, rendertest.Listeners, rendertest.Streams} {
			d := flow.New(h.Series(a.ID, metric), metric.Kind())
			if _, ok := d.Span(); !ok {
				continue
			}
			for window, got := range cardNumbers(t, files, "artists/"+a.ID+"/index.html", metric.Slug()) {
				want := "– "
				if n, why := d.Over(window); why == "" {
					want = l.Number(n.Value()) + " "
					numbers++
					if days := l.Number(int64(n.Days())) + " days"; !strings.HasSuffix(got, days) {
						t.Errorf("%s, %s, %s: %q does not end with %q", a.ID, metric, window, got, days)
					}
				} else {
					none++
				}
				if !strings.HasPrefix(got, want) {
					t.Errorf("%s, %s, %s: %q, want %q", a.ID, metric, window, got, want)
				}
			}
		}
	}
	if numbers < 20 || none < 10 {
		t.Errorf("the world has %d numbers and %d windows without one", numbers, none)
	}
}

// TestTimesOfKinds: each time in the footer has a name of its own, and a source that
// knows a day later was asked.
func TestTimesOfKinds(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Kinds())
	for _, page := range []string{"artists/dream-theater/index.html", "status/index.html"} {
		names := rendertest.Texts(t, files, page, `ul[aria-label="Newest count of each source"] b`)
		slices.Sort(names)
		if !slices.Contains(names, "Last.fm plays") || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Errorf("%s has the times of %q", page, names)
		}
	}
	columns := rendertest.Texts(t, files, "status/index.html", "thead:first-of-type th")
	cells := rendertest.Texts(t, files, "status/index.html", "tbody:first-of-type tr:first-child > *")
	if at := slices.Index(columns, "Wikipedia"); at < 0 || at >= len(cells) || cells[at] != "no count yet" {
		t.Errorf("the newest day of %q has %q", columns, cells)
	}
}

func TestCardsOfKinds(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Kinds())
	const page = "artists/dream-theater/index.html"
	for selector, want := range map[string]string{
		"#h-spotify-listeners": "Spotify daily listeners",
		"#h-lastfm-plays":      "Last.fm plays",
		"#h-wikipedia":         "Wikipedia page views",
		"article[aria-labelledby=h-lastfm-plays] .how":       "Counted as a difference from day to day. The level is 43,707,057.",
		"article[aria-labelledby=h-wikipedia] .w-90d .since": "in 84 days, compared with the 84 before",
		"article[aria-labelledby=h-wikipedia] .w-7d .since":  "compared with the 7 days before",
	} {
		if got := rendertest.Texts(t, files, page, selector); !slices.Equal(got, []string{want}) {
			t.Errorf("%s reads %q, want %q", selector, got, want)
		}
	}
	ratio := rendertest.Texts(t, files, page, "p.say + .windows + p.say, .windows + p.say")
	if want := "71 followers for each daily listener: 2,200,000 followers, and 30,932 daily listeners on average over the last 28 days (27 Oct 2026 – 23 Nov 2026)."; !slices.Equal(ratio, []string{want}) {
		t.Errorf("the ratio reads %q, want %q", ratio, want)
	}
	// A further metric has its source's colour, and a stroke of its own.
	for class, want := range map[string]int{".s-spotify": 3, ".s-lastfm.second": 1, ".s-spotify.third": 1, ".s-wikipedia:not(.second)": 1} {
		if got := rendertest.Page(t, files, page).Find("article" + class).Length(); got != want {
			t.Errorf("%d cards are %s, want %d", got, class, want)
		}
	}
	// Nothing is drawn across what has no number.
	for _, name := range []string{page, "artists/opeth/index.html"} {
		if got := rendertest.Page(t, files, name).Find("article:has(.daily) .bridge").Length(); got != 0 {
			t.Errorf("%s has %d bridges over missing days", name, got)
		}
	}
	if got := rendertest.Page(t, files, "artists/opeth/index.html").Find("article").Length(); got != 4 {
		t.Errorf("Opeth has %d cards: nobody imported figures for it", got)
	}
	if got := rendertest.Texts(t, files, "artists/opeth/index.html", "p.say"); len(got) != 1 {
		t.Errorf("Opeth has a ratio of what is not there: %q", got)
	}
}

// TestLeads: where there is room for one metric a source, it is the first.
func TestLeads(t *testing.T) {
	t.Parallel()
	w := rendertest.Kinds()
	lastfm := &w.Sources[1]
	lastfm.Chosen = []content.MetricInfo{lastfm.Metrics[1], lastfm.Metrics[0]} // plays lead
	files := siteOf(t, w)
	want := []string{"Artist", "Spotify", "Last.fm plays", "Wikipedia"}
	if got := rendertest.Texts(t, files, "index.html", "#roster thead th"); !slices.Equal(got[:4], want) || len(got) != 5 {
		t.Errorf("the roster has the columns %q, want %q", got, want)
	}
	if got := rendertest.Page(t, files, "index.html").Find(".tiles li").Length(); got != 3 {
		t.Errorf("the roster has %d tiles for 3 sources", got)
	}
	if got := rendertest.Texts(t, files, "artists/dream-theater/embed/index.html", "article h2"); !slices.Equal(got, []string{"Spotify followers", "Last.fm plays", "Wikipedia page views"}) {
		t.Errorf("the embed page has %q", got)
	}
	card := rendertest.XML(t, files, "artists/dream-theater/card.svg")["text"]
	for _, want := range []string{"Last.fm plays", "37,225", "plays in 7 days", "13,118"} {
		if !slices.Contains(card, want) {
			t.Errorf("card.svg lacks %q: %q", want, card)
		}
	}
	if got := rendertest.Texts(t, files, "status/index.html", "thead th"); len(got) < 4 || got[3] != "Wikipedia" {
		t.Errorf("the status has the columns %q", got)
	}
	if got := rendertest.Texts(t, files, "artists/dream-theater/index.html", "article h2"); len(got) != 6 || got[3] != "Last.fm plays" {
		t.Errorf("the cards are %q", got)
	}
}

// TestPastNeedsTime: the days of a source that knows past days are due two days
// later, so today's and yesterday's are no gaps.
func TestPastNeedsTime(t *testing.T) {
	t.Parallel()
	for missing, want := range map[content.Day]int{1: 0, 2: 0, 3: 1} {
		w := rendertest.Kinds()
		w.Artists = w.Artists[:1]
		for ago := range missing {
			day := rendertest.Newest - ago
			w.Samples[day] = slices.DeleteFunc(w.Samples[day], isViews)
		}
		files := siteOf(t, w)
		if got := rendertest.Page(t, files, "artists/dream-theater/index.html").Find("article.s-wikipedia .why").Length(); got != want {
			t.Errorf("without %d days, %d reasons are shown, want %d", missing, got, want)
		}
	}
}

func isViews(s fetch.Sample) bool { return s.Source == content.Wikipedia }

func TestRankingOfKinds(t *testing.T) {
	t.Parallel()
	w := rendertest.Kinds()
	files := siteOf(t, w)
	l, h := words.In(content.English), w.History(t)
	h.Follow(&w.Site)
	for page, of := range map[string]struct {
		metric content.Metric
		window content.Window
	}{
		"ranking/wikipedia/7d/":          {rendertest.Views, content.Week},
		"ranking/lastfm-plays/90d/":      {rendertest.Plays, content.Quarter},
		"ranking/spotify-listeners/28d/": {rendertest.Listeners, content.FourWeek},
	} {
		d := flow.New(h.Series("dream-theater", of.metric), of.metric.Kind())
		n, _ := d.Over(of.window)
		c, _ := d.Change(of.window)
		r, _ := d.Ratio(of.window)
		percent, _ := c.Percent()
		number, times := l.Number(n.Value()), l.Times(r.Times())
		for id, want := range map[string]string{
			"by-number": "1 Dream Theater " + number + " " + l.SignedPercent(percent) + " " + times,
			"by-ratio":  "1 Dream Theater " + times + " usually " + l.Number(int64(r.Typical+0.5)) + " a day " + number,
		} {
			want = strings.Join(strings.Fields(want), " ")
			if got := rendertest.Texts(t, files, page+"index.html", "[aria-labelledby="+id+"] tbody tr:first-child"); len(got) == 0 || got[0] != want {
				t.Errorf("%s, %s: %q, want %q", page, id, got, want)
			}
		}
	}
	// Opeth's plays fell within the seven days, VOLA's are too young.
	if got := rendertest.Texts(t, files, "ranking/lastfm-plays/7d/index.html", ".left .why"); !slices.Equal(got, []string{"the level was corrected downwards in between", "counted only since 21 Nov 2026"}) {
		t.Errorf("not ranked are %q", got)
	}
	links := rendertest.Texts(t, files, "ranking/lastfm/7d/index.html", ".choices nav:first-child a")
	if want := []string{"Spotify", "Spotify daily listeners", "Spotify streams", "Last.fm", "Last.fm plays", "Wikipedia"}; !slices.Equal(links, want) {
		t.Errorf("the rankings are %q, want %q", links, want)
	}
}

// TestNothingOfADayIsGained: what is so many in a day is never gained or lost, on any
// page.
func TestNothingOfADayIsGained(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Kinds())
	for _, name := range rendertest.Pages(t, files) {
		text := rendertest.Words(rendertest.Page(t, files, name).Find("main"))
		for sentence := range strings.SplitSeq(text, ".") {
			for _, what := range []string{"page views", "plays", "streams", "daily listeners"} {
				if strings.Contains(sentence, what) && (strings.Contains(sentence, "gained") || strings.Contains(sentence, " lost ")) && !strings.Contains(sentence, "Lift:") {
					t.Errorf("%s: %s", name, sentence)
				}
			}
		}
	}
}

// TestWeightOfKinds: six metrics, one of them of eleven years, are little more than
// five of a year.
func TestWeightOfKinds(t *testing.T) {
	t.Parallel()
	files := siteOf(t, rendertest.Kinds())
	for name, most := range map[string]int{"artists/dream-theater/index.html": 18 * kB, "artists/dream-theater/embed/index.html": 7 * kB} {
		if got := compressed(t, files, name); got >= most {
			t.Errorf("%s weighs %d bytes, which must stay below %d", name, got, most)
		}
	}
	data := pageDataOf(t, files, "artists/dream-theater/index.html")
	if chart := data.Charts["wikipedia"]; len(chart.Steps) != 400 || !chart.Partial || chart.Kind != content.Flow || !chart.Weekly {
		t.Errorf("the page has %d days of views, %+v", len(chart.Steps), chart.Windows)
	}
	if days := data.Charts["wikipedia"].Windows[content.All]; days[0] != rendertest.Day("2015-07-01") {
		t.Errorf("all days of views are %v", days)
	}
	if days := data.Windows[content.All]; days[0] != rendertest.Newest-500 {
		t.Errorf("the other charts begin on %s", days[0])
	}
}
