package sentence

import (
	"math"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/series"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Delta is a change as a page shows it.
type Delta struct {
	OK      bool   // there is a change
	Class   string // up, down or flat
	Arrow   string
	Words   string // the arrow, for those who cannot see it
	Percent string // without a sign; "" where the earlier count was 0
	Diff    string // with a sign
	Since   string // the day that is compared with
	Title   string // that day, or that there is none
}

// NewDelta shows a change; ok is false where there is none.
func NewDelta(l *words.Language, c series.Change, ok bool) Delta {
	if !ok {
		return Delta{Title: l.Artist.NoBasis}
	}
	d := Delta{OK: true, Class: Direction(c.Diff()), Arrow: "→", Words: l.Artist.Unchanged, Diff: l.Signed(c.Diff()), Since: l.Date(c.From.Day)}
	d.Title = l.Artist.Since.With(d.Since)
	switch d.Class {
	case "up":
		d.Arrow, d.Words = "▲", l.Artist.Up
	case "down":
		d.Arrow, d.Words = "▼", l.Artist.Down
	}
	if p, ok := c.Percent(); ok {
		d.Percent = l.Percent(math.Abs(p))
	}
	return d
}

// Direction is the class of a difference.
func Direction(diff int64) string {
	switch {
	case diff > 0:
		return "up"
	case diff < 0:
		return "down"
	}
	return "flat"
}

// Latest is an artist's newest count on a source in few words.
type Latest struct {
	Count string // "" where there is none
	Full  string // the count with all its digits
	Value int64  // the same; -1 where there is none
	Delta Delta
	AsOf  string // day of the count, where that is not the newest
	Why   string // why there is no count of the newest day
}

// NewLatest returns the newest count with its change over a window.
func NewLatest(l *words.Language, t roster.Track, w content.Window, newest content.Day) Latest {
	c := Latest{Value: -1, Why: Absence(l, t, newest)}
	last, ok := t.Series.Last()
	if !ok {
		return c
	}
	c.Count, c.Full, c.Value = l.Compact(last.Value), l.Number(last.Value), last.Value
	change, ok := t.Series.Change(w)
	c.Delta = NewDelta(l, change, ok)
	if c.Why != "" {
		c.AsOf = l.Roster.OfDay.With(l.ShortDate(last.Day))
	}
	return c
}

// line is the count in one line: "3,457,789 (+1,000)".
func (c Latest) line(l *words.Language) string {
	if c.Count == "" {
		return l.Roster.NoCount
	}
	text := c.Full
	if c.Delta.OK {
		text += l.Sentence.Brackets.With(c.Delta.Diff)
	}
	if c.AsOf != "" {
		text = l.Sentence.And.With(text, c.AsOf)
	}
	return text
}

// Move is how an artist moved, as a row of a table.
type Move struct {
	Path, Name string // of the artist
	Class      string // up, down or flat
	Main, Side string // what the table is ordered by, and the other
	Count      string
	Days       string // compared, where they are not those of the page
}

// NewMove returns a row of a page whose window ends with a day. It is ordered by
// number or, in per cent, by that.
func NewMove(l *words.Language, a content.Artist, m trend.NetChange, page Period) Move {
	row := Move{
		Path: roster.ArtistPath(a.ID), Name: a.Name, Class: Direction(m.Own()), Main: l.Signed(m.Own()), Count: l.Number(m.To.Value),
	}
	if p, ok := m.OwnPercent(); ok {
		row.Side = l.SignedPercent(p)
	}
	if page.InPercent {
		row.Main, row.Side = row.Side, row.Main
	}
	switch {
	case m.To.Day != page.End: // a source that is asked weekly
		row.Days = l.Artist.Span.With(l.ShortDate(m.From.Day), l.ShortDate(m.To.Day))
	case !m.Exact || page.Window == content.All:
		row.Days = l.Artist.Since.With(l.ShortDate(m.From.Day))
	}
	return row
}

// Period is what a table of moves is of.
type Period struct {
	Window    content.Window
	End       content.Day // its last day
	InPercent bool
}

// Standings are the roster in short: the artists' newest counts on each source,
// with their changes over the site's window, in its language.
type Standings struct {
	Caption string
	Artist  string   // heads the names
	Sources []string // head the counts
	Rows    []Standing
	More    string // how many artists are left out; "" for none
}

// Standing is one artist of these.
type Standing struct {
	Name, Path string
	Counts     []string // one a source: "3,457,789 (+1,000)"; "" without an account
}

// NewStandings returns at most so many artists, in the order of the roster.
func NewStandings(site *content.Site, h *history.History, most int) Standings {
	l := words.In(site.Language)
	s := Standings{Caption: l.Roster.Caption.With(l.Window(site.Window)), Artist: l.Roster.Artist}
	for _, setting := range site.Sources {
		s.Sources = append(s.Sources, setting.Name)
	}
	artists := roster.Order(site)
	for _, entry := range artists[:min(len(artists), most)] {
		row := Standing{Name: entry.Name, Path: roster.ArtistPath(entry.ID)}
		for _, setting := range site.Sources {
			text := ""
			if _, ok := entry.Accounts[setting.Source]; ok {
				t := roster.Track{Platform: &roster.Platform{SourceSetting: setting}, Series: h.Series(entry.ID, setting.Source)}
				text = NewLatest(l, t, site.Window, h.Newest).line(l)
			}
			row.Counts = append(row.Counts, text)
		}
		s.Rows = append(s.Rows, row)
	}
	if more := int64(len(artists) - most); more > 0 {
		s.More = l.Ranking.More.Of(l, more).With(l.Number(more))
	}
	return s
}
