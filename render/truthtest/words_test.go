package truthtest

import (
	"fmt"
	"math"
	"strings"

	"datarocks/content"
)

// number writes a count with commas.
func number(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", number(n/1000), n%1000)
}

func abs(n int64) int64 { return max(n, -n) }

// sign stands before a change that is not 0.
func sign(n float64) string {
	switch {
	case n > 0:
		return "+"
	case n < 0:
		return "−"
	}
	return ""
}

func signed(n int64) string { return sign(float64(n)) + number(abs(n)) }

// percent writes a part of 1, in two significant digits or more.
func percent(part float64) string {
	size, digits := 100*math.Abs(part), 0
	switch {
	case size == 0:
		return "0 %"
	case size < 0.005:
		return sign(part) + "<0.01 %"
	case size < 0.995:
		digits = 2
	case size < 99.95:
		digits = 1
	}
	if digits == 0 {
		return sign(part) + number(int64(math.Round(size))) + " %"
	}
	return fmt.Sprintf("%s%.*f %%", sign(part), digits, size)
}

// full, short and near write days; near leaves out the year of another one.
func full(day content.Day) string { return day.Time().Format("2 January 2006") }

func short(day content.Day) string {
	return strings.Replace(day.Time().Format("2 Jan 2006"), "Sep", "Sept", 1)
}

func near(day, beside content.Day) string {
	if abs(int64(day-beside)) > 180 {
		return as("half a year away", full(day))
	}
	if day.Time().Year() == beside.Time().Year() {
		return day.Time().Format("2 January")
	}
	return as("another year", full(day))
}

// plural is "1 day" or "2 days".
func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// onOrBetween writes on which day something was, or between which.
func onOrBetween(from, to, beside content.Day, exact bool) string {
	if exact {
		return as("on", "on "+near(to, beside))
	}
	return as("between", "between "+near(from, beside)+" and "+near(to, beside))
}

// because adds a reason, where there is one.
func because(text, why string) string {
	if why == "" {
		return text
	}
	return as("because", text+": "+why)
}

// what names so many of what a source counts.
func what(info content.SourceInfo, n int64) string {
	name := info.Name + " " + info.Default().Metric
	if abs(n) == 1 {
		return strings.TrimSuffix(name, "s")
	}
	return name
}

var windowNames = map[content.Window]string{content.Week: "7 days", content.FourWeek: "28 days", content.Quarter: "90 days", content.Year: "1 year"}

// stretch is the name of a window after "the" or "its best".
func stretch(w content.Window) string { return strings.TrimPrefix(windowNames[w], "1 ") }

// rounded writes a count that was not whole.
func rounded(n float64) string { return number(int64(math.Round(n))) }
