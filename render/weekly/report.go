// Package weekly is the reports of the weeks that are over: who moved in each, as a
// page, as the body of an e-mail and as plain text. Nothing in a report is of a
// later day, so it keeps its bytes, and can be kept.
package weekly

import (
	"cmp"
	"slices"
	"strconv"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// Report is a week that is over.
type Report struct {
	Heading  string
	Days     string
	Moved    []string        // sentences on those who moved most
	Platform []string        // platform events
	Tiles    []sentence.Tile // how complete each source is
	Sources  []Source
	Base     string // who is ordered by per cent
	Lists    []List // what else happened
	Before   *Line  // the report before; nil on the first
	Headline string // the report in one sentence
	About    string // the same, for search engines
}

// Source is who moved on one source.
type Source struct {
	Source content.Source
	ID     string // of its part of the page
	Label  string
	Note   string // why there are no tables
	Tables []Table
	Short  []End // the first table in few words, for an e-mail
}

// Table is one order of those who moved.
type Table struct {
	Title   string
	Columns []string
	Ends    []End
}

// End is one end of an order.
type End struct {
	Title string
	Rows  []sentence.Move
}

// List is some of what happened in the week.
type List struct {
	Title string
	Items []Item
	More  string // how many more there are
}

// Item is one thing that happened.
type Item struct {
	Day, Path, Name string // the day, and the artist; "" where the words have them
	Words           string
}

// New returns the report of a week; before is the week of the report before it, or
// nil.
func New(l *words.Language, r *roster.Roster, w, before *roster.Week) *Report {
	days := l.Artist.Span.With(l.Near(w.Monday(), w.Sunday), l.Date(w.Sunday))
	report := &Report{
		Heading:  heading(l, w),
		Days:     days,
		Moved:    sentence.OfWeek(l, r, w),
		Base:     l.Ranking.Base.With(l.Number(trend.RankingBase)),
		Lists:    lists(l, r, w),
		Headline: l.Report.Quiet,
		About:    l.Report.About.With(days),
	}
	if before != nil {
		report.Before = &Line{Path: before.Path(), Heading: heading(l, before)}
	}
	for i := range w.Sources {
		s := &w.Sources[i]
		for _, e := range s.Known {
			if e.Day >= w.Monday() {
				report.Platform = append(report.Platform, sentence.PlatformEvent(l, s.MetricSetting, e, w.Sunday))
			}
		}
		if s.Due == 0 {
			continue
		}
		got := l.Roster.Got.With(l.Number(int64(s.Got)), l.Number(int64(s.Due)))
		report.Tiles = append(report.Tiles, sentence.Tile{Label: l.Title(s.MetricSetting), Value: got, Note: l.Report.Counts})
		report.Sources = append(report.Sources, tables(l, r, w, s))
	}
	if len(report.Platform) > 0 {
		report.Headline = report.Platform[0]
	}
	if len(report.Moved) > 0 {
		report.Headline, report.About = report.Moved[0], report.Moved[0]
	}
	return report
}

func heading(l *words.Language, w *roster.Week) string {
	year, number := w.Sunday.Time().ISOWeek()
	return l.Report.Heading.With(strconv.Itoa(number), strconv.Itoa(year))
}

// tables returns who moved most on a source, in number and in per cent.
func tables(l *words.Language, r *roster.Roster, w *roster.Week, s *roster.WeekSource) Source {
	source := Source{Source: s.Source, ID: s.Slug(), Label: l.Label(s.MetricSetting)}
	if !s.IsStock() {
		return amountTables(l, r, s, source)
	}
	byNumber := ends(l, r, &s.ByNumber, sentence.Period{Window: content.Week, End: w.Sunday})
	byPercent := ends(l, r, &s.ByPercent, sentence.Period{Window: content.Week, End: w.Sunday, InPercent: true})
	switch {
	case !s.Compared:
		source.Note = l.Ranking.Nobody
	case len(byNumber) == 0:
		source.Note = l.Report.Quiet
	default:
		columns := []string{l.Roster.Artist, l.Ranking.Change, l.Report.Percent, l.Ranking.Count}
		source.Tables = append(source.Tables, Table{l.Ranking.ByNumber, columns, byNumber})
	}
	if len(byPercent) > 0 {
		columns := []string{l.Roster.Artist, l.Report.Percent, l.Ranking.Change, l.Ranking.Count}
		source.Tables = append(source.Tables, Table{l.Ranking.ByPercent, columns, byPercent})
	}
	for _, end := range byNumber {
		source.Short = append(source.Short, End{l.Ranking.Heading.With(source.Label, end.Title), end.Rows})
	}
	return source
}

func ends(l *words.Language, r *roster.Roster, e *roster.Ends, week sentence.Period) []End {
	var ends []End
	for _, end := range []struct {
		title string
		moves []trend.Ranked
	}{{l.Report.Gained, e.Gained}, {l.Report.Lost, e.Lost}} {
		if len(end.moves) == 0 {
			continue
		}
		rows := make([]sentence.Move, len(end.moves))
		for i, m := range end.moves {
			rows[i] = sentence.NewMove(l, r.Artists[m.Artist], m.NetChange, week)
			rows[i].Side = cmp.Or(rows[i].Side, "–") // none where it is from 0
		}
		ends = append(ends, End{end.title, rows})
	}
	return ends
}

// lists returns what else happened: milestones, events and changes of account.
func lists(l *words.Language, r *roster.Roster, w *roster.Week) []List {
	milestones := List{Title: l.Milestone.Title, More: more(l, w.Milestones.More)}
	for _, m := range w.Milestones.First {
		text := sentence.Milestone(l, r.Artists[m.Artist].Name, m.Source.MetricSetting, m.Milestone, w.Sunday)
		milestones.Items = append(milestones.Items, Item{Words: text})
	}
	item := func(e roster.WeekEvent, words string) Item {
		a := r.Artists[e.Artist]
		return Item{Day: l.Near(e.Day, w.Sunday), Path: roster.ArtistPath(a.ID), Name: a.Name, Words: words}
	}
	events := List{Title: l.Report.Events, More: more(l, w.Events.More)}
	for _, e := range w.Events.First {
		events.Items = append(events.Items, item(e, l.Event(e.Event)))
	}
	accounts := List{Title: l.Report.Accounts, More: more(l, w.Accounts.More)}
	for _, e := range w.Accounts.First {
		accounts.Items = append(accounts.Items, item(e, l.Feed.Seam.With(e.Source.Name)))
	}
	return slices.DeleteFunc([]List{milestones, events, accounts}, func(list List) bool { return len(list.Items) == 0 })
}

func more(l *words.Language, n int) string {
	if n == 0 {
		return ""
	}
	return l.Report.More.Of(l, int64(n)).With(l.Number(int64(n)))
}
