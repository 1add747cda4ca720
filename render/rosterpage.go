package render

import (
	"html/template"
	"strings"

	"datarocks/content"
	"datarocks/render/cards"
	"datarocks/render/chart"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// rosterView is what the template "roster" shows.
type rosterView struct {
	frame
	Window  string // over which changes are taken
	Tiles   []sentence.Tile
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

type column struct {
	Source string // slug of the metric
	Name   string
}

type rosterRow struct {
	Path     string
	Name     string
	Initials string
	Genre    string
	Cells    []cell
	Spark    template.HTML
	SparkOf  string // classes of the metric, see cards.Class
}

// cell is one artist's count on one source.
type cell struct {
	sentence.Latest
	Column  string
	Tracked bool // the artist has an account there
}

// rosterPages writes the pages of the roster. It reads each artist once more, so that
// no more than one page is kept at a time.
func rosterPages(w *writer, s *roster.Survey) error {
	pages := max(1, (len(s.Artists)+artistsPerPage-1)/artistsPerPage)
	for n := 1; n <= pages; n++ {
		part := s.Artists[(n-1)*artistsPerPage : min(n*artistsPerPage, len(s.Artists))]
		rows, fresh := rosterRows(w.words, s, part)
		page := newRosterPage(w.words, s, rows)
		if n == 1 {
			page.showAll(w, s)
		} else {
			page.showPart(w, n, pages, fresh)
		}
		if pages > 1 {
			page.Pager = newPager(w.words, n, pages, page.Root)
		}
		if err := w.page(rosterPath(n)+"index.html", "roster", page); err != nil {
			return err
		}
	}
	return nil
}

// rosterRows returns the rows of artists, and when their counts were asked for.
func rosterRows(l *words.Language, s *roster.Survey, artists []content.Artist) ([]rosterRow, roster.Freshness) {
	var fresh roster.Freshness
	rows := make([]rosterRow, len(artists))
	for i, entry := range artists {
		a := s.Artist(entry)
		rows[i] = newRosterRow(l, s, a)
		fresh = s.Join(fresh, a.Freshness())
	}
	return rows, fresh
}

// showAll makes it the first page, which has what all artists come to.
func (p *rosterView) showAll(w *writer, s *roster.Survey) {
	l, n := w.words, int64(len(s.Artists))
	p.Moved = sentence.OfMovers(l, s.Movers, s.Site.Window)
	about := l.Roster.Description.Of(l, n).With(l.Number(n))
	p.frame = w.frame.at("", s.Site.Title, strings.Join(append([]string{about}, p.Moved...), " "))
	p.Events = sentence.PlatformEvents(l, s.Roster, s.Site.Window)
	if len(s.Weeks) > 0 {
		p.Report = s.Weeks[0].Path()
	}
	for i := range s.Movers {
		if !s.Movers[i].IsLead {
			continue // what is asked once is answered once
		}
		p.Tiles = append(p.Tiles, sentence.Completeness(l, &s.Movers[i], s.History.Newest, s.Freshness))
	}
	if len(w.entries) > 0 {
		p.Feed = data.FeedName
	}
}

// showPart makes it another page than the first, which shows when the counts of its
// own artists were asked for.
func (p *rosterView) showPart(w *writer, n, pages int, fresh roster.Freshness) {
	l, rows := w.words, p.Rows
	title := l.Roster.Page.With(l.Number(int64(n)), l.Number(int64(pages)))
	about := l.Roster.From.With(words.Isolate(rows[0].Name), words.Isolate(rows[len(rows)-1].Name))
	p.frame = w.frame.at(rosterPath(n), l.Frame.Title.With(title, w.frame.Site.Title), about)
	p.Fresh = fresh
}

func newRosterPage(l *words.Language, s *roster.Survey, rows []rosterRow) *rosterView {
	n := int64(len(s.Artists))
	page := &rosterView{
		Artists: l.Roster.Artists.Of(l, n).With(l.Number(n)),
		Window:  l.Window(s.Site.Window),
		Hits:    l.Roster.Artists.JSON(),

		Calendar: data.CalendarPath(s.Site),
		Rows:     rows,
	}
	for _, p := range s.Leads() {
		page.Columns = append(page.Columns, column{p.Slug(), l.Title(p.MetricSetting)})
	}
	if len(page.Columns) > 0 {
		page.Spark = l.Roster.Days.With(l.Window(content.FourWeek), page.Columns[0].Name)
	}
	return page
}

func newRosterRow(l *words.Language, s *roster.Survey, a *roster.Artist) rosterRow {
	row := rosterRow{Path: a.Path, Name: a.Name, Initials: words.Initials(a.Name), Genre: a.Genre}
	tracks := a.Leads()
	for i, p := range s.Leads() {
		c := cell{Column: l.Title(p.MetricSetting), Latest: sentence.Latest{Value: -1}}
		if i == 0 {
			row.SparkOf = cards.Class(p)
		}
		if c.Tracked = len(tracks) > 0 && tracks[0].Platform == p; c.Tracked {
			c.Latest = sentence.NewLatest(l, tracks[0], s.Site.Window, a.Newest)
			if i == 0 {
				row.Spark = sparkline(tracks[0], a.Newest)
			}
			tracks = tracks[1:]
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

// sparkline draws the last days of a metric by its kind.
func sparkline(t roster.Track, newest content.Day) template.HTML {
	if t.IsStock() {
		return chart.Sparkline(t.Series, t.Every, newest)
	}
	return chart.DailySparkline(t.Daily(), newest)
}
