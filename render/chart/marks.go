package chart

import (
	"math"

	"datarocks/content"
	"datarocks/render/words"
)

// mark is an event in a picture.
type mark struct {
	x     float64 // from the left, 0 to 1
	words string  // day and title in full
	title string  // as much of it as has room above the picture
	side  string  // which of its ends is at x: "start", "middle" or "end"
	class string  // "tight" where it fits in wide pictures only; "none" where in no picture
}

// Room for the titles, in pixels.
const (
	maxTitle   = 140 // so that one fits into the narrowest picture wherever it is
	titleSpace = 10  // between two
	overLeft   = 20  // a title may stand out to the left of the line's part,
	overRight  = 16  // and to the right
)

// Mark puts the events of the window on the picture.
func (p *Plot) Mark(events []content.Event) {
	wide, narrow := math.Inf(-1), math.Inf(-1) // where the last title ends
	for _, event := range events {
		if event.Day <= p.from || event.Day > p.to {
			continue
		}
		m := p.newMark(event)
		wideLeft, wideRight := m.reach(wideWidth)
		narrowLeft, narrowRight := m.reach(narrowWidth)
		switch {
		case wideLeft < wide:
			m.class = "none"
		case narrowLeft < narrow:
			m.class = "tight"
			wide = wideRight + titleSpace
		default:
			wide, narrow = wideRight+titleSpace, narrowRight+titleSpace
		}
		p.marks = append(p.marks, m)
	}
}

func (p *Plot) newMark(event content.Event) mark {
	l, x := p.words, p.across(event.Day)
	m := mark{x: x, words: l.Artist.Event.With(l.Date(event.Day), words.Isolate(l.Event(event))), title: cut(event.Title, maxTitle), side: "middle"}
	half := textWidth(m.title) / 2
	switch {
	case half > x*narrowWidth+overLeft:
		m.side = "start"
	case half > (1-x)*narrowWidth+overRight:
		m.side = "end"
	}
	return m
}

// reach returns where the title begins and ends in a picture of some width, in
// pixels.
func (m mark) reach(width float64) (left, right float64) {
	at, title := m.x*width, textWidth(m.title)
	switch m.side {
	case "start":
		return at, at + title
	case "end":
		return at - title, at
	}
	return at - title/2, at + title/2
}
