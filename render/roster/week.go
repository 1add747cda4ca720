package roster

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history/trend"
)

// How much of a week is kept while the roster is read, so that ten years of a large
// one fit into memory.
const (
	weekEnd   = 5  // artists at either end of an order
	weekItems = 20 // milestones, events, and changes of account
)

// PastWeeks are those that are over, the newest first. What is kept of one is made of
// its own days and those before alone, so that a report stays as it is.
type PastWeeks struct {
	roster *Roster
	sunday content.Day // the last day of the newest
	most   int         // weeks to look at; 0 for all
	all    []Week
}

// Week is a week from Monday to Sunday.
type Week struct {
	Sunday     content.Day
	Sources    []WeekSource // in the order of the site
	Milestones Few[WeekMilestone]
	Events     Few[WeekEvent] // of timelines
	Accounts   Few[WeekEvent] // changes of account, without a title
}

// WeekSource is what a week was on one source.
type WeekSource struct {
	*Platform
	Got, Due  int                   // counts
	Known     []trend.PlatformEvent // those that may touch a change
	Compared  bool                  // there is a change of somebody
	ByNumber  Ends
	ByPercent Ends
	Amounts   WeekAmounts // of what is so many in a day
}

// Ends are the two ends of an order: who gained most and who lost most, apart from
// platform events. The artist is a place in the roster, as nothing of the artist
// is kept.
type Ends struct{ Gained, Lost []trend.Ranked }

// Few are the first of many.
type Few[T any] struct {
	First []T
	More  int
}

// WeekMilestone is a milestone of an artist.
type WeekMilestone struct {
	Artist int // place in the roster
	Source *Platform
	trend.Milestone
}

// WeekEvent is an event of an artist.
type WeekEvent struct {
	Artist int       // place in the roster
	Source *Platform // nil of an event of the timeline
	content.Event
}

// NewPastWeeks returns the weeks that are over, before any artist is added. A week is
// over when the history has a later day. Only the newest weeks are looked at, as many
// as most, or all where that is 0.
func NewPastWeeks(r *Roster, most int) *PastWeeks {
	w := &PastWeeks{roster: r, sunday: r.History.Newest - 1, most: most}
	for w.sunday.Time().Weekday() != time.Sunday {
		w.sunday--
	}
	return w
}

// Add adds what an artist has to each week; place is the artist's in the roster. It
// goes from the newest week back, and works out nothing that is not kept. A report stays
// as it is, so it has nothing of a metric whose counts do not last, not even how many
// there were.
func (w *PastWeeks) Add(a *Artist, place int) {
	for _, t := range a.Tracks {
		if !t.Lasts() {
			continue
		}
		w.addCounts(t, place, a.First)
		for _, m := range trend.Milestones(t.Series) {
			if week := w.of(m.Confirmed); week != nil {
				week.Milestones.add(WeekMilestone{place, t.Platform, m}, func(a, b WeekMilestone) int { return cmp.Compare(b.Value, a.Value) })
			}
		}
	}
	for _, seam := range a.seams() {
		if week := w.of(seam.Day); week != nil {
			platform := slices.IndexFunc(w.roster.Platforms, func(p *Platform) bool { return p.Key() == seam.Source.Key() })
			week.Accounts.add(WeekEvent{place, w.roster.Platforms[platform], content.Event{Day: seam.Day}}, byDay)
		}
	}
}

func byDay(a, b WeekEvent) int { return cmp.Compare(a.Day, b.Day) }

// addCounts adds the counts and changes of an artist in one metric. Weeks of a source
// that knows past days begin with the artist's other sources, so that the reports of
// before an artist was added stay as they are. They come when all their days are due, and
// those of a dashboard when all their days are imported.
func (w *PastWeeks) addCounts(t Track, place int, first content.Day) {
	began, ok := t.Series.Began()
	if !ok {
		return
	}
	if t.Past() {
		began = max(began, first)
	}
	w.reach(began)
	last, _ := t.Series.Last()
	source := slices.Index(w.roster.Platforms, t.Platform)
	for i := range w.all {
		sunday := w.all[i].Sunday
		if sunday < began {
			return
		}
		if sunday > t.DueOn(sunday) || t.Dashboard && sunday > last.Day {
			continue
		}
		s := &w.all[i].Sources[source]
		got, due := trend.WeekCounts(t.Series, sunday, t.Every)
		if t.Paused && sunday >= t.Pause {
			due = got // no more were to be asked
		}
		s.Got += got
		s.Due += due
		if !t.IsStock() {
			s.Amounts.add(place, t.Daily(), sunday)
			s.Compared = s.Amounts.Artists > 0
			continue
		}
		if move, ok := trend.NetUntil(t.Series, sunday, t.Every, content.Week, s.Known); ok {
			s.Compared = true
			s.ByNumber.add(trend.Ranked{Artist: place, NetChange: move}, ownNumber)
			if move.From.Value >= trend.RankingBase {
				s.ByPercent.add(trend.Ranked{Artist: place, NetChange: move}, ownPercent)
			}
		}
	}
}

