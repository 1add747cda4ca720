package row

import (
	"fmt"
	"path"
	"strings"

	"datarocks/content"
)

// Prefix begins the names of all objects. It has the version of the format.
const Prefix = "v1/"

// DaysPrefix begins the names of the objects that hold days.
const DaysPrefix = Prefix + "days/"

// DayObject is the name of the object that holds the rows of a day.
func DayObject(day content.Day) string { return DayStem(day) + ".ndjson" }

// DayStem is what the names of all objects of a day begin with.
func DayStem(day content.Day) string {
	t := day.Time()
	return fmt.Sprintf("%syear=%04d/month=%02d/%s", DaysPrefix, t.Year(), t.Month(), day)
}

// BesideObject is the name of the n-th object written beside a day object that could not
// be read.
func BesideObject(day content.Day, run string, n int) string {
	return fmt.Sprintf("%s~%s-%03d.ndjson", DayStem(day), run, n)
}

// DayOf returns the day whose rows an object holds, by its name; ok is false for
// other objects.
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

// NotOurs is the problem with an object that stands among the days and is not read.
func NotOurs(name string) error { return fmt.Errorf("%s:1: not the name of a day object", name) }
