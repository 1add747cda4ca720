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

// yearBefore returns the same day of the month a year before.
func (d Day) yearBefore() Day {
	t := d.Time()
	year, month, day := t.Date()
	if month == time.February && day == 29 {
		day = 28
	}
	return DayOf(time.Date(year-1, month, day, 0, 0, 0, 0, time.UTC))
}

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
