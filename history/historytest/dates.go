// Package historytest has what tests of the history's rooms share: days, answers, rows,
// series, and stores that years of runs and accidents have filled.
package historytest

import (
	"time"

	"datarocks/content"
)

// Date reads a day that a test writes as text.
func Date(text string) content.Day {
	day, err := content.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return day
}

// Clock reads a time that a test writes as text.
func Clock(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return at
}

// Today is the day of most tests, and TodayObject its object.
const (
	Today       = "2026-11-23"
	TodayObject = "v1/days/year=2026/month=11/2026-11-23.ndjson"
)

// Tonight is when the night of Today ran.
var (
	Tonight = Clock("2026-11-23T03:17:42Z")
	Never   = Clock("9999-01-01T00:00:00Z") // an asOf that hides nothing
)
