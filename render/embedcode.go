package render

import (
	"fmt"
	"html/template"

	"datarocks/content"
	"datarocks/history/series"
	"datarocks/render/chart"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// embedCode is what other people put into their pages to show an artist.
type embedCode struct {
	Kind  string // frame, element, picture or link
	Label string
	Code  string
	Spans bool // a window is named in it, which the script replaces
}

// embedCodes returns the kinds of code, the one that works everywhere first.
func embedCodes(l *words.Language, site *content.Site, a *roster.Artist) []embedCode {
	if !data.Embeddable(site) {
		return nil
	}
	base, page := template.HTMLEscapeString(site.BaseURL), template.HTMLEscapeString(site.BaseURL+a.Path)
	title, name := template.HTMLEscapeString(l.Artist.Frame.With(a.Name)), template.HTMLEscapeString(a.Name)
	return []embedCode{
		{
			Kind: "frame", Label: l.Artist.AsFrame, Spans: true,
			Code: fmt.Sprintf(`<iframe src="%sembed/#?window=%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`, page, site.Window, title, data.FrameHeight),
		},
		{
			Kind: "element", Label: l.Artist.AsElement, Spans: true,
			Code: fmt.Sprintf(`<script src="%sembed.js" async></script>`+"\n"+`<artist-chart artist="%s" window="%s" title="%s"></artist-chart>`, base, a.ID, site.Window, title),
		},
		{
			Kind: "picture", Label: l.Artist.AsPicture,
			Code: fmt.Sprintf(`<a href="%s"><img src="%scard.svg" alt="%s" width="%d"></a>`, page, page, name, chart.CardWidth),
		},
		{Kind: "link", Label: l.Artist.AsLink, Code: site.BaseURL + a.Path},
	}
}

// table is the counts of the last days, in numbers.
type table struct {
	Columns []string
	Rows    []tableRow
}

type tableRow struct {
	Day   string
	Cells []tableCell
}

type tableCell struct {
	Count string // "" where there is none
	Why   quote  // the reason, where it is known
}

// tableDays is how many days the table goes back.
const tableDays = 28

// newTable returns the counts of an artist's last days.
func newTable(l *words.Language, a *roster.Artist) table {
	var t table
	for _, track := range a.Tracks {
		t.Columns = append(t.Columns, track.Name)
	}
	for day := a.Newest; day >= max(a.First, a.Newest-tableDays); day-- {
		row := tableRow{Day: l.ShortDate(day)}
		for _, track := range a.Tracks {
			row.Cells = append(row.Cells, newTableCell(l, track.Series, day))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func newTableCell(l *words.Language, s *series.Series, day content.Day) tableCell {
	if n, ok := s.Value(day); ok {
		return tableCell{Count: l.Number(n)}
	}
	return tableCell{Why: newQuote(l, s.Reason(day))}
}

// milestonesEnd is how many reached milestones a page lists, the newest.
const milestonesEnd = 12

// milestones is what an artist's page has of round counts.
type milestones struct {
	Next    []string // forecasts
	Reached []string
	More    string // how many more were reached
}

func newMilestones(l *words.Language, a *roster.Artist) milestones {
	var m milestones
	for _, t := range a.Tracks {
		if f, ok := t.Forecast(a.Newest); ok {
			m.Next = append(m.Next, sentence.Forecast(l, t.SourceInfo, f, a.Newest))
		}
	}
	all := a.Reached()
	for _, r := range all[:min(len(all), milestonesEnd)] {
		m.Reached = append(m.Reached, sentence.Milestone(l, a.Name, r.SourceSetting, r.Milestone, r.Confirmed))
	}
	if more := int64(len(all) - len(m.Reached)); more > 0 {
		m.More = l.Milestone.More.Of(l, more).With(l.Number(more))
	}
	return m
}
