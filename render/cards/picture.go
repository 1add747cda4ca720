package cards

import (
	"cmp"
	"strings"

	"datarocks/content"
	"datarocks/render/chart"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// Picture returns card.svg: the first metric of each source, as there is no more room.
// day names the last one with an answer; "" before the first.
func Picture(l *words.Language, s *roster.Survey, a *roster.Artist, day string) *chart.Card {
	w := s.Site.Window
	card := &chart.Card{
		Words: l, Artist: a.Name, About: sentence.Describe(l, a, w), Site: s.Site.Title,
		When: l.Frame.NoCounts, Newest: a.Freshness().Newest(), Demo: s.History.Demo,
	}
	if day != "" {
		card.When = l.Frame.Title.With(l.Window(w), day)
	}
	for _, t := range a.Leads() {
		card.Rows = append(card.Rows, pictureRow(l, a, t, w))
	}
	return card
}

// pictureRow returns what card.svg has of a metric.
func pictureRow(l *words.Language, a *roster.Artist, t roster.Track, w content.Window) chart.CardRow {
	row := chart.CardRow{Source: t.MetricSetting, Why: sentence.Absence(l, t, a.Newest)}
	last, ok := t.Series.Last()
	if !ok {
		return row
	}
	v := newView(l, a, t, w)
	row.Count, row.Class, row.Since = l.Number(last.Value), v.Delta.Class, v.Delta.Title
	row.Change = strings.TrimSpace(v.Delta.Arrow + " " + v.Delta.Percent + " " + v.Delta.Diff)
	if !t.IsStock() {
		row.Count, row.Since = cmp.Or(v.Daily.Number, "–"), cmp.Or(v.Daily.Basis, v.Daily.Why)
	}
	from, to := chart.Span(w, a.FirstOf(t), a.Newest)
	if row.Plot = plot(l, t, w, from, to); row.Plot != nil {
		row.Plot.Mark(eventsOn(l, a, t))
	}
	return row
}
