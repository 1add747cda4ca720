package row

import (
	"fmt"
	"path"
	"strings"

	"datarocks/content"
)

// formatPrefix is where everything is. The path carries the version of the
// format.
const Prefix = "v1/"

// daysPrefix is where the day objects are.
const DaysPrefix = Prefix + "days/"

// dayObject names the object that holds the rows of a day.
func DayObject(day content.Day) string { return DayStem(day) + ".ndjson" }

func DayStem(day content.Day) string {
	t := day.Time()
	return fmt.Sprintf("%syear=%04d/month=%02d/%s", DaysPrefix, t.Year(), t.Month(), day)
}

// besideObject names the n-th object written beside a day object that could not
// be read.
func BesideObject(day content.Day, run string, n int) string {
	return fmt.Sprintf("%s~%s-%03d.ndjson", DayStem(day), run, n)
}

// dayOf tells which day an object holds; ok is false for objects that are none
// of ours.
func DayOf(name string) (day content.Day, ok bool) {
	folder, base := path.Split(name)
	stem, isRows := strings.CutSuffix(base, ".ndjson")
	date, _, _ := strings.Cut(stem, "~")
	day, err := content.ParseDay(date)
	if !isRows || err != nil || folder+date != DayStem(day) {
		return 0, false
	}
	return day, true
}

// notOurs names an object that stands among the days and that nobody reads.
func NotOurs(name string) error { return fmt.Errorf("%s:1: not the name of a day object", name) }
