package render

import (
	"cmp"
	"html/template"
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/chart"
	"datarocks/render/words"
)

// card is one source on an artist's page.
type card struct {
	Source content.Source
	Name   string
	Metric string
	Count  string // the newest count in full; "" where there is none
	Why    string // why there is no count of the newest day
	Views  []view
	Wide   bool // it has a row of its own
	T      *words.Language
}

// view is one window of a card.
type view struct {
	Window  content.Window
	Delta   delta
	Picture template.HTML // "" where the window has no count
}

// newCard makes a card, and adds what its live chart needs to the page's data.
func newCard(a *artist, t track, data *pageData) card {
	l := a.words
	c := card{Source: t.info.Source, Name: t.info.Name, Metric: l.Metric(t.info).Name, T: l}
	c.Why = absence(l, t.series, a.newest, t.setting.Every)
	if last, ok := t.series.Last(); ok {
		c.Count = l.Number(last.Value)
	}
	events := eventsOn(l, t, a.Timeline, a.first, a.newest)
	ranges := make(map[content.Window][2]float64)
	for _, w := range content.Windows {
		change, ok := t.series.Change(w)
		v := view{Window: w, Delta: newDelta(l, change, ok)}
		from, to := chart.Span(w, a.first, a.newest)
		if p := chart.New(l, t.series, t.setting.Every, from, to); p != nil {
			p.Mark(events)
			v.Picture = p.SVG(Picture(l, a.chart(t, w)), data.detail.height)
			ranges[w] = p.Range()
		}
		c.Views = append(c.Views, v)
	}
	if len(ranges) > 0 {
		data.add(a, t, ranges)
	}
	return c
}

// pageData is what the script of a page needs to draw its charts.
type pageData struct {
	// Windows has the first and the last day of each window.
	Windows map[content.Window][2]content.Day `json:"windows"`
	Charts  map[content.Source]chartData      `json:"charts"`
	// More is the address of the counts from before the ones in the page; ""
	// where there are none.
	More string `json:"more,omitempty"`
	// Words are what the script says.
	Words  chartWords `json:"words"`
	detail detail
	here   string // address of the artist's files
}

// chartData is the counts of one chart.
type chartData struct {
	Label string      `json:"label"`
	Start content.Day `json:"start"`
	// Steps has the first count, then by how much each is more than the one
	// before, of a day each; null is a day without a count. It is shorter than
	// the counts themselves.
	Steps []*int64      `json:"steps,omitempty"`
	Gaps  []gapData     `json:"gaps,omitempty"`
	Seams []content.Day `json:"seams,omitempty"`
	// Events are what happened to the whole roster on the source.
	Events []markData `json:"events,omitempty"`
	// Ranges has the ends of the vertical axis in each window.
	Ranges map[content.Window][2]float64 `json:"ranges"`
	// Partial says that older counts exist and are in More or, if that is
	// empty, in the picture alone.
	Partial bool `json:"partial,omitempty"`
}

// detail is how much a page carries of its charts.
type detail struct {
	height int // of its pictures, see chart.PageHeight
	days   int // whose counts are in the page, for the live charts; older ones are in data.json
	locked int // the same of a source that is not for download, so not in data.json
}

var (
	pageDetail  = detail{height: chart.PageHeight, days: 400, locked: 400}
	embedDetail = detail{height: chart.EmbedHeight, locked: content.Year.Days() + 1}
)

func newPageData(a *artist, here string, d detail) pageData {
	data := pageData{
		Windows: make(map[content.Window][2]content.Day),
		Charts:  make(map[content.Source]chartData),
		Words:   newChartWords(a.words),
		detail:  d,
		here:    here,
	}
	for _, w := range content.Windows {
		from, to := chart.Span(w, a.first, a.newest)
		data.Windows[w] = [2]content.Day{from, to}
	}
	return data
}

func (d *pageData) add(a *artist, t track, ranges map[content.Window][2]float64) {
	first, _ := t.series.First()
	days := d.detail.days
	if !t.setting.Download {
		days = d.detail.locked
	}
	from := max(first.Day, a.newest-content.Day(days)+1)
	series := newSeriesData(t, from, a.newest)
	chart := chartData{
		Label:   a.words.Label(t.info),
		Start:   from,
		Steps:   steps(series.Values),
		Gaps:    series.Gaps,
		Seams:   series.Seams,
		Ranges:  ranges,
		Partial: first.Day < from,
	}
	chart.Events = platformMarks(a.words, t.platform.events)
	if chart.Partial && t.setting.Download {
		d.More = d.here + "data.json"
	}
	d.Charts[t.info.Source] = chart
}

// steps gives what each count is more than the one before it.
func steps(values []*int64) []*int64 {
	steps := make([]*int64, len(values))
	var last int64
	for i, value := range values {
		if value != nil {
			step := *value - last
			steps[i], last = &step, *value
		}
	}
	return steps
}

// table is the counts of the last days, in numbers.
type table struct {
	Columns []string
	Rows    []tableRow
}

type tableRow struct {
	Day   string
	Cells []tableCell
}

type tableCell struct {
	Count string // "" where there is none
	Why   quote  // the reason, where it is known
}

// tableDays is how many days the table goes back.
const tableDays = 28

func newTable(a *artist) table {
	var t table
	for _, track := range a.tracks {
		t.Columns = append(t.Columns, track.info.Name)
	}
	for day := a.newest; day >= max(a.first, a.newest-tableDays); day-- {
		row := tableRow{Day: a.words.ShortDate(day)}
		for _, track := range a.tracks {
			row.Cells = append(row.Cells, newTableCell(a.words, track.series, day))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func newTableCell(l *words.Language, s *history.Series, day content.Day) tableCell {
	if n, ok := s.Value(day); ok {
		return tableCell{Count: l.Number(n)}
	}
	return tableCell{Why: newQuote(l, s.Reason(day))}
}

// eventsOn are what may explain a step in the line of a source, by day: the
// artist's events, the days on which another account began to be counted, and
// the platform events.
func eventsOn(l *words.Language, t track, timeline []content.Event, from, to content.Day) []content.Event {
	events := slices.Clone(timeline)
	for _, day := range t.series.Seams(from, to) {
		events = append(events, content.Event{Day: day, Title: l.Chart.AnotherAccount})
	}
	for _, e := range t.platform.events {
		events = append(events, platformMark(l, e))
	}
	slices.SortStableFunc(events, func(a, b content.Event) int { return cmp.Compare(a.Day, b.Day) })
	return events
}
