package render

import (
	"cmp"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/cards"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// eventsView is what the template "events" shows: what the events of all
// artists did, and a chart that lays some of them over each other.
type eventsView struct {
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
	Cells        []liftCell // one for each of trend.LiftDays
}

func (e eventRow) measured() bool {
	return slices.ContainsFunc(e.Cells, func(c liftCell) bool { return c.Class != "" })
}

// eventsData is what the script needs to begin.
type eventsData struct {
	Event   string          `json:"event"` // shown where the address names none
	Source  string          `json:"source"`
	Sources []compareSource `json:"sources"`
	Words   eventsWords     `json:"words"`
	Option  map[string]any  `json:"option"` // of the chart, with one line as the model of all
}

// eventsWords is the texts of the script, in the page's language.
type eventsWords struct {
	cards.Words
	words.EventsScript
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

// pastEvents returns the events of all artists up to the newest day, the newest
// first.
func pastEvents(s *roster.Survey) []eventRef {
	var all []eventRef
	for _, a := range s.Artists {
		for i, e := range a.Timeline {
			if e.Day <= s.History.Newest {
				all = append(all, eventRef{a, i})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b eventRef) int { return cmp.Compare(b.day(), a.day()) })
	return all
}

// eventsPage writes the page. It reads only the artists whose events it lists.
func eventsPage(w *writer, s *roster.Survey) error {
	l := w.words
	compared := newCompareData(l, s)
	page := &eventsView{
		frame: w.frame.at(eventsPath, l.Frame.Title.With(l.Events.Title, s.Site.Title), l.Events.About),
		Intro: strings.TrimSpace(l.Lift.Intro + " " + liftNote(l, s.Platforms)),
		Data: eventsData{
			Source: compared.Source, Sources: compared.Sources, Option: compared.Option,
			Words: eventsWords{compared.Words.Words, l.Events.EventsScript},
		},
		LiftDays: liftDays(l),
	}
	all := pastEvents(s)
	if more := int64(len(all) - eventsEnd); more > 0 {
		all, page.More = all[:eventsEnd], l.Events.More.Of(l, more).With(l.Number(more))
	}
	for _, e := range all {
		row := newEventRow(l, s.Artist(e.artist), e.event)
		page.Rows = append(page.Rows, row)
		if page.Data.Event == "" && row.measured() {
			page.Data.Event = row.ID
		}
	}
	if page.Data.Event == "" && len(page.Rows) > 0 {
		page.Data.Event = page.Rows[0].ID
	}
	return w.page(eventsPath+"index.html", "events", page)
}

// newEventRow measures an event on the first source of the site where it can be
// measured, or else has why it cannot on the first.
func newEventRow(l *words.Language, a *roster.Artist, place int) eventRow {
	event := a.Timeline[place]
	row := eventRow{
		ID: eventID(a.ID, event), Path: a.Path, Artist: a.Name,
		Title: l.Event(event), Day: l.ShortDate(event.Day), Choose: l.Events.Choose.With(words.Isolate(l.Event(event)), words.Isolate(a.Name)),
	}
	for _, t := range a.Derived() {
		if !t.Counted() {
			continue
		}
		cells, measured := liftCells(l, a, t, place)
		if measured || row.Cells == nil {
			row.Source, row.Cells = l.Title(t.MetricSetting), cells
		}
		if measured {
			break
		}
	}
	for len(row.Cells) < len(trend.LiftDays) {
		row.Cells = append(row.Cells, liftCell{Why: l.Frame.NoCounts})
	}
	return row
}

// eventID is how an address names an event; two of a day are one there, as
// their counts are the same.
func eventID(artist string, e content.Event) string { return artist + "@" + e.Day.String() }

// eventsAddress is the path of the page that compares events, with the newest
// measured ones of the artist chosen.
func eventsAddress(a *roster.Artist) string {
	var ids []string
	for _, event := range a.PastEvents() {
		if id := eventID(a.ID, a.Timeline[event]); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	source := comparedSource(a)
	if source == "" {
		return eventsPath
	}
	return eventsPath + "#" + strings.Join(ids, ",") + ";" + string(source) + ";28"
}
