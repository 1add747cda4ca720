package chart

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestThin: what is kept is some of the line, in its order, with both ends and
// the highest and lowest point, and no more than asked for.
func TestThin(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		line := make([]point, 1+random.IntN(500))
		y := 0.5
		for i := range line {
			y += random.NormFloat64() / 50
			line[i] = point{float64(i), y}
		}
		n := 3 + random.IntN(200)
		kept := thin(line, n)
		if len(kept) != min(n, len(line)) {
			t.Fatalf("%d points of %d for %d", len(kept), len(line), n)
		}
		if kept[0] != line[0] || kept[len(kept)-1] != line[len(line)-1] {
			t.Fatal("an end is lost")
		}
		next := 0
		for _, p := range kept {
			i := slices.Index(line[next:], p)
			if i < 0 {
				t.Fatalf("%v is not on the line after the point before", p)
			}
			next += i + 1
		}
		if !keepsExtremes(line, kept, n) {
			t.Fatalf("thinning %d points to %d lost the highest or the lowest", len(line), n)
		}
	}
}

// keepsExtremes leaves out the case that both are so near that they fall into
// one bucket.
func keepsExtremes(line, kept []point, n int) bool {
	byHeight := func(a, b point) int { return cmp.Compare(a.y, b.y) }
	high, low := slices.MinFunc(line, byHeight), slices.MaxFunc(line, byHeight)
	if math.Abs(high.x-low.x) <= float64(len(line))/float64(n-2)+1 {
		return true
	}
	return slices.Contains(kept, high) && slices.Contains(kept, low)
}

// TestThinKeepsPeaks: a day that stands out is never thinned away.
func TestThinKeepsPeaks(t *testing.T) {
	t.Parallel()
	for at := range 400 {
		for _, peak := range []float64{0, 1} {
			line := make([]point, 400)
			for i := range line {
				line[i] = point{float64(i) / 399, 0.5 + 0.0001*float64(i%2)}
			}
			line[at].y = peak
			if !slices.Contains(thin(line, maxPoints), line[at]) {
				t.Fatalf("the peak at %d is lost", at)
			}
		}
	}
}

// TestStraighten: what is kept is some of the line, with its ends, its highest
// and its lowest point, and no point left out is farther from it than allowed.
func TestStraighten(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 10))
	for range 1000 {
		line := make([]point, 2+random.IntN(300))
		y := 0.5
		for i := range line {
			y += random.NormFloat64() / 50
			line[i] = point{float64(i) / float64(len(line)), y}
		}
		within := 0.05 * random.Float64()
		kept := straighten(line, within)
		high, low := extremes(line)
		for _, p := range []point{line[0], line[len(line)-1], line[high], line[low]} {
			if !slices.Contains(kept, p) {
				t.Fatalf("of %d points, %v is lost", len(line), p)
			}
		}
		next := 1
		for _, p := range line {
			for kept[next].x < p.x {
				next++
			}
			a, c := kept[next-1], kept[next]
			if off := math.Abs(p.y - a.y - (c.y-a.y)*(p.x-a.x)/(c.x-a.x)); off > within+1e-9 {
				t.Fatalf("%v is %g away from the line, at most %g", p, off, within)
			}
		}
	}
}

func TestStraightenLeavesWhatIsBent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, want []point }{
		{nil, nil},
		{[]point{{0, 1}}, []point{{0, 1}}},
		{[]point{{0, 1}, {1, 0}}, []point{{0, 1}, {1, 0}}},
		{[]point{{0, 0.5}, {1, 0.5}, {2, 0.5}, {3, 0.5}}, []point{{0, 0.5}, {3, 0.5}}},
		{[]point{{0, 0}, {1, 0.1}, {2, 0.2}, {3, 0.3}, {4, 0}}, []point{{0, 0}, {3, 0.3}, {4, 0}}},
		{[]point{{0, 0}, {1, 0.1}, {2, 0}, {3, 0.1}}, []point{{0, 0}, {1, 0.1}, {2, 0}, {3, 0.1}}},
	} {
		if got := straighten(test.line, 0.01); !slices.Equal(got, test.want) {
			t.Errorf("straighten(%v) = %v, want %v", test.line, got, test.want)
		}
	}
}
