package data

import (
	ics "github.com/arran4/golang-ical"

	"datarocks/content"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

const calendarName = "calendar.ics"

// CalendarPath returns the path of the calendar of all artists; "" where there is
// none, as the site's address is unknown.
func CalendarPath(site *content.Site) string {
	if site.BaseURL == "" {
		return ""
	}
	return calendarName
}

// WriteCalendar writes what happened to all artists, what is announced and what is
// expected, each as all-day events, in iCalendar (RFC 5545). As in a feed, an entry
// is known by its full address, so there is none where the site's is unknown.
func WriteCalendar(out Output, s *roster.Survey, l *words.Language) error {
	if CalendarPath(s.Site) == "" {
		return nil
	}
	cal := ics.NewCalendarFor("datarocks")
	cal.SetXWRCalName(s.Site.Title)
	if s.History.Demo {
		cal.SetXWRCalDesc(l.Frame.Demo)
	}
	add := func(id, path string, from, to content.Day) *ics.VEvent {
		// It was last changed, as far as a calendar is to know, on its first day: the
		// same input makes the same bytes.
		event := cal.AddEvent(s.Site.BaseURL + id)
		event.SetDtStampTime(from.Time())
		event.SetAllDayStartAt(from.Time())
		event.SetAllDayEndAt((to + 1).Time())
		event.SetTimeTransparency(ics.TransparencyTransparent)
		event.SetURL(s.Site.BaseURL + path)
		return event
	}
	for _, h := range s.Dates {
		title, _ := sentence.Happening(l, h)
		add(h.ID, h.Path, h.Day, h.Day).SetSummary(title)
	}
	for _, e := range s.Expected {
		title, text := sentence.Expected(l, e)
		event := add(e.ID, e.Path, e.Early, e.Late)
		event.SetSummary(title)
		event.SetDescription(text)
		event.SetStatus(ics.ObjectStatusTentative)
	}
	return out.Write(calendarName, []byte(cal.Serialize(ics.WithNewLineWindows)))
}
