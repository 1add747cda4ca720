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

// medianOf reorders what it is given, which must not be empty.
func medianOf(values []float64) float64 {
	n := len(values)
	upper := nth(values, n/2)
	if n%2 == 1 {
		return upper
	}
	return (slices.Max(values[:n/2]) + upper) / 2
}

// nth gives the number that has n before it when they are in order. It puts it
// there, with none greater before and none smaller after it, and does not care for
// the order of the others, because a median is asked for each night of ten years.
func nth(values []float64, n int) float64 {
	for low, high := 0, len(values)-1; low < high; {
		pivot := values[(low+high)/2]
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return values[n]
		}
	}
	return values[n]
}
