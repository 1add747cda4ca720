package sentence

import (
	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/words"
)

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
