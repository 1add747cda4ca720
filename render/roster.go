package render

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/history"
)

// rosterPage is what the template "roster" shows.
type rosterPage struct {
	frame
	Count   int    // artists
	Day     string // the last one with an answer; "" before the first
	Window  string // over which changes are taken
	Tiles   []tile
	Columns []column
	Rows    []rosterRow
	Spark   string // name of the source of the small lines
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

func (r *renderer) roster() error {
	title := r.Site.Title
	page := &rosterPage{
		frame:  r.frame("", title, fmt.Sprintf("Follower counts of %s, collected every night.", countOf(len(r.Site.Artists), "artist"))),
		Count:  len(r.Site.Artists),
		Day:    r.day(),
		Window: windowName(r.Site.Window),
	}
	artists := r.rosterOrder()
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		page.Columns = append(page.Columns, column{info.Source, info.Name})
		page.Tiles = append(page.Tiles, r.freshness(setting, artists))
	}
	page.Tiles = append(page.Tiles, r.movers(artists)...)
	for _, a := range artists {
		page.Rows = append(page.Rows, r.rosterRow(a))
		page.Updated = later(page.Updated, a.updated())
	}
	if len(page.Columns) > 0 {
		page.Spark = page.Columns[0].Name
	}
	return r.page("index.html", "roster", page)
}

// rosterOrder puts the default artist first and sorts the others by name.
func (r *renderer) rosterOrder() []*artist {
	artists := make([]*artist, len(r.Site.Artists))
	for i, a := range r.Site.Artists {
		artists[i] = r.artist(a)
	}
	slices.SortStableFunc(artists, func(a, b *artist) int {
		switch {
		case a.ID == r.Site.Default:
			return -1
		case b.ID == r.Site.Default:
			return 1
		}
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return artists
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
			c.fill(s, r.Site.Window, r.History.Newest, setting.Every)
			if i == 0 {
				row.Spark = sparkline(s, setting.Every, r.History.Newest)
			}
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

func (c *cell) fill(s *history.Series, w content.Window, newest content.Day, every content.Cadence) {
	c.Why = absence(s, newest, every)
	last, ok := s.Last()
	if !ok {
		return
	}
	c.Count, c.Full, c.Value = compact(last.Value), group(last.Value), last.Value
	c.Delta = deltaOf(s.Change(w))
	if c.Why != "" {
		c.AsOf = shortDate(last.Day)
	}
}

// freshness tells how complete and how old a source's counts are.
func (r *renderer) freshness(setting content.SourceSetting, artists []*artist) tile {
	info, _ := setting.Source.Info()
	asked, got := 0, 0
	var newest time.Time
	why := ""
	for _, a := range artists {
		if _, ok := a.Accounts[setting.Source]; !ok {
			continue
		}
		asked++
		s := r.History.Series(a.ID, setting.Source)
		newest = later(newest, s.At)
		if reason := absence(s, r.History.Newest, setting.Every); reason == "" {
			got++
		} else if why == "" {
			why = reason
		}
	}
	t := tile{Label: info.Name, Value: fmt.Sprintf("%d of %d", got, asked), Note: "no count yet"}
	switch {
	case got == 0 && why != "":
		t.Note = why
	case !newest.IsZero():
		t.Note = "counted " + newest.UTC().Format("2 Jan, 15:04") + " UTC"
	}
	return t
}

// movers names the artists who gained and lost most on the first source, in
// per cent of what they had.
func (r *renderer) movers(artists []*artist) []tile {
	if len(r.Site.Sources) == 0 {
		return nil
	}
	source := r.Site.Sources[0].Source
	info, _ := source.Info()
	type mover struct {
		name    string
		percent float64
		change  history.Change
	}
	var movers []mover
	for _, a := range artists {
		change, ok := r.History.Series(a.ID, source).Change(r.Site.Window)
		percent, defined := change.Percent()
		if ok && defined && change.To.Day == r.History.Newest {
			movers = append(movers, mover{a.Name, percent, change})
		}
	}
	if len(movers) < 2 {
		return nil
	}
	slices.SortStableFunc(movers, func(a, b mover) int {
		switch {
		case a.percent > b.percent:
			return -1
		case a.percent < b.percent:
			return 1
		}
		return 0
	})
	asTile := func(label string, m mover) tile {
		d := deltaOf(m.change, true)
		sign := ""
		if m.percent > 0 {
			sign = "+"
		} else if m.percent < 0 {
			sign = minus
		}
		return tile{label, m.name, fmt.Sprintf("%s%s on %s in %s", sign, d.Percent, info.Name, windowName(r.Site.Window))}
	}
	return []tile{asTile("Strongest", movers[0]), asTile("Weakest", movers[len(movers)-1])}
}

func countOf(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return group(int64(n)) + " " + thing + "s"
}
