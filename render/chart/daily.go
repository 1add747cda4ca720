package chart

import (
	"html/template"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/series"
	"datarocks/render/words"
)

// RollingDays is over how many days up to each the line of a metric goes that is so
// many in a day: a week, which has each weekday once.
const RollingDays = 7

const (
	// leastWeeks is from how many whole weeks on a picture shows them as bars.
	leastWeeks = 8
	// closeWeeks is from how many days on the bars of weeks have no room between
	// them.
	closeWeeks = 60 * 7
	// fewDays is up to how many days the dots of a picture are large.
	fewDays = 31
)

// Weekly reports whether a picture of some days shows whole weeks, as bars.
func Weekly(w content.Window, from, to content.Day) bool {
	return w == content.All && to-from >= leastWeeks*7
}

// NewDaily returns the plot of a metric that is so many in a day: each day's amount is
// a dot, and the line is the sum of the seven days up to each or, of different people,
// their mean. Weekly shows whole weeks as bars instead. The axis begins at 0, as a sum
// has no other beginning. Nothing joins what a gap parts. It is nil where the days from
// one to another have no amount.
func NewDaily(l *words.Language, d flow.Daily, from, to content.Day, weekly bool) *Plot {
	within := func(p series.Point) bool { return from <= p.Day && p.Day <= to }
	var days, line []series.Point
	for p := range d.Points() {
		if within(p) {
			days = append(days, p)
		}
	}
	if len(days) == 0 {
		return nil
	}
	p := &Plot{from: from, to: to, ticks: dayTicks(l, from, to), words: l}
	if weekly {
		p.weeks(d)
		return p
	}
	for q := range d.Rolling(RollingDays) {
		if within(q) {
			line = append(line, q)
		}
	}
	p.axis = niceAxis(0, max(highest(days), highest(line)), 0)
	for _, day := range days {
		p.daily = append(p.daily, p.place(day))
	}
	p.roll(line)
	return p
}

// roll adds the line, in stretches of days in a row.
func (p *Plot) roll(line []series.Point) {
	for len(line) > 0 {
		n := 1
		for n < len(line) && line[n].Day == line[n-1].Day+1 {
			n++
		}
		stretch := make([]point, n)
		for i, q := range line[:n] {
			stretch[i] = p.place(q)
		}
		if n == 1 {
			p.lone = append(p.lone, stretch)
		} else {
			p.lines = append(p.lines, stretch)
		}
		end := stretch[n-1]
		p.last = &end
		line = line[n:]
	}
}

// weeks adds the bars of whole weeks. They are as wide as their days, and a little less
// where there is room between them.
func (p *Plot) weeks(d flow.Daily) {
	var high int64
	var all []flow.Number
	for week := range d.Weeks() {
		if p.from <= week.First && week.Last <= p.to {
			all, high = append(all, week), max(high, week.Value())
		}
	}
	p.axis = niceAxis(0, high, 0)
	touch := p.to-p.from >= closeWeeks
	for _, week := range all {
		end := week.Last
		if touch {
			end = min(end+1, p.to)
		}
		p.bars = append(p.bars, bar{p.across(week.First), p.across(end), p.axis.at(float64(week.Value()))})
	}
}

// label writes a tick of the axis. Where it begins at 0, it is one without a unit.
func (p *Plot) label(v float64) string {
	if v == 0 && (p.daily != nil || p.bars != nil) {
		return p.words.Number(0)
	}
	return p.axis.label(v, p.words)
}

func highest(points []series.Point) (high int64) {
	for _, p := range points {
		high = max(high, p.Value)
	}
	return high
}

// bar is a whole week in a picture: from where to where it goes, and how high.
type bar struct{ left, right, top float64 }

// bars writes whole weeks. Those that touch are one shape.
func (p *picture) bars(plot *Plot, box box) {
	if len(plot.bars) == 0 {
		return
	}
	x := func(at float64) int { return int(at*float64(box.width) + 0.5) }
	p.raw(`<path class="bars" d="`)
	right := -1
	for _, b := range plot.bars {
		if x(b.left) != right {
			if right >= 0 {
				p.raw("V")
				p.number(box.height)
			}
			p.raw("M")
			p.pair(x(b.left), box.height)
		}
		p.raw("V")
		p.number(int(b.top*float64(box.height) + 0.5))
		p.raw("H")
		p.number(x(b.right))
		right = x(b.right)
	}
	p.raw("V")
	p.number(box.height)
	p.raw(`"/>`)
}

// daily writes the amounts of days, each as a dot.
func (p *picture) daily(points []point, box box) {
	if len(points) == 0 {
		return
	}
	class := "daily"
	if box.width <= fewDays {
		class = "daily few"
	}
	p.raw(`<path class="`, class, `" d="`)
	x, y := 0, 0
	for _, at := range points {
		nextX, nextY := int(at.x*float64(box.width)+0.5), int(at.y*float64(box.height)+0.5)
		p.raw("m")
		p.pair(nextX-x, nextY-y)
		p.raw("h0") // shows as a dot, by its round ends
		x, y = nextX, nextY
	}
	p.raw(`"/>`)
}

// DailySparkline returns the small line of the roster of what is so many in a day: its
// last days from 0 on, see NewDaily; "" where there is none.
func DailySparkline(d flow.Daily, newest content.Day) template.HTML {
	from := content.FourWeek.Begin(newest)
	var line []series.Point
	for p := range d.Rolling(RollingDays) {
		if from <= p.Day && p.Day <= newest {
			line = append(line, p)
		}
	}
	if len(line) == 0 {
		return ""
	}
	p := &Plot{from: from, to: newest, axis: axis{0, float64(max(1, highest(line))) * 1.1, 1}}
	p.roll(line)
	return spark(p.lines, p.lone)
}
