package chart

import (
	"html/template"
	"math"
	"strconv"
	"strings"
)

// picture is SVG being written.
type picture struct{ b []byte }

func (p *picture) raw(s ...string) {
	for _, part := range s {
		p.b = append(p.b, part...)
	}
}

// text writes words of people or platforms.
func (p *picture) text(s string) { p.raw(template.HTMLEscapeString(s)) }

func (p *picture) number(n int) { p.b = strconv.AppendInt(p.b, int64(n), 10) }

// share writes a fraction as a percentage.
func (p *picture) share(f float64) {
	p.b = strconv.AppendFloat(p.b, math.Round(f*1e4)/100, 'f', -1, 64)
	p.b = append(p.b, '%')
}

// SVG returns the picture of a plot, with a label for screen readers. Counts are
// rounded to units, of which the picture has as many as height. Places are in per
// cent and the line is stretched without its stroke, so the picture fits any width
// without a script.
// The line's box is a unit wide per day, so days are exact; counts are rounded.
// Colours and sizes are the style sheet's.
func (p *Plot) SVG(label string, height int) template.HTML {
	pic := &picture{b: make([]byte, 0, 4096)}
	pic.raw(`<svg class="pic" role="img" aria-label="`)
	pic.text(label)
	pic.raw(`"><g class="grid">`)
	for _, v := range p.axis.ticks() {
		pic.gridLine(p.axis.at(v), p.label(v))
	}
	box := box{int(p.to - p.from), height}
	pic.raw(`</g><svg viewBox="0 0 `)
	pic.pair(box.width, box.height)
	pic.raw(`" preserveAspectRatio="none" width="100%" height="100%">`)
	lines := p.thinned(height)
	pic.bars(p, box)
	pic.daily(p.daily, box)
	pic.path("area", lines, box)
	pic.path("bridge", p.bridges, box)
	pic.path("line", lines, box)
	pic.path("lone", p.lone, box)
	pic.raw(`</svg>`)
	pic.marks(p)
	pic.raw(`</svg>`)
	pic.dots(p)
	pic.days(p)
	return template.HTML(pic.b)
}

// longCount is how many characters have room beside a picture.
const longCount = 8

// gridLine writes a line with its count. A long one is small, and ends at the
// picture.
func (p *picture) gridLine(y float64, label string) {
	x, class := "-52", ""
	if len(label) > longCount {
		x, class = "-4", "long"
	}
	p.raw(`<svg`)
	p.attr("y", y)
	p.raw(`><line x2="100%"/><text x="`, x, `" y="4"`)
	p.class("", class)
	p.raw(`>`, label, `</text></svg>`)
}

func (p *picture) attr(name string, share float64) {
	p.raw(" ", name, `="`)
	p.share(share)
	p.raw(`"`)
}

func (p *picture) circle(class string, at point) {
	p.raw(`<circle class="`, class, `" r="4"`)
	p.attr("cx", at.x)
	p.attr("cy", at.y)
	p.raw(`/>`)
}

func (p *picture) marks(plot *Plot) {
	p.raw(`<g class="marks">`)
	for _, m := range plot.marks {
		p.raw(`<svg`)
		p.attr("x", m.x)
		p.raw(`><line y2="100%"><title>`)
		p.text(m.words)
		p.raw(`</title></line>`)
		if m.class != "none" {
			p.raw(`<text y="-6"`)
			p.class(m.side, m.class)
			p.raw(`>`)
			p.text(m.title)
			p.raw(`</text>`)
		}
		p.raw(`</svg>`)
	}
	p.raw(`</g>`)
}

// dots writes the counts that are dots, in an SVG of its own above the picture,
// so that a live line comes to lie between the two.
func (p *picture) dots(plot *Plot) {
	if plot.last == nil && len(plot.dots) == 0 {
		return
	}
	p.raw(`<svg class="dots" aria-hidden="true">`)
	for _, dot := range plot.dots {
		p.circle("dot", dot)
	}
	if plot.last != nil {
		p.circle("last", *plot.last)
	}
	p.raw(`</svg>`)
}

// days writes the axis of days, in an SVG of its own below the picture.
func (p *picture) days(plot *Plot) {
	p.raw(`<svg class="days" aria-hidden="true">`)
	for _, tick := range plot.ticks {
		x := plot.across(tick.day)
		side := "middle"
		switch {
		case x < 0.02:
			side = "start"
		case x > 0.98:
			side = "end"
		}
		p.raw(`<text y="16"`)
		p.class(side, tick.class)
		p.attr("x", x)
		p.raw(`>`, tick.label, `</text>`)
	}
	p.raw(`</svg>`)
}

// class writes which of a text's ends is at its x, where that is not the
// middle, and when it is left out.
func (p *picture) class(side, when string) {
	if side == "middle" {
		side = ""
	}
	if class := strings.TrimSpace(side + " " + when); class != "" {
		p.raw(` class="`, class, `"`)
	}
}

// box is the units that a line is drawn in, which are stretched to the size of
// the picture.
type box struct{ width, height int }

func (p *picture) path(class string, lines [][]point, box box) {
	if len(lines) == 0 {
		return
	}
	p.raw(`<path class="`, class, `" d="`)
	for _, line := range lines {
		p.stroke(line, box, class == "area")
	}
	p.raw(`"/>`)
}

// stroke writes one line as relative steps in whole units, which is the
// shortest form. An area goes down to the bottom and back.
func (p *picture) stroke(line []point, box box, area bool) {
	if area && len(line) < 2 {
		return
	}
	round := func(at point) (x, y int) {
		return int(math.Round(at.x * float64(box.width))), int(math.Round(at.y * float64(box.height)))
	}
	x0, y0 := round(line[0])
	p.raw("M")
	p.pair(x0, y0)
	if len(line) == 1 {
		p.raw("h0") // shows as a dot, by its round ends
		return
	}
	p.raw("l")
	x, y := x0, y0
	for i, at := range line[1:] {
		nextX, nextY := round(at)
		if i > 0 && nextX >= x {
			p.raw(" ")
		}
		p.pair(nextX-x, nextY-y)
		x, y = nextX, nextY
	}
	if area {
		p.raw("V")
		p.number(box.height)
		p.raw("H")
		p.number(x0)
		p.raw("z")
	}
}

func (p *picture) pair(x, y int) {
	p.number(x)
	if y >= 0 {
		p.raw(" ")
	}
	p.number(y)
}
