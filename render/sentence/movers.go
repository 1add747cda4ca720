package sentence

import (
	"slices"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Tile is one fact in short.
type Tile struct{ Label, Value, Note string }

// Completeness returns how complete and how old a source's counts are.
func Completeness(l *words.Language, m *roster.Movers, newest content.Day, fresh roster.Freshness) Tile {
	tile := Tile{Label: l.Title(m.MetricSetting), Value: l.Roster.Got.With(l.Number(m.Got), l.Number(m.Asked)), Note: l.Roster.NoCountYet}
	at := fresh.Of(m.Key())
	switch {
	case m.Got == 0 && m.Missing != nil:
		tile.Note = Absence(l, *m.Missing, newest)
	case !at.IsZero():
		tile.Note = l.Roster.CountedAt.With(l.ShortMoment(at))
	}
	return tile
}

// Moved returns the sentences of the roster on who moved, in the site's language, for
// what stays as it is; none where no artist did.
func Moved(r *roster.Roster) []string {
	lasting := slices.DeleteFunc(roster.NewMovers(r), func(m roster.Movers) bool { return !m.Lasts() })
	return OfMovers(words.In(r.Site.Language), lasting, r.Site.Window)
}

// OfMovers returns up to three sentences on who moved, apart from platform events,
// on the first source on which anybody did: who gained most in per cent, who gained
// most followers, and who lost most in per cent. Two more are on the first metric that
// is so many in a day and of which somebody has a number.
func OfMovers(l *words.Language, movers []roster.Movers, w content.Window) []string {
	var sentences []string
	for _, m := range movers {
		for _, mover := range []roster.Mover{m.Strongest, m.Most, m.Weakest} {
			if mover.Percent == 0 {
				continue
			}
			if text := of(l, About(mover.Artist, mover.Track, w)); !slices.Contains(sentences, text) {
				sentences = append(sentences, text)
			}
		}
		if len(sentences) > 0 {
			break
		}
	}
	return append(sentences, ofAmounts(l, movers, w)...)
}

// OfWeek returns sentences on who moved most in a week, apart from platform events:
// up to three on the first source on which anybody did, and one on each other. Of what
// is so many in a day, there are two: what all had, and who was furthest above its usual.
func OfWeek(l *words.Language, r *roster.Roster, w *roster.Week) []string {
	var sentences []string
	moved := false
	for i := range w.Sources {
		if !w.Sources[i].IsStock() {
			sentences = append(sentences, ofWeekAmounts(l, r, &w.Sources[i])...)
			continue
		}
		leads := leads(&w.Sources[i])
		if moved && len(leads) > 0 {
			leads = leads[:1]
		}
		moved = moved || len(leads) > 0
		for _, m := range leads {
			sentences = append(sentences, of(l, asOf(r, w, &w.Sources[i], m)))
		}
	}
	return sentences
}

// WeekTitle heads the sentences of a week.
func WeekTitle(l *words.Language, w *roster.Week) string { return l.Feed.Week.With(l.Date(w.Sunday)) }

// leads are the movers of a source that have a sentence: who gained most in per
// cent, who gained most followers, and who lost most. By per cent, no artist has a
// small count.
func leads(s *roster.WeekSource) []trend.Ranked {
	var leads []trend.Ranked
	add := func(moves []trend.Ranked) bool {
		if len(moves) == 0 {
			return false
		}
		for _, m := range leads {
			if m.Artist == moves[0].Artist {
				return true
			}
		}
		leads = append(leads, moves[0])
		return true
	}
	add(s.ByPercent.Gained)
	add(s.ByNumber.Gained)
	_ = add(s.ByPercent.Lost) || add(s.ByNumber.Lost)
	return leads
}

// asOf is a mover as of the week's end. The counts are read once more: all movers of
// all weeks would be more than memory holds.
func asOf(r *roster.Roster, w *roster.Week, s *roster.WeekSource, m trend.Ranked) Subject {
	a, known := r.Artists[m.Artist], *s.Platform
	known.Events = s.Known
	track := roster.Track{Platform: &known, Series: r.History.Series(a.ID, s.Key()).Until(w.Sunday)}
	return Subject{Artist: a.Name, Track: track, Window: content.Week, Newest: w.Sunday}
}
