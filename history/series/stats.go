package series

import (
	"math"
	"slices"
)

// Middle returns the median of numbers, and how far they spread around it: 1.4826
// times their median absolute deviation. That is the standard deviation of
// ordinary noise, and a few leaps do not move it. It overwrites the numbers.
func Middle(values []float64) (median, spread float64) {
	median = Median(values)
	for i := range values {
		values[i] = math.Abs(values[i] - median)
	}
	return median, 1.4826 * Median(values)
}

// Median sorts numbers, of which there must be one, and returns the median.
func Median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}
