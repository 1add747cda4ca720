package sentence

import (
	"datarocks/content"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Latest is an artist's newest count on a source in few words.
type Latest struct {
	Count string // "" where there is none
	Full  string // the count with all its digits
	Value int64  // the same; -1 where there is none
	Delta Delta
	Basis string // the days that the count is of, where it is so many in a day
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
	if !t.IsStock() {
		return latestDaily(l, c, t, w, newest)
	}
	c.Count, c.Full, c.Value = l.Compact(last.Value), l.Number(last.Value), last.Value
	c.Delta = OfWindow(l, t, w)
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
	switch {
	case c.Basis != "":
		text = l.Amount.Line.With(text, c.Basis)
		if c.Delta.OK && c.Delta.Percent != "" {
			text += l.Sentence.Brackets.With(c.Delta.signedPercent())
		}
	case c.Delta.OK:
		text += l.Sentence.Brackets.With(c.Delta.Diff)
	}
	if c.AsOf != "" {
		text = l.Sentence.And.With(text, c.AsOf)
	}
	return text
}
