package sentence

import (
	"math"

	"datarocks/content"
	"datarocks/history/series"
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

// OfWindow shows the change of a metric over a window. Where nothing may be worked out of
// its counts there are no per cent.
func OfWindow(l *words.Language, t roster.Track, w content.Window) Delta {
	if !t.HasChange() {
		return Delta{Title: l.Terms.NoChange}
	}
	change, ok := t.Series.Change(w)
	d := NewDelta(l, change, ok)
	if t.Limits().NoDerived {
		d.Percent = ""
	}
	return d
}

// NewDelta shows a change; ok is false where there is none. Of counts that are cut, it
// shows the range in which the change lies.
func NewDelta(l *words.Language, c series.Change, ok bool) Delta {
	switch {
	case !ok:
		return Delta{Title: l.Artist.NoBasis}
	case c.IsCut():
		return cutDelta(l, c)
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

// cutDelta shows a range: "+1 to +200K", or "less than ±100K".
func cutDelta(l *words.Language, c series.Change) Delta {
	d := Delta{OK: true, Class: "flat", Arrow: "≈", Words: l.Terms.Unshown, Since: l.Date(c.From.Day)}
	d.Title = l.Artist.Since.With(d.Since)
	r := c.Range()
	d.Diff = l.Terms.Range.With(compactEnd(l, r.Low, false), compactEnd(l, r.High, true))
	switch {
	case r.Low > 0:
		d.Class, d.Arrow, d.Words = "up", "▲", l.Artist.Up
	case r.High < 0:
		d.Class, d.Arrow, d.Words = "down", "▼", l.Artist.Down
	case r.Low == -r.High:
		d.Diff = l.Terms.Within.With(l.Compact(r.High + 1))
	}
	return d
}

// compactEnd writes the upper or the lower end of a range in three digits. It is rounded
// away from the range, which is never narrower than it is known.
func compactEnd(l *words.Language, n int64, upper bool) string {
	size, unit := max(n, -n), int64(1)
	for size >= 10_000 && size/unit >= 1000 {
		unit *= 10
	}
	if (n > 0) == upper {
		size += unit - 1
	}
	text := l.Compact(size / unit * unit)
	switch {
	case n > 0:
		return "+" + text
	case n < 0:
		return "−" + text
	}
	return text
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
