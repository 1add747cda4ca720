package row

import (
	"slices"

	"datarocks/content"
)

// NearZero is the greatest level that a 0 is believed beside.
const NearZero = 10

// DoubtsZero reports whether a 0 may mean that nothing was got, by the counts of days
// near it. A level does not fall to 0 from one that is not near it. Of what is so many
// in a day nobody may have come, save where a usual day has many.
func DoubtsZero(kind content.Kind, near []int64) bool {
	if !kind.IsLevel() {
		return Median(near) >= content.UsualDay
	}
	return slices.ContainsFunc(near, func(n int64) bool { return n > NearZero })
}

// Median is the lower one of the two in the middle where there are two, and 0 of none.
func Median(counts []int64) int64 {
	if len(counts) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(counts))[(len(counts)-1)/2]
}

// Kind is the kind of number that the row has. Of a metric that is not known it is a
// level, of which most is doubted.
func (r Row) Kind() content.Kind { return r.Of().Kind() }

// Of is the metric that the row has a count of.
func (r Row) Of() content.Metric { return content.Metric{Source: r.Source, Name: r.Metric} }
