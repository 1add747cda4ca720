// Package chart draws counts: the SVG pictures of a page, card.svg, the small lines
// of the roster, and the options of the live charts.
//
// Every chart is drawn twice. The picture is SVG that Go writes into the page: it
// needs no script, fits any width and satisfies a strict content security policy. The
// live chart is a go-echarts option in the page, which ECharts draws in the same
// place as soon as somebody moves; labels and grid lines stay those of the picture.
// So the numbers of a view are worked out once, in a Plot, and both draw it.
package chart

import (
	"datarocks/content"
	"datarocks/history/series"
	"datarocks/render/words"
)

// Plot is one source's counts in one window, in the terms of a picture: what is
// drawn where. Both the picture and the live chart are drawn from it.
type Plot struct {
	from, to content.Day
	axis     axis
	lines    [][]point // stretches without a gap, of two counts or more
	lone     [][]point // stretches of one
	bridges  [][]point // from the end of a stretch to the beginning of the next
	dots     []point   // the counts, where they are few enough to be seen one by one
	daily    []point   // amounts of days
	bars     []bar     // whole weeks
	last     *point    // the newest count, if it is of the last day
	ticks    []dayTick
	marks    []mark
	words    *words.Language
}

// maxDots is up to how many days a picture shows each count as a dot.
const maxDots = 10

// maxPoints is up to how many points the lines of a picture have: more cannot be
// seen, and make the page heavy.
const maxPoints = 150

// The units that the counts of a picture are rounded to, from top to bottom.
const (
	PageHeight  = 500 // for charts of up to 280 pixels in height
	EmbedHeight = 200 // of up to 150 pixels, in a page that must weigh little in somebody else's
)

// Span returns the days that a window shows: N steps need N+1 counts. A
// window does not begin before the artist's first count, unless it would be
// shorter than a week.
func Span(w content.Window, first, newest content.Day) (from, to content.Day) {
	from = first
	if w != content.All {
		from = max(first, w.Begin(newest))
	}
	return min(from, content.Week.Begin(newest)), newest
}

// New returns the plot of the days from one to another; nil where there is no count.
func New(l *words.Language, s *series.Series, every content.Cadence, from, to content.Day) *Plot {
	runs := s.Runs(from, to, every)
	if len(runs) == 0 {
		return nil
	}
	p := &Plot{from: from, to: to, ticks: dayTicks(l, from, to), words: l}
	low, high := bounds(runs)
	p.axis = niceAxis(low, high, coarsest(s, from, to))
	var before []point
	for i, run := range runs {
		line := make([]point, len(run))
		for j, count := range run {
			line[j] = p.place(count)
		}
		if to-from <= maxDots {
			p.dots = append(p.dots, line...)
		}
		// Nothing joins the counts of two accounts.
		if i > 0 && len(s.Seams(runs[i-1][0].Day+1, run[0].Day)) == 0 {
			p.bridges = append(p.bridges, []point{before[len(before)-1], line[0]})
		}
		before = line
		if len(line) == 1 {
			p.lone = append(p.lone, line)
		} else {
			p.lines = append(p.lines, line)
		}
	}
	if last, _ := s.Last(); last.Day == to {
		end := p.place(last)
		p.last = &end
	}
	return p
}

// Range returns the ends of the vertical axis.
func (p *Plot) Range() [2]float64 { return [2]float64{p.axis.min, p.axis.max} }

// coarsest returns how many counts one of the days may stand for at most: lines of the axis that
// are nearer to each other would show more than is known.
func coarsest(s *series.Series, from, to content.Day) (most int64) {
	for _, step := range s.Steps(from, to) {
		most = max(most, step.Value)
	}
	return most
}

// bounds returns the least and the greatest count.
func bounds(runs [][]series.Point) (low, high int64) {
	low, high = runs[0][0].Value, runs[0][0].Value
	for _, run := range runs {
		for _, count := range run {
			low, high = min(low, count.Value), max(high, count.Value)
		}
	}
	return low, high
}

func (p *Plot) place(count series.Point) point {
	return point{p.across(count.Day), p.axis.at(float64(count.Value))}
}

// thinned returns the lines without what cannot be seen of them in a picture that
// rounds counts to a number of units.
func (p *Plot) thinned(height int) [][]point {
	total := len(p.lone)
	for _, line := range p.lines {
		total += len(line)
	}
	lines := make([][]point, len(p.lines))
	for i, line := range p.lines {
		if total > maxPoints {
			line = thin(line, max(3, maxPoints*len(line)/total))
		}
		lines[i] = straighten(line, 0.5/float64(height))
	}
	return lines
}

// across returns a day's place from the left, 0 to 1.
func (p *Plot) across(day content.Day) float64 { return float64(day-p.from) / float64(p.to-p.from) }
