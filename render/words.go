package render

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"datarocks/content"
	"datarocks/history"
)

const (
	minus    = "\u2212"
	longDay  = "2 January 2006"
	shortDay = "2 Jan 2006"
)

func date(day content.Day) string      { return day.Time().Format(longDay) }
func shortDate(day content.Day) string { return day.Time().Format(shortDay) }

// group writes a number in full, with thousands separators.
func group(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = minus, digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// unit is a short form of large numbers.
type unit struct {
	size   float64
	suffix string
}

// units are sorted, the largest first.
var units = []unit{{1e9, "B"}, {1e6, "M"}, {1e3, "K"}}

func (u unit) write(n float64, decimals int) string {
	return strconv.FormatFloat(n/u.size, 'f', decimals, 64) + u.suffix
}

// compact writes a number with three significant digits, for where a column is
// narrow; the full number stands on the artist's page.
func compact(n int64) string {
	if n < 10_000 {
		return group(n)
	}
	for _, unit := range units {
		// 999,500 and more round up into the next unit.
		switch v := float64(n) / unit.size; {
		case v >= 99.95:
			return unit.write(float64(n), 0)
		case v >= 9.995:
			return unit.write(float64(n), 1)
		case v >= 0.9995:
			return unit.write(float64(n), 2)
		}
	}
	return group(n)
}

// delta is a change as a page shows it.
type delta struct {
	OK      bool   // there is a change to tell
	Class   string // up, down or flat
	Arrow   string
	Words   string // the arrow, for those who cannot see it
	Percent string // without a sign; "" where the earlier count was 0
	Diff    string // with a sign
	Since   string // the day that is compared with
}

func deltaOf(c history.Change, ok bool) delta {
	if !ok {
		return delta{}
	}
	d := delta{OK: true, Class: "flat", Arrow: "→", Words: "unchanged", Diff: signed(c.Diff()), Since: date(c.From.Day)}
	switch {
	case c.Diff() > 0:
		d.Class, d.Arrow, d.Words = "up", "▲", "up"
	case c.Diff() < 0:
		d.Class, d.Arrow, d.Words = "down", "▼", "down"
	}
	if p, ok := c.Percent(); ok {
		d.Percent = percent(math.Abs(p))
	}
	return d
}

func signed(n int64) string {
	if n > 0 {
		return "+" + group(n)
	}
	return group(n)
}

// percent writes a positive percentage with as many digits as mean something.
func percent(p float64) string {
	switch {
	case p == 0:
		return "0%"
	case p < 0.005:
		return "<0.01%"
	case p < 0.995:
		return strconv.FormatFloat(p, 'f', 2, 64) + "%"
	case p < 99.95:
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	}
	return group(int64(math.Round(p))) + "%"
}

// describe is the sentence that stands for a picture of these counts.
func describe(what string, runs [][]history.Point, seams []content.Day) string {
	end := runs[len(runs)-1]
	first, last := runs[0][0], end[len(end)-1]
	text := fmt.Sprintf("%s: %s on %s", what, group(first.Value), date(first.Day))
	if last.Day > first.Day {
		text = fmt.Sprintf("%s: from %s on %s to %s on %s", what,
			group(first.Value), date(first.Day), group(last.Value), date(last.Day))
	}
	for _, day := range seams {
		text += fmt.Sprintf("; another account from %s on", date(day))
	}
	return text + "."
}

// absence tells why there is no count of the page's day; "" where there is one.
func absence(s *history.Series, newest content.Day, every content.Cadence) string {
	gaps := s.Gaps(newest, newest, every)
	last, ok := s.Last()
	switch {
	case !ok && s.Reason(newest) != "":
		return "No count yet: " + s.Reason(newest)
	case !ok:
		return "No count yet"
	case len(gaps) == 0:
		return ""
	}
	return fmt.Sprintf("No count since %s: %s", date(last.Day), why(gaps[0]))
}

// why tells the reason of a gap.
func why(g history.Gap) string {
	if g.Reason == "" {
		return "not asked"
	}
	return g.Reason
}

// span names the days of a gap.
func span(g history.Gap) string {
	if g.From == g.To {
		return date(g.From)
	}
	return date(g.From) + " – " + date(g.To)
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

// windowName is what a window is called.
func windowName(w content.Window) string {
	switch w {
	case content.Week:
		return "7 days"
	case content.FourWeek:
		return "28 days"
	case content.Quarter:
		return "90 days"
	case content.Year:
		return "1 year"
	}
	return "All"
}
