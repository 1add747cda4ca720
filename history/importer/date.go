package importer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
)

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
		r.report(at, legible.Quote(text)+" may be day/month or month/day", "write YYYY-MM-DD"+readings(text))
	case form == nil:
		r.report(at, legible.Quote(text)+" is no date that can be read in only one way", "write the UTC day as YYYY-MM-DD")
	case d.form == nil:
		d.form, d.first = form, at
		return day, r.timely(at, day)
	case d.form != form:
		r.report(at, fmt.Sprintf("%s is written as %s, and line %d as %s", legible.Quote(text), form.name, d.first.line, d.form.name), "write all dates as YYYY-MM-DD")
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
