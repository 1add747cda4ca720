package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"datarocks/content"
	"datarocks/render/words"
)

// The places in card.svg, in pixels.
const (
	CardWidth  = 640
	cardMargin = 24
	cardTop    = 84  // above the first source
	cardRow    = 112 // a source's height
	cardFoot   = 40
	cardPlotX  = 316 // from there to the margin
	cardPlotY  = 18
	cardPlotH  = 64
	cardPlotW  = CardWidth - cardMargin - cardPlotX
	cardWords  = 220 // room for words beside a plot
)

// Card is card.svg: all sources of an artist over one window, for where a page has
// room for an image only.
type Card struct {
	Words  *words.Language
	Artist string    // the name
	About  string    // the picture in one sentence
	Site   string    // its title
	When   string    // the window and its last day
	Newest time.Time // when the newest count was asked for; zero where there is none
	Demo   bool      // the counts are invented
	Rows   []CardRow
}

// CardRow is one source of a Card.
type CardRow struct {
	Source content.MetricSetting
	Count  string // the newest; "" where there is none
	Change string // "" where there is none
	Class  string // of the change: up, down or flat
	Since  string // the day that is compared with
	Why    string // why there is no count of the newest day
	Plot   *Plot  // nil where the window has no count
}

// SVG returns the picture in the colours of a palette.
func (c *Card) SVG(colours Palette) []byte {
	l, height := c.Words, cardTop+cardRow*len(c.Rows)+cardFoot
	pic := &picture{}
	pic.raw(fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" lang="%s">`,
		CardWidth, height, CardWidth, height, l.Code))
	pic.element("title", "", c.Artist)
	pic.element("desc", "", c.About)
	pic.raw("<style>", colours.style(c.Rows), "</style>", fmt.Sprintf(`<rect class="bg" x=".5" y=".5" width="%d" height="%d" rx="14"/>`, CardWidth-1, height-1))
	pic.label(cardMargin, 44, "name", cutTo(c.Artist, CardWidth-2*cardMargin, 22))
	pic.label(cardMargin, 66, "muted", c.When)
	if c.Demo {
		pic.label(CardWidth-cardMargin, 66, "why right", l.Frame.Demo)
	}
	for i, row := range c.Rows {
		pic.raw(fmt.Sprintf(`<g class="s-%s" transform="translate(0 %d)">`, row.Source.Slug(), cardTop+i*cardRow))
		pic.row(l, row)
		pic.raw("</g>")
	}
	pic.label(cardMargin, height-16, "muted", cutTo(c.Site, cardPlotX-2*cardMargin, 12))
	if !c.Newest.IsZero() {
		pic.label(CardWidth-cardMargin, height-16, "muted right", l.Frame.Newest+" "+l.Moment(c.Newest))
	}
	pic.raw("</svg>\n")
	return pic.b
}

// row writes one source.
func (p *picture) row(l *words.Language, row CardRow) {
	p.raw(fmt.Sprintf(`<path class="rule" d="M%d 0H%d"/><rect class="dot" x="%d" y="17" width="10" height="10" rx="3"/>`,
		cardMargin, CardWidth-cardMargin, cardMargin))
	p.label(cardMargin+18, 27, "head", l.Label(row.Source))
	p.label(cardMargin, 54, "num", row.Count)
	p.label(cardMargin, 74, row.Class, row.Change)
	if row.Why == "" {
		p.label(cardMargin, 92, "muted", row.Since)
	}
	// A reason may be long: cut here, it stands in full on the page.
	first, rest := wrap(row.Why, cardWords, 12)
	p.label(cardMargin, 90, "why", first)
	p.label(cardMargin, 105, "why", cutTo(rest, cardWords, 12))
	switch {
	case row.Plot != nil:
		p.plot(row.Plot)
	case row.Count != "":
		p.label(cardPlotX, 54, "muted", l.Artist.NoneInWindow)
	}
}

// plot writes the line of one source, with the bounds of its axes.
func (p *picture) plot(plot *Plot) {
	ticks := plot.axis.ticks()
	for _, v := range ticks {
		p.raw(fmt.Sprintf(`<path class="grid" d="M%d %dh%d"/>`, cardPlotX, y(plot.axis.at(v)), cardPlotW))
	}
	for _, v := range []float64{ticks[0], ticks[len(ticks)-1]} {
		p.label(cardPlotX-8, y(plot.axis.at(v))+4, "muted right", plot.label(v))
	}
	p.label(cardPlotX, 100, "muted", plot.words.ShortDate(plot.from))
	p.label(CardWidth-cardMargin, 100, "muted right", plot.words.ShortDate(plot.to))
	p.raw(fmt.Sprintf(`<g transform="translate(%d %d)">`, cardPlotX, cardPlotY))
	for _, m := range plot.marks {
		p.raw(fmt.Sprintf(`<path class="mark" d="M%.1f 0v%d"/>`, m.x*cardPlotW, cardPlotH))
	}
	lines := plot.thinned(10 * cardPlotH)
	if len(plot.bars) > 0 || len(plot.daily) > 0 {
		p.raw(`<g class="days">`)
		p.bars(plot, box{cardPlotW, cardPlotH})
		p.daily(plot.daily, box{cardPlotW, cardPlotH})
		p.raw("</g>")
	}
	for _, part := range []struct {
		class string
		of    [][]point
	}{{"area", lines}, {"bridge", plot.bridges}, {"line", lines}, {"lone", plot.lone}} {
		if len(part.of) == 0 {
			continue
		}
		p.raw(`<path class="`, part.class, `" transform="scale(.1)" vector-effect="non-scaling-stroke" d="`)
		for _, line := range part.of {
			p.stroke(line, box{10 * cardPlotW, 10 * cardPlotH}, part.class == "area")
		}
		p.raw(`"/>`)
	}
	if end := plot.last; end != nil {
		p.raw(fmt.Sprintf(`<circle class="end" r="4" cx="%.1f" cy="%.1f"/>`, end.x*cardPlotW, end.y*cardPlotH))
	}
	p.raw("</g>")
}

func y(share float64) int { return cardPlotY + int(share*cardPlotH+0.5) }

// label writes a line of words, if there are any.
func (p *picture) label(x, y int, class, words string) {
	if words != "" {
		p.element("text", fmt.Sprintf(` x="%d" y="%d" class="%s"`, x, y, class), words)
	}
}

// element writes words as XML, which forbids characters that HTML allows.
func (p *picture) element(name, attributes, words string) {
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(words)) // a bytes.Buffer does not fail
	p.raw("<", name, attributes, ">", escaped.String(), "</", name, ">")
}
