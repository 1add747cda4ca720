package chart

import (
	"strings"
	"unicode"

	"datarocks/render/words"
)

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

// sizeOfTitles is the size of letters, in pixels, that textWidth is right for.
const sizeOfTitles = 11

// cutTo shortens a text to a width at a size of letters, both in pixels.
func cutTo(text string, width, size float64) string {
	return words.Isolate(cut(text, width*sizeOfTitles/size))
}
