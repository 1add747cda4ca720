package render

import (
	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// rankingView is what the template "ranking" shows: who moved most on one source
// over one window.
type rankingView struct {
	frame
	Label   string // what is counted
	Level   bool   // it is a level, so changes are ranked
	Intro   string
	Events  []string // platform events of the window
	Sources []choice
	Windows []choice
	Tables  []rankTable
	Left    []leftRow // artists that cannot be ranked
	More    string    // how many more there are of those
}

// choice is a link to the same page about something else.
type choice struct {
	Name, Path string
	Chosen     bool
}

// rankTable is one order of the artists.
type rankTable struct {
	ID, Title string
	Note      string
	Heads     [2]string // of what is ranked, and of what stands beside it
	Rows      []rankRow
	T         *words.Language
}

type rankRow struct {
	sentence.Move
	Rank    string
	Between string // how many artists are left out here; then the row is nothing else
	Data    string // address of the file that has them; "" where they are for no file
}

// leftRow is an artist without a change to rank, and why.
type leftRow struct {
	Path, Name, Why string
}

// rankingEnd is how many artists a table shows from either end. More would
// make a page that nobody reads to its end, of megabytes on a large roster.
const rankingEnd = 100

// ranking is what one source's changes over one window come to.
type ranking struct {
	all  []trend.Ranked
	days []dailyRank // of a metric that is so many in a day
	left []leftRow   // the first rankingEnd of the others
	more int64       // artists that are not in left either
}

// rankingPages writes a page for each metric of which anything may be worked out, and
// window. It goes source by source,
// so that no more than one source's changes are kept at a time.
func rankingPages(w *writer, s *roster.Survey) error {
	for _, p := range s.Derived() {
		found := make([]ranking, len(content.Windows))
		for place, a := range s.Artists {
			if _, ok := a.Accounts[p.Source]; !ok {
				continue
			}
			t := s.Track(a, p)
			for n, window := range content.Windows {
				if why := found[n].add(w.words, place, t, window, s.History.Newest); why != "" {
					found[n].leave(a, why)
				}
			}
		}
		for n, window := range content.Windows {
			page := newRankingPage(w, s, p, window, found[n])
			if err := w.page(roster.RankingPath(p.Key(), window)+"index.html", "ranking", page); err != nil {
				return err
			}
		}
	}
	return nil
}

// add ranks an artist by the change that its own page has, apart from platform
// events, if it goes up to the newest count that was due, or else returns why not.
// Who misses that count is not ranked: its change is of other days.
func (k *ranking) add(l *words.Language, place int, t roster.Track, w content.Window, newest content.Day) (why string) {
	if why = sentence.Absence(l, t, newest); why != "" {
		return why
	}
	if !t.IsStock() {
		return k.addDaily(l, place, t, w)
	}
	if move, ok := trend.Net(t.Series, w, t.Events); ok {
		k.all = append(k.all, trend.Ranked{Artist: place, NetChange: move})
		return ""
	}
	if _, ok := t.Series.Change(w); ok {
		return l.Platform.Unknown
	}
	last, _ := t.Series.Last()
	return sentence.Incomparable(l, sentence.Subject{Track: t, Window: w, Newest: newest}, last)
}

// leave takes an artist that is not ranked.
func (k *ranking) leave(a content.Artist, why string) {
	if len(k.left) == rankingEnd {
		k.more++
		return
	}
	k.left = append(k.left, leftRow{roster.ArtistPath(a.ID), a.Name, why})
}

func newRankingPage(w *writer, s *roster.Survey, p *roster.Platform, window content.Window, k ranking) *rankingView {
	l, label := w.words, w.words.Label(p.MetricSetting)
	heading := l.Ranking.Heading.With(label, l.Window(window))
	intro, about := introOf(l, p, window)
	title := l.Frame.Title.With(l.Sentence.Because.With(l.Ranking.Title, heading), s.Site.Title)
	page := &rankingView{
		frame: w.frame.at(roster.RankingPath(p.Key(), window), title, about),
		Label: heading,
		Level: p.IsStock(),
		Intro: intro,
		Left:  k.left,
	}
	if len(k.days) > 0 {
		page.Day = l.Date(lastDay(k.days))
	}
	page.Fresh = s.Freshness.Only(p.Key())
	for _, e := range p.Within(window, s.History.Newest) {
		page.Events = append(page.Events, sentence.PlatformEvent(l, p.MetricSetting, e, s.History.Newest))
	}
	if k.more > 0 {
		page.More = l.Ranking.More.Of(l, k.more).With(l.Number(k.more))
	}
	for _, other := range s.Derived() {
		page.Sources = append(page.Sources, choice{l.Title(other.MetricSetting), page.Root + roster.RankingPath(other.Key(), window), other == p})
	}
	for _, other := range content.Windows {
		page.Windows = append(page.Windows, choice{l.Window(other), page.Root + roster.RankingPath(p.Key(), other), other == window})
	}
	if len(k.all) > 0 || len(k.days) > 0 {
		t := rankTabler{Language: l, artists: s.Artists, root: page.Root, window: window, newest: s.History.Newest}
		if p.Download {
			t.data = page.Root + data.APIPath + "latest.json"
		}
		page.Tables = t.tables(k)
	}
	return page
}

// introOf explains the numbers of a ranking, and is the page in one sentence.
func introOf(l *words.Language, p *roster.Platform, w content.Window) (intro, about string) {
	label := l.Label(p.MetricSetting)
	switch {
	case !p.IsStock():
		return introDaily(l, p.Kind), l.Daily.RankAbout.With(label, l.Window(w))
	case w == content.All:
		intro = l.Ranking.IntroAll
	default:
		intro = l.Ranking.Intro.With(l.Window(w))
	}
	return intro, l.Ranking.About.With(label, l.Window(w))
}

// tables ranks the artists in both ways.
func (t rankTabler) tables(k ranking) []rankTable {
	if k.days != nil {
		return t.dailyTables(k.days)
	}
	l := t.Language
	heads := [2]string{l.Ranking.Change, l.Ranking.Count}
	large := trend.ByPercent(k.all)
	note := l.Ranking.Base.With(l.Number(trend.RankingBase))
	if n := int64(len(k.all) - len(large)); n > 0 {
		note += " " + l.Ranking.Small.Of(l, n).With(l.Number(n))
	}
	return []rankTable{
		{ID: "by-number", Title: l.Ranking.ByNumber, Heads: heads, Rows: rankRows(t, trend.ByNumber(k.all), t.byNumber), T: l},
		{ID: "by-percent", Title: l.Ranking.ByPercent, Note: note, Heads: heads, Rows: rankRows(t, large, t.byPercent), T: l},
	}
}

// rankTabler writes the rows of tables.
type rankTabler struct {
	*words.Language
	artists []content.Artist
	root    string
	data    string // address of the changes of all artists; "" where they are for no file
	window  content.Window
	newest  content.Day
}

// rankRows returns both ends of an order.
func rankRows[T any](t rankTabler, all []T, row func(T) rankRow) []rankRow {
	var rows []rankRow
	between := len(all) - 2*rankingEnd
	for i, x := range all {
		if between > 0 && i >= rankingEnd && i < rankingEnd+between {
			if i == rankingEnd {
				rows = append(rows, rankRow{Between: t.Ranking.Between.Of(t.Language, int64(between)).With(t.Number(int64(between))), Data: t.data})
			}
			continue
		}
		rows = append(rows, row(x))
	}
	return rows
}

func (t rankTabler) byNumber(x trend.Ranked) rankRow  { return t.row(x, false) }
func (t rankTabler) byPercent(x trend.Ranked) rankRow { return t.row(x, true) }

func (t rankTabler) row(x trend.Ranked, inPercent bool) rankRow {
	row := sentence.NewMove(t.Language, t.artists[x.Artist], x.NetChange, sentence.Period{Window: t.window, End: t.newest, InPercent: inPercent})
	row.Path = t.address(row.Path)
	return rankRow{Move: row, Rank: t.Number(int64(x.Rank))}
}

// address is that of an artist's page in the window of the ranking.
func (t rankTabler) address(page string) string {
	return t.root + page + roster.WindowHash + string(t.window)
}
