package render

import (
	"errors"
	"fmt"
	"html/template"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/chart"
	"datarocks/render/words"
)

// track is one source of one artist: how it is asked, and what came of it.
type track struct {
	setting  content.SourceSetting
	info     content.SourceInfo
	series   *history.Series
	platform platform
}

// tracks gives the sources of an artist in the order of the site.
func (r *renderer) tracks(a content.Artist) []track {
	var tracks []track
	for _, setting := range r.Site.Sources {
		if _, ok := a.Accounts[setting.Source]; !ok {
			continue
		}
		info, _ := setting.Source.Info()
		tracks = append(tracks, track{setting, info, r.History.Series(a.ID, setting.Source), r.platform(setting)})
	}
	return tracks
}

// artist is an artist being rendered.
type artist struct {
	content.Artist
	at     string // the page's path: "artists/vola/"
	tracks []track
	first  content.Day // the oldest count on any source, or the newest day
	newest content.Day // the last day the site knows of
	words  *words.Language
	data   artistData // what is for download, once that is written
}

func (r *renderer) artist(a content.Artist) *artist {
	view := &artist{a, artistPath(a.ID), r.tracks(a), r.History.Newest, r.History.Newest, r.words, artistData{}}
	for _, t := range view.tracks {
		if first, ok := t.series.First(); ok {
			view.first = min(view.first, first.Day)
		}
	}
	return view
}

func artistPath(id string) string { return "artists/" + id + "/" }

// updated is when the newest count of the artist was asked; zero where there
// is none.
func (a *artist) updated() time.Time { return a.fresh().newest() }

func (r *renderer) artists() error {
	tokens, err := chart.ReadPalette(r.Templates)
	if err != nil {
		return err
	}
	api, err := r.newAPI()
	if err != nil {
		return err
	}
	return errors.Join(r.eachArtist(api, tokens), api.close())
}

func (r *renderer) eachArtist(api *api, tokens chart.Palette) error {
	picture := func(a *artist) error { return r.cardPicture(a, tokens) }
	for _, entry := range r.Site.Artists {
		a := r.artist(entry)
		for _, step := range []func(*artist) error{r.artistPage, r.embedPage, r.download, picture, r.oembed, r.artistFeed, api.add} {
			if err := step(a); err != nil {
				return fmt.Errorf("artist %s: %w", a.ID, err)
			}
		}
	}
	return nil
}

// artistPage is what the templates "artist" and "embed" show.
type artistPage struct {
	frame
	Name     string
	Initials string
	Genre    string
	Day      string // the last one with an answer; "" before the first
	Says     []said
	Windows  []windowTab
	Cards    []card
	Data     pageData
	Option   template.JS // of every live chart, as JSON
	Table    table
	// TableTitle names the table and its days.
	TableTitle string
	Gaps       []gapRow
	Timeline   []timelineRow
	Lift       string // what the newest event did, in a sentence
	Lifts      []liftRow
	LiftDays   []string // heads of their columns
	Events     string   // path of the page that compares events
	Goals      milestones
	Notes      template.HTML
	Page       string      // address of the artist's page, from the embed page
	Codes      []embedCode // for other pages; none where those may not embed, or the site's address is unknown
	FrameTitle string
	Compare    string // address of the comparison with others; "" where there are no counts for it
	OEmbed     string // full address of the same for programs; "" where there is none
}

type windowTab struct {
	Window  content.Window
	Label   string
	Checked bool
}

// said is the sentence about a window.
type said struct {
	Window content.Window
	Words  string
}

type gapRow struct {
	Source, Days string
	Reason       quote
}

type timelineRow struct{ Day, Title string }

func (r *renderer) artistPage(a *artist) error {
	notes, err := markdown(a.Body, 2)
	if err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	page, err := r.newArtistPage(a, a.at, pageDetail)
	if err != nil {
		return err
	}
	page.Notes = notes
	if !r.History.Empty() {
		page.Table = newTable(a)
	}
	page.Gaps = gapRows(a)
	for _, event := range a.Timeline {
		page.Timeline = append(page.Timeline, timelineRow{r.words.Date(event.Day), event.Title})
	}
	page.Lift, page.Lifts, page.LiftDays = a.tellLift(), a.lifts(), liftDays(r.words)
	page.Events = a.eventsAddress()
	page.Goals = a.milestones()
	page.Codes = r.embedCodes(a)
	page.FrameTitle = r.words.Artist.Frame.With(a.Name)
	page.Compare = r.comparison(a, page.Root)
	if r.embeddable() {
		page.OEmbed = page.Canonical + oembedName
	}
	if r.hasFeed(a.happenings()) {
		page.Feed = feedName
	}
	return r.page(a.at+"index.html", "artist", page)
}

