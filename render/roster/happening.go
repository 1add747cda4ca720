package roster

import (
	"cmp"
	"fmt"
	"slices"

	"datarocks/content"
	"datarocks/history/trend"
)

// Happening is something that happened on a day, or is announced for one. What it
// is about is in one of Event, Milestone and Platform; without any, another
// account is counted from that day on.
type Happening struct {
	ID     string // below the site's address: "artists/vola/#event-2026-11-20"
	Path   string // of the artist's page, or the roster
	Day    content.Day
	Artist string // the name; "" of a platform event
	Source content.MetricSetting

	Event     content.Event // of the artist's timeline
	Milestone *trend.Milestone
	Platform  *trend.PlatformEvent
}

// Happenings returns what happened to an artist up to the newest day, the newest
// first.
func (a *Artist) Happenings() []Happening { return a.past(a.dates()) }

// past leaves out what is yet to come.
func (a *Artist) past(all []Happening) []Happening {
	return slices.DeleteFunc(slices.Clone(all), func(h Happening) bool { return h.Day > a.Newest })
}

// dates returns the events of an artist, announced ones too, the days from which
// on another account was counted, and the milestones on the days that confirmed
// them; the newest first. Those of counts that are not kept are on the pages alone.
func (a *Artist) dates() []Happening {
	var all []Happening
	add := func(kind string, h Happening) {
		h.ID, h.Path, h.Artist = a.Path+"#"+kind+"-"+h.Day.String(), a.Path, a.Name
		for n := 2; slices.ContainsFunc(all, func(other Happening) bool { return other.ID == h.ID }); n++ {
			h.ID = fmt.Sprintf("%s#%s-%s-%d", a.Path, kind, h.Day, n)
		}
		all = append(all, h)
	}
	for _, event := range a.Timeline {
		add("event", Happening{Day: event.Day, Event: event})
	}
	for _, seam := range a.seams() {
		add(string(seam.Source.Source), seam)
	}
	for _, m := range a.Reached() {
		if !m.Lasts() {
			continue
		}
		milestone := m.Milestone // alone, as m keeps all counts
		add("milestone-"+m.Slug(), Happening{Day: m.Confirmed, Source: m.MetricSetting, Milestone: &milestone})
	}
	return newestFirst(all)
}

// seams returns the days from which on another account was counted, one a source: its
// metrics are of one account.
func (a *Artist) seams() []Happening {
	var all []Happening
	for _, t := range a.Tracks {
		for _, day := range t.Series.Seams(a.FirstOf(t), a.Newest) {
			if !slices.ContainsFunc(all, func(h Happening) bool { return h.Source.Source == t.Source && h.Day == day }) {
				all = append(all, Happening{Day: day, Source: t.MetricSetting})
			}
		}
	}
	return all
}

// happenings returns the platform events of a source, none of one whose counts are not
// kept.
func (p *Platform) happenings() []Happening {
	var all []Happening
	if !p.Lasts() {
		return nil
	}
	for _, e := range p.Events {
		all = append(all, Happening{
			ID: "#platform-" + e.Slug() + "-" + e.Day.String(), Day: e.Day, Source: p.MetricSetting, Platform: &e,
		})
	}
	return all
}

func newestFirst(all []Happening) []Happening {
	slices.SortStableFunc(all, func(a, b Happening) int { return cmp.Compare(b.Day, a.Day) })
	return all
}

// Expected is a milestone that a forecast expects. It has one id for each series,
// whatever the milestone: it moves in a calendar that knows it already.
type Expected struct {
	ID, Path string // as those of a Happening
	Artist   string // the name
	Source   content.MetricSetting
	Newest   content.Day
	trend.Forecast
}

// expected returns the milestones expected of an artist.
func (a *Artist) expected() []Expected {
	var all []Expected
	for _, t := range a.Tracks {
		if f, ok := t.Forecast(a.Newest); ok && t.Lasts() {
			all = append(all, Expected{
				ID: a.Path + "#next-" + t.Slug(), Path: a.Path, Artist: a.Name, Source: t.MetricSetting, Newest: a.Newest, Forecast: f,
			})
		}
	}
	return all
}
