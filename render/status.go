package render

import (
	"maps"
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// statusPage is what the template "status" shows: what became of the last days'
// runs.
type statusPage struct {
	frame
	Intro   string
	Columns []string // sources
	Rows    []statusRow
	Events  []string // platform events, the newest first
	Held    []heldRow
	More    string // how many more are held than Held lists
	Data    string // address of the file that lists all
}

type statusRow struct {
	Day   string
	Cells []statusCell
}

// statusCell is what one source gave on one day.
type statusCell struct {
	Got  string // how many counts of how many; "" where nobody was asked
	Held string // how many are held; "" for none
	Why  quote  // why counts are missing, the most frequent reason first
}

// heldRow is a count that waits for a decision. The number itself is not shown:
// it may be false.
type heldRow struct {
	Path, Artist, Source, Day string
	Reason                    quote

	data heldData // the same for programs
}

const statusPath = "status/"

// statusDays is how many days the page goes back.
const statusDays = 30

// More would make a page that nobody reads to its end: a bad night of a large
// roster may hold thousands of counts, each for a reason of its own.
const (
	heldEnd    = 100 // counts that the page lists
	reasonsEnd = 5   // reasons that it lists of one source and day
)

func (r *renderer) status() error {
	l := r.words
	days := l.Number(statusDays)
	page := &statusPage{frame: r.frame(statusPath, l.Frame.Title.With(l.Status.Title, r.Site.Title), l.Status.About.With(days)), Intro: l.Status.Intro.With(days)}
	newest := r.History.Newest
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		page.Columns = append(page.Columns, info.Name)
	}
	page.Events = r.platformEvents(content.All)
	slices.Reverse(page.Events)
	answers := r.answers(page)
	if err := r.apiStatus(answers, page.Held); err != nil {
		return err
	}
	for ago, sources := range answers {
		if r.History.Empty() {
			break
		}
		row := statusRow{Day: l.ShortDate(newest - content.Day(ago))}
		for _, setting := range r.Site.Sources {
			row.Cells = append(row.Cells, newStatusCell(l, sources[setting.Source]))
		}
		page.Rows = append(page.Rows, row)
	}
	page.Data = page.Root + apiPath + "status.json"
	if n := int64(len(page.Held) - heldEnd); n > 0 {
		page.Held, page.More = page.Held[:heldEnd], l.Status.MoreHeld.Of(l, n).With(l.Number(n))
	}
	return r.page(statusPath+"index.html", "status", page)
}

// answers reads each artist once: what each source answered, day by day from
// the newest on, and the counts that are held.
func (r *renderer) answers(page *statusPage) []map[content.Source]*dayTally {
	newest := r.History.Newest
	answers := make([]map[content.Source]*dayTally, statusDays)
	for i := range answers {
		answers[i] = make(map[content.Source]*dayTally)
	}
	for _, entry := range r.Site.Artists {
		a := r.artist(entry)
		for _, t := range a.tracks {
			for ago, sources := range answers {
				if sources[t.info.Source] == nil {
					sources[t.info.Source] = &dayTally{reasons: make(map[string]int)}
				}
				sources[t.info.Source].add(t.series, newest-content.Day(ago))
			}
			page.Held = append(page.Held, heldRows(a, t, newest)...)
		}
	}
	return answers
}

// dayTally is what one source answered on one day, for all artists.
type dayTally struct {
	asked, got, held int64
	reasons          map[string]int // why counts are missing, and how often
}

func (d *dayTally) add(s *history.Series, day content.Day) {
	_, measured := s.Value(day)
	_, held := s.Held(day)
	switch reason := s.Reason(day); {
	case measured:
		d.asked++
		d.got++
	case held:
		d.asked++
		d.held++
	case reason != "":
		d.asked++
		d.reasons[reason]++
	}
}

func newStatusCell(l *words.Language, d *dayTally) statusCell {
	if d == nil || d.asked == 0 {
		return statusCell{}
	}
	c := statusCell{Got: l.Roster.Got.With(l.Number(d.got), l.Number(d.asked)), Why: mostFrequent(l, d.reasons)}
	if d.held > 0 {
		c.Held = l.Status.Held.With(l.Number(d.held))
	}
	return c
}

// mostFrequent lists the first reasons with how often each was given, and how
// many there are besides.
func mostFrequent(l *words.Language, reasons map[string]int) quote {
	sorted := slices.SortedStableFunc(slices.Values(slices.Sorted(maps.Keys(reasons))), func(a, b string) int {
		return reasons[b] - reasons[a]
	})
	all := quote{}
	for i, reason := range sorted {
		if i == reasonsEnd {
			n := int64(len(sorted) - i)
			all.Words = l.Status.List.With(all.Words, l.Status.MoreReasons.Of(l, n).With(l.Number(n)))
			break
		}
		q := newQuote(l, reason)
		text := l.Status.Times.With(l.Number(int64(reasons[reason])), q.Words)
		if all.Words != "" {
			text = l.Status.List.With(all.Words, text)
		}
		all = quote{text, all.Foreign || q.Foreign}
	}
	return all
}

func heldRows(a *artist, t track, newest content.Day) []heldRow {
	var rows []heldRow
	for day := newest; day > newest-statusDays; day-- {
		if h, ok := t.series.Held(day); ok {
			rows = append(rows, heldRow{a.at, a.Name, t.info.Name, a.words.ShortDate(day), newQuote(a.words, h.Reason), heldData{a.ID, t.info.Source, day, h.Reason}})
		}
	}
	return rows
}
