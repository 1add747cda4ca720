// Package history keeps every count.
//
// The truth is one object per UTC day, plain NDJSON, one Row per artist, source
// and metric:
//
//	v1/days/year=2026/month=11/2026-11-23.ndjson
//
// A Row holds a count, or the reason why there is none; no row means that
// nobody asked. Rows for the same artist, source, metric and day are resolved by
// Join, which is commutative, associative and idempotent: runs may repeat, race
// and arrive in any order, and the outcome is the same.
//
// Record joins a run's snapshot into its day, by compare-and-swap on a Store, so
// that a crash or a second run never costs a row. Load reads the days back as a
// History: for each artist and source a Series, with its gaps and their
// reasons, from which a Change over a window is taken.
package history

import (
	"fmt"
	"path"
	"strings"

	"datarocks/content"
)

// daysPrefix is where the day objects are. The path carries the version of the
// format.
const daysPrefix = "v1/days/"

// dayObject names the object that holds the rows of a day.
func dayObject(day content.Day) string { return dayStem(day) + ".ndjson" }

func dayStem(day content.Day) string {
	t := day.Time()
	return fmt.Sprintf("%syear=%04d/month=%02d/%s", daysPrefix, t.Year(), t.Month(), day)
}

// besideObject names the n-th object written beside a day object that could not
// be read.
func besideObject(day content.Day, run string, n int) string {
	return fmt.Sprintf("%s~%s-%03d.ndjson", dayStem(day), run, n)
}

// dayOf tells which day an object holds; ok is false for objects that are none
// of ours.
func dayOf(name string) (day content.Day, ok bool) {
	folder, base := path.Split(name)
	stem, isRows := strings.CutSuffix(base, ".ndjson")
	date, _, _ := strings.Cut(stem, "~")
	day, err := content.ParseDay(date)
	if !isRows || err != nil || folder+date != dayStem(day) {
		return 0, false
	}
	return day, true
}
