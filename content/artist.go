package content

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"datarocks/content/frontmatter"
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
	artist.Body, artist.BodyLine = d.Body, d.BodyLine
	keys, ok := d.Record(d.Front, "name", "accounts", "aliases", "genre", "timeline", "formerly", "paused")
	if !ok {
		return artist
	}
	artist.Name = d.Require(d.Front, keys, "name", "name: Dream Theater")
	if artist.Name != "" {
		l.claim(claim{
			artist: artist, line: keys["name"].Line,
			what: "name " + legible.Quote(artist.Name), key: nameKey(artist.Name),
		})
	}
	artist.Aliases = d.aliases(keys["aliases"], artist)
	artist.Formerly = d.formerly(keys["formerly"], artist)
	artist.Genre, _ = d.Words(keys["genre"])
	artist.Timeline = d.timeline(keys["timeline"])
	artist.Paused = d.paused(keys["paused"])
	if !d.Missing(d.Front, keys, "accounts", "accounts: {spotify: 2aaLAng2L2aWD2FClzwiep}") {
		artist.Accounts = d.accounts(keys["accounts"], artist)
	}
	return artist
}

// formerly reads the ids that the artist had before: the names that the file had.
func (d *document) formerly(f frontmatter.Field, artist Artist) []string {
	var ids []string
	for _, item := range d.List(f, "write a list of ids, such as [opeth]") {
		id, ok := d.Text(item)
		switch {
		case !ok:
		case !name.IsID(id) && !name.IsDevice(id): // an artist may once have been called con
			d.Report(item.Line, legible.Quote(id)+" cannot be an id", "write the name that the file had, without .md")
		case id == artist.ID:
			d.Report(item.Line, legible.Quote(id)+" is the artist's id now", "leave it out")
		case slices.Contains(ids, id):
			d.Report(item.Line, legible.Quote(id)+" is written twice", "leave one out")
		default:
			ids = append(ids, id)
			d.loader.claim(claim{artist: artist, line: item.Line, what: "former id " + legible.Quote(id), key: nameKey(id), alias: true})
		}
	}
	return ids
}

// aliases reads other names of the artist. An import matches rows by them.
func (d *document) aliases(f frontmatter.Field, artist Artist) []string {
	var aliases []string
	for _, item := range d.List(f, "write a list of names") {
		if alias, ok := d.Words(item); ok {
			aliases = append(aliases, alias)
			d.loader.claim(claim{
				artist: artist, line: item.Line,
				what: "alias " + legible.Quote(alias), key: nameKey(alias), alias: true,
			})
		}
	}
	return aliases
}

// accounts reads which accounts are the artist's, by source.
//
// A source that site.md does not ask is fine here: its account is kept for the
// day it is asked.
func (d *document) accounts(f frontmatter.Field, artist Artist) map[Source]string {
	entries, ok := d.Entries(f, `write a line "source: account" for each, indented by two spaces`)
	if ok && len(entries) == 0 {
		d.Report(f.Line, "no accounts", `give at least one, such as "spotify: 2aaLAng2L2aWD2FClzwiep"`)
	}
	accounts := map[Source]string{}
	for _, entry := range entries {
		info, ok := d.source(entry.Name, entry.Line)
		if !ok {
			continue
		}
		entry.Name += " account"
		if entry.IsEmpty() {
			d.Empty(entry, fmt.Sprintf("write the %s, such as %s, or delete the line", info.Account, info.Example))
			continue
		}
		read := d.Phrase
		if info.Source == LastFM {
			read = d.Words // accounts are names there
		}
		account, ok := read(entry)
		if !ok {
			continue
		}
		if wrong := info.checkAccount(account); wrong != nil {
			d.Report(entry.Line, wrong.What, wrong.Instead)
			continue
		}
		accounts[info.Source] = account
		d.loader.claim(claim{
			artist: artist, line: entry.Line,
			what: entry.Name + " " + legible.Quote(account), key: info.accountKey(account), account: true,
		})
	}
	return accounts
}

// timeline reads what happened to the artist, sorted by day; events of one day
// keep their order.
func (d *document) timeline(f frontmatter.Field) []Event {
	var events []Event
	for _, item := range d.List(f, `write a list of "- {date: 2025-02-07, title: Parasomnia}"`) {
		item.Name = "timeline entry"
		keys, ok := d.Record(item, "date", "title", "kind")
		if !ok {
			continue
		}
		day, dated := d.date(item, keys)
		title := d.Require(item, keys, "title", "title: Parasomnia")
		kind := d.eventKind(keys["kind"])
		if dated && title != "" {
			events = append(events, Event{Day: day, Kind: kind, Title: title})
		}
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.Day, b.Day) })
	return events
}

func (d *document) date(of frontmatter.Field, keys map[string]frontmatter.Field) (Day, bool) {
	const example = "date: 2025-02-07"
	if d.Missing(of, keys, "date", example) {
		return 0, false
	}
	return d.day(keys["date"])
}

// paused reads since when nothing is asked; 0 where there is no such day.
func (d *document) paused(f frontmatter.Field) Day {
	if !f.IsWritten() {
		return 0
	}
	if f.IsTruth() {
		d.Report(f.Line, "paused is no day", "write the first day on which nothing is asked, such as paused: 2026-11-01, or delete the line")
		return 0
	}
	day, _ := d.day(f)
	return day
}

// day reads a day that a timeline may have.
func (d *document) day(f frontmatter.Field) (Day, bool) {
	text, ok := d.Text(f)
	if !ok {
		return 0, false
	}
	day, err := ParseDay(text)
	line := f.Line
	switch last := d.loader.lastDay; {
	case err != nil:
		d.Report(line, fmt.Sprintf("%s %s is no day of the calendar", f.Name, legible.Quote(text)), "write year-month-day, such as 2025-02-07")
		return 0, false
	case day < firstDay:
		d.Report(line, fmt.Sprintf("%s %s is before %s", f.Name, text, firstDay), "correct the year")
		return 0, false
	case day > last:
		d.Report(line, fmt.Sprintf("%s %s is more than ten years ahead", f.Name, text), fmt.Sprintf("correct the year; the last day may be %s", last))
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
