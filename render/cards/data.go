package cards

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
	"datarocks/history/trend"
	"datarocks/render/chart"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Data is what the script of a page needs to draw its charts.
type Data struct {
	// Windows has the first and the last day of each window.
	Windows map[content.Window][2]content.Day `json:"windows"`
	Charts  map[string]chartData              `json:"charts"`
	// More is the address of the counts from before the ones in the page; ""
	// where there are none.
	More string `json:"more,omitempty"`
	// Words are the texts of the script.
	Words  Words `json:"words"`
	detail Detail
	here   string // address of the artist's files
}

// chartData is the counts of one chart.
type chartData struct {
	Label string `json:"label"`
	// Kind is that of the metric; "" for a level. The counts of a metric that is so
	// many in a day are as they were counted: of a cumulative one, they are its level.
	Kind content.Kind `json:"kind,omitempty"`
	// Weekly reports whether the window of all days shows whole weeks.
	Weekly bool `json:"weekly,omitempty"`
	// Windows has the days of the windows that are others than the page's.
	Windows map[content.Window][2]content.Day `json:"windows,omitempty"`

	Start content.Day `json:"start"`
	// Steps has the first count, then by how much each is more than the one
	// before, of a day each; null is a day without a count. It is shorter than
	// the counts themselves.
	Steps []*int64      `json:"steps,omitempty"`
	Gaps  []series.Gap  `json:"gaps,omitempty"`
	Seams []content.Day `json:"seams,omitempty"`
	Cut   []data.Cut    `json:"cut,omitempty"`
	// Events are what happened to the whole roster on the source.
	Events []Mark `json:"events,omitempty"`
	// Ranges has the ends of the vertical axis in each window.
	Ranges map[content.Window][2]float64 `json:"ranges"`
	// Partial reports whether older counts exist, in More or, if that is
	// empty, in the picture alone.
	Partial bool `json:"partial,omitempty"`
}

// Detail is how much a page carries of its charts.
type Detail struct {
	height int // of its pictures, see chart.PageHeight
	days   int // whose counts are in the page, for the live charts; older ones are in data.json
	// year makes it a year's of a source that is not for download, so not in data.json.
	year bool
}

// How much a page carries that is read, and one that stands in others.
var (
	Page  = Detail{height: chart.PageHeight, days: 400}
	Embed = Detail{height: chart.EmbedHeight, year: true}
)

// NewData returns the data of a page of an artist before any card is made; here is
// the address of the artist's files, from the page.
func NewData(l *words.Language, a *roster.Artist, here string, d Detail) Data {
	page := Data{
		Windows: make(map[content.Window][2]content.Day),
		Charts:  make(map[string]chartData),
		Words:   NewWords(l),
		detail:  d,
		here:    here,
	}
	for _, w := range content.Windows {
		from, to := chart.Span(w, a.First, a.Newest)
		page.Windows[w] = [2]content.Day{from, to}
	}
	return page
}

// before is how many days the line of what is so many in a day reaches back: those that
// are summed up to its first day and, of a difference, the one before.
const before = chart.RollingDays

// add takes the counts of a metric, and the ends of the axis in each window.
func (d *Data) add(l *words.Language, a *roster.Artist, t roster.Track, ranges map[content.Window][2]float64) {
	first, _ := t.Series.First()
	from := a.Newest - content.Day(d.detail.days) + 1
	if !t.Download && d.detail.year {
		from = content.Year.Begin(a.Newest)
		if !t.IsStock() {
			from -= before
		}
	}
	from = max(first.Day, from)
	series := data.NewCounts(t, from, a.Newest)
	shown := chartData{
		Label:   l.Label(t.MetricSetting),
		Start:   from,
		Steps:   steps(series.Values),
		Gaps:    series.Gaps,
		Seams:   series.Seams,
		Cut:     series.Cut,
		Ranges:  ranges,
		Weekly:  weekly(a, t),
		Windows: d.windows(a, t),
		Partial: first.Day < from,
		Events:  PlatformMarks(l, t.Events),
	}
	if !t.IsStock() {
		shown.Kind, d.Words.Daily = t.Kind, &l.Daily.DailyScript
	}
	if shown.Cut != nil {
		d.Words.Terms = &l.Terms.TermsScript
	}
	if shown.Partial && t.Download {
		d.More = d.here + "data.json"
	}
	d.Charts[t.Slug()] = shown
}

// weekly reports whether the window of all days of a metric shows whole weeks.
func weekly(a *roster.Artist, t roster.Track) bool {
	from, to := chart.Span(content.All, a.FirstOf(t), a.Newest)
	return !t.IsStock() && chart.Weekly(content.All, from, to)
}

// windows returns the days of the windows of a metric that are others than the page's.
func (d *Data) windows(a *roster.Artist, t roster.Track) map[content.Window][2]content.Day {
	var own map[content.Window][2]content.Day
	for _, w := range content.Windows {
		from, to := chart.Span(w, a.FirstOf(t), a.Newest)
		if days := [2]content.Day{from, to}; days != d.Windows[w] {
			if own == nil {
				own = make(map[content.Window][2]content.Day)
			}
			own[w] = days
		}
	}
	return own
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
	for _, day := range t.Series.Seams(a.FirstOf(t), a.Newest) {
		events = append(events, content.Event{Day: day, Title: l.Chart.AnotherAccount})
	}
	for _, e := range t.Events {
		events = append(events, content.Event{Day: e.Day, Title: l.PlatformMark(e.Median)})
	}
	slices.SortStableFunc(events, func(a, b content.Event) int { return cmp.Compare(a.Day, b.Day) })
	return events
}

// Mark is an event that a live chart marks.
type Mark struct {
	Day   content.Day `json:"day"`
	Title string      `json:"title"`
}

func PlatformMarks(l *words.Language, events []trend.PlatformEvent) []Mark {
	var marks []Mark
	for _, e := range events {
		marks = append(marks, Mark{e.Day, l.PlatformMark(e.Median)})
	}
	return marks
}
