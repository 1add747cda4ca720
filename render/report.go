package render

import (
	"strconv"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// reportsPath is where the reports are, and the list of them.
const reportsPath = "reports/"

// reportPage is what the templates "report" and "report-mail" show: a week that is
// over. Nothing on it is of a later day, so it keeps its bytes, and can be kept.
type reportPage struct {
	frame
	Heading  string
	Days     string
	Told     []string // sentences on those who moved most
	Platform []string // platform events
	Tiles    []tile   // how complete each source is
	Sources  []reportSource
	Base     string       // who is ordered by per cent
	Lists    []reportList // what else happened
	Before   *choice      // the report before; nil on the first
}

// reportSource is who moved on one source.
type reportSource struct {
	Source content.Source
	Label  string
	Note   string // why there are no tables
	Tables []reportTable
	Short  []reportEnd // the first table in few words, for an e-mail
}

// reportTable is one order of those who moved.
type reportTable struct {
	Title   string
	Columns []string
	Ends    []reportEnd
	Root    string
}

type reportEnd struct {
	Title string
	Rows  []reportRow
}

type reportRow struct {
	Path, Name string
	Class      string // up or down
	Main, Side string // what the order is by, and the other
	Count      string
	Days       string // compared, where they are not those of the page
}

// reportList is some of what happened in the week.
type reportList struct {
	Title string
	Items []reportItem
	More  string // how many more there are
}

type reportItem struct {
	Day, Path, Name string // the day, and the artist; "" where the words have them
	Words           string
}

// reporter makes the reports.
type reporter struct {
	*renderer
	artists []content.Artist // the roster
}

func reportPath(w *week) string { return reportsPath + w.name() + "/" }

// newestReport is where the newest report is; "" where there is none yet.
func (r *renderer) newestReport() string {
	if len(r.told) == 0 {
		return ""
	}
	return reportPath(r.told[0])
}

// reports writes a page for each week that is over, and the list of them.
func (r *renderer) reports() error {
	rep := reporter{r, r.rosterOrder()}
	index := rep.newIndex()
	for i, w := range r.told {
		var before *week
		if i+1 < len(r.told) {
			before = r.told[i+1]
		}
		page := rep.page(w, before)
		if err := r.page(reportPath(w)+"index.html", "report", page); err != nil {
			return err
		}
		if err := rep.mail(w, *page); err != nil {
			return err
		}
		index.add(w, page)
	}
	r.told = nil
	return r.page(reportsPath+"index.html", "reports", index)
}

func (r reporter) page(w, before *week) *reportPage {
	l := r.words
	heading, days := weekHeading(l, w), l.Artist.Span.With(l.Near(w.monday(), w.sunday), l.Date(w.sunday))
	page := &reportPage{
		frame:   r.frame(reportPath(w), l.Frame.Title.With(heading, r.Site.Title), l.Report.About.With(days)),
		Heading: heading,
		Days:    days,
		Told:    r.sentences(w),
		Base:    l.Ranking.Base.With(l.Number(history.RankingBase)),
		Lists:   r.lists(w),
	}
	page.show(nil) // what is fresh changes every night
	if len(page.Told) > 0 {
		page.Description = page.Told[0]
	}
	if before != nil {
		page.Before = &choice{Name: weekHeading(l, before), Path: page.Root + reportPath(before)}
	}
	for i, s := range w.sources {
		info, _ := r.Site.Sources[i].Source.Info()
		for _, e := range s.known {
			if e.Day >= w.monday() {
				page.Platform = append(page.Platform, tellPlatform(l, info, e, w.sunday))
			}
		}
		if s.due == 0 {
			continue
		}
		page.Tiles = append(page.Tiles, tile{info.Name, l.Roster.Got.With(l.Number(int64(s.got)), l.Number(int64(s.due))), l.Report.Counts})
		page.Sources = append(page.Sources, r.source(w, i, page.Root))
	}
	return page
}

func weekHeading(l *words.Language, w *week) string {
	year, number := w.sunday.Time().ISOWeek()
	return l.Report.Heading.With(strconv.Itoa(number), strconv.Itoa(year))
}

// source tells who moved most on a source, in number and in per cent.
func (r reporter) source(w *week, i int, root string) reportSource {
	l, s := r.words, &w.sources[i]
	info, _ := r.Site.Sources[i].Source.Info()
	source := reportSource{Source: info.Source, Label: l.Label(info)}
	byNumber, byPercent := r.ends(w, &s.byNumber, false), r.ends(w, &s.byPercent, true)
	switch {
	case !s.compared:
		source.Note = l.Ranking.Nobody
	case len(byNumber) == 0:
		source.Note = l.Report.Quiet
	default:
		columns := []string{l.Roster.Artist, l.Ranking.Change, l.Report.Percent, l.Ranking.Count}
		source.Tables = append(source.Tables, reportTable{l.Ranking.ByNumber, columns, byNumber, root})
	}
	if len(byPercent) > 0 {
		columns := []string{l.Roster.Artist, l.Report.Percent, l.Ranking.Change, l.Ranking.Count}
		source.Tables = append(source.Tables, reportTable{l.Ranking.ByPercent, columns, byPercent, root})
	}
	for _, end := range byNumber {
		source.Short = append(source.Short, reportEnd{l.Ranking.Heading.With(source.Label, end.Title), end.Rows})
	}
	return source
}

func (r reporter) ends(w *week, e *ends, inPercent bool) []reportEnd {
	var ends []reportEnd
	for _, end := range []struct {
		title string
		moves []history.Ranked
	}{{r.words.Report.Gained, e.gained}, {r.words.Report.Lost, e.lost}} {
		if len(end.moves) == 0 {
			continue
		}
		rows := make([]reportRow, len(end.moves))
		for i, m := range end.moves {
			rows[i] = r.row(w, m, inPercent)
		}
		ends = append(ends, reportEnd{end.title, rows})
	}
	return ends
}

func (r reporter) row(w *week, m history.Ranked, inPercent bool) reportRow {
	l, a := r.words, r.artists[m.Artist]
	row := reportRow{Path: artistPath(a.ID), Name: a.Name, Class: direction(m.Own()), Main: l.Signed(m.Own()), Side: "–", Count: l.Number(m.To.Value)}
	if p, ok := m.OwnPercent(); ok {
		row.Side = l.SignedPercent(p)
	}
	if inPercent {
		row.Main, row.Side = row.Side, row.Main
	}
	switch {
	case m.To.Day != w.sunday: // a source that is asked weekly
		row.Days = l.Artist.Span.With(l.ShortDate(m.From.Day), l.ShortDate(m.To.Day))
	case !m.Exact:
		row.Days = l.Artist.Since.With(l.ShortDate(m.From.Day))
	}
	return row
}

// lists are what else happened: milestones, events and changes of account.
func (r reporter) lists(w *week) []reportList {
	l := r.words
	milestones := reportList{Title: l.Milestone.Title, More: moreItems(l, w.milestones.more)}
	for _, m := range w.milestones.first {
		info, _ := r.Site.Sources[m.source].Source.Info()
		milestones.Items = append(milestones.Items, reportItem{Words: tellMilestone(l, r.artists[m.artist].Name, info, r.Site.Sources[m.source].Every, m.Milestone, w.sunday)})
	}
	events := reportList{Title: l.Report.Events, More: moreItems(l, w.events.more)}
	for _, e := range w.events.first {
		events.Items = append(events.Items, r.item(w, e, e.Title))
	}
	accounts := reportList{Title: l.Report.Accounts, More: moreItems(l, w.accounts.more)}
	for _, e := range w.accounts.first {
		info, _ := r.Site.Sources[e.source].Source.Info()
		accounts.Items = append(accounts.Items, r.item(w, e, l.Feed.Seam.With(info.Name)))
	}
	var lists []reportList
	for _, list := range []reportList{milestones, events, accounts} {
		if len(list.Items) > 0 {
			lists = append(lists, list)
		}
	}
	return lists
}

func (r reporter) item(w *week, e dated, words string) reportItem {
	a := r.artists[e.artist]
	return reportItem{r.words.Near(e.Day, w.sunday), artistPath(a.ID), a.Name, words}
}

func moreItems(l *words.Language, n int) string {
	if n == 0 {
		return ""
	}
	return l.Report.More.Of(l, int64(n)).With(l.Number(int64(n)))
}
