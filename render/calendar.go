package render

import (
	"cmp"
	"slices"

	ics "github.com/arran4/golang-ical"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// calendarName is the calendar of all artists.
const calendarName = "calendar.ics"

// Room in the calendar. What happened is the newest, what is expected the nearest.
const (
	maxHappened = 500
	maxExpected = 100
)

// expected is a milestone that a forecast expects.
type expected struct {
	id, at      string
	title, text string
	early, late content.Day
}

// expectations are the milestones to be expected of an artist.
func (a *artist) expectations() []expected {
	var all []expected
	for _, t := range a.tracks {
		if f, ok := t.forecast(a.newest); ok {
			all = append(all, a.expectation(t, f))
		}
	}
	return all
}

// expectation has one id for each series, whatever the milestone: it moves in a
// calendar that knows it already.
func (a *artist) expectation(t track, f history.Forecast) expected {
	l := a.words
	return expected{
		id: a.at + "#next-" + string(t.info.Source), at: a.at,
		title: l.Calendar.Expected.With(words.Isolate(a.Name), total(l, t.info, f.Milestone)),
		text:  tellForecast(l, t.info, f, a.newest),
		early: f.Early, late: f.Late,
	}
}

// soonest keeps as many as the calendar has room for.
func soonest(all []expected) []expected {
	slices.SortStableFunc(all, func(a, b expected) int { return cmp.Compare(a.early, b.early) })
	return all[:min(len(all), maxExpected)]
}

// calendar writes what happened to all artists, what is announced and what is to
// be expected, each as all-day events, in iCalendar (RFC 5545). As in a feed, an entry
// is known by its full address, so there is none where the site's is unknown.
func (r *renderer) calendar() error {
	if r.calendarPath() == "" {
		return nil
	}
	cal := ics.NewCalendarFor("datarocks")
	cal.SetXWRCalName(r.Site.Title)
	if r.History.Demo {
		cal.SetXWRCalDesc(r.words.Frame.Demo)
	}
	for _, h := range r.dates {
		r.calendarEvent(cal, h.id, h.at, h.day, h.day).SetSummary(h.title)
	}
	for _, e := range r.expected {
		event := r.calendarEvent(cal, e.id, e.at, e.early, e.late)
		event.SetSummary(e.title)
		event.SetDescription(e.text)
		event.SetStatus(ics.ObjectStatusTentative)
	}
	return r.out.write(calendarName, []byte(cal.Serialize(ics.WithNewLineWindows)))
}

func (r *renderer) calendarPath() string {
	if r.Site.BaseURL == "" {
		return ""
	}
	return calendarName
}

// calendarEvent adds an event of some days, both included. It was last changed, as
// far as a calendar is to know, on its first day: the same input gives the same
// bytes.
func (r *renderer) calendarEvent(cal *ics.Calendar, id, at string, from, to content.Day) *ics.VEvent {
	event := cal.AddEvent(r.Site.BaseURL + id)
	event.SetDtStampTime(from.Time())
	event.SetAllDayStartAt(from.Time())
	event.SetAllDayEndAt((to + 1).Time())
	event.SetTimeTransparency(ics.TransparencyTransparent)
	event.SetURL(r.Site.BaseURL + at)
	return event
}