// cardPicture writes card.svg.
func (r *renderer) cardPicture(a *artist, colours chart.Palette) error {
	l, w := r.words, r.Site.Window
	card := &chart.Card{Words: l, Artist: a.Name, About: a.description(w), Site: r.Site.Title, When: l.Frame.NoCounts, Newest: a.updated(), Demo: r.History.Demo}
	if day := r.day(); day != "" {
		card.When = l.Frame.Title.With(l.Window(w), day)
	}
	from, to := chart.Span(w, a.first, a.newest)
	for _, t := range a.tracks {
		row := chart.CardRow{Source: t.info, Why: absence(l, t.series, a.newest, t.setting.Every)}
		if last, ok := t.series.Last(); ok {
			change, ok := t.series.Change(w)
			d := newDelta(l, change, ok)
			row.Count, row.Class, row.Since = l.Number(last.Value), d.Class, d.Title
			row.Change = strings.TrimSpace(d.Arrow + " " + d.Percent + " " + d.Diff)
			row.Plot = chart.New(l, t.series, t.setting.Every, from, to)
		}
		if row.Plot != nil {
			row.Plot.Mark(eventsOn(l, t, a.Timeline, a.first, a.newest))
		}
		card.Rows = append(card.Rows, row)
	}
	return r.out.write(a.at+"card.svg", card.SVG(colours))
}

// embedHeight is the height in pixels that holds an embed page of two cards
// below each other on a phone.
const embedHeight = 560

func (r *renderer) embedPage(a *artist) error {
	at := a.at + "embed/"
	page, err := r.newArtistPage(a, at, embedDetail)
	if err != nil {
		return err
	}
	page.NoIndex = true
	page.App = ""
	page.Canonical = ""
	if r.Site.BaseURL != "" {
		page.Canonical = r.Site.BaseURL + a.at
	}
	page.Page = page.Root + a.at
	return r.page(at+"index.html", "embed", page)
}

func (r *renderer) newArtistPage(a *artist, at string, d detail) (*artistPage, error) {
	page := &artistPage{
		TableTitle: r.words.Artist.Table.With(r.words.Number(tableDays)),
		frame:      r.frame(at, r.words.Frame.Title.With(words.Isolate(a.Name), r.Site.Title), a.description(r.Site.Window)),
		Name:       a.Name,
		Initials:   initials(a.Name),
		Genre:      a.Genre,
		Day:        r.day(),
	}
	page.show(a.fresh())
	for _, w := range content.Windows {
		page.Windows = append(page.Windows, windowTab{w, r.words.Window(w), w == r.Site.Window})
		page.Says = append(page.Says, said{w, TellArtist(r.words, a.charts(w))})
	}
	page.Data = newPageData(a, page.Root+a.at, d)
	var err error
	if page.Option, err = r.option(a.Timeline); err != nil {
		return nil, err
	}
	for _, t := range a.tracks {
		page.Cards = append(page.Cards, newCard(a, t, &page.Data))
	}
	// No card stands alone beside a hole.
	if n := len(page.Cards); n > 0 {
		page.Cards[0].Wide = true
		page.Cards[n-1].Wide = n%2 == 0 || n == 1
	}
	return page, nil
}

// chart is what a sentence about one source says something of.
func (a *artist) chart(t track, w content.Window) Chart {
	return Chart{Artist: a.Name, Source: t.info, Series: t.series, Every: t.setting.Every, Window: w, Newest: a.newest, Events: t.platform.events}
}

func (a *artist) charts(w content.Window) []Chart {
	charts := make([]Chart, len(a.tracks))
	for i, t := range a.tracks {
		charts[i] = a.chart(t, w)
	}
	return charts
}

// description is the page in one sentence, for search engines and previews.
func (a *artist) description(w content.Window) string {
	if text := TellArtist(a.words, a.charts(w)); text != "" {
		return text
	}
	return a.words.Sentence.Because.With(words.Isolate(a.Name), a.words.Frame.NoCounts)
}

// gapRows lists the gaps of all sources, the newest first.
func gapRows(a *artist) []gapRow {
	var rows []gapRow
	for _, t := range a.tracks {
		gaps := t.series.Gaps(a.first, a.newest, t.setting.Every)
		for i := len(gaps) - 1; i >= 0; i-- {
			rows = append(rows, gapRow{t.info.Name, gapDays(a.words, gaps[i]), newQuote(a.words, why(gaps[i]))})
		}
	}
	return rows
}

// option returns the option of the charts of an artist with such events.
func (r *renderer) option(events []content.Event) (template.JS, error) {
	if len(events) == 0 {
		return r.plainOption()
	}
	return chart.Option(events)
}
