package artists

import (
	"errors"
	"slices"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/edit"
	"datarocks/fetch/lookup"
)

// released is what MusicBrainz knows of an artist's releases.
type released struct {
	asked  bool
	events []content.Event
	err    error
}

// releasesOf asks for the releases that a timeline may have.
func releasesOf(w *shell.World, finder *lookup.Finder, mbid string) ([]content.Event, error) {
	events, err := within(w.Ctx, finder.Releases, mbid)
	today := content.DayOf(time.Now()) // as the content is read
	return slices.DeleteFunc(events, func(e content.Event) bool { return !content.IsTimelineDay(e.Day, today) }), err
}

// print prints what was found, or by which command it can be had later.
func (r released) print(print func(format string, args ...any), later string) {
	const name = "Releases"
	switch {
	case !r.asked:
	case r.err != nil:
		print("  %-13s not read (%s): `%s` does that later", name, whyNot(r.err), later)
	case len(r.events) == 0:
		print("  %-13s MusicBrainz knows none by the day", name)
	default:
		print("  %-13s %d, %s", name, len(r.events), span(r.events))
	}
}

// andEvery ends the sentence of what an artist's file has.
func (r released) andEvery() string {
	if !r.asked || r.err != nil {
		return ""
	}
	return ", and every release"
}

// whyNot is why there are no releases of an artist.
func whyNot(err error) string {
	if errors.Is(err, lookup.ErrNone) {
		return "MusicBrainz has no artist of that id"
	}
	return err.Error()
}

// span is the days of events, sorted by day: "1989-03-06 to 2025-02-07".
func span(events []content.Event) string {
	first, last := events[0].Day, events[len(events)-1].Day
	if first == last {
		return first.String()
	}
	return first.String() + " to " + last.String()
}

// printMoved names releases that a timeline has on another day. A person decides.
func (f LookupFlags) printMoved(w *shell.World, artist content.Artist, moved []edit.Moved) {
	var lines []string
	for _, m := range moved {
		lines = append(lines, f.path(artist.ID)+": "+m.Was.Title+" is on "+m.Was.Day.String()+" there, and on "+
			m.Is.Day.String()+" by MusicBrainz; if it was moved, write that")
	}
	w.SayFew(lines)
}

// timelineOf is the command that reads an artist's releases.
func (f LookupFlags) timelineOf(w *shell.World, words ...string) string {
	return settings.Command(w, append([]string{"timeline"}, words...), f.Settings()...)
}
