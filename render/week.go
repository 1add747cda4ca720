package render

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/trend"
)

// How much of a week is kept while the roster is read, so that ten years of a large
// one fit into memory.
const (
	weekEnd   = 5  // artists at either end of an order
	weekItems = 20 // milestones, events, and changes of account
)

// pastWeeks are those that are over, the newest first. What is kept of one is made of
// its own days and those before alone, so that a report stays as it is.
type pastWeeks struct {
	sunday    content.Day // the last day of the newest
	settings  []content.SourceSetting
	platforms []platform // of each source
	most      int        // weeks to look at; 0 for all
	all       []week
}

// week is a week from Monday to Sunday.
type week struct {
	sunday     content.Day
	sources    []weekSource // in the order of the site
	milestones few[placed]
	events     few[dated]
	accounts   few[dated]
}

// weekSource is what a week was on one source.
type weekSource struct {
	got, due  int                     // counts
	known     []history.PlatformEvent // those that may touch a change
	compared  bool                    // somebody's change could be told
	byNumber  ends
	byPercent ends
}

// ends are the two ends of an order: who gained most and who lost most, apart from
// platform events. The artist is a place in the roster, as nothing of the artist
// is kept.
type ends struct{ gained, lost []history.Ranked }

// few are the first of many.
type few[T any] struct {
	first []T
	more  int
}

// placed is a milestone of an artist.
type placed struct {
	artist, source int // places in the roster, and among the sources of the site
	history.Milestone
}

// dated is an event of an artist's timeline or, without a title, a change of account.
type dated struct {
	artist, source int
	content.Event
}

// newWeeks begins with the newest week that is over: one that a later day is known
// of.
func (r *renderer) newWeeks() *pastWeeks {
	w := &pastWeeks{sunday: r.History.Newest - 1, settings: r.Site.Sources}
	for w.sunday.Time().Weekday() != time.Sunday {
		w.sunday--
	}
	if r.History.Empty() {
		return w
	}
	for _, setting := range r.Site.Sources {
		w.platforms = append(w.platforms, r.platform(setting))
	}
	return w
}

// add counts an artist in. It takes the weeks one by one from the newest back, and
// works out nothing that is not kept.
func (w *pastWeeks) add(a *artist, place int) {
	for _, t := range a.tracks {
		source := slices.IndexFunc(w.settings, func(s content.SourceSetting) bool { return s.Source == t.info.Source })
		w.addCounts(t, place, source)
		for _, m := range trend.Milestones(t.series) {
			if week := w.of(m.Confirmed); week != nil {
				week.milestones.add(placed{place, source, m}, func(a, b placed) int { return cmp.Compare(b.Value, a.Value) })
			}
		}
		for _, day := range t.series.Seams(a.first, w.sunday) {
			if week := w.of(day); week != nil {
				week.accounts.add(dated{place, source, content.Event{Day: day}}, byDay)
			}
		}
	}
}

// addEvents adds those of the artists' timelines. It comes when all weeks are known.
func (w *pastWeeks) addEvents(artists []content.Artist) {
	for place, a := range artists {
		for _, event := range a.Timeline {
			if week := w.of(event.Day); week != nil {
				week.events.add(dated{artist: place, Event: event}, byDay)
			}
		}
	}
}

func byDay(a, b dated) int { return cmp.Compare(a.Day, b.Day) }

// addCounts counts in what an artist has on one source.
func (w *pastWeeks) addCounts(t track, place, source int) {
	began, ok := t.series.Began()
	if !ok {
		return
	}
	w.reach(began)
	for i := range w.all {
		sunday := w.all[i].sunday
		if sunday < began {
			return
		}
		s := &w.all[i].sources[source]
		got, due := trend.WeekCounts(t.series, sunday, t.setting.Every)
		s.got += got
		s.due += due
		if move, ok := trend.NetUntil(t.series, sunday, t.setting.Every, content.Week, s.known); ok {
			s.compared = true
			s.byNumber.add(trend.Ranked{Artist: place, NetChange: move}, ownNumber)
			if move.From.Value >= history.RankingBase {
				s.byPercent.add(trend.Ranked{Artist: place, NetChange: move}, ownPercent)
			}
		}
	}
}

// reach adds the weeks back to that of a day.
func (w *pastWeeks) reach(day content.Day) {
	for sunday := w.sunday - content.Day(7*len(w.all)); sunday >= day && (w.most == 0 || len(w.all) < w.most); sunday -= 7 {
		sources := make([]weekSource, len(w.platforms))
		for i, p := range w.platforms {
			// A change goes back eight days from a count, which may be six days old.
			sources[i].known = p.EventsIn(sunday-14, sunday)
		}
		w.all = append(w.all, week{sunday: sunday, sources: sources})
	}
}

// of gives the week of a day; nil where there is none.
func (w *pastWeeks) of(day content.Day) *week {
	ago := int(w.sunday-day) / 7
	if day > w.sunday || ago >= len(w.all) {
		return nil
	}
	return &w.all[ago]
}

// told lists the weeks that there is something to tell of, the newest first: those
// with a count, from the first on of which a change can be told.
func (w *pastWeeks) told() []*week {
	var told []*week
	for i := len(w.all) - 1; i >= 0; i-- {
		week := &w.all[i]
		compared := slices.ContainsFunc(week.sources, func(s weekSource) bool { return s.compared })
		counted := slices.ContainsFunc(week.sources, func(s weekSource) bool { return s.got > 0 })
		if compared || counted && len(told) > 0 {
			told = append(told, week)
		}
	}
	slices.Reverse(told)
	return told
}

// monday is the first day of the week.
func (w *week) monday() content.Day { return w.sunday - 6 }

// name is what ISO 8601 calls the week: "2026-W47". Its year is that of its Thursday.
func (w *week) name() string {
	year, number := w.sunday.Time().ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, number)
}

// ownNumber and ownPercent are what artists are ordered by.
func ownNumber(m trend.NetChange) float64 { return float64(m.Own()) }

func ownPercent(m trend.NetChange) float64 {
	p, _ := m.OwnPercent()
	return p
}

func (e *ends) add(m history.Ranked, by func(trend.NetChange) float64) {
	switch moved := by(m.NetChange); {
	case moved > 0:
		e.gained = keep(e.gained, weekEnd, m, func(a, b history.Ranked) int { return cmp.Compare(by(b.NetChange), by(a.NetChange)) })
	case moved < 0:
		e.lost = keep(e.lost, weekEnd, m, func(a, b history.Ranked) int { return cmp.Compare(by(a.NetChange), by(b.NetChange)) })
	}
}

func (f *few[T]) add(x T, compare func(a, b T) int) {
	if len(f.first) == weekItems {
		f.more++
	}
	f.first = keep(f.first, weekItems, x, compare)
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
