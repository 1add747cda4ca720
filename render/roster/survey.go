package roster

import (
	"cmp"
	"slices"

	"datarocks/content"
)

// How much is kept of what happened to all artists.
const (
	maxNews     = 50  // for the feed of the site
	maxDates    = 500 // for the calendar
	maxExpected = 100 // for the calendar, of what is expected
)

// Survey is what all artists of a roster come to.
type Survey struct {
	*Roster
	Freshness Freshness   // of the whole site
	Movers    []Movers    // one a source, in the order of the site
	Weeks     []*Week     // that are over and have a report, the newest first
	News      []Happening // the newest, without the weeks
	Dates     []Happening // for the calendar: the newest, announced ones too
	Expected  []Expected  // the soonest
	// Answers are what each source answered on the newest day and on those
	// before it; a source that no artist has an account on has none.
	Answers [AnswerDays]map[content.Metric]*Answers
	Held    []Held            // of the same days, artist by artist in the order of the site
	Spans   map[string][]Span // by artist
}

// Survey looks at every artist once.
func (r *Roster) Survey() *Survey {
	s := &Survey{Roster: r, Movers: noMovers(r), Spans: make(map[string][]Span, len(r.Artists))}
	for i := range s.Answers {
		s.Answers[i] = make(map[content.Metric]*Answers)
	}
	weeks := NewPastWeeks(r, 0)
	for place, entry := range r.Artists {
		a := r.Artist(entry)
		addArtist(s.Movers, a, r.Site.Window)
		weeks.Add(a, place)
		s.note(a)
		s.count(a)
	}
	s.Weeks = weeks.Reported()
	for _, p := range r.Platforms {
		s.News = append(s.News, p.happenings()...)
		s.Dates = append(s.Dates, p.happenings()...)
	}
	s.News, s.Dates = newestFirst(s.News), newestFirst(s.Dates)
	s.Held = r.inOrder(s.Held)
	return s
}

// note adds what happened to an artist, as far as feed and calendar have room.
func (s *Survey) note(a *Artist) {
	if all := a.dates(); len(all) > 0 {
		s.Dates = most(newestFirst(append(s.Dates, all...)), maxDates)
		s.News = most(newestFirst(append(s.News, a.past(all)...)), maxNews)
	}
	if all := a.expected(); len(all) > 0 {
		s.Expected = append(s.Expected, all...)
		slices.SortStableFunc(s.Expected, func(a, b Expected) int { return cmp.Compare(a.Early, b.Early) })
		s.Expected = most(s.Expected, maxExpected)
	}
}

func most[T any](all []T, n int) []T { return all[:min(len(all), n)] }

// count adds what the sources answered for an artist.
func (s *Survey) count(a *Artist) {
	s.Freshness = s.Join(s.Freshness, a.Freshness())
	spans := make([]Span, 0, len(a.Tracks))
	for _, t := range a.Tracks {
		for ago, metrics := range s.Answers {
			if metrics[t.Key()] == nil {
				metrics[t.Key()] = &Answers{Reasons: make(map[string]int)}
			}
			metrics[t.Key()].add(t.Series, a.Newest-content.Day(ago))
		}
		s.Held = append(s.Held, a.held(t)...)
		if span, ok := t.span(); ok {
			spans = append(spans, span)
		}
	}
	s.Spans[a.ID] = spans
}

// inOrder sorts held counts by the place of their artists in the site.
func (r *Roster) inOrder(held []Held) []Held {
	if len(held) == 0 {
		return held
	}
	places := make(map[string]int, len(r.Site.Artists))
	for i, a := range r.Site.Artists {
		places[a.ID] = i
	}
	slices.SortStableFunc(held, func(a, b Held) int { return cmp.Compare(places[a.ID], places[b.ID]) })
	return held
}
