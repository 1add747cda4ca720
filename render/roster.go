package render

import (
	"html/template"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history"
)

// rosterPage is what the template "roster" shows.
type rosterPage struct {
	frame
	Day     string // the last one with an answer; "" before the first
	Window  string // over which changes are taken
	Tiles   []tile
	Moved   []string // sentences on those who moved
	Hits    string   // for the script that finds
	Artists string   // how many, in words
	Columns []column
	Rows    []rosterRow
	Spark   string // what the small lines are of
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

// roster reads each artist once, as a history may be larger than memory.
func (r *renderer) roster() error {
	l, n := r.words, int64(len(r.Site.Artists))
	var rows []rosterRow
	tallies := newTallies(r.Site.Sources)
	for _, entry := range r.rosterOrder() {
		a := r.artist(entry)
		rows = append(rows, r.rosterRow(a))
		r.fresh = r.fresh.add(a.fresh())
		r.news = append(r.news, a.happenings()...)
		for i := range tallies {
			tallies[i].add(a, r.Site.Window)
		}
	}
	r.fresh = r.fresh.inOrder(r.Site.Sources)
	r.news = newestFirst(r.news)
	moved := l.moved(tallies)
	page := &rosterPage{
		frame:   r.frame("", r.Site.Title, strings.Join(append([]string{l.Roster.Description.of(l, n).with(l.number(n))}, moved...), " ")),
		Artists: l.Roster.Artists.of(l, n).with(l.number(n)),
		Day:     r.day(),
		Window:  l.window(r.Site.Window),
		Moved:   moved,
		Hits:    l.hits(),
		Rows:    rows,
	}
	for _, t := range tallies {
		page.Columns = append(page.Columns, column{t.info.Source, t.info.Name})
		page.Tiles = append(page.Tiles, t.tile(l, r.fresh))
	}
	if len(page.Columns) > 0 {
		page.Spark = l.Roster.Days.with(l.window(content.FourWeek), page.Columns[0].Name)
	}
	if r.hasFeed(r.news) {
		page.Feed = feedName
	}
	return r.page("index.html", "roster", page)
}

// rosterOrder puts the default artist first and sorts the others by name.
func (r *renderer) rosterOrder() []content.Artist {
	return slices.SortedStableFunc(slices.Values(r.Site.Artists), func(a, b content.Artist) int {
		switch {
		case a.ID == r.Site.Default:
			return -1
		case b.ID == r.Site.Default:
			return 1
		}
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
}

func (r *renderer) rosterRow(a *artist) rosterRow {
	row := rosterRow{Path: a.at, Name: a.Name, Initials: initials(a.Name), Genre: a.Genre}
	for i, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		c := cell{Column: info.Name, Value: -1}
		_, c.Tracked = a.Accounts[setting.Source]
		if i == 0 {
			row.SparkOf = setting.Source
		}
		if c.Tracked {
			s := r.History.Series(a.ID, setting.Source)
			r.fill(&c, s, setting.Every)
			if i == 0 {
				row.Spark = sparkline(s, setting.Every, r.History.Newest)
			}
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

func (r *renderer) fill(c *cell, s *history.Series, every content.Cadence) {
	l := r.words
	c.Why = l.absence(s, r.History.Newest, every)
	last, ok := s.Last()
	if !ok {
		return
	}
	c.Count, c.Full, c.Value = l.compact(last.Value), l.number(last.Value), last.Value
	c.Delta = l.delta(s.Change(r.Site.Window))
	if c.Why != "" {
		c.AsOf = l.Roster.OfDay.with(l.shortDate(last.Day))
	}
}
