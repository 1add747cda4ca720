package chart

import (
	"math"
	"strings"
	"unicode"

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
	m := mark{x: x, words: l.Artist.Event.With(l.Date(event.Day), words.Isolate(event.Title)), title: cut(event.Title, maxTitle), side: "middle"}
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

// cut shortens a text to a width.
func cut(s string, width float64) string {
	if textWidth(s) <= width {
		return s
	}
	width -= runeWidth('…')
	for i, r := range s {
		if width -= runeWidth(r); width < 0 {
			return strings.TrimSpace(s[:i]) + "…"
		}
	}
	return s
}

// textWidth is about how many pixels a text takes at the size of a mark's
// title. Only the browser knows the font, so it errs to the wide side.
func textWidth(s string) float64 {
	var width float64
	for _, r := range s {
		width += runeWidth(r)
	}
	return width
}

func runeWidth(r rune) float64 {
	switch {
	case unicode.IsMark(r):
		return 0
	case r == ' ':
		return 3.5
	case unicode.IsLower(r):
		return 6
	case r < 0x1100:
		return 7.5
	}
	return 12 // Chinese, Japanese, Korean, emoji
}

// wrap breaks a text between the words that fit into a width and the others.
func wrap(text string, width, size float64) (first, rest string) {
	for i, r := range text {
		if r == ' ' && textWidth(text[:i])*size/sizeOfTitles <= width {
			first, rest = text[:i], text[i+1:]
		}
	}
	if first == "" || textWidth(text)*size/sizeOfTitles <= width {
		return cutTo(text, width, size), ""
	}
	return words.Isolate(first), rest
}

// sizeOfTitles is the size of letters, in pixels, for which textWidth is.
const sizeOfTitles = 11

// cutTo shortens a text to a width at a size of letters, both in pixels.
func cutTo(text string, width, size float64) string {
	return words.Isolate(cut(text, width*sizeOfTitles/size))
}
