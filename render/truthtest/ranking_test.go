package truthtest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"datarocks/content"
	"datarocks/history/trendtest"
)

// checkRanking reads who moved most on a source over a window.
func (s *site) checkRanking(setting content.SourceSetting, w content.Window) {
	at := "ranking/" + string(setting.Source) + "/" + string(w) + "/"
	page := s.page(at)
	after := s.newest - trendtest.Length(w, s.newest)
	if w == content.All {
		after = -1
	}
	s.equal(at, texts(page.Find("ul[aria-label='Platform events'] li")), s.eventsOf(setting.Source, after))
	var all []move
	var left []string
	for _, v := range s.viewsOf(setting.Source, w) {
		m, ok := v.move()
		why := v.absence()
		switch _, _, compared := v.Change(w); {
		case why == "" && ok:
			all = append(all, m)
			continue
		case why == "" && compared:
			why = as("beside an event", "not counted right before or after a platform event")
		case why == "":
			why = v.incomparable()
		}
		left = append(left, v.name+" "+why)
	}
	s.equal(at, ranks(page, "by-number"), ranked(all, false))
	s.equal(at, ranks(page, "by-percent"), ranked(large(all), true))
	if len(all) > 0 {
		note := "Of artists who had at least 1,000 to begin with: of fewer, a handful is many per cent."
		if n := len(all) - len(large(all)); n > 0 {
			note += as("fewer to begin with", " "+plural(int64(n), "artist", "artists")+" had fewer.")
		}
		s.equal(at, texts(page.Find("p.note").First()), []string{note})
	}
	s.equal(at, page.Find("section.left li").Map(func(_ int, li *goquery.Selection) string {
		return li.Find("bdi").Text() + " " + li.Find("span.why").Text()
	}), left)
}

func ranks(page *goquery.Selection, order string) []string {
	return rows(page.Find("section.card[aria-labelledby=" + order + "] tbody"))
}

// ranked are the rows of an order: rank, name and days, change and per cent, count.
func ranked(moves []move, inPercent bool) (rows []string) {
	by := orderOf(inPercent)
	order := ordered(moves, by)
	for _, m := range order {
		rank := 1 + slices.IndexFunc(order, func(other move) bool { return by(other) == by(m) })
		name, changed := m.cells(m.window == content.All || m.to-m.from != trendtest.Length(m.window, m.to), inPercent)
		rows = append(rows, fmt.Sprintf("%d|%s|%s|%s", rank, name, strings.Join(changed, " "), number(m.Counts[m.to])))
	}
	return rows
}

// orderOf is what an order goes by.
func orderOf(inPercent bool) func(move) float64 {
	if inPercent {
		return byPart
	}
	return byOwn
}

// cells are the name, with the days where they are not those of the page, and the
// change in number and in per cent, of which an order has its own first.
func (m move) cells(other, inPercent bool) (name string, changed []string) {
	name, changed = m.name, []string{signed(m.own), "–"}
	switch {
	case m.to != m.newest:
		name += as("days", " "+short(m.from)+" – "+short(m.to))
	case other:
		name += as("since a day", " since "+short(m.from))
	}
	if m.Counts[m.from] > 0 {
		changed[1] = percent(m.part())
	}
	if inPercent {
		slices.Reverse(changed)
	}
	return name, changed
}

// absence is why there is no count of the newest day; "" where there is one, or none
// was due.
func (v view) absence() string {
	switch {
	case v.Empty():
		return as("no count yet", because("No count yet", v.reasons[v.newest]))
	case !slices.Contains(v.gaps(v.newest, v.newest), v.newest):
		return ""
	}
	return as("no count since", "No count since "+full(v.Last())+": "+cmp.Or(v.reasons[v.newest], "not asked"))
}
