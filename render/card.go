package render

import (
	"cmp"
	"html/template"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
	"datarocks/history/trend"
	"datarocks/render/chart"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// card is one source on an artist's page.
type card struct {
	Source string // slug of the metric
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
	Delta   sentence.Delta
	Picture template.HTML // "" where the window has no count
}

// newCard makes a card, and adds what its live chart needs to the page's data.
func newCard(l *words.Language, a *roster.Artist, t roster.Track, page *pageData) card {
	c := card{Source: t.Slug(), Name: t.Name, Metric: l.Metric(t.MetricSetting).Name, T: l}
	c.Why = sentence.Absence(l, t, a.Newest)
	if last, ok := t.Series.Last(); ok {
		c.Count = l.Number(last.Value)
	}
	events := eventsOn(l, a, t)
	ranges := make(map[content.Window][2]float64)
	for _, w := range content.Windows {
		change, ok := t.Series.Change(w)
		v := view{Window: w, Delta: sentence.NewDelta(l, change, ok)}
		from, to := chart.Span(w, a.First, a.Newest)
		if p := chart.New(l, t.Series, t.Every, from, to); p != nil {
			p.Mark(events)
			v.Picture = p.SVG(sentence.OfPicture(l, sentence.About(a, t, w)), page.detail.height)
			ranges[w] = p.Range()
		}
		c.Views = append(c.Views, v)
	}
	if len(ranges) > 0 {
		page.add(l, a, t, ranges)
	}
	return c
}

// pageData is what the script of a page needs to draw its charts.
type pageData struct {
	// Windows has the first and the last day of each window.
	Windows map[content.Window][2]content.Day `json:"windows"`
	Charts  map[string]chartData              `json:"charts"`
	// More is the address of the counts from before the ones in the page; ""
	// where there are none.
	More string `json:"more,omitempty"`
	// Words are the texts of the script.
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
	Gaps  []series.Gap  `json:"gaps,omitempty"`
	Seams []content.Day `json:"seams,omitempty"`
	// Events are what happened to the whole roster on the source.
	Events []markData `json:"events,omitempty"`
	// Ranges has the ends of the vertical axis in each window.
	Ranges map[content.Window][2]float64 `json:"ranges"`
	// Partial reports whether older counts exist, in More or, if that is
	// empty, in the picture alone.
	Partial bool `json:"partial,omitempty"`
}

// detail is how much a page carries of its charts.
type detail struct {
	height int // of its pictures, see chart.PageHeight
	days   int // whose counts are in the page, for the live charts; older ones are in data.json
	// year makes it a year's of a source that is not for download, so not in data.json.
	year bool
}

var (
	pageDetail  = detail{height: chart.PageHeight, days: 400}
	embedDetail = detail{height: chart.EmbedHeight, year: true}
)

func newPageData(l *words.Language, a *roster.Artist, here string, d detail) pageData {
	page := pageData{
		Windows: make(map[content.Window][2]content.Day),
		Charts:  make(map[string]chartData),
		Words:   newChartWords(l),
		detail:  d,
		here:    here,
	}
	for _, w := range content.Windows {
		from, to := chart.Span(w, a.First, a.Newest)
		page.Windows[w] = [2]content.Day{from, to}
	}
	return page
}

// add takes the counts of a source, with the range of the axis in each window.
func (d *pageData) add(l *words.Language, a *roster.Artist, t roster.Track, ranges map[content.Window][2]float64) {
	first, _ := t.Series.First()
	from := a.Newest - content.Day(d.detail.days) + 1
	if !t.Download && d.detail.year {
		from = content.Year.Begin(a.Newest)
	}
	from = max(first.Day, from)
	series := data.NewCounts(t, from, a.Newest)
	shown := chartData{
		Label:   l.Label(t.MetricSetting),
		Start:   from,
		Steps:   steps(series.Values),
		Gaps:    series.Gaps,
		Seams:   series.Seams,
		Ranges:  ranges,
		Partial: first.Day < from,
		Events:  platformMarks(l, t.Events),
	}
	if shown.Partial && t.Download {
		d.More = d.here + "data.json"
	}
	d.Charts[t.Slug()] = shown
}

// steps returns by how much each count is more than the one before it.
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

// eventsOn returns what may explain a step in the line of a source, by day: the
// artist's events, the days on which another account began to be counted, and
// the platform events.
func eventsOn(l *words.Language, a *roster.Artist, t roster.Track) []content.Event {
	events := slices.Clone(a.Timeline)
	for _, day := range t.Series.Seams(a.First, a.Newest) {
		events = append(events, content.Event{Day: day, Title: l.Chart.AnotherAccount})
	}
	for _, e := range t.Events {
		events = append(events, content.Event{Day: e.Day, Title: l.PlatformMark(e.Median)})
	}
	slices.SortStableFunc(events, func(a, b content.Event) int { return cmp.Compare(a.Day, b.Day) })
	return events
}

// markData is an event that a live chart marks.
type markData struct {
	Day   content.Day `json:"day"`
	Title string      `json:"title"`
}

func platformMarks(l *words.Language, events []trend.PlatformEvent) []markData {
	var marks []markData
	for _, e := range events {
		marks = append(marks, markData{e.Day, l.PlatformMark(e.Median)})
	}
	return marks
}
