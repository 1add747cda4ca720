package name

import "unicode"

// Invisible returns the first character of a text that nobody sees and that the
// text does not need; ok is false where there is none. Such a one makes two names
// look the same that are not.
//
// What some scripts need may stand where they need it: a joiner (U+200C, U+200D)
// after a letter of a script that joins or stacks letters, or in an emoji; a mark
// of direction (U+200E, U+200F, U+061C) in a text with letters from right to left;
// a variation selector after an emoji, a digit or a letter that has variants.
func Invisible(text string) (r rune, ok bool) {
	var before rune
	rightToLeft := false
	for _, r := range text {
		rightToLeft = rightToLeft || unicode.IsLetter(r) && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
	}
	for _, r := range text {
		if isInvisible(r) && !needed(r, before, rightToLeft) {
			return r, true
		}
		before = r
	}
	return 0, false
}

// isInvisible reports whether a character shows nothing and is no space. Format
// characters such as the Arabic year sign do show.
func isInvisible(r rune) bool {
	const brailleBlank = '\u2800'
	return r == brailleBlank || unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// needed reports whether an invisible character changes what one sees.
func needed(r, before rune, rightToLeft bool) bool {
	const (
		blackFlag           = '\U0001f3f4' // before the letters of England's, as tags
		firstTag, cancelTag = '\U000e0020', '\U000e007f'
	)
	switch {
	case r == '\u200e' || r == '\u200f' || r == '\u061c':
		return rightToLeft
	case r == '\u200c':
		return joins(before)
	case r == '\u200d':
		return joins(before) || isEmoji(before)
	case unicode.Is(unicode.Mongolian, r): // its variation selectors
		return unicode.Is(unicode.Mongolian, before)
	case unicode.Is(unicode.Variation_Selector, r):
		return isEmoji(before) || unicode.IsDigit(before) || before == '#' || before == '*' || joins(before) || unicode.Is(unicode.Han, before)
	case firstTag <= r && r <= cancelTag:
		return before == blackFlag || firstTag <= before && before < cancelTag
	}
	return false
}

// joins reports whether a letter is of a script in which a joiner or a variation
// selector after it changes what one sees.
func joins(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !isInvisible(r) && !unicode.In(r,
		unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Hebrew,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Common, unicode.Inherited)
}

// isEmoji reports whether a character may be one, or the end of one.
func isEmoji(r rune) bool {
	const selector, keycap, firstTone, lastTone = '\ufe0f', '\u20e3', '\U0001f3fb', '\U0001f3ff'
	return unicode.IsSymbol(r) || r == '‼' || r == '⁉' || r == selector || r == keycap || firstTone <= r && r <= lastTone
}
