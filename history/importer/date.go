package importer

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"datarocks/content"
	"datarocks/content/legible"
)

// A date is read where there is only one way to read it. It is the UTC day that is
// written, or that of the instant where a time and its zone are written. All dates of
// a file are of one form.
//
// Of two numbers, which may be day and month or month and day, one reading is left
// where one of them is above 12.

// dateForm is a way to write dates, as problems call it.
type dateForm string

const (
	unknownForm dateForm = ""
	dayFirst    dateForm = "DD/MM/YYYY"
	monthFirst  dateForm = "MM/DD/YYYY"
	eitherFirst dateForm = "DD/MM/YYYY or MM/DD/YYYY" // of the same day in both: 05/05/2024
	withTime    dateForm = "YYYY-MM-DDThh:mm:ssZ"
	atMidnight  dateForm = "YYYY-MM-DD 00:00:00"
	inUTC       dateForm = "YYYY-MM-DD UTC"
)

// datePattern is how a date begins a text, with the groups y, m and d.
type datePattern struct {
	pattern func() *regexp.Regexp
	form    dateForm
}

const (
	ordinal = `(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.)?`
	month   = `(?P<m>\pL{3,9})\.?`
	year    = `(?P<y>[0-9]{4})`
)

var datePatterns = []datePattern{
	{compile(year + `-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})`), "YYYY-MM-DD"},
	{compile(year + `/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})`), "YYYY/MM/DD"},
	{compile(year + `\.(?P<m>[0-9]{1,2})\.(?P<d>[0-9]{1,2})`), "YYYY.MM.DD"},
	{compile(year + `(?P<m>[0-9]{2})(?P<d>[0-9]{2})`), "YYYYMMDD"},
	{compile(month + `[ -]{0,2}` + ordinal + `(?:, ?| |-)` + year), "Jan 2, 2006"},
	{compile(ordinal + `(?: ?of)?[ /-]?` + month + `,?[ /-]?` + year), "2 Jan 2006"},
	{compile(year + `[ /-]` + month + `[ /-](?P<d>[0-9]{1,2})`), "2006 Jan 2"},
}

// numericPatterns is how many of them, the first, are numbers only.
const numericPatterns = 4

// compile compiles a pattern at its first use: compiling all of them takes a tenth of the
// time in which the program starts, and only an import needs them.
func compile(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?i:` + pattern + `)(?P<rest>(?:[^0-9].*)?)$`)
	})
}

var (
	// twoNumbers are dates in which day or month may come first.
	twoNumbers = regexp.MustCompile(`^([0-9]{1,2})([./-])([0-9]{1,2})([./-])([0-9]{4}|[0-9]{2})((?:[^0-9].*)?)$`)
	shortYear  = regexp.MustCompile(`^[0-9]{1,2}[. -]{0,2}\pL{3,9}\.?[ -]'?[0-9]{2}$`)
	weekday    = regexp.MustCompile(`^(?i:(\pL{2,10})\.?,? +)`)
	unixDate   = regexp.MustCompile(`^(\pL{3} +[0-9]{1,2}) ([0-9:]{5,8})((?: [A-Z]{1,4})?) ([0-9]{4})$`) // as the program date prints it
	serial     = regexp.MustCompile(`^[0-9]{5}(\.[0-9]+)?$`)
)

// months begin with these letters, in English and German.
var months = map[string]time.Month{
	"jan": time.January, "january": time.January, "januar": time.January, "jän": time.January, "jänner": time.January,
	"feb": time.February, "february": time.February, "februar": time.February, "feber": time.February,
	"mar": time.March, "march": time.March, "mär": time.March, "märz": time.March, "mrz": time.March,
	"apr": time.April, "april": time.April,
	"may": time.May, "mai": time.May,
	"jun": time.June, "june": time.June, "juni": time.June,
	"jul": time.July, "july": time.July, "juli": time.July,
	"aug": time.August, "august": time.August,
	"sep": time.September, "sept": time.September, "september": time.September,
	"oct": time.October, "october": time.October, "okt": time.October, "oktober": time.October,
	"nov": time.November, "november": time.November,
	"dec": time.December, "december": time.December, "dez": time.December, "dezember": time.December,
}

var weekdays = map[string]time.Weekday{
	"su": time.Sunday, "mo": time.Monday, "tu": time.Tuesday, "we": time.Wednesday, "th": time.Thursday, "fr": time.Friday, "sa": time.Saturday,
	"so": time.Sunday, "di": time.Tuesday, "mi": time.Wednesday, "do": time.Thursday,
}

// weekdayNames are the words that begin with those letters.
var weekdayNames = regexp.MustCompile(`^(?i:su|sun|sunday|mon?|monday|tue?|tues|tuesday|wed?|wednesday|th|thu|thur|thurs|thursday|fri?|friday|sat?|saturday|` +
	`so|sonntag|montag|di|dienstag|mi|mittwoch|do|donnerstag|freitag|samstag|sonnabend)$`)

