package sentence

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Kind is what a notice is about.
type Kind string

// The kinds, in their order in a bulletin.
const (
	KindMilestone Kind = "milestone" // an artist reached a round count
	KindMover     Kind = "mover"     // an artist moved as it seldom does
	KindPlatform  Kind = "platform"  // a whole roster moved at once
	KindWeek      Kind = "week"      // a week is over: who moved in it
	KindHeld      Kind = "held"      // a count waits for a decision
	KindSource    Kind = "source"    // a source has no more counts, or has them again
)

// Notice is something that happened and is news to people who have no page open.
type Notice struct {
	ID     string // the same from night to night, so that it is news once
	Kind   Kind
	Text   string         // sentences, in the site's language
	Artist string         // the artist's id; "" where it is of none
	Metric content.Metric // the zero Metric where it is of several
	Path   string         // of the page that has more, below the site's address
}

// newsDays is how old what happened may be, in days. Older things are no news,
// whenever they come to be known.
const newsDays = 7

// News lists what is news by the newest counts, in an order that does not change:
// milestones that they confirm, artists that move as they seldom do, platform
// events, the movers of the week that was over last, counts that are held, and
// sources that have no more counts. Bulletin has what of it is new after a run. A message
// stays where it was sent, so none has a number of counts that are not kept.
func News(r *roster.Roster) []Notice {
	if r.History.Empty() {
		return nil
	}
	l, weeks := words.In(r.Site.Language), roster.NewPastWeeks(r, 1)
	var milestones, movers, held []Notice
	for place, entry := range r.Artists {
		a := r.Artist(entry)
		for _, t := range a.Tracks {
			if t.Lasts() {
				milestones = append(milestones, confirmed(l, a, t)...)
				movers = append(movers, unusual(l, a, t)...)
			}
			held = append(held, heldSince(l, a, t)...)
		}
		weeks.Add(a, place)
	}
	return slices.Concat(milestones, movers, platformNews(l, r), weekNews(l, r, weeks.Reported()), held, outages(l, r))
}

// of makes it a notice of an artist on a source; its id has a key of its kind.
func (n Notice) of(a *roster.Artist, t roster.Track, key any) []Notice {
	n.ID, n.Artist, n.Metric = fmt.Sprintf("%s/%s/%s/%v", n.Kind, a.ID, t.Key(), key), a.ID, t.Key()
	return []Notice{n}
}

// confirmed returns the milestones that the newest counts confirm.
func confirmed(l *words.Language, a *roster.Artist, t roster.Track) (news []Notice) {
	for _, m := range trend.Milestones(t.Series) {
		if m.Confirmed > a.Newest-newsDays {
			text := Milestone(l, a.Name, t.MetricSetting, m, a.Newest)
			news = append(news, Notice{Kind: KindMilestone, Text: text, Path: a.Path}.of(a, t, m.Value)...)
		}
	}
	return news
}

// unusual returns a week as the artist seldom has one, once in all the nights that it
// lasts. An artist that misses the newest count has no such week.
func unusual(l *words.Language, a *roster.Artist, t roster.Track) []Notice {
	u, ok := trend.Unusual(t.Series, t.Events)
	if !ok || t.Paused || t.Missing(a.Newest) {
		return nil
	}
	text := of(l, About(a, t, content.Week)) + " " + l.Notice.Usual.With(l.SignedPercent(u.Usual*100))
	return Notice{Kind: KindMover, Text: text, Path: a.Path + roster.WindowHash + string(content.Week)}.of(a, t, u.Since)
}

// heldSince returns a count that waits for a decision, once in all the nights that
// counts are held for the same reason.
func heldSince(l *words.Language, a *roster.Artist, t roster.Track) []Notice {
	_, since, ok := t.Series.HeldSince(t.DueOn(a.Newest))
	if !ok {
		return nil
	}
	return Notice{Kind: KindHeld, Text: lasting(l, About(a, t, content.Week)), Path: roster.StatusPath}.of(a, t, since)
}

// platformNews returns the platform events of the week.
func platformNews(l *words.Language, r *roster.Roster) (news []Notice) {
	for _, p := range r.Platforms {
		if !p.Lasts() {
			continue
		}
		for _, e := range p.Within(content.Week, r.History.Newest) {
			news = append(news, Notice{
				ID:     fmt.Sprintf("%s/%s/%s", KindPlatform, p.Key(), e.From),
				Kind:   KindPlatform,
				Text:   PlatformEvent(l, p.MetricSetting, e, r.History.Newest),
				Metric: p.Key(),
				Path:   roster.RankingPath(p.Key(), content.Week),
			})
		}
	}
	return news
}

// weekNews returns the newest of the weeks in which anybody moved.
func weekNews(l *words.Language, r *roster.Roster, weeks []*roster.Week) []Notice {
	for _, w := range weeks {
		if sentences := OfWeek(l, r, w); len(sentences) > 0 {
			text := l.Sentence.Because.With(WeekTitle(l, w), strings.Join(sentences, " "))
			return []Notice{{ID: "week/" + w.Name(), Kind: KindWeek, Text: text, Path: w.Path()}}
		}
	}
	return nil
}

// outages returns the sources that have no more counts.
func outages(l *words.Language, r *roster.Roster) (news []Notice) {
	for _, p := range r.Platforms {
		if !p.IsLead {
			continue // a source ceases as a whole
		}
		o, ok := trend.FindOutage(r.Site, p.MetricSetting, r.History.Series, r.History.Newest)
		if !ok {
			continue
		}
		text := sentence(l, []string{l.Notice.Ceased.With(p.Name, l.Near(o.Since, r.History.Newest), words.OneLine(Reason(l, o.Reason)))})
		news = append(news, Notice{
			ID:     fmt.Sprintf("%s/%s/%s", KindSource, p.Source, o.Since),
			Kind:   KindSource,
			Text:   text,
			Metric: p.Key(),
			Path:   roster.StatusPath,
		})
	}
	return news
}
