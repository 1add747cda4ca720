package sentence

import (
	"math"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Happening returns what happened, with its artist or source in the title, and in a
// sentence. Of a milestone or a platform event, both are as on its own day, so that
// they stay the same ever after.
func Happening(l *words.Language, h roster.Happening) (title, text string) {
	dated := func(text string) string { return l.Artist.Event.With(l.Date(h.Day), text) }
	switch {
	case h.Platform != nil:
		return l.Feed.Entry.With(h.Source.Name, l.PlatformMark(h.Platform.Median)), PlatformEvent(l, h.Source.SourceInfo, *h.Platform, h.Day)
	case h.Milestone != nil:
		title, text = total(l, h.Source.SourceInfo, h.Milestone.Value), Milestone(l, h.Artist, h.Source, *h.Milestone, h.Day)
	case h.Source.Source != "":
		title = l.Feed.Seam.With(h.Source.Name)
		text = dated(title)
	default:
		title = words.Isolate(h.Event)
		text = dated(title)
	}
	return l.Feed.Entry.With(words.Isolate(h.Artist), title), text
}

// Expected returns a milestone that is expected, with its artist in the title.
func Expected(l *words.Language, e roster.Expected) (title, text string) {
	title = l.Calendar.Expected.With(words.Isolate(e.Artist), total(l, e.Source.SourceInfo, e.Milestone))
	return title, Forecast(l, e.Source.SourceInfo, e.Forecast, e.Newest)
}

// Milestone returns what was reached: "Opeth reached 1,000,000 Spotify followers
// on 12 August." Where days before it lack a count, it may have been on one of those.
func Milestone(l *words.Language, artist string, source content.SourceSetting, m trend.Milestone, newest content.Day) string {
	return l.Sentence.End.With(l.Milestone.Reached.With(words.Isolate(artist), total(l, source.SourceInfo, m.Value), reachedOn(l, source.Every, m, newest)))
}

// total writes a count of a source: "1,000,000 Spotify followers".
func total(l *words.Language, info content.SourceInfo, n int64) string {
	return l.Metric(info).Counted.Of(l, n).With(l.Number(n), info.Name)
}

// reachedOn returns when a milestone was reached.
func reachedOn(l *words.Language, every content.Cadence, m trend.Milestone, newest content.Day) string {
	usual := content.Day(1)
	if every == content.EveryWeek {
		usual = 7
	}
	if m.Day-m.After > usual {
		return l.Milestone.Between.With(l.Near(m.After, newest), l.Near(m.Day, newest))
	}
	return l.Milestone.On.With(l.Near(m.Day, newest))
}

// Forecast returns a forecast: "1,000,000 Spotify followers expected between 12 and
// 26 December, if it goes on as in the last four weeks; of 12 forecasts made that
// way, 28 days ahead, 9 held; they were off by 2,310 on average, where expecting no
// change was off by 8,200."
func Forecast(l *words.Language, info content.SourceInfo, f trend.Forecast, newest content.Day) string {
	texts := &l.Milestone
	when := texts.On.With(l.Near(f.Early, newest))
	if f.Late > f.Early {
		when = texts.Between.With(l.Near(f.Early, newest), l.Near(f.Late, newest))
	}
	n := func(n float64) string { return l.Number(int64(math.Round(n))) }
	return sentence(l, []string{
		texts.Next.With(total(l, info, f.Milestone), when),
		texts.Trials.With(l.Number(int64(f.Trials)), l.Number(int64(f.Days)), l.Number(int64(f.Within))),
		texts.Off.With(n(f.Error), n(f.Naive)),
	})
}

// Lift returns what the newest event did that can be measured: on the first source
// that can, over the longest stretch; "" where there is none.
func Lift(l *words.Language, a *roster.Artist) string {
	for _, i := range a.PastEvents() {
		for _, t := range a.Tracks {
			for n := len(trend.LiftDays) - 1; n >= 0; n-- {
				if lift := t.Peers.Lift(t.Series, a.Timeline, i, trend.LiftDays[n], a.Newest); lift.Why == "" {
					return ofLift(l, t.SourceInfo, lift, a.Newest)
				}
			}
		}
	}
	return ""
}

// ofLift returns a lift: "Parasomnia, 7 February 2025: +2,310 Spotify followers
// in the 28 days after, +1,900 in the 28 days before; +120 would have been usual, by
// the median of 10 artists; which leaves a lift of +290 (+0.01 %)."
func ofLift(l *words.Language, info content.SourceInfo, lift trend.Lift, newest content.Day) string {
	texts := &l.Lift
	event := l.Artist.Span.With(words.Isolate(lift.Event.Title), l.Date(lift.Event.Day))
	after := l.Metric(info).Counted.Of(l, lift.After).With(l.Signed(lift.After), info.Name)
	parts := []string{texts.Facts.With(event, after, l.Signed(lift.Before), l.Number(int64(lift.Days)))}
	if lift.Base.Day != lift.Event.Day {
		parts = append(parts, texts.From.With(l.Near(lift.Base.Day, newest)))
	}
	if lift.Artists > 0 {
		parts = append(parts, texts.Usual.With(l.Signed(lift.Usual()), l.Number(int64(lift.Artists))))
	} else {
		parts = append(parts, texts.Alone)
	}
	percent := ""
	if p, ok := lift.Percent(); ok {
		percent = l.Sentence.Brackets.With(l.SignedPercent(p))
	}
	return sentence(l, append(parts, texts.Left.With(l.Signed(lift.Gain()), percent)))
}

// PlatformEvent returns a platform event: "X (Twitter) fell for the whole roster
// on 23 November: −1.2 % in the median of 10 artists, where +0.01 % is usual."
func PlatformEvent(l *words.Language, info content.SourceInfo, e trend.PlatformEvent, newest content.Day) string {
	texts := &l.Platform
	moved := texts.Rose
	if e.Median < e.Usual {
		moved = texts.Fell
	}
	when := texts.On.With(l.Near(e.Day, newest))
	if e.Day > e.From+1 {
		when = texts.Between.With(l.Near(e.From, newest), l.Near(e.Day, newest))
	}
	median := texts.Median.With(l.SignedPercent(e.Median*100), l.Number(int64(e.Artists)))
	return l.Sentence.End.With(moved.With(info.Name, when, median, l.SignedPercent(e.Usual*100)))
}

// PlatformEvents returns those of all sources in a window, the oldest first on each.
func PlatformEvents(l *words.Language, r *roster.Roster, w content.Window) []string {
	var sentences []string
	for _, p := range r.Platforms {
		for _, e := range p.Within(w, r.History.Newest) {
			sentences = append(sentences, PlatformEvent(l, p.SourceInfo, e, r.History.Newest))
		}
	}
	return sentences
}

// Events returns the platform events of the site's window, in its language.
func Events(r *roster.Roster) []string {
	return PlatformEvents(words.In(r.Site.Language), r, r.Site.Window)
}

// apart returns how an artist moved apart from platform events; nothing where
// there were none in the window, or their part is unknown.
func apart(l *words.Language, c Subject) []string {
	m, ok := trend.Net(c.Series, c.Window, c.Events)
	if !ok || m.Events == 0 {
		return nil
	}
	texts := &l.Platform
	what := texts.Several.Of(l, int64(m.Events)).With(l.Number(int64(m.Events)))
	if m.Events == 1 {
		for _, e := range c.Events {
			if m.From.Day < e.Day && e.Day <= m.To.Day {
				what = texts.One.With(l.Near(e.Day, c.Newest))
			}
		}
	}
	switch own := m.Own(); {
	case own > 0:
		return []string{texts.Gained.With(what, l.Number(own))}
	case own < 0:
		return []string{texts.Lost.With(what, l.Number(-own))}
	}
	return []string{texts.Kept.With(what)}
}