// moment is what a text stands for: a day, and the instant where there is one.
type moment struct {
	day  content.Day
	at   time.Time // zero where only the day is known
	form dateForm
}

// dashes writes hyphens and minuses of other kinds as ours.
var dashes = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2013", "-", "\u2212", "-")

// plain returns a text without the day of the week that it may begin with, which is said;
// -1 where it is not.
func plain(text string) (date string, said int) {
	text, said = strings.Join(strings.Fields(dashes.Replace(text)), " "), -1
	if groups := weekday.FindStringSubmatch(text); groups != nil && weekdayNames.MatchString(groups[1]) {
		said = int(weekdays[strings.ToLower(groups[1])[:2]])
		text = text[len(groups[0]):]
	}
	return unixDate.ReplaceAllString(text, "$1 $4 $2$3"), said
}

// parseDate reads a date; its form is unknownForm where that has no reading, or two.
func parseDate(text string) moment {
	text, said := plain(text)
	date, form, rest := parseDay(text)
	if form == unknownForm || said >= 0 && int(date.Weekday()) != said {
		return moment{}
	}
	return withRest(date, form, rest)
}

// parseDay reads the date that a text begins with.
func parseDay(text string) (day time.Time, form dateForm, rest string) {
	for _, p := range datePatterns {
		groups := p.pattern().FindStringSubmatch(text)
		if groups == nil {
			continue
		}
		group := func(name string) string { return groups[p.pattern().SubexpIndex(name)] }
		month, isName := months[strings.ToLower(group("m"))]
		if !isName {
			n, err := strconv.Atoi(group("m"))
			if err != nil {
				continue
			}
			month = time.Month(n)
		}
		if day, ok := calendarDay(group("y"), month, group("d")); ok {
			return day, p.form, group("rest")
		}
	}
	return parseTwoNumbers(text)
}

// parseTwoNumbers reads 13/04/2024, which has one reading; 03/04/2024 has two.
func parseTwoNumbers(text string) (day time.Time, form dateForm, rest string) {
	groups := twoNumbers.FindStringSubmatch(text)
	if groups == nil || groups[2] != groups[4] || len(groups[5]) != 4 {
		return time.Time{}, unknownForm, ""
	}
	first, _ := strconv.Atoi(groups[1])
	second, _ := strconv.Atoi(groups[3])
	byDay, isDayFirst := calendarDay(groups[5], time.Month(second), groups[1])
	byMonth, isMonthFirst := calendarDay(groups[5], time.Month(first), groups[3])
	switch {
	case isDayFirst && isMonthFirst && byDay.Equal(byMonth):
		return byDay, eitherFirst, groups[6]
	case isDayFirst && !isMonthFirst:
		return byDay, dayFirst, groups[6]
	case isMonthFirst && !isDayFirst:
		return byMonth, monthFirst, groups[6]
	}
	return time.Time{}, unknownForm, ""
}

func calendarDay(year string, month time.Month, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year) // these are digits
	d, _ := strconv.Atoi(day)
	t := time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == y && t.Month() == month && t.Day() == d
}

var (
	clock = regexp.MustCompile(`^(?i:[T ]|, ?| ?um | ?at )?([0-9]{2}|[0-9](?::)):?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?(.*)$`)
	zone  = regexp.MustCompile(`^ ?(?:(?i:Z|UTC|GMT)|(?i:UTC|GMT)?([+-])([0-9]{2})(?::?([0-9]{2}))?(?: [A-Z]{2,5})?)(?: ?\([^()]*\)| ?\[[^\[\]]*\])?$`)
)

// withRest reads what follows a date: nothing, a zone, or a time. A time without a
// zone may be of the UTC day after or before, unless it is the midnight that
// spreadsheets put behind a date.
func withRest(date time.Time, form dateForm, rest string) moment {
	day := content.DayOf(date)
	if rest == "" {
		return moment{day: day, form: form}
	}
	if offset, ok := parseZone(rest); ok {
		if offset == 0 {
			return moment{day: day, form: inUTC}
		}
		return moment{} // a day that is parts of two
	}
	groups := clock.FindStringSubmatch(rest)
	if groups == nil {
		return moment{}
	}
	since, ok := sinceMidnight(groups[1], groups[2], groups[3], groups[4])
	offset, isZone := parseZone(groups[5])
	switch {
	case !ok:
		return moment{}
	case isZone:
		at := date.Add(since - offset)
		return moment{day: content.DayOf(at), at: at, form: withTime}
	case groups[5] == "" && since == 0:
		return moment{day: day, form: atMidnight}
	}
	return moment{}
}

