package content

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/goccy/go-yaml/ast"

	"datarocks/content/legible"
	"datarocks/content/name"
)

// artist reads one artist's file and notes what it claims for the artist
// alone. A file that is wrong still makes an artist of what is right in it,
// so that site.md can be checked against the artists.
func (l *loader) artist(id string) Artist {
	artist := Artist{ID: id}
	d, ok := open(l, path.Join("artists", id+".md"))
	if !ok {
		return artist
	}
	artist.Body, artist.BodyLine = d.body, d.bodyLine
	keys, ok := d.record(d.front, "name", "accounts", "aliases", "genre", "timeline", "formerly", "paused")
	if !ok {
		return artist
	}
	artist.Name = d.require(d.front, keys, "name", "name: Dream Theater")
	if artist.Name != "" {
		l.claim(claim{
			artist: artist, line: keys["name"].line,
			what: "name " + legible.Quote(artist.Name), key: nameKey(artist.Name),
		})
	}
	artist.Aliases = d.aliases(keys["aliases"], artist)
	artist.Formerly = d.formerly(keys["formerly"], artist)
	artist.Genre, _ = d.words(keys["genre"])
	artist.Timeline = d.timeline(keys["timeline"])
	artist.Paused = d.paused(keys["paused"])
	if !d.missing(d.front, keys, "accounts", "accounts: {spotify: 2aaLAng2L2aWD2FClzwiep}") {
		artist.Accounts = d.accounts(keys["accounts"], artist)
	}
	return artist
}

// formerly reads the ids that the artist had before: the names that the file had.
func (d *document) formerly(f field, artist Artist) []string {
	var ids []string
	for _, item := range d.list(f, "write a list of ids, such as [opeth]") {
		id, ok := d.text(item)
		switch {
		case !ok:
		case !name.IsID(id) && !name.IsDevice(id): // an artist may once have been called con
			d.report(item.line, legible.Quote(id)+" cannot be an id", "write the name that the file had, without .md")
		case id == artist.ID:
			d.report(item.line, legible.Quote(id)+" is the artist's id now", "leave it out")
		case slices.Contains(ids, id):
			d.report(item.line, legible.Quote(id)+" is written twice", "leave one out")
		default:
			ids = append(ids, id)
			d.loader.claim(claim{artist: artist, line: item.line, what: "former id " + legible.Quote(id), key: nameKey(id), alias: true})
		}
	}
	return ids
}

// aliases reads other names of the artist. An import matches rows by them.
func (d *document) aliases(f field, artist Artist) []string {
	var aliases []string
	for _, item := range d.list(f, "write a list of names") {
		if alias, ok := d.words(item); ok {
			aliases = append(aliases, alias)
			d.loader.claim(claim{
				artist: artist, line: item.line,
				what: "alias " + legible.Quote(alias), key: nameKey(alias), alias: true,
			})
		}
	}
	return aliases
}

// timeline reads what happened to the artist, sorted by day; events of one day
// keep their order.
func (d *document) timeline(f field) []Event {
	var events []Event
	for _, item := range d.list(f, `write a list of "- {date: 2025-02-07, title: Parasomnia}"`) {
		item.name = "timeline entry"
		keys, ok := d.record(item, "date", "title", "kind")
		if !ok {
			continue
		}
		day, dated := d.date(item, keys)
		title := d.require(item, keys, "title", "title: Parasomnia")
		kind := d.eventKind(keys["kind"])
		if dated && title != "" {
			events = append(events, Event{Day: day, Kind: kind, Title: title})
		}
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.Day, b.Day) })
	return events
}

func (d *document) date(of field, keys map[string]field) (Day, bool) {
	const example = "date: 2025-02-07"
	if d.missing(of, keys, "date", example) {
		return 0, false
	}
	return d.day(keys["date"])
}

// paused reads since when nothing is asked; 0 where there is no such day.
func (d *document) paused(f field) Day {
	if f.value == nil {
		return 0
	}
	if _, isTruth := f.value.(*ast.BoolNode); isTruth {
		d.report(f.line, "paused is no day", "write the first day on which nothing is asked, such as paused: 2026-11-01, or delete the line")
		return 0
	}
	day, _ := d.day(f)
	return day
}

// day reads a day that a timeline may have.
func (d *document) day(f field) (Day, bool) {
	text, ok := d.text(f)
	if !ok {
		return 0, false
	}
	day, err := ParseDay(text)
	line := f.line
	switch last := d.loader.lastDay; {
	case err != nil:
		d.report(line, fmt.Sprintf("%s %s is no day of the calendar", f.name, legible.Quote(text)), "write year-month-day, such as 2025-02-07")
		return 0, false
	case day < firstDay:
		d.report(line, fmt.Sprintf("%s %s is before %s", f.name, text, firstDay), "correct the year")
		return 0, false
	case day > last:
		d.report(line, fmt.Sprintf("%s %s is more than ten years ahead", f.name, text), fmt.Sprintf("correct the year; the last day may be %s", last))
		return 0, false
	}
	return day, true
}

// The first day that a timeline may have, and the last where it is not known which
// day it is. Of later ones some calendars make nothing.
var (
	firstDay = DayOf(time.Date(1900, time.January, 1, 0, 0, 0, 0, time.UTC))
	finalDay = DayOf(time.Date(2199, time.December, 31, 0, 0, 0, 0, time.UTC))
)

// AsOf makes the files of a content folder be read as on a day: timelines may go on
// for ten years after it.
func AsOf(fsys fs.FS, today Day) fs.FS { return dated{fsys, today} }

type dated struct {
	fs.FS
	today Day
}

func newLoader(fsys fs.FS) *loader {
	if d, ok := fsys.(dated); ok {
		return &loader{fsys: d.FS, lastDay: lastDayOn(d.today)}
	}
	return &loader{fsys: fsys, lastDay: finalDay}
}
