package roster

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/series"
	"datarocks/history/trend"
)

// Artist is an artist with all counts.
type Artist struct {
	content.Artist
	Path   string      // of the page: "artists/vola/"
	Tracks []Track     // in the order of the site
	First  content.Day // the oldest count that was made when it was asked for, or the newest day
	Newest content.Day // the last day the site knows of
}

// Leads lists the first metric of each source.
func (a *Artist) Leads() []Track {
	return slices.DeleteFunc(slices.Clone(a.Tracks), func(t Track) bool { return !t.IsLead })
}

// Derived lists the metrics of which anything may be worked out.
func (a *Artist) Derived() []Track {
	return slices.DeleteFunc(slices.Clone(a.Tracks), func(t Track) bool { return !t.Derives() })
}

// Begun returns the day of the oldest count of all.
func (a *Artist) Begun() content.Day { return a.oldest(Track.Counted) }

// oldest returns the day of the oldest count of some metrics; the newest day where
// they have none.
func (a *Artist) oldest(of func(Track) bool) content.Day {
	day := a.Newest
	for _, t := range a.Tracks {
		if first, ok := t.Series.First(); ok && of(t) {
			day = min(day, first.Day)
		}
	}
	return day
}

// FirstOf returns the day from which on the artist's page shows a metric. A source that
// knows past days has one of its own: beside its years, the others would be a dot.
func (a *Artist) FirstOf(t Track) content.Day {
	if first, ok := t.Series.First(); ok && t.Past() {
		return first.Day
	}
	return a.First
}

// Track is one metric of one artist.
type Track struct {
	*Platform
	Series *series.Series
	Paused bool        // on the newest day: nothing is asked
	Pause  content.Day // since when
	// Due is the last day whose count a source that knows past days should have
	// by now.
	Due content.Day
}

// DueOn returns the last day up to another whose count is due: the day itself, but for
// a source that knows past days.
func (t Track) DueOn(day content.Day) content.Day {
	if t.Past() {
		return min(day, t.Due)
	}
	return day
}

// HasChange reports whether it may be shown by how much the counts changed. It may not be
// of what is cumulative but shown as a level, see content.Site.Metrics.
func (t Track) HasChange() bool { return t.Kind == t.Key().Kind() }

// Daily returns the amounts of days of a metric that is no level.
func (t Track) Daily() flow.Daily { return flow.New(t.Series, t.Kind) }

// Gaps returns the gaps of a stretch, see series.Series. What was not asked because it
// is paused is none, and neither is what is not due yet. Figures of a dashboard come when
// a person imports them: after the last of them none is missing.
func (t Track) Gaps(from, to content.Day) []series.Gap {
	to = t.DueOn(to)
	if last, ok := t.Series.Last(); ok && t.Dashboard {
		to = min(to, last.Day)
	}
	if t.Paused {
		to = min(to, t.Pause-1)
	}
	return t.owed(t.Series.Gaps(from, to, t.Every))
}

// owed fills in why days after the last count are missing of a source that knows past
// days: the night that asked for all of them has one row, of its own day.
func (t Track) owed(gaps []series.Gap) []series.Gap {
	reason := t.Series.Reason(t.Due + content.PastDue)
	if !t.Past() || reason == "" {
		return gaps
	}
	last, _ := t.Series.Last()
	var filled []series.Gap
	for _, g := range gaps {
		if g.From > last.Day && g.Reason == "" {
			g.Reason = reason
		}
		if n := len(filled); n > 0 && filled[n-1].To == g.From-1 && filled[n-1].Reason == g.Reason {
			filled[n-1].To = g.To
			continue
		}
		filled = append(filled, g)
	}
	return filled
}

// Platform is a metric of the site, and what the whole roster did in it.
type Platform struct {
	content.MetricSetting
	IsLead bool                  // it is the first of its source, which stands for the source
	Sample *trend.RosterSample   // the artists that stand for all
	Events []trend.PlatformEvent // the oldest first
}

// IsStock reports whether changes of the metric are what was gained or lost, and its
// counts may stand alone.
func (p *Platform) IsStock() bool { return p.Kind == content.Stock }

// Within returns the platform events of a window that ends with a day.
func (p *Platform) Within(w content.Window, newest content.Day) []trend.PlatformEvent {
	for i, e := range p.Events {
		if w == content.All || e.Day > w.Begin(newest) {
			return p.Events[i:]
		}
	}
	return nil
}

// Counted reports whether the artist has a count on the source.
func (t Track) Counted() bool { _, ok := t.Series.Last(); return ok }

// Missing reports whether the count of a day is missing, though one was due: a
// source without any count is missing it always, unless it is paused.
func (t Track) Missing(day content.Day) bool {
	return !t.Counted() && !t.Paused || len(t.Gaps(t.DueOn(day), day)) > 0
}

// Forecast returns when the next milestone is expected, and how such forecasts
// did; ok is false where there is none to trust.
func (t Track) Forecast(newest content.Day) (f trend.Forecast, ok bool) {
	if t.Paused || !t.Derives() {
		return f, false
	}
	return trend.Predict(t.Series, t.Events, newest, t.Every)
}

// measuredEvents is how many events of an artist are measured, the newest.
const measuredEvents = 6

// PastEvents returns the places in the timeline of the newest events up to the
// newest day, the newest first: those whose effect is measured.
func (a *Artist) PastEvents() []int {
	var events []int
	for i := len(a.Timeline) - 1; i >= 0 && len(events) < measuredEvents; i-- {
		if a.Timeline[i].Day <= a.Newest {
			events = append(events, i)
		}
	}
	return events
}

// Lift measures an event of the artist's timeline, by its place, on a level.
func (a *Artist) Lift(t Track, event int, days content.Day) trend.Lift {
	return t.Sample.Lift(t.Series, a.Timeline, event, days, a.Newest)
}

// FlowLift measures one on what is so many in a day.
func (a *Artist) FlowLift(t Track, event int, days content.Day) trend.FlowLift {
	return t.Sample.FlowLift(t.Daily(), a.Timeline, event, days, a.Newest)
}

// Reached is a milestone of an artist on a source.
type Reached struct {
	Track
	trend.Milestone
}

// Reached returns the milestones of the artist on all sources, the newest first.
func (a *Artist) Reached() []Reached {
	var all []Reached
	for _, t := range a.Derived() {
		for _, m := range trend.Milestones(t.Series) {
			all = append(all, Reached{Track: t, Milestone: m})
		}
	}
	slices.SortStableFunc(all, func(a, b Reached) int { return cmp.Compare(b.Day, a.Day) })
	return all
}
