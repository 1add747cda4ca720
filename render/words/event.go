package words

import (
	"strings"
	"unicode"

	"datarocks/content"
	"datarocks/content/name"
)

// Event is an event with its kind: "Album “Parasomnia”". The kind is left out where the
// title begins with it.
func (l *Language) Event(e content.Event) string {
	phrase := l.kind(e.Kind)
	if phrase == "" || content.TitleKind(e.Title) == e.Kind {
		return e.Title
	}
	letters := func(s string) string {
		end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
		return s[:max(end, 0)]
	}
	if word := letters(string(phrase)); word != "" && name.Same(word, letters(e.Title)) {
		return e.Title
	}
	return phrase.With(e.Title)
}

// kind returns the words for a kind of event; "" where it has none.
func (l *Language) kind(kind content.EventKind) Phrase1 {
	switch kind {
	case content.AlbumEvent:
		return l.Kinds.Album
	case content.EPEvent:
		return l.Kinds.Ep
	case content.SingleEvent:
		return l.Kinds.Single
	case content.VideoEvent:
		return l.Kinds.Video
	case content.TourEvent:
		return l.Kinds.Tour
	case content.ConcertEvent:
		return l.Kinds.Concert
	case content.PlaylistEvent:
		return l.Kinds.Playlist
	case content.PressEvent:
		return l.Kinds.Press
	case content.AwardEvent:
		return l.Kinds.Award
	}
	return ""
}
