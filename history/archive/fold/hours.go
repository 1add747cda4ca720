package fold

import (
	"time"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

// Hours are the usual times of asking, by source.
type Hours struct {
	first   content.Day // no day is before
	sources map[content.Source]*usualTimes
}

func NewHours(first content.Day) *Hours {
	return &Hours{first: first, sources: make(map[content.Source]*usualTimes)}
}

// First is the first day.
func (h *Hours) First() content.Day { return h.first }

// Set sets the times of a source, in seconds since each day began, -1 where there is none.
func (h *Hours) Set(source content.Source, seconds []int32) { h.of(source).seconds = seconds }

// All returns the times as Set takes them.
func (h *Hours) All() map[content.Source][]int32 {
	all := make(map[content.Source][]int32, len(h.sources))
	for source, times := range h.sources {
		all[source] = times.seconds
	}
	return all
}

// of returns the usual times of a source.
func (h *Hours) of(source content.Source) *usualTimes {
	u, ok := h.sources[source]
	if !ok {
		u = &usualTimes{first: h.first}
		h.sources[source] = u
	}
	return u
}

// usualTimes is when most rows of one source were asked on each day.
type usualTimes struct {
	first   content.Day
	seconds []int32 // since the day began; unknown where no row was asked
}

const unknown = -1

// meet reports whether a row was asked at its day's usual time, which is its own
// where it is the first.
func (u *usualTimes) meet(row *row.Row) bool {
	i := int(row.Date - u.first)
	seconds := row.At.Unix() - dayBegin(row.Date)
	if i < 0 || row.At.Nanosecond() != 0 || seconds < 0 || seconds != int64(int32(seconds)) {
		return false
	}
	for len(u.seconds) <= i {
		u.seconds = append(u.seconds, unknown)
	}
	if u.seconds[i] == unknown {
		u.seconds[i] = int32(seconds)
	}
	return u.seconds[i] == int32(seconds)
}

// know reports whether the time of each day that has a count is known.
func (u *usualTimes) know(day content.Day, values []int64) bool {
	begin := int(day - u.first)
	if begin < 0 || begin+len(values) > len(u.seconds) {
		return false
	}
	for i, seconds := range u.seconds[begin : begin+len(values)] {
		if seconds < 0 && values[i] != series.None {
			return false
		}
	}
	return true
}

// agree reports whether another's times are the same on the days that have a count,
// and takes over those that only the other knows.
func (u *usualTimes) agree(other *usualTimes, day content.Day, values []int64) bool {
	mine, theirs := int(day-u.first), int(day-other.first)
	if mine < 0 {
		return false
	}
	for len(u.seconds) < mine+len(values) {
		u.seconds = append(u.seconds, unknown)
	}
	for i, n := range values {
		seconds := other.seconds[theirs+i]
		if u.seconds[mine+i] == unknown && n != series.None {
			u.seconds[mine+i] = seconds
		}
		if n != series.None && u.seconds[mine+i] != seconds {
			return false
		}
	}
	return true
}

// agreeAtOnce is agree for counts that were all asked at one instant.
func (u *usualTimes) agreeAtOnce(at time.Time, day content.Day, values []int64) bool {
	for i, n := range values {
		if n != series.None && !u.meet(&row.Row{Date: day + content.Day(i), At: at}) {
			return false
		}
	}
	return true
}

// at is when the rows of a day were asked, in seconds since 1970.
func (u *usualTimes) at(day content.Day) int64 {
	return dayBegin(day) + int64(u.seconds[day-u.first])
}

func dayBegin(day content.Day) int64 { return int64(day) * 24 * 60 * 60 }
