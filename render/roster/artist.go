package roster

import (
	"cmp"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
	"datarocks/history/trend"
)

// Artist is an artist with all counts.
type Artist struct {
	content.Artist
	Path   string      // of the page: "artists/vola/"
	Tracks []Track     // in the order of the site
	First  content.Day // the oldest count on any source, or the newest day
	Newest content.Day // the last day the site knows of
}

// Track is one source of one artist.
type Track struct {
	*Platform
	Series *series.Series
	Paused bool        // on the newest day: nothing is asked
	Pause  content.Day // since when
}

// Gaps returns the gaps of a stretch, see series.Series. What was not asked because it
// is paused is none.
func (t Track) Gaps(from, to content.Day) []series.Gap {
	if t.Paused {
		to = min(to, t.Pause-1)
	}
	return t.Series.Gaps(from, to, t.Every)
}

// Platform is a source of the site, and what the whole roster did on it.
type Platform struct {
	content.MetricSetting
	Sample *trend.RosterSample   // the artists that stand for all
	Events []trend.PlatformEvent // the oldest first
}

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
	return !t.Counted() && !t.Paused || len(t.Gaps(day, day)) > 0
}

// Forecast returns when the next milestone is expected, and how such forecasts
// did; ok is false where there is none to trust.
func (t Track) Forecast(newest content.Day) (f trend.Forecast, ok bool) {
	if t.Paused {
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

// Reached is a milestone of an artist on a source.
type Reached struct {
	Track
	trend.Milestone
}

// Reached returns the milestones of the artist on all sources, the newest first.
func (a *Artist) Reached() []Reached {
	var all []Reached
	for _, t := range a.Tracks {
		for _, m := range trend.Milestones(t.Series) {
			all = append(all, Reached{Track: t, Milestone: m})
		}
	}
	slices.SortStableFunc(all, func(a, b Reached) int { return cmp.Compare(b.Day, a.Day) })
	return all
}
