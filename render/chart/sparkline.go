package chart

import (
	"html/template"
	"slices"

	"datarocks/content"
	"datarocks/history/series"
)

// The size of a small line, in the units of its picture.
const sparkWidth, sparkHeight = 120, 32

// Sparkline returns the small line of the roster: the last days of a source
// without axes; "" where there is no count.
func Sparkline(s *series.Series, every content.Cadence, newest content.Day) template.HTML {
	from := content.FourWeek.Begin(newest)
	runs := s.Runs(from, newest, every)
	if len(runs) == 0 {
		return ""
	}
	const margin = 0.08
	low, high := bounds(runs)
	lines := make([][]point, len(runs))
	for i, run := range runs {
		for _, count := range run {
			y := 0.5
			if high > low {
				y = 1 - float64(count.Value-low)/float64(high-low)
			}
			lines[i] = append(lines[i], point{float64(count.Day-from) / float64(newest-from), margin + (1-2*margin)*y})
		}
	}
	return spark(lines, nil)
}

// spark draws a small line in stretches; a lone one of one point has no area.
func spark(lines, lone [][]point) template.HTML {
	pic, size := &picture{}, box{sparkWidth, sparkHeight}
	pic.raw(`<svg class="spark" viewBox="0 0 `) // its corner and its size
	pic.pair(sparkWidth, sparkHeight)
	pic.raw(`" preserveAspectRatio="none" aria-hidden="true">`)
	pic.path("area", lines, size)
	pic.path("line", slices.Concat(lines, lone), size)
	pic.raw(`</svg>`)
	return template.HTML(pic.b)
}
