package render

import (
	"fmt"
	"strings"
	"time"

	"datarocks/content"
)

// toldWeeks is how many weeks the site's feed tells of, the newest that are over.
const toldWeeks = 8

// week is a week from Monday to Sunday, and who moved in it.
type week struct {
	sunday  content.Day
	tallies []tally
}

// weeks gives the weeks that the site's feed tells of; none where it has no feed,
// or nothing was ever counted.
func (r *renderer) weeks() []week {
	if r.Site.BaseURL == "" || r.History.Empty() {
		return nil
	}
	return pastWeeks(r.History.Newest, r.Site.Sources)
}

// tellWeeks adds the weeks to what happened.
func (r *renderer) tellWeeks(weeks []week) {
	for i := range weeks {
		if h, ok := weeks[i].happening(r.words); ok {
			r.news = append(r.news, h)
		}
	}
	r.news = newestFirst(r.news)
}

// pastWeeks gives the weeks that are over, the newest first. What is told of one
// is what is known of its days: while nobody corrects those, every night tells
// the same.
func pastWeeks(newest content.Day, settings []content.SourceSetting) []week {
	var weeks []week
	sunday := newest - 1
	for sunday.Time().Weekday() != time.Sunday {
		sunday--
	}
	for range toldWeeks {
		weeks = append(weeks, week{sunday, newTallies(settings)})
		sunday -= 7
	}
	return weeks
}

// add counts an artist in, as of the week's end.
func (w *week) add(a *artist) {
	then := *a
	then.newest = w.sunday
	then.tracks = make([]track, len(a.tracks))
	for i, t := range a.tracks {
		t.series = t.series.Until(w.sunday)
		then.tracks[i] = t
	}
	for i := range w.tallies {
		w.tallies[i].add(&then, content.Week)
	}
}

// happening tells of the week on the day after it; ok is false where nobody moved.
func (w *week) happening(l *Language) (h happening, ok bool) {
	moved := l.moved(w.tallies)
	year, number := w.sunday.Time().ISOWeek()
	return happening{
		id:    fmt.Sprintf("#week-%d-W%02d", year, number),
		day:   w.sunday + 1,
		title: l.Feed.Week.with(l.date(w.sunday)),
		text:  strings.Join(moved, " "),
	}, len(moved) > 0
}
