package render

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/trend"
)

// rankingPage is what the template "ranking" shows: who moved most on one source
// over one window.
type rankingPage struct {
	frame
	Label   string // what is counted
	Day     string // the last one with an answer; "" before the first
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
	Rows      []rankRow
	T         *Language
}

type rankRow struct {
	Rank       string
	Path, Name string
	Class      string // up, down or flat
	Main, Side string // what the order is by, and the other
	Count      string
	Days       string // compared, where they are not those of the page
	Between    string // how many artists are left out here; then the row is nothing else
	Data       string // address of the file that has them; "" where they are for no file
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
	all  []history.Ranked
	left []leftRow // the first rankingEnd of the others
	more int64     // artists that are not in left either
}

func rankingPath(source content.Source, w content.Window) string {
	return "ranking/" + string(source) + "/" + string(w) + "/"
}

// rankings writes a page for each source and window. It goes source by source,
// so that no more than one source's changes are kept at a time.
func (r *renderer) rankings() error {
	artists := r.rosterOrder()
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		found := make([]ranking, len(content.Windows))
		for i, a := range artists {
			if _, ok := a.Accounts[setting.Source]; !ok {
				continue
			}
			t := track{setting, info, r.History.Series(a.ID, setting.Source), r.platform(setting)}
			for n, w := range content.Windows {
				found[n].add(r.words, i, a, t, w, r.History.Newest)
			}
		}
		for i, w := range content.Windows {
			if err := r.page(rankingPath(setting.Source, w)+"index.html", "ranking", r.rankingPage(artists, setting, w, found[i])); err != nil {
				return err
			}
		}
	}
	return nil
}

// add ranks an artist by the change that its own page tells, apart from platform
// events, if it goes up to the newest count that was due. Who misses that one is
// not ranked: its change is of other days.
func (k *ranking) add(l *Language, place int, a content.Artist, t track, w content.Window, newest content.Day) {
	why := l.absence(t.series, newest, t.setting.Every)
	if why == "" {
		if move, ok := trend.Net(t.series, w, t.platform.events); ok {
			k.all = append(k.all, trend.Ranked{Artist: place, NetChange: move})
			return
		}
		if _, ok := t.series.Change(w); ok {
			why = l.Platform.Unknown
		}
	}
	if why == "" {
		last, _ := t.series.Last()
		why = l.incomparable(Chart{Source: t.info, Series: t.series, Every: t.setting.Every, Window: w, Newest: newest}, last)
	}
	if len(k.left) == rankingEnd {
		k.more++
		return
	}
	k.left = append(k.left, leftRow{artistPath(a.ID), a.Name, why})
}

func (r *renderer) rankingPage(artists []content.Artist, setting content.SourceSetting, w content.Window, k ranking) *rankingPage {
	l := r.words
	info, _ := setting.Source.Info()
	label := l.label(info)
	heading, about := l.Ranking.Heading.with(label, l.window(w)), l.Ranking.About.with(label, l.window(w))
	page := &rankingPage{
		frame: r.frame(rankingPath(info.Source, w), l.Frame.Title.with(l.Sentence.Because.with(l.Ranking.Title, heading), r.Site.Title), about),
		Label: heading,
		Day:   r.day(),
		Left:  k.left,
	}
	page.show(r.fresh.only(info.Source))
	if w == content.All {
		page.Intro = l.Ranking.IntroAll
	} else {
		page.Intro = l.Ranking.Intro.with(l.window(w))
	}
	for _, e := range r.platform(setting).within(w, r.History.Newest) {
		page.Events = append(page.Events, l.tellPlatform(info, e, r.History.Newest))
	}
	if k.more > 0 {
		page.More = l.Ranking.More.of(l, k.more).with(l.number(k.more))
	}
	for _, setting := range r.Site.Sources {
		other, _ := setting.Source.Info()
		page.Sources = append(page.Sources, choice{other.Name, page.Root + rankingPath(other.Source, w), other.Source == info.Source})
	}
	for _, other := range content.Windows {
		page.Windows = append(page.Windows, choice{l.window(other), page.Root + rankingPath(info.Source, other), other == w})
	}
	if len(k.all) > 0 {
		t := rankTabler{Language: l, artists: artists, root: page.Root, window: w, newest: r.History.Newest}
		if r.downloads(info.Source) {
			t.data = page.Root + apiPath + "latest.json"
		}
		page.Tables = t.tables(k)
	}
	return page
}

// tables ranks the artists in both ways.
func (t rankTabler) tables(k ranking) []rankTable {
	l := t.Language
	large := history.ByPercent(k.all)
	note := l.Ranking.Base.with(l.number(history.RankingBase))
	if n := int64(len(k.all) - len(large)); n > 0 {
		note += " " + l.Ranking.Small.of(l, n).with(l.number(n))
	}
	return []rankTable{
		{"by-number", l.Ranking.ByNumber, "", t.rows(history.ByNumber(k.all), false), l},
		{"by-percent", l.Ranking.ByPercent, note, t.rows(large, true), l},
	}
}

// windowHash is how an address of an artist's page names the window to show: it
// stays in the browser, so that a CDN keeps one page for all windows.
const windowHash = "#window="

// rankTabler writes the rows of tables.
type rankTabler struct {
	*Language
	artists []content.Artist
	root    string
	data    string // address of the changes of all artists; "" where they are for no file
	window  content.Window
	newest  content.Day
}

// rows gives both ends of an order.
func (t rankTabler) rows(all []history.Ranked, inPercent bool) []rankRow {
	var rows []rankRow
	between := len(all) - 2*rankingEnd
	for i, x := range all {
		if between > 0 && i >= rankingEnd && i < rankingEnd+between {
			if i == rankingEnd {
				rows = append(rows, rankRow{Between: t.Ranking.Between.of(t.Language, int64(between)).with(t.number(int64(between))), Data: t.data})
			}
			continue
		}
		rows = append(rows, t.row(x, inPercent))
	}
	return rows
}

func (t rankTabler) row(x history.Ranked, inPercent bool) rankRow {
	a, own := t.artists[x.Artist], x.Own()
	row := rankRow{
		Rank: t.number(int64(x.Rank)), Path: t.root + artistPath(a.ID) + windowHash + string(t.window), Name: a.Name,
		Class: direction(own), Main: t.signed(own), Count: t.number(x.To.Value),
	}
	if p, ok := x.OwnPercent(); ok {
		row.Side = t.signedPercent(p)
	}
	if inPercent {
		row.Main, row.Side = row.Side, row.Main
	}
	switch {
	case x.To.Day != t.newest: // a source that is asked weekly
		row.Days = t.Artist.Span.with(t.shortDate(x.From.Day), t.shortDate(x.To.Day))
	case !x.Exact || t.window == content.All:
		row.Days = t.Artist.Since.with(t.shortDate(x.From.Day))
	}
	return row
}

// downloads tells whether a source's counts are in the files for programs.
func (r *renderer) downloads(source content.Source) bool {
	return slices.ContainsFunc(r.Site.Sources, func(s content.SourceSetting) bool { return s.Source == source && s.Download })
}

// only gives the times of one source.
func (f freshness) only(source content.Source) freshness {
	return slices.DeleteFunc(slices.Clone(f), func(s sourceTime) bool { return s.source != source })
}

// firstRanking is the ranking that the menu leads to; "" where the site has no
// source.
func (r *renderer) firstRanking() string {
	if len(r.Site.Sources) == 0 {
		return ""
	}
	return rankingPath(r.Site.Sources[0].Source, cmp.Or(r.Site.Window, content.Week))
}
