package chart

import (
	"math"
	"slices"
)

// point is a place in a picture; x and y go from 0 to 1, y downwards.
type point struct{ x, y float64 }

// thin keeps the n points, 3 or more, of a line that matter most for its shape, by
// largest-triangle-three-buckets (Sveinn Steinarsson, "Downsampling Time Series
// for Visual Representation", 2013): of each bucket, the point that spans the
// largest triangle with the one kept before and the middle of the next bucket.
// The highest and the lowest point matter more: the axis is labelled for them.
func thin(line []point, n int) []point {
	if len(line) <= n {
		return line
	}
	last := len(line) - 1
	begin := func(bucket int) int { return 1 + bucket*(last-1)/(n-2) }
	high, low := extremes(line)
	kept := append(make([]point, 0, n), line[0])
	for i := range n - 2 {
		from, to := begin(i), begin(i+1)
		next := line[last]
		if i < n-3 {
			next = middle(line[to:begin(i+2)])
		}
		best := from + farthest(line[from:to], kept[i], next)
		for _, extreme := range []int{high, low} {
			if from <= extreme && extreme < to && best != high && best != low {
				best = extreme
			}
		}
		kept = append(kept, line[best])
	}
	return append(kept, line[last])
}

// straighten leaves out the points of a line that are within some height of the
// straight line between those kept (Urs Ramer, "An iterative procedure for the
// polygonal approximation of plane curves", 1972). It keeps the ends, the highest
// and the lowest point.
func straighten(line []point, within float64) []point {
	if len(line) < 3 {
		return line
	}
	keep := make([]bool, len(line))
	ends := []int{0, len(line) - 1}
	high, low := extremes(line)
	ends = append(ends, high, low)
	slices.Sort(ends)
	for i, end := range ends {
		keep[end] = true
		if i > 0 {
			bend(line, ends[i-1], end, within, keep)
		}
	}
	var kept []point
	for i, p := range line {
		if keep[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

// bend keeps the point between two that is farthest above or below the straight
// line through them, if it is too far, and so on to both of its sides.
func bend(line []point, from, to int, within float64, keep []bool) {
	if to-from < 2 {
		return
	}
	a, c := line[from], line[to]
	slope := (c.y - a.y) / (c.x - a.x)
	worst, distance := 0, within
	for i := from + 1; i < to; i++ {
		if d := math.Abs(line[i].y - a.y - slope*(line[i].x-a.x)); d > distance {
			worst, distance = i, d
		}
	}
	if worst > 0 {
		keep[worst] = true
		bend(line, from, worst, within, keep)
		bend(line, worst, to, within, keep)
	}
}

func middle(line []point) point {
	var m point
	for _, p := range line {
		m.x += p.x
		m.y += p.y
	}
	n := float64(len(line))
	return point{m.x / n, m.y / n}
}

// farthest returns which candidate spans the largest triangle with a and c.
func farthest(candidates []point, a, c point) int {
	best, area := 0, -1.0
	for i, b := range candidates {
		if s := math.Abs((a.x-c.x)*(b.y-a.y) - (a.x-b.x)*(c.y-a.y)); s > area {
			best, area = i, s
		}
	}
	return best
}

// extremes returns which points are the first at the greatest and the least
// height.
func extremes(line []point) (high, low int) {
	for i, p := range line {
		if p.y < line[high].y {
			high = i
		}
		if p.y > line[low].y {
			low = i
		}
	}
	return high, low
}
