package records

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/lookup"
	"datarocks/history"
	"datarocks/history/row"
)

// wikidata is the kind of an import that reads no files.
const wikidata = "wikidata"

var fromWikidata = row.ImportedFrom(wikidata)

// wikidataPatience bounds all waiting for Wikidata, which asks for up to two minutes
// where it is asked too much.
const wikidataPatience = 5 * time.Minute

// askWikidata asks what is known of the followers that the artists once had. It wants
// every answer before anything is written.
func (c *Import) askWikidata(w *shell.World) (taken, error) {
	site, err := c.LoadSite()
	if err != nil {
		return taken{}, err
	}
	artists := site.Artists
	if c.Artist != "" {
		if err := settings.CheckArtist(site, c.Artist); err != nil {
			return taken{}, err
		}
		artist, _ := site.Artist(c.Artist)
		artists = []content.Artist{artist}
	}
	finder, err := settings.Finder(w, site, c.Contact, wikidataPatience)
	if err != nil {
		return taken{}, err
	}
	bar := w.Progress(len(artists), "asking Wikidata")
	all, err := finder.Followers(w.Ctx, artists, content.DayOf(c.At(w)), bar.Set)
	bar.Finish()
	if err != nil {
		return taken{}, settings.NotAnswered(err, "nothing was imported; ", "try again later")
	}
	t := taken{site: site, followers: all}
	for _, f := range all {
		t.Rows = append(t.Rows, c.rowsOf(w, f)...)
	}
	return t, nil
}

// rowsOf makes rows of what Wikidata knows of an artist. They name the item that the
// counts come from.
func (c *Import) rowsOf(w *shell.World, f lookup.Followers) []history.ImportRow {
	rows := make([]history.ImportRow, len(f.Counts))
	for i, count := range f.Counts {
		rows[i] = history.ImportRow{
			Row: row.Row{
				Date: count.Day, Artist: f.Artist.ID, Source: count.Source, Metric: count.Source.Default().Name, Value: &count.Count, Step: count.Step,
				Via: fromWikidata, Reason: "item " + f.Item, At: c.At(w).UTC().Truncate(time.Second), Ref: count.Account,
			},
			Former: f.Artist.Formerly,
			File:   f.Link(),
		}
	}
	return rows
}

// askedArtist is what an import from Wikidata found of an artist.
type askedArtist struct {
	Artist  string                 `json:"artist"`
	Item    string                 `json:"item,omitempty"`
	Why     string                 `json:"why,omitempty"` // there is no item
	Counts  int                    `json:"counts"`
	LeftOut map[lookup.LeftOut]int `json:"leftOut"` // statements, by why they are no counts
}

func newAskedArtists(all []lookup.Followers) []askedArtist {
	var asked []askedArtist
	for _, f := range all {
		a := askedArtist{Artist: f.Artist.ID, Item: f.Item, Counts: len(f.Counts), LeftOut: f.LeftOut}
		if f.Why != nil {
			a.Why = f.Why.Error()
		}
		asked = append(asked, a)
	}
	return asked
}

// sayAsked prints why artists have no counts, or fewer than Wikidata has.
func sayAsked(w *shell.World, asked []askedArtist) {
	var without, left, none []string
	for _, a := range asked {
		switch {
		case a.Why != "":
			without = append(without, fmt.Sprintf("%s: %s", a.Artist, a.Why))
		case len(a.LeftOut) > 0:
			left = append(left, fmt.Sprintf("%s: %s of %s left out: %s", a.Artist, statements(a.LeftOut), a.Item, reasons(a.LeftOut)))
		case a.Counts == 0:
			none = append(none, fmt.Sprintf("%s: %s knows no followers", a.Artist, a.Item))
		}
	}
	for _, lines := range [][]string{without, left, none} {
		w.SayFew(lines)
	}
}

func statements(leftOut map[lookup.LeftOut]int) string {
	n := 0
	for _, of := range leftOut {
		n += of
	}
	return shell.Plural(n, "statement")
}

// reasons counts statements by why they are left out.
func reasons(leftOut map[lookup.LeftOut]int) string {
	var parts []string
	for _, why := range slices.Sorted(maps.Keys(leftOut)) {
		parts = append(parts, fmt.Sprintf("%d %s", leftOut[why], why))
	}
	return strings.Join(parts, ", ")
}

// placeOf is where a row stands: a line of a file, or an item.
func placeOf(r history.ImportRow) string {
	if r.Via == fromWikidata {
		return path.Base(r.File)
	}
	return fmt.Sprintf("%s:%d", r.File, r.Line)
}
