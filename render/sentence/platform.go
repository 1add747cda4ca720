package sentence

import (
	"slices"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// PlatformEvent returns a platform event: "X (Twitter) fell for the whole roster
// on 23 November: −1.2 % in the median of 10 artists, where +0.01 % is usual."
func PlatformEvent(l *words.Language, info content.MetricSetting, e trend.PlatformEvent, newest content.Day) string {
	if info.Kind != content.Stock {
		return amountEvent(l, info, e, newest)
	}
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

// amountEvent returns a platform event of what is so many in a day: "Wikipedia page
// views of all artists on 23 November were 1.6 times those of the same weekday before,
// in the median of 10 artists, where 1.0 times is usual."
func amountEvent(l *words.Language, info content.MetricSetting, e trend.PlatformEvent, newest content.Day) string {
	texts, last := &l.Amount, l.Near(e.Day, newest)
	what, when := texts.EventDay, l.Platform.On.With(last)
	if e.Day > e.From+1 {
		what, when = texts.EventDays, l.Sentence.FromTo.With(l.Near(e.From+1, newest), last)
	}
	text := what.With(l.Label(info), when, l.Multiple(1+e.Median))
	return l.Sentence.End.With(texts.EventHow.With(text, l.Number(int64(e.Artists)), l.Multiple(1+e.Usual)))
}

// PlatformEvents returns the platform events of all sources in a window, the oldest
// first on each.
func PlatformEvents(l *words.Language, r *roster.Roster, w content.Window) []string {
	return platformEvents(l, r, r.Platforms, w)
}

func platformEvents(l *words.Language, r *roster.Roster, metrics []*roster.Platform, w content.Window) []string {
	var sentences []string
	for _, p := range metrics {
		for _, e := range p.Within(w, r.History.Newest) {
			sentences = append(sentences, PlatformEvent(l, p.MetricSetting, e, r.History.Newest))
		}
	}
	return sentences
}

// RecentPlatformEvents returns those of the site's window, in its language, for what stays
// as it is.
func RecentPlatformEvents(r *roster.Roster) []string {
	lasting := slices.DeleteFunc(slices.Clone(r.Platforms), func(p *roster.Platform) bool { return !p.Lasts() })
	return platformEvents(words.In(r.Site.Language), r, lasting, r.Site.Window)
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
