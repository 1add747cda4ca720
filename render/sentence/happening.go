package sentence

import (
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Happening returns what happened, with its artist or source in the title, and in a
// sentence. Of a milestone or a platform event, both are as on its own day, so that
// they stay the same ever after.
func Happening(l *words.Language, h roster.Happening) (title, text string) {
	onDay := func(text string) string { return l.Artist.Event.With(l.Date(h.Day), text) }
	switch {
	case h.Platform != nil:
		return l.Feed.Entry.With(l.Title(h.Source), l.PlatformMark(h.Platform.Median)), PlatformEvent(l, h.Source, *h.Platform, h.Day)
	case h.Milestone != nil:
		title, text = total(l, h.Source, h.Milestone.Value), Milestone(l, h.Artist, h.Source, *h.Milestone, h.Day)
	case h.Source.Source != "":
		title = l.Feed.Seam.With(h.Source.Name)
		text = onDay(title)
	default:
		title = words.Isolate(l.Event(h.Event))
		text = onDay(title)
	}
	return l.Feed.Entry.With(words.Isolate(h.Artist), title), text
}

// Expected returns a milestone that is expected, with its artist in the title.
func Expected(l *words.Language, e roster.Expected) (title, text string) {
	title = l.Calendar.Expected.With(words.Isolate(e.Artist), total(l, e.Source, e.Milestone))
	return title, Forecast(l, e.Source, e.Forecast, e.Newest)
}
