package content

import (
	"fmt"
	"time"
)

// Day is a calendar day in UTC, counted from 1970-01-01. Counts and timeline
// events belong to days, so arithmetic on them needs no clock and no zone.
type Day int

// DayOf returns the UTC day that t falls on.
func DayOf(t time.Time) Day {
	const seconds = 24 * 60 * 60
	s := t.Unix()
	if s < 0 {
		s -= seconds - 1
	}
	return Day(s / seconds)
}

// ParseDay reads a date written 2006-01-02.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date written YYYY-MM-DD", s)
	}
	return DayOf(t), nil
}

// Time returns the first instant of the day, in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText writes the day as 2006-01-02.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(text []byte) error {
	parsed, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Window is a span of days, ending at the newest day, that a page shows.
type Window string

// The windows a reader can choose, and the ones site.md may name.
const (
	Week     Window = "7d"
	FourWeek Window = "28d"
	Quarter  Window = "90d"
	Year     Window = "1y"
	All      Window = "all"
)

// Windows lists every window, shortest first.
var Windows = []Window{Week, FourWeek, Quarter, Year, All}

// Days is the window's length in days, or 0 for All, which has no fixed length.
func (w Window) Days() int {
	switch w {
	case Week:
		return 7
	case FourWeek:
		return 28
	case Quarter:
		return 90
	case Year:
		return 365
	}
	return 0
}