// sinceMidnight reads a time of day; half is "a" or "p" on a clock of 12 hours.
func sinceMidnight(hour, minute, second, half string) (time.Duration, bool) {
	h, _ := strconv.Atoi(strings.TrimSuffix(hour, ":")) // these are digits
	m, _ := strconv.Atoi(minute)
	s, _ := strconv.Atoi("0" + second)
	if half != "" {
		if h < 1 || h > 12 {
			return 0, false
		}
		h %= 12
		if strings.EqualFold(half, "p") {
			h += 12
		}
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second, h < 24 && m < 60 && s < 60
}

// parseZone reads a zone that has one meaning: UTC, or how far it is from UTC. CET
// and EST are what several countries call theirs.
func parseZone(text string) (offset time.Duration, ok bool) {
	groups := zone.FindStringSubmatch(text)
	if groups == nil {
		return 0, false
	}
	h, _ := strconv.Atoi("0" + groups[2])
	m, _ := strconv.Atoi("0" + groups[3])
	offset = time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if groups[1] == "-" {
		offset = -offset
	}
	return offset, h <= 14 && m < 60
}

// dates reads the dates of one file, which must all be of one form.
type dates struct {
	form  dateForm
	first place

	text string // read last: tables have a day's lines together
	last moment
}

// read reads a date, which is to be of the form of those before.
func (d *dates) read(r *reader, at place, text string) (moment, bool) {
	if text != d.text {
		d.text, d.last = text, parseDate(text)
	}
	m := d.last
	switch {
	case m.form == unknownForm:
		r.reportFault(at, noDate(text))
	case d.form == unknownForm:
		d.form, d.first = m.form, at
		return m, r.timely(at, m.day)
	case d.differs(m.form):
		r.report(at, fmt.Sprintf("%s is written as %s, and line %d as %s", legible.Quote(text), m.form, d.first.line, d.form), "write all dates as YYYY-MM-DD")
	default:
		return m, r.timely(at, m.day)
	}
	return moment{}, false
}

// differs reports whether a form is another one than that of the dates before. A day
// that is the same whichever number comes first goes with both.
func (d *dates) differs(form dateForm) bool {
	numbers := []dateForm{dayFirst, monthFirst}
	if d.form == eitherFirst && slices.Contains(numbers, form) {
		d.form = form
	}
	return d.form != form && (form != eitherFirst || !slices.Contains(numbers, d.form))
}

// noDate is what is wrong with a text that is no date, or more than one.
func noDate(text string) *fault {
	shown := legible.Quote(text)
	text, said := plain(text)
	date, form, rest := parseDay(text)
	numbers := twoNumbers.FindStringSubmatch(text)
	switch {
	case text == "":
		return &fault{"has no date", "write YYYY-MM-DD"}
	case strings.ContainsFunc(text, func(r rune) bool { return r > '9' && unicode.IsDigit(r) }):
		return &fault{shown + " has digits of another kind than 0 to 9", "write the UTC day as YYYY-MM-DD"}
	case serial.MatchString(text):
		return &fault{shown + " may be the number that a spreadsheet has for a day", "give the column the format YYYY-MM-DD, and save it again"}
	case form == unknownForm && (shortYear.MatchString(text) || numbers != nil && len(numbers[5]) == 2):
		return &fault{shown + " has a year of two digits", "write the UTC day as YYYY-MM-DD"}
	case form == unknownForm && numbers != nil && readings(text) != "":
		return &fault{shown + " may be day/month or month/day", "write YYYY-MM-DD" + readings(text)}
	case form == unknownForm && (numbers != nil || isNumeric(text)):
		return &fault{shown + " is no day of the calendar", "write the UTC day as YYYY-MM-DD"}
	case form != unknownForm && said >= 0 && int(date.Weekday()) != said:
		return &fault{fmt.Sprintf("%s was a %s", shown, date.Weekday()), "write the UTC day as YYYY-MM-DD"}
	case form != unknownForm && isNoTime(rest):
		return &fault{shown + " has a time that no clock shows", "write the UTC day as YYYY-MM-DD"}
	case form != unknownForm && clock.MatchString(rest):
		return &fault{shown + " has a time, and not how far its zone is from UTC", "write the UTC day as YYYY-MM-DD, or the zone as in 2024-01-02 23:30 +01:00"}
	}
	return &fault{shown + " is no date that can be read in only one way", "write the UTC day as YYYY-MM-DD"}
}

// isNumeric reports whether a text has the form of year, month and day in numbers.
func isNumeric(text string) bool {
	return slices.ContainsFunc(datePatterns[:numericPatterns], func(p datePattern) bool { return p.pattern().MatchString(text) })
}

// isNoTime reports whether what follows a date is a time such as 24:00.
func isNoTime(rest string) bool {
	groups := clock.FindStringSubmatch(rest)
	if groups == nil {
		return false
	}
	_, ok := sinceMidnight(groups[1], groups[2], groups[3], groups[4])
	return !ok
}

// readings returns the days that a numeric date may mean, as a hint.
func readings(text string) string {
	var days []string
	text = strings.NewReplacer(".", "/", "-", "/").Replace(text)
	for _, layout := range []string{"2/1/2006", "1/2/2006"} {
		if t, err := time.Parse(layout, text); err == nil && !slices.Contains(days, t.Format(time.DateOnly)) {
			days = append(days, t.Format(time.DateOnly))
		}
	}
	if len(days) == 0 {
		return ""
	}
	return ": " + strings.Join(days, " or ")
}
