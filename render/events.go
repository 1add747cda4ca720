package render

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// eventsPage is what the template "events" shows: what the events of all
// artists did, and a chart that lays some of them over each other.
type eventsPage struct {
	frame
	Intro    string
	Rows     []eventRow
	LiftDays []string // heads of their columns
	More     string   // how many older events there are
	Data     eventsData
}

// eventRow is one event and what it did on one source.
type eventRow struct {
	ID           string // as the address names it: "dream-theater@2025-02-07"
	Path, Artist string
	Title, Day   string
	Choose       string // name of what chooses it
	Source       string
	Cells        []liftCell // one for each of history.LiftDays
}

func (e eventRow) measured() bool {
	return slices.ContainsFunc(e.Cells, func(c liftCell) bool { return c.Class != "" })
}

// eventsData is what the script needs to begin.
type eventsData struct {
	Event   string          `json:"event"` // shown where the address names none
	Source  content.Source  `json:"source"`
	Sources []compareSource `json:"sources"`
	Words   eventsWords     `json:"words"`
	Option  map[string]any  `json:"option"` // of the chart, with one line as the model of all
}

// eventsWords is what the script says, in the page's language.
type eventsWords struct {
	chartWords
	Failed   words.Phrase1 `json:"failed"`
	Full     words.Phrase1 `json:"full"`
	Locked   words.Phrase1 `json:"locked"`
	NoSeries words.Phrase2 `json:"noSeries"`
	NoBasis  words.Phrase2 `json:"noBasis"`
	None     string        `json:"none"`
	Named    words.Phrase3 `json:"named"`
	Offset   words.Phrase1 `json:"offset"`
	Percent  words.Phrase1 `json:"percent"`
	Point    words.Phrase2 `json:"point"`
	Drawn    words.Phrase2 `json:"drawn"`
}

const (
	eventsPath = "compare/events/"
	// eventsEnd is how many events the page lists, the newest.
	eventsEnd = 100
)

// eventRef is an event of an artist of the roster.
type eventRef struct {
	artist content.Artist
	event  int
}

func (e eventRef) day() content.Day { return e.artist.Timeline[e.event].Day }

// pastEvents lists the events of all artists up to the newest day, the newest
// first.
func (r *renderer) pastEvents() []eventRef {
	var all []eventRef
	for _, a := range r.rosterOrder() {
		for i, e := range a.Timeline {
			if e.Day <= r.History.Newest {
				all = append(all, eventRef{a, i})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b eventRef) int { return cmp.Compare(b.day(), a.day()) })
	return all
}

// events writes the page. It reads only the artists whose events it lists.
func (r *renderer) events() error {
	l := r.words
	page := &eventsPage{
		frame: r.frame(eventsPath, l.Frame.Title.With(l.Events.Title, r.Site.Title), l.Events.About),
		Intro: l.Lift.Intro,
		Data:  r.eventsData(),
	}
	page.LiftDays = liftDays(l)
	all := r.pastEvents()
	if more := int64(len(all) - eventsEnd); more > 0 {
		all, page.More = all[:eventsEnd], l.Events.More.Of(l, more).With(l.Number(more))
	}
	for _, e := range all {
		row := r.eventRow(e)
		page.Rows = append(page.Rows, row)
		if page.Data.Event == "" && row.measured() {
			page.Data.Event = row.ID
		}
	}
	if page.Data.Event == "" && len(page.Rows) > 0 {
		page.Data.Event = page.Rows[0].ID
	}
	return r.page(eventsPath+"index.html", "events", page)
}

// eventRow measures an event on the first source of the site that can tell, or
// else says why the first cannot.
func (r *renderer) eventRow(e eventRef) eventRow {
	a, event := r.artist(e.artist), e.artist.Timeline[e.event]
	row := eventRow{
		ID: eventID(a.ID, event), Path: a.at, Artist: a.Name,
		Title: event.Title, Day: a.words.ShortDate(event.Day), Choose: a.words.Events.Choose.With(words.Isolate(event.Title), words.Isolate(a.Name)),
	}
	for _, t := range a.tracks {
		if !t.counted() {
			continue
		}
		cells, measured := a.liftCells(t, e.event)
		if measured || row.Cells == nil {
			row.Source, row.Cells = t.info.Name, cells
		}
		if measured {
			break
		}
	}
	for len(row.Cells) < len(history.LiftDays) {
		row.Cells = append(row.Cells, liftCell{Why: a.words.Frame.NoCounts})
	}
	return row
}

// eventID is how an address names an event; two of a day are one there, as
// their counts are the same.
func eventID(artist string, e content.Event) string { return artist + "@" + e.Day.String() }

func (r *renderer) eventsData() eventsData {
	l, said := r.words, &r.words.Events
	compared := r.compareData()
	return eventsData{
		Source: compared.Source, Sources: compared.Sources, Option: compared.Option,
		Words: eventsWords{
			chartWords: newChartWords(l),
			Failed:     l.Compare.Failed,
			Full:       said.Full,
			Locked:     l.Compare.Locked,
			NoSeries:   l.Compare.NoSeries,
			NoBasis:    said.NoBasis,
			None:       said.None,
			Named:      said.Named,
			Offset:     said.Offset,
			Percent:    l.Format.Percent,
			Point:      l.Compare.OfIndex,
			Drawn:      said.Drawn,
		},
	}
}
