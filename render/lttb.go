package render

import "math"

// point is a place in a picture; x and y go from 0 to 1, y downwards.
type point struct{ x, y float64 }

// thin keeps the n points of a line that matter most for its shape, by
// largest-triangle-three-buckets (Sveinn Steinarsson, "Downsampling Time Series
// for Visual Representation", 2013): of each bucket, the point that spans the
// largest triangle with the one kept before and the middle of the next bucket.
func thin(line []point, n int) []point {
	if len(line) <= n || n < 3 {
		return line
	}
	width := float64(len(line)-2) / float64(n-2)
	bucket := func(i int) (from, to int) {
		return int(float64(i)*width) + 1, min(int(float64(i+1)*width)+1, len(line)-1)
	}
	kept := append(make([]point, 0, n), line[0])
	for i := range n - 2 {
		from, to := bucket(i)
		next := line[len(line)-1]
		if i < n-3 {
			f, t := bucket(i + 1)
			next = middle(line[f:t])
		}
		kept = append(kept, farthest(line[from:to], kept[len(kept)-1], next))
	}
	return append(kept, line[len(line)-1])
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

func farthest(candidates []point, a, c point) point {
	best, area := candidates[0], -1.0
	for _, b := range candidates {
		if s := math.Abs((a.x-c.x)*(b.y-a.y) - (a.x-b.x)*(c.y-a.y)); s > area {
			best, area = b, s
		}
	}
	return best
}
