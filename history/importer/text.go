package importer

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"datarocks/content"
)

var byteOrderMark = []byte("\ufeff")

// readable prepares a file: it takes away the mark that Windows programs begin UTF-8
// with, and reports what is not UTF-8. Such lines stay, so that the others are
// still looked at.
func readable(r *reader, f File) (File, bool) {
	if bytes.HasPrefix(f.Data, []byte("\xff\xfe")) || bytes.HasPrefix(f.Data, []byte("\xfe\xff")) {
		r.report(place{f.Name, 1}, "is UTF-16", "save it as UTF-8")
		return f, false
	}
	f.Data = bytes.TrimPrefix(f.Data, byteOrderMark)
	if len(bytes.TrimSpace(f.Data)) == 0 {
		r.report(place{f.Name, 1}, "is empty", "take it out, or get it again")
		return f, false
	}
	number := 0
	for line := range bytes.Lines(f.Data) {
		number++
		at := place{f.Name, number}
		switch {
		case bytes.IndexByte(line, 0) >= 0:
			r.report(at, "has a zero byte", "save it as UTF-8 text")
		case !utf8.Valid(line):
			r.report(at, "is not UTF-8", "save the file as UTF-8")
		default:
			continue
		}
		if r.garbled == nil {
			r.garbled = make(map[place]bool)
		}
		r.garbled[at] = true
	}
	return f, true
}

// Forms of numbers that are not digits only.
var (
	grouped  = regexp.MustCompile(`^[0-9]{1,3}([,.'’_ \x{a0}\x{202f}][0-9]{3})+$`)
	fraction = regexp.MustCompile(`^-?[0-9]*[.,][0-9]+$`)
	negative = regexp.MustCompile(`^-[0-9]+$`)
	rounded  = regexp.MustCompile(`^[0-9]+([.,][0-9]+)? ?[kKmM]$|^[0-9]+([.][0-9]+)?[eE][+]?[0-9]+$`)
	notDigit = regexp.MustCompile(`[^0-9]+`)
)

func notDigits(text string) *fault {
	shown := quote(text)
	switch bare := notDigit.ReplaceAllString(text, ""); {
	case grouped.MatchString(text) && strings.Count(text, ".")+strings.Count(text, ",") == 1:
		return &fault{shown + " has a thousands separator, or is a fraction", "write digits only, such as " + bare}
	case grouped.MatchString(text):
		return &fault{shown + " has thousands separators", "write " + bare}
	case fraction.MatchString(text):
		return &fault{shown + " is a fraction", "write the whole number that the platform gave"}
	case negative.MatchString(text):
		return &fault{shown + " is negative", "write a count, or none"}
	case rounded.MatchString(text):
		return &fault{shown + " is rounded", "write the number in full, in digits only"}
	}
	return &fault{shown + " is not a count", "write digits only, such as 3456789"}
}

// quote shows a text in a message, in one line and not endlessly long.
func quote(s string) string {
	const most = 100
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return strconv.Quote(s)
}

// dateForm is a way to write a day of which there is only one reading.
type dateForm struct {
	name    string
	layouts []string
	instant bool // it has a time of day
}

var dateForms = []dateForm{
	{name: "YYYY-MM-DD", layouts: []string{time.DateOnly}},
	{name: "YYYYMMDD", layouts: []string{"20060102"}},
	{name: "YYYY/MM/DD", layouts: []string{"2006/01/02"}},
	{name: "Jan 2, 2006", layouts: []string{"Jan 2, 2006", "January 2, 2006"}},
	{name: "2 Jan 2006", layouts: []string{"2 Jan 2006", "2 January 2006"}},
	{name: "YYYY-MM-DDThh:mm:ssZ", layouts: []string{"2006-01-02T15:04:05Z", "2006-01-02 15:04:05Z", "2006-01-02 15:04:05 UTC", "2006-01-02T15:04:05+00:00", "2006-01-02 15:04:05+00:00", "2006-01-02T15:04:05+0000"}, instant: true},
	{name: "YYYY-MM-DD 00:00:00", layouts: []string{"2006-01-02 00:00:00", "2006-01-02T00:00:00"}},
}

// numeric are dates in which day or month may come first. Also those in which only one
// is possible, because another that is not would follow.
var numeric = regexp.MustCompile(`^[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{2}|[0-9]{4})$`)

// dates reads the dates of one file, which must all be of one form.
type dates struct {
	form  *dateForm
	first place
}

// read reads a date, which is to be of the form of those before.
func (d *dates) read(r *reader, at place, text string) (content.Day, bool) {
	day, form := parseDate(text)
	switch {
	case form == nil && text == "":
		r.report(at, "has no date", "write YYYY-MM-DD")
	case form == nil && numeric.MatchString(text):
		r.report(at, quote(text)+" may be day/month or month/day", "write YYYY-MM-DD"+readings(text))
	case form == nil:
		r.report(at, quote(text)+" is no date that can be read in only one way", "write the UTC day as YYYY-MM-DD")
	case d.form == nil:
		d.form, d.first = form, at
		return day, r.timely(at, day)
	case d.form != form:
		r.report(at, fmt.Sprintf("%s is written as %s, and line %d as %s", quote(text), form.name, d.first.line, d.form.name), "write all dates as YYYY-MM-DD")
	default:
		return day, r.timely(at, day)
	}
	return 0, false
}

func parseDate(text string) (content.Day, *dateForm) {
	for i, form := range dateForms {
		for _, layout := range form.layouts {
			t, err := time.Parse(layout, text)
			if err == nil && (form.instant || t.Equal(t.Truncate(24*time.Hour))) {
				return content.DayOf(t), &dateForms[i]
			}
		}
	}
	return 0, nil
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
