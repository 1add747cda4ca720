package render

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/trend"
)

// Kind is what a notice is about.
type Kind string

// The kinds, in the order in which they are told.
const (
	KindMilestone Kind = "milestone" // an artist reached a round count
	KindMover     Kind = "mover"     // an artist moved as it seldom does
	KindPlatform  Kind = "platform"  // a whole roster moved at once
	KindWeek      Kind = "week"      // a week is over: who moved in it
	KindHeld      Kind = "held"      // a count waits for a decision
	KindSource    Kind = "source"    // a source gives no more counts, or gives them again
)

// Notice is something that happened and is worth telling people who have no
// page open.
type Notice struct {
	ID     string // the same from night to night, so that it is told once
	Kind   Kind
	Text   string         // sentences, in the site's language
	Artist string         // the artist's id; "" where it is of none
	Source content.Source // "" where it is of several
	Path   string         // of the page that has more, below the site's address
}

// newsDays is how old what happened may be, in days. Older things are no news,
// whenever they come to be known.
const newsDays = 7

// News lists what the newest counts have to tell, in an order that does not
// change: milestones that they confirm, artists that move as they seldom do,
// platform events, the movers of the week that was over last, counts that are
// held, and sources that give no more counts. A run tells what of it was not
// there before, see NewBulletin.
func News(site *content.Site, h *history.History) []Notice {
	if h.Empty() {
		return nil
	}
	r := &renderer{Input: Input{Site: site, History: h}, words: In(site.Language)}
	weeks := r.newWeeks()
	weeks.most = 1
	var milestones, movers, held []Notice
	roster := r.rosterOrder()
	for place, entry := range roster {
		a := r.artist(entry)
		for _, t := range a.tracks {
			milestones = append(milestones, a.confirmed(t)...)
			movers = append(movers, a.unusual(t)...)
			held = append(held, a.held(t)...)
		}
		weeks.add(a, place)
	}
	return slices.Concat(milestones, movers, r.platformNews(), reporter{r, roster}.news(weeks), held, r.outages())
}

// notice tells something of an artist on a source.
func (a *artist) notice(kind Kind, t track, key any, text, path string) Notice {
	id := fmt.Sprintf("%s/%s/%s/%v", kind, a.ID, t.info.Source, key)
	return Notice{id, kind, text, a.ID, t.info.Source, path}
}

// confirmed tells of milestones that the newest counts confirm.
func (a *artist) confirmed(t track) (news []Notice) {
	for _, m := range trend.Milestones(t.series) {
		if m.Confirmed > a.newest-newsDays {
			text := a.words.tellMilestone(a.Name, t.info, t.setting.Every, m, a.newest)
			news = append(news, a.notice(KindMilestone, t, m.Value, text, a.at))
		}
	}
	return news
}

// unusual tells of a week as the artist seldom has one, once in all the nights
// that it lasts. Who misses the newest count has no such week.
func (a *artist) unusual(t track) []Notice {
	u, ok := trend.Unusual(t.series, t.platform.events)
	if !ok || a.words.absence(t.series, a.newest, t.setting.Every) != "" {
		return nil
	}
	text := a.words.Tell(a.chart(t, content.Week)) + " " + a.words.Notice.Usual.with(a.words.signedPercent(u.Usual*100))
	return []Notice{a.notice(KindMover, t, u.Since, text, a.at+windowHash+string(content.Week))}
}

// held tells of a count that waits for a decision, once in all the nights that
// counts are held for the same reason.
func (a *artist) held(t track) []Notice {
	_, since, ok := t.series.HeldSince(a.newest)
	if !ok {
		return nil
	}
	return []Notice{a.notice(KindHeld, t, since, a.words.Tell(a.chart(t, content.Week)), statusPath)}
}

// platformNews tells of platform events.
func (r *renderer) platformNews() (news []Notice) {
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		for _, e := range r.platform(setting).within(content.Week, r.History.Newest) {
			news = append(news, Notice{
				ID: fmt.Sprintf("%s/%s/%s", KindPlatform, info.Source, e.From), Kind: KindPlatform,
				Text: r.words.tellPlatform(info, e, r.History.Newest), Source: info.Source, Path: rankingPath(info.Source, content.Week),
			})
		}
	}
	return news
}

// news tells of the week that was over last.
func (r reporter) news(weeks *pastWeeks) []Notice {
	for _, w := range weeks.told() {
		if told := r.sentences(w); len(told) > 0 {
			text := r.words.Sentence.Because.with(r.words.Feed.Week.with(r.words.date(w.sunday)), strings.Join(told, " "))
			return []Notice{{ID: "week/" + w.name(), Kind: KindWeek, Text: text, Path: reportPath(w)}}
		}
	}
	return nil
}

// outages tells of sources that give no more counts.
func (r *renderer) outages() (news []Notice) {
	l := r.words
	for _, setting := range r.Site.Sources {
		if o, ok := trend.FindOutage(r.Site, setting, r.History.Series, r.History.Newest); ok {
			info, _ := setting.Source.Info()
			text := l.sentence([]string{l.Notice.Ceased.with(info.Name, l.near(o.Since, r.History.Newest), oneLine(l.reason(o.Reason)))})
			news = append(news, Notice{ID: fmt.Sprintf("%s/%s/%s", KindSource, info.Source, o.Since), Kind: KindSource, Text: text, Source: info.Source, Path: statusPath})
		}
	}
	return news
}
