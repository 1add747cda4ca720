package render

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history"
)

// rankingPage is what the template "ranking" shows: who moved most on one source
// over one window.
type rankingPage struct {
	frame
	Label   string // what is counted
	Day     string // the last one with an answer; "" before the first
	Intro   string
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

const (
	// rankingEnd is how many artists a table shows from either end. More would
	// make a page that nobody reads to its end, of megabytes on a large roster.
	rankingEnd = 100
	// rankingBase is the least count to begin with for a place by per cent:
	// below it a handful of followers leads the table.
	rankingBase = 1000
)

// ranked is an artist's change over a window.
type ranked struct {
	path, name string
	change     history.Change
	percent    float64 // of a count of rankingBase or more
}

// ranking is what one source's changes over one window come to.
type ranking struct {
	all  []ranked
	left []leftRow // the first rankingEnd of them
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
		for _, a := range artists {
			if _, ok := a.Accounts[setting.Source]; !ok {
				continue
			}
			t := track{setting, info, r.History.Series(a.ID, setting.Source)}
			for i, w := range content.Windows {
				found[i].add(r.words, a, t, w, r.History.Newest)
			}
		}
		for i, w := range content.Windows {
			if err := r.page(rankingPath(setting.Source, w)+"index.html", "ranking", r.rankingPage(info, w, found[i])); err != nil {
				return err
			}
		}
	}
	return nil
}

// add ranks an artist by the change that its own page tells, if it goes up to
// the newest count that was due. Who misses that one is not ranked: its change
// is of other days.
func (k *ranking) add(l *Language, a content.Artist, t track, w content.Window, newest content.Day) {
	why := l.absence(t.series, newest, t.setting.Every)
	if why == "" {
		if change, ok := t.series.Change(w); ok {
			percent, _ := change.Percent()
			k.all = append(k.all, ranked{artistPath(a.ID), a.Name, change, percent})
			return
		}
		last, _ := t.series.Last()
		why = l.incomparable(Chart{Source: t.info, Series: t.series, Every: t.setting.Every, Window: w, Newest: newest}, last)
	}
	if len(k.left) == rankingEnd {
		k.more++
		return
	}
	k.left = append(k.left, leftRow{artistPath(a.ID), a.Name, why})
}

func (r *renderer) rankingPage(info content.SourceInfo, w content.Window, k ranking) *rankingPage {
	l := r.words
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
		t := rankTabler{Language: l, root: page.Root, window: w, newest: r.History.Newest}
		if r.downloads(info.Source) {
			t.data = page.Root + apiPath + "latest.json"
		}
		page.Tables = t.tables(k)
	}
	return page
}

// tables sorts the artists in both ways. Those who moved alike stay in the order
// of the roster.
func (t rankTabler) tables(k ranking) []rankTable {
	l := t.Language
	diff := func(x ranked) float64 { return float64(x.change.Diff()) }
	percent := func(x ranked) float64 { return x.percent }
	large := slices.DeleteFunc(slices.Clone(k.all), func(x ranked) bool { return x.change.From.Value < rankingBase })
	note := l.Ranking.Base.with(l.number(rankingBase))
	if n := int64(len(k.all) - len(large)); n > 0 {
		note += " " + l.Ranking.Small.of(l, n).with(l.number(n))
	}
	return []rankTable{
		{"by-number", l.Ranking.ByNumber, "", t.rows(k.all, diff, false), l},
		{"by-percent", l.Ranking.ByPercent, note, t.rows(large, percent, true), l},
	}
}

// windowHash is how an address of an artist's page names the window to show: it
// stays in the browser, so that a CDN keeps one page for all windows.
const windowHash = "#window="

// rankTabler writes the rows of tables.
type rankTabler struct {
	*Language
	root   string
	data   string // address of the changes of all artists; "" where they are for no file
	window content.Window
	newest content.Day
}

// rows gives both ends of an order. Equal changes share a rank.
func (t rankTabler) rows(all []ranked, by func(ranked) float64, inPercent bool) []rankRow {
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(by(b), by(a)) })
	var rows []rankRow
	rank := 0
	for i, x := range all {
		if i == 0 || by(x) != by(all[i-1]) {
			rank = i + 1
		}
		if between := len(all) - 2*rankingEnd; between > 0 && i >= rankingEnd && i < rankingEnd+between {
			if i == rankingEnd {
				rows = append(rows, rankRow{Between: t.Ranking.Between.of(t.Language, int64(between)).with(t.number(int64(between))), Data: t.data})
			}
			continue
		}
		row := t.row(x, inPercent)
		row.Rank = t.number(int64(rank))
		rows = append(rows, row)
	}
	return rows
}

func (t rankTabler) row(x ranked, inPercent bool) rankRow {
	d := t.delta(x.change, true)
	row := rankRow{Path: t.root + x.path + windowHash + string(t.window), Name: x.name, Class: d.Class, Main: d.Diff, Count: t.number(x.change.To.Value)}
	if d.Percent != "" {
		row.Side = t.signedPercent(x.percent)
	}
	if inPercent {
		row.Main, row.Side = row.Side, row.Main
	}
	switch {
	case x.change.To.Day != t.newest: // a source that is asked weekly
		row.Days = t.Artist.Span.with(t.shortDate(x.change.From.Day), t.shortDate(x.change.To.Day))
	case !x.change.Exact || t.window == content.All:
		row.Days = t.Artist.Since.with(t.shortDate(x.change.From.Day))
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
