package render

import (
	"html/template"
	"slices"
	"strings"

	"golang.org/x/text/collate"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/chart"
	"datarocks/render/words"
)

// rosterPage is what the template "roster" shows.
type rosterPage struct {
	frame
	Day     string // the last one with an answer; "" before the first
	Window  string // over which changes are taken
	Tiles   []tile
	Events  []string // platform events of the window
	Moved   []string // sentences on those who moved
	Report  string   // the newest one; "" where there is none
	Hits    string   // for the script that finds
	Artists string   // how many on the site, in words
	Columns []column
	Rows    []rosterRow
	Spark   string // what the small lines are of
	Pager   *pager // nil where one page shows all artists
	// Calendar is the calendar's path; "" where there is none.
	Calendar string
}

// tile is one fact above the roster.
type tile struct{ Label, Value, Note string }

type column struct {
	Source content.Source
	Name   string
}

type rosterRow struct {
	Path     string
	Name     string
	Initials string
	Genre    string
	Cells    []cell
	Spark    template.HTML
	SparkOf  content.Source
}

// cell is one artist's count on one source.
type cell struct {
	Column  string
	Tracked bool   // the artist has an account there
	Count   string // "" where there is none
	Full    string // the count with all its digits
	Value   int64  // for sorting
	Delta   delta
	AsOf    string // day of the count, where that is not the newest
	Why     string // why there is no count of the newest day
}

// roster writes the pages of the roster. It reads each artist once, as a history
// may be larger than memory: every page is written as soon as it is full, but for
// the first, which waits to tell what all artists come to.
func (r *renderer) roster() error {
	artists := r.rosterOrder()
	pages := max(1, (len(artists)+artistsPerPage-1)/artistsPerPage)
	tallies := newTallies(r.Site.Sources)
	var first []rosterRow
	weeks := r.newWeeks()
	n := 0
	for part := range slices.Chunk(artists, artistsPerPage) {
		n++
		rows, fresh := r.rosterRows(part, (n-1)*artistsPerPage, tallies, weeks)
		r.fresh = r.fresh.add(fresh)
		if n == 1 {
			first = rows
			continue
		}
		if err := r.laterPage(n, pages, rows, fresh); err != nil {
			return err
		}
	}
	r.fresh = r.fresh.inOrder(r.Site.Sources)
	weeks.addEvents(artists)
	r.told = weeks.told()
	r.tellPlatforms()
	r.tellWeeks()
	return r.firstPage(pages, first, tallies)
}

// rosterRows reads artists, the first of which has a place in the roster: their rows,
// when their counts were asked, and what they add to the tallies, weeks and news.
func (r *renderer) rosterRows(artists []content.Artist, place int, tallies []tally, weeks *pastWeeks) ([]rosterRow, freshness) {
	var fresh freshness
	rows := make([]rosterRow, len(artists))
	for i, entry := range artists {
		a := r.artist(entry)
		rows[i] = r.rosterRow(a)
		fresh = fresh.add(a.fresh())
		r.note(a)
		for i := range tallies {
			tallies[i].add(a, r.Site.Window)
		}
		weeks.add(a, place+i)
	}
	return rows, fresh.inOrder(r.Site.Sources)
}

// note keeps what happened to an artist, as far as feed and calendar have room.
func (r *renderer) note(a *artist) {
	if all := a.dates(); len(all) > 0 {
		r.dates = newestFirst(append(r.dates, all...))
		r.dates = r.dates[:min(len(r.dates), maxHappened)]
		r.news = newestFirst(append(r.news, a.told(all)...))
		r.news = r.news[:min(len(r.news), maxEntries)]
	}
	if all := a.expectations(); len(all) > 0 {
		r.expected = soonest(append(r.expected, all...))
	}
}

