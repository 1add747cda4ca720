package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"datarocks/content"
)

// statusPage is what the template "status" shows: what became of the last days'
// runs.
type statusPage struct {
	frame
	Columns []string // sources
	Rows    []statusRow
	Held    []heldRow
}

type statusRow struct {
	Day   string
	Cells []statusCell
}

// statusCell is what one source gave on one day.
type statusCell struct {
	Asked, Got, Held int
	Why              string // why counts are missing, the most frequent reason first
}

// heldRow is a count that waits for a decision. The number itself is not shown:
// it may be false.
type heldRow struct{ Path, Artist, Source, Day, Reason string }

// statusDays is how many days the page goes back.
const statusDays = 30

func (r *renderer) status() error {
	page := &statusPage{frame: r.frame("status/", "Status · "+r.Site.Title, "What the platforms answered in the last 30 days.")}
	newest := r.History.Newest
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		page.Columns = append(page.Columns, info.Name)
	}
	for day := newest; day > newest-statusDays && !r.History.Empty(); day-- {
		row := statusRow{Day: shortDate(day)}
		for _, setting := range r.Site.Sources {
			row.Cells = append(row.Cells, r.statusCell(setting.Source, day))
		}
		page.Rows = append(page.Rows, row)
	}
	for _, a := range r.Site.Artists {
		view := r.artist(a)
		page.Updated = later(page.Updated, view.updated())
		for _, t := range view.tracks {
			page.Held = append(page.Held, heldRows(view, t, newest)...)
		}
	}
	return r.page("status/index.html", "status", page)
}

func (r *renderer) statusCell(source content.Source, day content.Day) statusCell {
	var c statusCell
	reasons := make(map[string]int)
	for _, a := range r.Site.Artists {
		if _, ok := a.Accounts[source]; !ok {
			continue
		}
		s := r.History.Series(a.ID, source)
		_, measured := s.Value(day)
		_, held := s.Held(day)
		switch reason := s.Reason(day); {
		case measured:
			c.Asked++
			c.Got++
		case held:
			c.Asked++
			c.Held++
		case reason != "":
			c.Asked++
			reasons[reason]++
		}
	}
	c.Why = mostFrequent(reasons)
	return c
}

// mostFrequent lists reasons with how often each was given.
func mostFrequent(reasons map[string]int) string {
	sorted := slices.SortedStableFunc(slices.Values(slices.Sorted(maps.Keys(reasons))), func(a, b string) int {
		return reasons[b] - reasons[a]
	})
	for i, reason := range sorted {
		sorted[i] = fmt.Sprintf("%d × %s", reasons[reason], reason)
	}
	return strings.Join(sorted, "; ")
}

func heldRows(a *artist, t track, newest content.Day) []heldRow {
	var rows []heldRow
	for day := newest; day > newest-statusDays; day-- {
		if h, ok := t.series.Held(day); ok {
			rows = append(rows, heldRow{a.at, a.Name, t.info.Name, shortDate(day), h.Reason})
		}
	}
	return rows
}
