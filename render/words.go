package render

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// delta is a change as a page shows it.
type delta struct {
	OK      bool   // there is a change to tell
	Class   string // up, down or flat
	Arrow   string
	Words   string // the arrow, for those who cannot see it
	Percent string // without a sign; "" where the earlier count was 0
	Diff    string // with a sign
	Since   string // the day that is compared with
	Title   string // that day, or that there is none
}

// newDelta shows a change.
func newDelta(l *words.Language, c history.Change, ok bool) delta {
	if !ok {
		return delta{Title: l.Artist.NoBasis}
	}
	d := delta{OK: true, Class: direction(c.Diff()), Arrow: "→", Words: l.Artist.Unchanged, Diff: l.Signed(c.Diff()), Since: l.Date(c.From.Day)}
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

// direction is the class of a difference.
func direction(diff int64) string {
	switch {
	case diff > 0:
		return "up"
	case diff < 0:
		return "down"
	}
	return "flat"
}

// absence tells why there is no count of the page's day; "" where there is one.
func absence(l *words.Language, s *history.Series, newest content.Day, every content.Cadence) string {
	gaps := s.Gaps(newest, newest, every)
	last, ok := s.Last()
	switch {
	case !ok && s.Reason(newest) != "":
		return l.Artist.NoCountYetFor.With(reasonText(l, s.Reason(newest)))
	case !ok:
		return l.Artist.NoCountYet
	case len(gaps) == 0:
		return ""
	}
	return l.Artist.NoCountSince.With(l.Date(last.Day), reasonText(l, gaps[0].Reason))
}

// notAsked is the reason, in data, of a gap because nobody asked.
const notAsked = "not asked"

// why tells the reason of a gap, as it stands in data.
func why(g history.Gap) string {
	if g.Reason == "" {
		return notAsked
	}
	return g.Reason
}

// reasonText writes the reason of a gap. What a platform gave stays as it is.
func reasonText(l *words.Language, reason string) string {
	if reason == "" || reason == notAsked {
		return l.Chart.NotAsked
	}
	if text, ok := strings.CutPrefix(reason, string(history.Held)+": "); ok {
		return l.Chart.Held.With(text)
	}
	if text, ok := strings.CutPrefix(reason, string(history.Retracted)+": "); ok {
		return l.Chart.Retracted.With(text)
	}
	return reason
}

// gapDays names the days of a gap.
func gapDays(l *words.Language, g history.Gap) string {
	if g.From == g.To {
		return l.Date(g.From)
	}
	return l.Artist.Span.With(l.Date(g.From), l.Date(g.To))
}

// initials stand for an artist's picture: the first letters of the first and
// the last word.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !inWord(r) })
	words = slices.DeleteFunc(words, func(word string) bool { return !strings.ContainsFunc(word, isLetter) })
	if len(words) > 1 && strings.EqualFold(words[0], "the") {
		words = words[1:]
	}
	switch len(words) {
	case 0:
		return "♪"
	case 1:
		return initial(words[0])
	}
	return initial(words[0]) + initial(words[len(words)-1])
}

func initial(word string) string {
	letters := []rune(word[strings.IndexFunc(word, isLetter):])
	end := 1
	for end < len(letters) && unicode.Is(unicode.Mn, letters[end]) {
		end++ // an accent that is a character of its own
	}
	return strings.ToUpper(string(letters[:end]))
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// inWord takes vowel signs and apostrophes for parts of a word: those of
// हिन्दी and O'Connor.
func inWord(r rune) bool { return isLetter(r) || unicode.IsMark(r) || r == '\'' || r == '’' }