// firstPage writes the page that also tells of all artists together.
func (r *renderer) firstPage(pages int, rows []rosterRow, tallies []tally) error {
	l, n := r.words, int64(len(r.Site.Artists))
	moved := movedSentences(l, tallies)
	page := r.newRosterPage(rows)
	page.frame = r.frame("", r.Site.Title, strings.Join(append([]string{l.Roster.Description.Of(l, n).With(l.Number(n))}, moved...), " "))
	page.Events, page.Moved = r.platformEvents(r.Site.Window), moved
	page.Report = r.newestReport()
	if pages > 1 {
		page.Pager = newPager(l, 1, pages, page.Root)
	}
	for _, t := range tallies {
		page.Tiles = append(page.Tiles, t.tile(l, r.fresh))
	}
	if r.hasFeed(r.news) {
		page.Feed = feedName
	}
	return r.page("index.html", "roster", page)
}

// laterPage writes another page of the roster than the first. It tells when the
// counts of its own artists were asked: those of others are not read yet.
func (r *renderer) laterPage(n, pages int, rows []rosterRow, fresh freshness) error {
	l, at := r.words, rosterPath(n)
	page := r.newRosterPage(rows)
	title := l.Roster.Page.With(l.Number(int64(n)), l.Number(int64(pages)))
	about := l.Roster.From.With(words.Isolate(rows[0].Name), words.Isolate(rows[len(rows)-1].Name))
	page.frame = r.frame(at, l.Frame.Title.With(title, r.Site.Title), about)
	page.show(fresh)
	page.Pager = newPager(l, n, pages, page.Root)
	return r.page(at+"index.html", "roster", page)
}

func (r *renderer) newRosterPage(rows []rosterRow) *rosterPage {
	l, n := r.words, int64(len(r.Site.Artists))
	page := &rosterPage{
		Artists: l.Roster.Artists.Of(l, n).With(l.Number(n)),
		Day:     r.day(),
		Window:  l.Window(r.Site.Window),
		Hits:    l.Roster.Artists.JSON(),

		Calendar: r.calendarPath(),
		Rows:     rows,
	}
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		page.Columns = append(page.Columns, column{info.Source, info.Name})
	}
	if len(page.Columns) > 0 {
		page.Spark = l.Roster.Days.With(l.Window(content.FourWeek), page.Columns[0].Name)
	}
	return page
}

// rosterOrder puts the default artist first and sorts the others by name, as
// people and browsers do: "Ólafur" stands beside "Olaf".
func (r *renderer) rosterOrder() []content.Artist {
	names := collate.New(r.words.Tag)
	return slices.SortedStableFunc(slices.Values(r.Site.Artists), func(a, b content.Artist) int {
		switch {
		case a.ID == r.Site.Default:
			return -1
		case b.ID == r.Site.Default:
			return 1
		}
		return names.CompareString(a.Name, b.Name)
	})
}

func (r *renderer) rosterRow(a *artist) rosterRow {
	row := rosterRow{Path: a.at, Name: a.Name, Initials: initials(a.Name), Genre: a.Genre}
	for i, setting := range r.Site.Sources {
		c := r.cell(a, setting)
		if i == 0 {
			row.SparkOf = setting.Source
		}
		if i == 0 && c.Tracked {
			row.Spark = chart.Sparkline(r.History.Series(a.ID, setting.Source), setting.Every, r.History.Newest)
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

// cell tells of one artist on one source.
func (r *renderer) cell(a *artist, setting content.SourceSetting) cell {
	info, _ := setting.Source.Info()
	c := cell{Column: info.Name, Value: -1}
	if _, c.Tracked = a.Accounts[setting.Source]; c.Tracked {
		r.fill(&c, r.History.Series(a.ID, setting.Source), setting.Every)
	}
	return c
}

func (r *renderer) fill(c *cell, s *history.Series, every content.Cadence) {
	l := r.words
	c.Why = absence(l, s, r.History.Newest, every)
	last, ok := s.Last()
	if !ok {
		return
	}
	c.Count, c.Full, c.Value = l.Compact(last.Value), l.Number(last.Value), last.Value
	change, ok := s.Change(r.Site.Window)
	c.Delta = newDelta(l, change, ok)
	if c.Why != "" {
		c.AsOf = l.Roster.OfDay.With(l.ShortDate(last.Day))
	}
}
