package render

import (
	"html/template"
	"math"
	"strconv"
	"strings"
)

// A picture's line is drawn in a box of this many units, which the browser
// stretches to the picture's size: fine enough that rounding does not show.
const (
	boxWidth  = 1000
	boxHeight = 500
)

// picture is SVG being written.
type picture struct{ b []byte }

func (p *picture) raw(s ...string) {
	for _, part := range s {
		p.b = append(p.b, part...)
	}
}

// text writes what people or platforms gave.
func (p *picture) text(s string) { p.raw(template.HTMLEscapeString(s)) }

func (p *picture) number(n int) { p.b = strconv.AppendInt(p.b, int64(n), 10) }

// share writes a fraction as a percentage.
func (p *picture) share(f float64) {
	p.b = strconv.AppendFloat(p.b, math.Round(f*1e4)/100, 'f', -1, 64)
	p.b = append(p.b, '%')
}

// svg writes the picture of a plot. Places are in per cent and the line is
// stretched without its stroke, so the picture fits any width without a script.
// Colours and sizes are the style sheet's.
func (p *plot) svg() template.HTML {
	pic := &picture{b: make([]byte, 0, 4096)}
	pic.raw(`<svg class="pic" role="img" aria-label="`)
	pic.text(p.label)
	pic.raw(`"><g class="grid">`)
	for _, v := range p.axis.ticks() {
		pic.raw(`<line x2="100%"`)
		pic.attr("y1", p.axis.at(v))
		pic.attr("y2", p.axis.at(v))
		pic.raw(`/>`)
	}
	pic.raw(`</g><svg viewBox="0 0 1000 500" preserveAspectRatio="none" width="100%" height="100%">`)
	pic.path("area", p.lines, true)
	pic.path("bridge", p.bridges, false)
	pic.path("line", p.lines, false)
	pic.path("lone", p.lone, false)
	pic.raw(`</svg>`)
	pic.marks(p)
	pic.raw(`<g class="counts">`)
	for _, v := range p.axis.ticks() {
		pic.count(p.axis.at(v), p.axis.label(v, p.words))
	}
	pic.raw(`</g></svg>`)
	pic.dots(p)
	pic.days(p)
	return template.HTML(pic.b)
}

// longCount is how many characters have room beside a picture.
const longCount = 8

// count labels a grid line. A long one is small, and ends at the picture.
func (p *picture) count(y float64, label string) {
	x, class := "-52", ""
	if len(label) > longCount {
		x, class = "-4", "long"
	}
	p.raw(`<text x="`, x, `" dy="4"`)
	p.class("", class)
	p.attr("y", y)
	p.raw(`>`, label, `</text>`)
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

func (p *picture) marks(plot *plot) {
	p.raw(`<g class="marks">`)
	for _, m := range plot.marks {
		p.raw(`<line y2="100%"`)
		p.attr("x1", m.x)
		p.attr("x2", m.x)
		p.raw(`><title>`)
		p.text(m.words)
		p.raw(`</title></line>`)
		if m.class == "none" {
			continue
		}
		p.raw(`<text y="-6"`)
		p.class(m.side, m.class)
		p.attr("x", m.x)
		p.raw(`>`)
		p.text(m.title)
		p.raw(`</text>`)
	}
	p.raw(`</g>`)
}

// dots writes the counts that are dots, in an SVG of its own above the picture,
// so that a live line comes to lie between the two.
func (p *picture) dots(plot *plot) {
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
func (p *picture) days(plot *plot) {
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

func (p *picture) path(class string, lines [][]point, area bool) {
	if len(lines) == 0 {
		return
	}
	p.raw(`<path class="`, class, `" d="`)
	for _, line := range lines {
		p.stroke(line, boxWidth, boxHeight, area)
	}
	p.raw(`"/>`)
}

// stroke writes one line as relative steps in whole units, which is the
// shortest form. An area goes down to the bottom and back.
func (p *picture) stroke(line []point, width, height float64, area bool) {
	if area && len(line) < 2 {
		return
	}
	round := func(at point) (x, y int) { return int(math.Round(at.x * width)), int(math.Round(at.y * height)) }
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
		p.number(int(height))
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
