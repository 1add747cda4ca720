package chart

import (
	"math"
	"unicode/utf8"

	"datarocks/render/words"
)

// axis is a vertical axis with round bounds.
type axis struct{ min, max, step float64 }

// axisSteps is about how many grid lines a picture has.
const axisSteps = 3

// niceAxis returns round bounds around the counts from low to high. It does not
// begin at 0 unless they do: what matters in a count of millions is how it moves.
// Each count may stand for so many as it is cut to, and no two lines are nearer than that.
func niceAxis(low, high, cut int64) axis {
	lo, hi := float64(low), float64(high)
	if least := float64(max(cut, 1)); hi-lo < 4*least {
		// A flat line stands in the middle, and steps stay whole numbers.
		middle := (lo + hi) / 2
		lo, hi = middle-2*least, middle+2*least
	}
	padding := (hi - lo) * 0.06
	lo, hi = lo-padding, hi+padding
	step := niceStep((hi - lo) / axisSteps)
	return axis{math.Max(0, math.Floor(lo/step)*step), math.Ceil(hi/step) * step, step}
}

// niceStep rounds a step up to 1, 2, 2.5 or 5 times a power of ten, and to at
// least one follower.
func niceStep(raw float64) float64 {
	magnitude := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if step := m * magnitude; step >= raw && step == math.Trunc(step) {
			return step
		}
	}
	return math.Max(1, 10*magnitude)
}

// at returns a value's place from the top, 0 to 1.
func (a axis) at(v float64) float64 { return 1 - (v-a.min)/(a.max-a.min) }

// ticks lists the values that get a line and a label.
func (a axis) ticks() []float64 {
	var ticks []float64
	for i := range int(math.Round((a.max-a.min)/a.step)) + 1 {
		ticks = append(ticks, a.min+float64(i)*a.step)
	}
	return ticks
}

// label writes a tick in the unit of the axis, with as many decimals as the
// step needs to keep two ticks different, or in full where that is as short: 344K
// and 45,170.
func (a axis) label(v float64, l *words.Language) string {
	for _, unit := range l.Format.Units {
		if a.max < unit.Size {
			continue
		}
		if digits, ok := decimals(a.step / unit.Size); ok && short(l.InUnit(unit, a.max, digits), l.Number(int64(a.max))) {
			return l.InUnit(unit, v, digits)
		}
		break
	}
	return l.Number(int64(v))
}

// short reports whether a text has fewer characters than another.
func short(a, b string) bool { return utf8.RuneCountInString(a) < utf8.RuneCountInString(b) }

// decimals returns how many decimals write a step exactly; more than three are
// not ok: they would be harder to read than the number in full.
func decimals(step float64) (n int, ok bool) {
	for n := range 4 {
		if scaled := step * math.Pow10(n); math.Abs(scaled-math.Round(scaled)) < 1e-9 {
			return n, scaled >= 0.5
		}
	}
	return 0, false
}
