package archive

import (
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

// hours are the usual times of asking, by source.
type hours struct {
	first   content.Day // no day is before
	sources map[content.Source]*usualTimes
}

func newHours(first content.Day) *hours {
	return &hours{first: first, sources: make(map[content.Source]*usualTimes)}
}

// of returns the usual times of a source.
func (h *hours) of(source content.Source) *usualTimes {
	c, ok := h.sources[source]
	if !ok {
		c = &usualTimes{first: h.first}
		h.sources[source] = c
	}
	return c
}

// usualTimes is when most rows of one source were asked on each day.
type usualTimes struct {
	first   content.Day
	seconds []int32 // since the day began; unknown where no row was asked
}

const unknown = -1

// meet reports whether a row was asked at its day's usual time, which is its own
// where it is the first.
func (c *usualTimes) meet(row *row.Row) bool {
	i := int(row.Date - c.first)
	seconds := row.At.Unix() - dayBegin(row.Date)
	if i < 0 || row.At.Nanosecond() != 0 || seconds < 0 || seconds != int64(int32(seconds)) {
		return false
	}
	for len(c.seconds) <= i {
		c.seconds = append(c.seconds, unknown)
	}
	if c.seconds[i] == unknown {
		c.seconds[i] = int32(seconds)
	}
	return c.seconds[i] == int32(seconds)
}

// know reports whether the hour of each day that has a count is known.
func (c *usualTimes) know(day content.Day, values []int64) bool {
	begin := int(day - c.first)
	if begin < 0 || begin+len(values) > len(c.seconds) {
		return false
	}
	for i, seconds := range c.seconds[begin : begin+len(values)] {
		if seconds < 0 && values[i] != series.None {
			return false
		}
	}
	return true
}

// agree reports whether two clocks have the same hours on the days that have a
// count, and takes over those that only the other knows.
func (c *usualTimes) agree(other *usualTimes, day content.Day, values []int64) bool {
	mine, theirs := int(day-c.first), int(day-other.first)
	if mine < 0 {
		return false
	}
	for len(c.seconds) < mine+len(values) {
		c.seconds = append(c.seconds, unknown)
	}
	for i, n := range values {
		hour := other.seconds[theirs+i]
		if c.seconds[mine+i] == unknown && n != series.None {
			c.seconds[mine+i] = hour
		}
		if n != series.None && c.seconds[mine+i] != hour {
			return false
		}
	}
	return true
}

// at is when the rows of a day were asked, in seconds since 1970.
func (c *usualTimes) at(day content.Day) int64 {
	return dayBegin(day) + int64(c.seconds[day-c.first])
}

// moved returns a row as it is on another day, asked at that day's usual time,
// which must be known.
func (c *usualTimes) moved(row *row.Row, day content.Day) row.Row {
	moved := row.Anew()
	moved.Date, moved.At = day, time.Unix(c.at(day), 0).UTC()
	return moved
}

func dayBegin(day content.Day) int64 { return int64(day) * 24 * 60 * 60 }
