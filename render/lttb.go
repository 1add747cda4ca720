package render

import "math"

// point is a place in a picture; x and y go from 0 to 1, y downwards.
type point struct{ x, y float64 }

// thin keeps the n points of a line that matter most for its shape, by
// largest-triangle-three-buckets (Sveinn Steinarsson, "Downsampling Time Series
// for Visual Representation", 2013): of each bucket, the point that spans the
// largest triangle with the one kept before and the middle of the next bucket.
// The highest and the lowest point matter more: the axis is labelled for them.
func thin(line []point, n int) []point {
	if len(line) <= n || n < 3 {
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

func middle(line []point) point {
	var m point
	for _, p := range line {
		m.x += p.x
		m.y += p.y
	}
	n := float64(len(line))
	return point{m.x / n, m.y / n}
}

// farthest tells which candidate spans the largest triangle with a and c.
func farthest(candidates []point, a, c point) int {
	best, area := 0, -1.0
	for i, b := range candidates {
		if s := math.Abs((a.x-c.x)*(b.y-a.y) - (a.x-b.x)*(c.y-a.y)); s > area {
			best, area = i, s
		}
	}
	return best
}

// extremes tells which points are the first at the greatest and the least
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
