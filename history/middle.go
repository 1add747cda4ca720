package history

import (
	"math"
	"slices"
)

// middle gives the median of numbers, and how far they spread around it: 1.4826
// times their median absolute deviation. That is the standard deviation of
// ordinary noise, and a few leaps do not move it. It overwrites what it is given.
func middle(values []float64) (median, spread float64) {
	median = medianOf(values)
	for i := range values {
		values[i] = math.Abs(values[i] - median)
	}
	return median, 1.4826 * medianOf(values)
}

// medianOf sorts what it is given, which must not be empty.
func medianOf(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
