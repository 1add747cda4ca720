package historytest

import (
	"time"

	"datarocks/content"
)

// date reads a day that a test writes as text.
func Date(text string) content.Day {
	day, err := content.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return day
}

// clock reads a time that a test writes as text.
func Clock(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return at
}

const (
	Today       = "2026-11-23"
	TodayObject = "v1/days/year=2026/month=11/2026-11-23.ndjson"
)

var (
	Tonight = Clock("2026-11-23T03:17:42Z")
	Never   = Clock("9999-01-01T00:00:00Z") // an asOf that hides nothing
)
