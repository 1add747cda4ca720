package chart

import (
	"math"
	"strconv"
	"time"

	"datarocks/content"
	"datarocks/render/words"
)

// The widths in pixels, of the part with the line, at which a picture shows more
// or less. The style sheet has the same steps, as widths of the whole plot.
const (
	narrowWidth = 196 // the least: a page of 320 pixels
	wideWidth   = 420
	fullWidth   = 500
)

// dayTick is a label on the axis of days.
type dayTick struct {
	day   content.Day
	label string
	class string // "fine" below fullWidth, "minor" below wideWidth: left out there; "" never
}

// dayTicks labels the days from one to another, both included. Short spans are
// counted back from the newest day, long ones follow the calendar.
func dayTicks(l *words.Language, from, to content.Day) []dayTick {
	days := float64(to - from)
	for _, step := range []int{1, 2, 7, 14, 28} {
		if step == 28 && days > 112 {
			break
		}
		if everyOf(l, days, step, fullWidth) == 1 {
			return backward(l, from, to, step)
		}
	}
	return calendarTicks(l, from, to)
}

// everyOf returns the n of which each n-th tick has room, with one every step days.
func everyOf(l *words.Language, days float64, step, width int) int {
	room := l.Format.DayRoom
	if step == 1 {
		room = l.Format.WeekdayRoom
	}
	return max(1, int(math.Ceil(room*days/float64(width*step))))
}

func backward(l *words.Language, from, to content.Day, step int) []dayTick {
	label := l.ShortDay
	if step == 1 {
		label = l.Weekday
	}
	narrow := everyOf(l, float64(to-from), step, narrowWidth)
	wide := everyOf(l, float64(to-from), step, wideWidth)
	for narrow%wide != 0 {
		wide++ // a narrow picture leaves out more of the same, not others
	}
	var ticks []dayTick
	for day := to; day >= from; day -= content.Day(step) {
		tick := dayTick{day: day, label: label(day)}
		switch i := len(ticks); {
		case i%wide != 0:
			tick.class = "fine"
		case i%narrow != 0:
			tick.class = "minor"
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// monthSteps are how many months a calendar's ticks may be apart.
var monthSteps = []int{1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120, 240, 600}

// calendarTicks labels first days of months: a January with its year.
func calendarTicks(l *words.Language, from, to content.Day) []dayTick {
	fits := func(months int, width float64) bool {
		const shortest = 59.0 / 2 // two months in a row have at least 59 days
		return width*shortest*float64(months) >= l.Format.MonthRoom*float64(to-from)
	}
	step, narrow := 0, 0
	for _, m := range monthSteps {
		if ownStep(m) && (step == 0 || !fits(step, wideWidth)) {
			step = m
		}
		if m%step == 0 && (narrow < step || !fits(narrow, narrowWidth)) {
			narrow = m
		}
	}
	var ticks []dayTick
	for t := monthAfter(from.Time()); content.DayOf(t) <= to; t = t.AddDate(0, 1, 0) {
		month := 12*t.Year() + int(t.Month()) - 1
		if month%step != 0 {
			continue
		}
		tick := dayTick{day: content.DayOf(t), label: l.Format.Shorts[t.Month()-1]}
		if t.Month() == time.January {
			tick.label = strconv.Itoa(t.Year())
		}
		if month%narrow != 0 {
			tick.class = "minor"
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// ownStep leaves out the steps that only thin out another one.
func ownStep(months int) bool { return months != 3 && months != 4 && months != 36 && months != 48 }

// monthAfter returns the first of the month that begins on a day or after it.
func monthAfter(t time.Time) time.Time {
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	if first.Before(t) {
		first = first.AddDate(0, 1, 0)
	}
	return first
}
