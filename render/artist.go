package render

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"slices"

	"datarocks/content"
	"datarocks/render/cards"
	"datarocks/render/data"
	"datarocks/render/notes"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// artistPages writes the pages and files of each artist, and the files about all.
func artistPages(w *writer, s *roster.Survey) error {
	schema, err := fs.ReadFile(w.templates, "schema.json")
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	api, err := data.NewAPI(w.out, s, w.words, schema)
	if err != nil {
		return err
	}
	for _, entry := range s.Site.Artists {
		if err = writeArtist(w, s, s.Artist(entry), api); err != nil {
			err = fmt.Errorf("artist %s: %w", entry.ID, err)
			break
		}
	}
	return errors.Join(err, api.Close())
}

func writeArtist(w *writer, s *roster.Survey, a *roster.Artist, api *data.API) error {
	l, site := w.words, s.Site
	feed := data.Feed{Site: site, Words: l, Path: a.Path, Title: l.Frame.Title.With(words.Isolate(a.Name), site.Title), Demo: s.History.Demo}
	entries, counts := data.NewEntries(l, a.Happenings()), data.NewArtist(a, s.History.Demo)
	hasFeed := site.BaseURL != "" && len(entries) > 0
	return firstError(
		func() error { return artistPage(w, s, a, nil) },
		func() error { return embedPage(w, s, a) },
		func() error { return movedPages(w, a) },
		func() error { return data.WriteJSON(w.out, a.Path+"data.json", counts) },
		func() error { return w.out.Write(a.Path+"data.csv", counts.CSV()) },
		func() error {
			return w.out.Write(a.Path+"card.svg", cards.Picture(w.words, s, a, dayOf(w.words, s)).SVG(w.colours))
		},
		func() error { return data.WriteOEmbed(w.out, site, l, a) },
		func() error { return feed.Write(w.out, entries) },
		func() error { return api.Add(a, counts, hasFeed) },
	)
}

// firstError takes steps until one fails.
func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// artistView is what the templates "artist" and "embed" show.
type artistView struct {
	frame
	Name     string
	Initials string
	Genre    string
	Windows  []windowTab
	Cards    []cards.Card
	Data     cards.Data
	Option   template.JS // of every live chart, as JSON
	Table    table
	// TableTitle names the table and its days.
	TableTitle string
	Gaps       []gapRow
	Timeline   []timelineRow
	Lift       string // what the newest event did, in a sentence
	LiftNote   string // how lifts in per cent are made; "" where there are none
	Lifts      []liftRow
	LiftDays   []string // heads of their columns
	Events     string   // path of the page that compares events
	Milestones milestones
	Ratio      string // of two metrics, in a sentence; "" where site.md does not want it
	Notes      template.HTML
	Page       string      // address of the artist's page, from the embed page
	Codes      []embedCode // for other pages; none where those may not embed, or the site's address is unknown
	FrameTitle string
	Compare    string // address of the comparison with others; "" where there are no counts for it
	OEmbed     string // full address of how to embed it, for programs; "" where there is none
}

type windowTab struct {
	Window  content.Window
	Label   string
	Checked bool
	// Sentence is about the artist in the window; "" where it is not shown.
	Sentence string
}

type gapRow struct {
	Source, Days string
	Reason       quote
}

type timelineRow struct{ Day, Title string }

// artistPage writes the page of an artist. Of links in the notes that are dead it has
// only the words.
func artistPage(w *writer, s *roster.Survey, a *roster.Artist, dead func(address string) bool) error {
	l := w.words
	written, err := notes.HTML(a.Body, 2, dead)
	if err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	page, err := newArtistPage(w, s, a, a.Path, a.Tracks, cards.Page)
	if err != nil {
		return err
	}
	page.Notes = written
	if !s.History.Empty() {
		page.Table = newTable(l, a)
	}
	page.Gaps = gapRows(l, a)
	for _, event := range a.Timeline {
		page.Timeline = append(page.Timeline, timelineRow{l.Date(event.Day), l.Event(event)})
	}
	page.Lift, page.LiftDays, page.LiftNote = sentence.Lift(l, a), liftDays(l), liftNote(l, s.Platforms)
	for _, event := range a.PastEvents() {
		page.Lifts = append(page.Lifts, eventLifts(l, a, event)...)
	}
	page.Events = eventsAddress(a)
	page.Milestones = newMilestones(l, a)
	page.Ratio = sentence.Ratio(l, a)
	page.Codes = embedCodes(l, s.Site, a)
	page.FrameTitle = l.Artist.Frame.With(a.Name)
	page.Compare = comparison(s.Site, a, page.Root)
	if data.Embeddable(s.Site) {
		page.OEmbed = page.Canonical + data.OEmbedName
	}
	if s.Site.BaseURL != "" && len(a.Happenings()) > 0 {
		page.Feed = data.FeedName
	}
	return w.page(a.Path+"index.html", "artist", page)
}

// embedPage writes the page that stands in others.
func embedPage(w *writer, s *roster.Survey, a *roster.Artist) error {
	at := a.Path + "embed/"
	page, err := newArtistPage(w, s, a, at, a.Leads(), cards.Embed)
	if err != nil {
		return err
	}
	page.NoIndex = true
	page.App = ""
	page.Canonical = ""
	if s.Site.BaseURL != "" {
		page.Canonical = s.Site.BaseURL + a.Path
	}
	page.Page = page.Root + a.Path
	return w.page(at+"index.html", "embed", page)
}

// newArtistPage returns what both pages show, with the cards of some metrics.
func newArtistPage(w *writer, s *roster.Survey, a *roster.Artist, at string, tracks []roster.Track, d cards.Detail) (*artistView, error) {
	l := w.words
	page := &artistView{
		TableTitle: l.Artist.Table.With(l.Number(tableDays)),
		frame:      w.frame.at(at, l.Frame.Title.With(words.Isolate(a.Name), s.Site.Title), sentence.Describe(l, a, s.Site.Window)),
		Name:       a.Name,
		Initials:   words.Initials(a.Name),
		Genre:      a.Genre,
		Windows:    windowTabs(l, s.Site.Window),
	}
	page.Fresh = a.Freshness()
	if !slices.ContainsFunc(a.Tracks, func(t roster.Track) bool { return !t.Paused }) {
		page.Fresh = nil // what is paused does not get old
	}
	for i := range page.Windows {
		page.Windows[i].Sentence = sentence.OfArtist(l, a, page.Windows[i].Window)
	}
	page.Data = cards.NewData(l, a, page.Root+a.Path, d)
	var err error
	if page.Option, err = w.option(a.Timeline); err != nil {
		return nil, err
	}
	page.Cards = cards.New(l, a, tracks, &page.Data)
	return page, nil
}

func windowTabs(l *words.Language, checked content.Window) []windowTab {
	var tabs []windowTab
	for _, w := range content.Windows {
		tabs = append(tabs, windowTab{Window: w, Label: l.Window(w), Checked: w == checked})
	}
	return tabs
}

// gapRows returns the gaps of all sources, the newest first.
func gapRows(l *words.Language, a *roster.Artist) []gapRow {
	var rows []gapRow
	for _, t := range a.Tracks {
		for _, g := range slices.Backward(t.Gaps(a.FirstOf(t), a.Newest)) {
			days := l.Date(g.From)
			if g.From != g.To {
				days = l.Artist.Span.With(days, l.Date(g.To))
			}
			rows = append(rows, gapRow{l.Title(t.MetricSetting), days, newQuote(l, roster.Why(g))})
		}
	}
	return rows
}
