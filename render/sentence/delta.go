package sentence

import (
	"math"

	"datarocks/history/series"
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
	p, known := c.Percent()
	d := newDelta(l, c.Diff(), p, known)
	d.Since = l.Date(c.From.Day)
	d.Title = l.Artist.Since.With(d.Since)
	return d
}

// newDelta shows a difference and, where that is known, its percentage.
func newDelta(l *words.Language, diff int64, percent float64, known bool) Delta {
	d := Delta{OK: true, Class: Direction(diff), Arrow: "→", Words: l.Artist.Unchanged, Diff: l.Signed(diff)}
	switch d.Class {
	case "up":
		d.Arrow, d.Words = "▲", l.Artist.Up
	case "down":
		d.Arrow, d.Words = "▼", l.Artist.Down
	}
	if known {
		d.Percent = l.Percent(math.Abs(percent))
	}
	return d
}

// signedPercent is the percentage with its sign.
func (d Delta) signedPercent() string {
	switch d.Class {
	case "up":
		return "+" + d.Percent
	case "down":
		return "−" + d.Percent
	}
	return d.Percent
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
