package content

import (
	"slices"
	"strings"

	"datarocks/content/frontmatter"
)

// Event is something that happened to an artist and may explain a count.
type Event struct {
	Day   Day
	Kind  EventKind `json:",omitempty"` // "" where nobody wrote it
	Title string
}

// EventKind is what kind of thing an event is. It stands in the files for programs.
type EventKind string

// The kinds that a timeline may name. The first three are what MusicBrainz calls them
// (musicbrainz.org/doc/Release_Group/Type).
const (
	AlbumEvent    EventKind = "album"
	EPEvent       EventKind = "ep"
	SingleEvent   EventKind = "single"
	VideoEvent    EventKind = "video"
	TourEvent     EventKind = "tour"
	ConcertEvent  EventKind = "concert"
	PlaylistEvent EventKind = "playlist"
	PressEvent    EventKind = "press"
	AwardEvent    EventKind = "award"
	OtherEvent    EventKind = "other"
)

// EventKinds lists every kind.
var EventKinds = []EventKind{
	AlbumEvent, EPEvent, SingleEvent, VideoEvent, TourEvent, ConcertEvent, PlaylistEvent, PressEvent, AwardEvent, OtherEvent,
}

// eventKind reads the kind of an event; "" where there is none.
func (d *document) eventKind(f frontmatter.Field) EventKind {
	if !f.IsWritten() {
		return ""
	}
	return frontmatter.OneOf(d.Document, f, EventKinds...)
}

// IsTimelineDay reports whether a timeline may have a day, as on the day it is today.
func IsTimelineDay(day, today Day) bool { return firstDay <= day && day <= lastDayOn(today) }

func lastDayOn(today Day) Day { return DayOf(today.Time().AddDate(10, 0, 0)) }

// TitleKind returns the kind that a title begins with, as people write it where they
// write no kind: album of "Album “Parasomnia”"; "" where it begins with none.
func TitleKind(title string) EventKind {
	first, rest, more := strings.Cut(strings.TrimSpace(title), " ")
	kind := EventKind(strings.ToLower(strings.TrimRight(first, ":")))
	if !more || strings.TrimSpace(rest) == "" || kind == OtherEvent || !slices.Contains(EventKinds, kind) {
		return ""
	}
	return kind
}
