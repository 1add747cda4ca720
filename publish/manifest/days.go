package manifest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// stretch is days in a row, numbered from 1970 on.
type stretch struct{ from, to int } // both included

// number numbers the day; ok is false for text that is none.
func (d Day) number() (n int, ok bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return int(t.Unix() / secondsOfDay), err == nil
}

const secondsOfDay = 24 * 60 * 60

func dayOf(n int) Day { return Day(time.Unix(int64(n)*secondsOfDay, 0).UTC().Format(time.DateOnly)) }

// counted lists the days with a count; ok is false where the manifest lacks that:
// one of an earlier version, of a series with gaps.
func (s Series) counted() (stretches []stretch, ok bool) {
	if s.Counts == 0 {
		return nil, true
	}
	first, ok := s.First.number()
	last, too := s.Last.number()
	if !ok || !too {
		return nil, false
	}
	runs := s.Runs
	if runs == nil {
		runs = []int{s.Counts}
	}
	day := first
	for i, n := range runs {
		if n < 1 {
			return nil, false
		}
		if i%2 == 0 {
			stretches = append(stretches, stretch{day, day + n - 1})
		}
		day += n
	}
	return stretches, day == last+1
}

// without returns the days of some stretches that are in no other, oldest first.
func without(days, others []stretch, excused func(Day) bool) (left []Day) {
	i := 0
	for _, s := range days {
		for n := s.from; n <= s.to; n++ {
			for i < len(others) && others[i].to < n {
				i++
			}
			if i < len(others) && others[i].from <= n {
				n = min(others[i].to, s.to) // all of these are there
				continue
			}
			if day := dayOf(n); !excused(day) {
				left = append(left, day)
			}
		}
	}
	return left
}

// mostNamed bounds how many days a problem names.
const mostNamed = 3

func named(days []Day) string {
	var names []string
	for _, day := range days[:min(len(days), mostNamed)] {
		names = append(names, string(day))
	}
	if more := len(days) - len(names); more > 0 {
		return strings.Join(names, ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(names, ", ")
}

// missing returns the days of another series that this one lacks, but for those of which
// a person took the count back, and those that cannot be read: the site shows these as
// gaps, and why. ok is false where one of the two lacks its days.
func (s Series) missing(was Series, unreadable []Day) (days []Day, ok bool) {
	had, known := was.counted()
	has, too := s.counted()
	if !known || !too {
		return nil, false
	}
	return without(had, has, func(day Day) bool {
		return slices.Contains(s.Withdrawn, day) || slices.Contains(unreadable, day)
	}), true
}