// reach adds the weeks back to that of a day.
func (w *PastWeeks) reach(day content.Day) {
	for sunday := w.sunday - content.Day(7*len(w.all)); sunday >= day && (w.most == 0 || len(w.all) < w.most); sunday -= 7 {
		sources := make([]WeekSource, len(w.roster.Platforms))
		for i, p := range w.roster.Platforms {
			// A change goes back eight days from a count, which may be six days old.
			sources[i] = WeekSource{Platform: p, Known: p.Sample.EventsIn(sunday-14, sunday)}
		}
		w.all = append(w.all, Week{Sunday: sunday, Sources: sources})
	}
}

// of returns the week of a day; nil where there is none.
func (w *PastWeeks) of(day content.Day) *Week {
	ago := int(w.sunday-day) / 7
	if day > w.sunday || ago >= len(w.all) {
		return nil
	}
	return &w.all[ago]
}

// Reported returns the weeks that have a report, the newest first: those with a
// count, from the first on that has a change. A source that knows past days has none
// before the others have. It comes after all artists.
func (w *PastWeeks) Reported() []*Week {
	w.addEvents()
	nightly := slices.ContainsFunc(w.all, func(week Week) bool {
		return slices.ContainsFunc(week.Sources, func(s WeekSource) bool { return s.Got > 0 && !s.Past() })
	})
	var reported []*Week
	for i := len(w.all) - 1; i >= 0; i-- {
		week := &w.all[i]
		compared := slices.ContainsFunc(week.Sources, func(s WeekSource) bool { return s.Compared && (!s.Past() || !nightly) })
		counted := slices.ContainsFunc(week.Sources, func(s WeekSource) bool { return s.Got > 0 })
		if compared || counted && len(reported) > 0 {
			reported = append(reported, week)
		}
	}
	slices.Reverse(reported)
	return reported
}

// addEvents adds the events of the artists' timelines.
func (w *PastWeeks) addEvents() {
	for place, a := range w.roster.Artists {
		for _, event := range a.Timeline {
			if week := w.of(event.Day); week != nil {
				week.Events.add(WeekEvent{Artist: place, Event: event}, byDay)
			}
		}
	}
}

// Monday is the first day of the week.
func (w *Week) Monday() content.Day { return w.Sunday - 6 }

// Name is what ISO 8601 calls the week: "2026-W47". Its year is that of its Thursday.
func (w *Week) Name() string {
	year, number := w.Sunday.Time().ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, number)
}

// Path is where the week's report is.
func (w *Week) Path() string { return ReportsPath + w.Name() + "/" }

// ownNumber and ownPercent are what artists are ordered by.
func ownNumber(m trend.NetChange) float64 { return float64(m.Own()) }

func ownPercent(m trend.NetChange) float64 {
	p, _ := m.OwnPercent()
	return p
}

func (e *Ends) add(m trend.Ranked, by func(trend.NetChange) float64) {
	switch moved := by(m.NetChange); {
	case moved > 0:
		e.Gained = keep(e.Gained, weekEnd, m, func(a, b trend.Ranked) int { return cmp.Compare(by(b.NetChange), by(a.NetChange)) })
	case moved < 0:
		e.Lost = keep(e.Lost, weekEnd, m, func(a, b trend.Ranked) int { return cmp.Compare(by(a.NetChange), by(b.NetChange)) })
	}
}

func (f *Few[T]) add(x T, compare func(a, b T) int) {
	if len(f.First) == weekItems {
		f.More++
	}
	f.First = keep(f.First, weekItems, x, compare)
}

// keep adds to a list that is in order, of which no more than the first are kept. Of
// those alike, the one that came first stays before the other.
func keep[T any](list []T, most int, x T, compare func(a, b T) int) []T {
	at := len(list)
	for at > 0 && compare(x, list[at-1]) < 0 {
		at--
	}
	if at == most {
		return list
	}
	if list == nil {
		list = make([]T, 0, most)
	}
	if len(list) == most {
		list = list[:most-1]
	}
	return slices.Insert(list, at, x)
}
