package render

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"datarocks/content"
	"datarocks/history"
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

// delta shows a change.
func (l *Language) delta(c history.Change, ok bool) delta {
	if !ok {
		return delta{Title: l.Artist.NoBasis}
	}
	d := delta{OK: true, Class: direction(c.Diff()), Arrow: "→", Words: l.Artist.Unchanged, Diff: l.signed(c.Diff()), Since: l.date(c.From.Day)}
	d.Title = l.Artist.Since.with(d.Since)
	switch d.Class {
	case "up":
		d.Arrow, d.Words = "▲", l.Artist.Up
	case "down":
		d.Arrow, d.Words = "▼", l.Artist.Down
	}
	if p, ok := c.Percent(); ok {
		d.Percent = l.percent(math.Abs(p))
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
func (l *Language) absence(s *history.Series, newest content.Day, every content.Cadence) string {
	gaps := s.Gaps(newest, newest, every)
	last, ok := s.Last()
	switch {
	case !ok && s.Reason(newest) != "":
		return l.Artist.NoCountYetFor.with(l.reason(s.Reason(newest)))
	case !ok:
		return l.Artist.NoCountYet
	case len(gaps) == 0:
		return ""
	}
	return l.Artist.NoCountSince.with(l.date(last.Day), l.reason(gaps[0].Reason))
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

// reason writes the reason of a gap. What a platform gave stays as it is.
func (l *Language) reason(reason string) string {
	if reason == "" || reason == notAsked {
		return l.Chart.NotAsked
	}
	if text, ok := strings.CutPrefix(reason, string(history.Held)+": "); ok {
		return l.Chart.Held.with(text)
	}
	if text, ok := strings.CutPrefix(reason, string(history.Retracted)+": "); ok {
		return l.Chart.Retracted.with(text)
	}
	return reason
}

// days names the days of a gap.
func (l *Language) days(g history.Gap) string {
	if g.From == g.To {
		return l.date(g.From)
	}
	return l.Artist.Span.with(l.date(g.From), l.date(g.To))
}

// metric has the words for what a source counts.
func (l *Language) metric(source content.SourceInfo) *metricText {
	switch source.Metric {
	case "fans":
		return &l.Fans
	case "listeners":
		return &l.Listeners
	}
	return &l.Followers
}

// label is what is counted: "Spotify followers".
func (l *Language) label(source content.SourceInfo) string {
	return l.metric(source).Label.with(source.Name)
}

// window is what a window is called.
func (l *Language) window(w content.Window) string {
	if w == content.All {
		return l.Windows.All
	}
	return l.Windows.Names.of(w)
}

// of gives the text for a window; All has none.
func (names windowNames[P]) of(w content.Window) P {
	switch w {
	case content.Week:
		return names.Week
	case content.FourWeek:
		return names.FourWeek
	case content.Quarter:
		return names.Quarter
	case content.Year:
		return names.Year
	}
	return ""
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
