package render

import (
	"maps"
	"slices"

	"datarocks/content"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// statusView is what the template "status" shows: what became of the last days'
// runs.
type statusView struct {
	frame
	Intro   string
	Columns []string // sources
	Rows    []statusRow
	Events  []string // platform events, the newest first
	Held    []heldRow
	More    string // how many more are held than Held lists
	Data    string // address of the file that lists all
}

type statusRow struct {
	Day   string
	Cells []statusCell
}

// statusCell is what one source answered on one day.
type statusCell struct {
	Got  string // how many counts of how many; "" where there is none of the day
	None string // why not
	Held string // how many are held; "" for none
	Why  quote  // why counts are missing, the most frequent reason first
}

// heldRow is a count that waits for a decision. The number itself is not shown:
// it may be false.
type heldRow struct {
	Path, Artist, Source, Day string
	Reason                    quote
}

// More would make a page that nobody reads to its end: a bad night of a large
// roster may hold thousands of counts, each for a reason of its own.
const (
	heldEnd    = 100 // counts that the page lists
	reasonsEnd = 5   // reasons that it lists of one source and day
)

// statusPage writes the page, and the file of the API with the same.
func statusPage(w *writer, s *roster.Survey) error {
	if err := data.WriteStatus(w.out, s); err != nil {
		return err
	}
	l := w.words
	days := l.Number(roster.AnswerDays)
	page := &statusView{
		frame:  w.frame.at(roster.StatusPath, l.Frame.Title.With(l.Status.Title, s.Site.Title), l.Status.About.With(days)),
		Intro:  l.Status.Intro.With(days),
		Events: sentence.PlatformEvents(l, s.Roster, content.All),
	}
	slices.Reverse(page.Events)
	// What a source answers is asked once, so its first metric stands for the others.
	for _, p := range s.Leads() {
		page.Columns = append(page.Columns, p.Name)
	}
	for ago, metrics := range s.Answers {
		if s.History.Empty() {
			break
		}
		row := statusRow{Day: l.ShortDate(s.History.Newest - content.Day(ago))}
		for _, p := range s.Leads() {
			row.Cells = append(row.Cells, newStatusCell(l, p, metrics[p.Key()]))
		}
		page.Rows = append(page.Rows, row)
	}
	page.Data = page.Root + data.APIPath + "status.json"
	held := s.Held
	if n := int64(len(held) - heldEnd); n > 0 {
		held, page.More = held[:heldEnd], l.Status.MoreHeld.Of(l, n).With(l.Number(n))
	}
	for _, h := range held {
		page.Held = append(page.Held, heldRow{
			Path: h.Path, Artist: h.Artist, Source: l.Title(h.Source.MetricSetting), Day: l.ShortDate(h.Day), Reason: newQuote(l, h.Reason),
		})
	}
	return w.page(roster.StatusPath+"index.html", "status", page)
}

func newStatusCell(l *words.Language, p *roster.Platform, d *roster.Answers) statusCell {
	switch {
	case d != nil && p.Past() && d.Got+d.Held == 0:
		// Others that were asked have no row of the day: their counts are of days before.
		return statusCell{None: l.Status.NoDay, Why: mostFrequent(l, d.Reasons)}
	case d != nil && d.Asked > 0:
	case p.Past():
		return statusCell{None: l.Status.NoDay} // it was asked, and knows the day later
	default:
		return statusCell{None: l.Chart.NotAsked}
	}
	c := statusCell{Got: l.Roster.Got.With(l.Number(d.Got), l.Number(d.Asked)), Why: mostFrequent(l, d.Reasons)}
	if d.Held > 0 {
		c.Held = l.Status.Held.With(l.Number(d.Held))
	}
	return c
}

// mostFrequent lists the first reasons with how often there was each, and how
// many there are besides.
func mostFrequent(l *words.Language, reasons map[string]int) quote {
	sorted := slices.SortedStableFunc(slices.Values(slices.Sorted(maps.Keys(reasons))), func(a, b string) int {
		return reasons[b] - reasons[a]
	})
	all := quote{}
	for i, reason := range sorted {
		if i == reasonsEnd {
			n := int64(len(sorted) - i)
			all.Words = l.Status.List.With(all.Words, l.Status.MoreReasons.Of(l, n).With(l.Number(n)))
			break
		}
		q := newQuote(l, reason)
		text := l.Status.Times.With(l.Number(int64(reasons[reason])), q.Words)
		if all.Words != "" {
			text = l.Status.List.With(all.Words, text)
		}
		all = quote{text, all.Foreign || q.Foreign}
	}
	return all
}
