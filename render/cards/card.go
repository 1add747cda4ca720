// Package cards is what an artist's page has of each metric: a card with its number,
// its changes and its pictures, and what the page's script needs to draw live charts.
package cards

import (
	"html/template"

	"datarocks/content"
	"datarocks/render/chart"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// Card is one metric on an artist's page.
type Card struct {
	Source string // slug of the metric
	Class  string // of its colour and, of a source's further metrics, of its stroke
	Name   string
	Metric string
	Count  string   // the newest count in full; "" where there is none
	Daily  bool     // each view has a number of its own
	How    string   // the numbers are made of what, where that is not what was counted
	Limits []string // what of them is not known or not shown, and why
	Why    string   // why there is no count of the newest day
	Views  []View
	Wide   bool // it has a row of its own
	T      *words.Language
}

// View is one window of a card.
type View struct {
	Window  content.Window
	Daily   sentence.Daily // of a metric that is so many in a day
	Delta   sentence.Delta
	Picture template.HTML // "" where the window has no count
}

// New makes the cards of some of an artist's metrics, and adds what their live charts
// need to the page's data.
func New(l *words.Language, a *roster.Artist, tracks []roster.Track, page *Data) []Card {
	var cards []Card
	for _, t := range tracks {
		cards = append(cards, newCard(l, a, t, page))
	}
	// No card stands alone beside a hole.
	if n := len(cards); n > 0 {
		cards[0].Wide = true
		cards[n-1].Wide = n%2 == 0 || n == 1
	}
	return cards
}

func newCard(l *words.Language, a *roster.Artist, t roster.Track, page *Data) Card {
	c := Card{Source: t.Slug(), Class: Class(t.Platform), Name: t.Name, Metric: l.Metric(t.MetricSetting).Name, Daily: !t.IsStock(), T: l}
	c.Why = sentence.Absence(l, t, a.Newest)
	if last, ok := t.Series.Last(); ok {
		c.Count = l.Number(last.Value)
		if t.Kind == content.Cumulative {
			c.How = l.Daily.Level.With(c.Count)
		}
	}
	c.Limits = sentence.Limits(l, t)
	events := eventsOn(l, a, t)
	ranges := make(map[content.Window][2]float64)
	for _, w := range content.Windows {
		v := newView(l, a, t, w)
		from, to := chart.Span(w, a.FirstOf(t), a.Newest)
		if p := plot(l, t, w, from, to); p != nil {
			p.Mark(events)
			v.Picture = p.SVG(sentence.OfPicture(l, sentence.About(a, t, w)), page.detail.height)
			ranges[w] = p.Range()
		}
		c.Views = append(c.Views, v)
	}
	if len(ranges) > 0 {
		page.add(l, a, t, ranges)
	}
	return c
}

// plot returns what is drawn of a metric by its kind; nil where there is nothing.
func plot(l *words.Language, t roster.Track, w content.Window, from, to content.Day) *chart.Plot {
	if t.IsStock() {
		return chart.New(l, t.Series, t.Every, from, to)
	}
	return chart.NewDaily(l, t.Daily(), from, to, chart.Weekly(w, from, to))
}

func newView(l *words.Language, a *roster.Artist, t roster.Track, w content.Window) View {
	if !t.IsStock() {
		daily := sentence.NewDaily(l, t, w, a.Newest)
		return View{Window: w, Daily: daily, Delta: daily.Delta}
	}
	return View{Window: w, Delta: sentence.OfWindow(l, t, w)}
}

// Class returns the classes of a metric in the style sheet: its source's colour and, of
// a source's second and third metric, another stroke in it.
func Class(p *roster.Platform) string {
	class := "s-" + string(p.Source)
	info, ok := p.Source.Info()
	if !ok {
		return class
	}
	for i, m := range info.Metrics {
		if m.Metric == p.Metric && i > 0 {
			return class + [...]string{" second", " third"}[min(i, 2)-1]
		}
	}
	return class
}
