package render

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"datarocks/content"
)

// Language is all that a site says by itself in one language: its words, and
// how it writes numbers and days.
type Language struct {
	code content.Language
	tag  language.Tag
	format
	wording
}

// format is how a language writes numbers and days. What it says of them is
// checked against Unicode's CLDR in tests; formatting with x/text itself would
// be 20 times slower, and a page has hundreds of numbers.
type format struct {
	// Locale is what a browser is to write numbers and days by, in the charts.
	Locale   string
	Thousand string
	Decimal  string
	Percent  phrase1 // a number
	Units    []unit  // short forms of large numbers, the largest first
	Months   [12]string
	// Shorts are the months in short, where room is scarce.
	Shorts   [12]string
	Weekdays [7]string // in short, from Sunday on

	Date      phrase3 // day, month, year
	DayMonth  phrase2 // day, month: a day of the year that is spoken of
	ShortDate phrase3 // day, short month, year
	ShortDay  phrase2 // day, short month
	Weekday   phrase2 // weekday, day
	Moment    phrase2 // date, time of day in UTC

	// The room in pixels that days need below a chart, as ShortDay and as
	// Weekday: the last one ends where the axis does, so half of another one's
	// width comes on top.
	DayRoom, WeekdayRoom float64
	// MonthRoom is what a label such as "2026" or "Nov" needs.
	MonthRoom float64
}

// unit is a short form of large numbers.
type unit struct {
	size   float64
	suffix string
}

// In gives a language; English stands in for one that there is none of.
func In(code content.Language) *Language {
	for _, l := range languages {
		if l.code == code {
			return l
		}
	}
	return languages[0]
}

var languages = []*Language{
	{content.English, language.English, englishFormat, english},
	{content.German, language.German, germanFormat, german},
}

const minus = "\u2212"

// date writes a day: "23 November 2026".
func (l *Language) date(day content.Day) string {
	t := day.Time()
	return l.Date.with(strconv.Itoa(t.Day()), l.Months[t.Month()-1], strconv.Itoa(t.Year()))
}

// shortDate writes a day where room is scarce: "23 Nov 2026".
func (l *Language) shortDate(day content.Day) string {
	t := day.Time()
	return l.ShortDate.with(strconv.Itoa(t.Day()), l.Shorts[t.Month()-1], strconv.Itoa(t.Year()))
}

// near writes a day without its year where that is the year of another day,
// which stands beside it: "23 November".
func (l *Language) near(day, beside content.Day) string {
	t := day.Time()
	if t.Year() != beside.Time().Year() {
		return l.date(day)
	}
	return l.DayMonth.with(strconv.Itoa(t.Day()), l.Months[t.Month()-1])
}

// shortDay writes a day without its year: "23 Nov".
func (l *Language) shortDay(day content.Day) string {
	t := day.Time()
	return l.ShortDay.with(strconv.Itoa(t.Day()), l.Shorts[t.Month()-1])
}

// weekday writes a day without its month: "Mon 23".
func (l *Language) weekday(day content.Day) string {
	t := day.Time()
	return l.Weekday.with(l.Weekdays[t.Weekday()], strconv.Itoa(t.Day()))
}

// moment writes a time: "23 November 2026, 03:17 UTC".
func (l *Language) moment(t time.Time) string {
	t = t.UTC()
	return l.Moment.with(l.date(content.DayOf(t)), t.Format("15:04"))
}

// shortMoment writes a time without its year: "23 Nov, 03:17 UTC".
func (l *Language) shortMoment(t time.Time) string {
	t = t.UTC()
	return l.Moment.with(l.shortDay(content.DayOf(t)), t.Format("15:04"))
}

// number writes a whole number in full: "12,345".
func (l *Language) number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = minus, digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + l.Thousand + digits[i:]
	}
	return sign + digits
}

// decimal writes a positive number below 1,000.
func (l *Language) decimal(n float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(n, 'f', digits, 64), ".", l.Decimal, 1)
}

func (l *Language) inUnit(u unit, n float64, digits int) string {
	return l.decimal(n/u.size, digits) + u.suffix
}

// compact writes a number with three significant digits, for where a column is
// narrow; the full number stands on the artist's page.
func (l *Language) compact(n int64) string {
	if n < 10_000 {
		return l.number(n)
	}
	for _, unit := range l.Units {
		// 999,500 and more round up into the next unit.
		switch v := float64(n) / unit.size; {
		case v >= 99.95:
			return l.inUnit(unit, float64(n), 0)
		case v >= 9.995:
			return l.inUnit(unit, float64(n), 1)
		case v >= 0.9995:
			return l.inUnit(unit, float64(n), 2)
		}
	}
	return l.number(n)
}

// signed writes a difference: "+12", "−7", "0".
func (l *Language) signed(n int64) string {
	if n > 0 {
		return "+" + l.number(n)
	}
	return l.number(n)
}

// percent writes a positive percentage with as many digits as mean something.
func (l *Language) percent(p float64) string {
	switch {
	case p == 0:
		return l.Percent.with("0")
	case p < 0.005:
		return "<" + l.Percent.with(l.decimal(0.01, 2))
	case p < 0.995:
		return l.Percent.with(l.decimal(p, 2))
	case p < 99.95:
		return l.Percent.with(l.decimal(p, 1))
	}
	return l.Percent.with(l.number(int64(math.Round(p))))
}

// signedPercent writes a percentage with its sign: "+0.05 %".
func (l *Language) signedPercent(p float64) string {
	switch {
	case p > 0:
		return "+" + l.percent(p)
	case p < 0:
		return minus + l.percent(-p)
	}
	return l.percent(0)
}
