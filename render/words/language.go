// Package words holds the words of a site: a table of texts for each language, the
// forms that go with a number of things, and the way a language writes numbers and
// days. It knows nothing of series or pages.
//
// The texts are data, en.yaml and de.yaml, read when they are first wanted. The table
// is typed: a text has as many places to fill as its type has arguments, which is
// checked when the file is read, so a page cannot fill too few or too many. What a
// text is for stands beside its field.
package words

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"datarocks/content"
)

// Language is the words of a site in one language, and the way it writes numbers and
// days.
type Language struct {
	Code content.Language
	tag  language.Tag
	wording
}

// format is the way a language writes numbers and days. Tests compare it with
// Unicode's CLDR; formatting with x/text itself would be 20 times slower, and a page
// has hundreds of numbers.
type format struct {
	// Locale is what a browser is to write numbers and days by, in the charts.
	Locale   string
	Thousand string
	Decimal  string
	Percent  Phrase1 // a number
	Units    []unit  // short forms of large numbers, the largest first
	Months   [12]string
	// Shorts are the months in short, where room is scarce.
	Shorts   [12]string
	Weekdays [7]string // in short, from Sunday on

	Date      Phrase3 // day, month, year
	DayMonth  Phrase2 // day, month: a day of the year that is spoken of
	ShortDate Phrase3 // day, short month, year
	ShortDay  Phrase2 // day, short month
	Weekday   Phrase2 // weekday, day
	Moment    Phrase2 // date, time of day in UTC

	// The room in pixels that days need below a chart, as ShortDay and as
	// Weekday: the last one ends where the axis does, so half of another one's
	// width comes on top.
	DayRoom, WeekdayRoom float64
	// MonthRoom is what a label such as "2026" or "Nov" needs.
	MonthRoom float64
}

// unit is a short form of large numbers.
type unit struct {
	Size   float64
	Suffix string
}

// In returns the words of a language, and those of English where no language is named.
// Its texts are read when they are first wanted.
func In(code content.Language) *Language {
	if code == content.German {
		return german()
	}
	return english()
}

var (
	english = sync.OnceValue(func() *Language { return load(content.English) })
	german  = sync.OnceValue(func() *Language { return load(content.German) })
)

const minus = "\u2212"

// Date writes a day: "23 November 2026".
func (l *Language) Date(day content.Day) string {
	t := day.Time()
	return l.Format.Date.With(strconv.Itoa(t.Day()), l.Format.Months[t.Month()-1], strconv.Itoa(t.Year()))
}

// ShortDate writes a day where room is scarce: "23 Nov 2026".
func (l *Language) ShortDate(day content.Day) string {
	t := day.Time()
	return l.Format.ShortDate.With(strconv.Itoa(t.Day()), l.Format.Shorts[t.Month()-1], strconv.Itoa(t.Year()))
}

// nearDays is how far apart two days may be for one to go without its year: "4 April"
// in November is a riddle, even of the same year.
const nearDays = 180

// Near writes a day without its year where that is the year of another day, which
// readers take for today or find beside it: "23 November". On a page that is the
// newest day; in what stays as it was written, the day of which it is.
func (l *Language) Near(day, beside content.Day) string {
	t := day.Time()
	if t.Year() != beside.Time().Year() || max(day-beside, beside-day) > nearDays {
		return l.Date(day)
	}
	return l.Format.DayMonth.With(strconv.Itoa(t.Day()), l.Format.Months[t.Month()-1])
}

// ShortDay writes a day without its year: "23 Nov".
func (l *Language) ShortDay(day content.Day) string {
	t := day.Time()
	return l.Format.ShortDay.With(strconv.Itoa(t.Day()), l.Format.Shorts[t.Month()-1])
}

// Weekday writes a day without its month: "Mon 23".
func (l *Language) Weekday(day content.Day) string {
	t := day.Time()
	return l.Format.Weekday.With(l.Format.Weekdays[t.Weekday()], strconv.Itoa(t.Day()))
}

// Moment writes a time: "23 November 2026, 03:17 UTC".
func (l *Language) Moment(t time.Time) string {
	t = t.UTC()
	return l.Format.Moment.With(l.Date(content.DayOf(t)), t.Format("15:04"))
}

// ShortMoment writes a time without its year: "23 Nov, 03:17 UTC".
func (l *Language) ShortMoment(t time.Time) string {
	t = t.UTC()
	return l.Format.Moment.With(l.ShortDay(content.DayOf(t)), t.Format("15:04"))
}

// Number writes a whole number in full: "12,345".
func (l *Language) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = minus, digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + l.Format.Thousand + digits[i:]
	}
	return sign + digits
}

// decimal writes a positive number below 1,000.
func (l *Language) decimal(n float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(n, 'f', digits, 64), ".", l.Format.Decimal, 1)
}

// InUnit writes a number in a short form.
func (l *Language) InUnit(u unit, n float64, digits int) string {
	return l.decimal(n/u.Size, digits) + u.Suffix
}

// Compact writes a number with three significant digits, for where a column is
// narrow; the full number stands on the artist's page.
func (l *Language) Compact(n int64) string {
	if n < 10_000 {
		return l.Number(n)
	}
	for _, unit := range l.Format.Units {
		// 999,500 and more round up into the next unit.
		switch v := float64(n) / unit.Size; {
		case v >= 99.95:
			return l.InUnit(unit, float64(n), 0)
		case v >= 9.995:
			return l.InUnit(unit, float64(n), 1)
		case v >= 0.9995:
			return l.InUnit(unit, float64(n), 2)
		}
	}
	return l.Number(n)
}

// Signed writes a difference: "+12", "−7", "0".
func (l *Language) Signed(n int64) string {
	if n > 0 {
		return "+" + l.Number(n)
	}
	return l.Number(n)
}

// Percent writes a positive percentage with as many digits as mean something.
func (l *Language) Percent(p float64) string {
	switch {
	case p == 0:
		return l.Format.Percent.With("0")
	case p < 0.005:
		return "<" + l.Format.Percent.With(l.decimal(0.01, 2))
	case p < 0.995:
		return l.Format.Percent.With(l.decimal(p, 2))
	case p < 99.95:
		return l.Format.Percent.With(l.decimal(p, 1))
	}
	return l.Format.Percent.With(l.Number(int64(math.Round(p))))
}

// SignedPercent writes a percentage with its sign: "+0.05 %".
func (l *Language) SignedPercent(p float64) string {
	switch {
	case p > 0:
		return "+" + l.Percent(p)
	case p < 0:
		return minus + l.Percent(-p)
	}
	return l.Percent(0)
}

// Times writes a factor: "2.4 ×".
func (l *Language) Times(times float64) string { return l.Daily.Factor.With(l.Factor(times)) }

// Factor writes a positive factor with as many digits as mean something.
func (l *Language) Factor(times float64) string {
	switch {
	case times < 9.95:
		return l.decimal(times, 1)
	case times < 999.5:
		return l.decimal(times, 0)
	}
	return l.Number(int64(times + 0.5))
}

// PlatformMark is what a platform event is called in charts; median is that of the
// changes of all artists, in parts.
func (l *Language) PlatformMark(median float64) string {
	return l.Platform.Mark.With(l.SignedPercent(median * 100))
}

// Multiple writes a positive factor in a sentence: "2.4", "0.41".
func (l *Language) Multiple(times float64) string {
	if times < 0.995 {
		return l.decimal(times, 2)
	}
	return l.Factor(times)
}
