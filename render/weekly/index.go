package weekly

import (
	"strings"

	"datarocks/render/roster"
)

// Year is the reports of one year, the newest first.
type Year struct {
	Year    string
	Reports []Line
}

// Line leads to one report.
type Line struct{ Path, Heading, Days, Headline string }

// AddTo adds the report of a week to the last of the years, which has those after
// it. Its path is below that of the reports.
func (r *Report) AddTo(years []Year, w *roster.Week) []Year {
	year, _, _ := strings.Cut(w.Name(), "-")
	if n := len(years); n == 0 || years[n-1].Year != year {
		years = append(years, Year{Year: year})
	}
	last := &years[len(years)-1]
	last.Reports = append(last.Reports, Line{Path: w.Name() + "/", Heading: r.Heading, Days: r.Days, Headline: r.Headline})
	return years
}
