package render

import (
	"datarocks/content"
	"datarocks/history/series"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// table is the counts of the last days, in numbers.
type table struct {
	Columns []string
	Rows    []tableRow
}

type tableRow struct {
	Day   string
	Cells []tableCell
}

type tableCell struct {
	Count string // "" where there is none
	Why   quote  // the reason, where it is known
}

// tableDays is how many days the table goes back.
const tableDays = 28

// newTable returns the counts of an artist's last days.
func newTable(l *words.Language, a *roster.Artist) table {
	var t table
	for _, track := range a.Tracks {
		t.Columns = append(t.Columns, track.Name)
	}
	for day := a.Newest; day >= max(a.First, a.Newest-tableDays); day-- {
		row := tableRow{Day: l.ShortDate(day)}
		for _, track := range a.Tracks {
			row.Cells = append(row.Cells, newTableCell(l, track.Series, day))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func newTableCell(l *words.Language, s *series.Series, day content.Day) tableCell {
	if n, ok := s.Value(day); ok {
		return tableCell{Count: l.Number(n)}
	}
	return tableCell{Why: newQuote(l, s.Reason(day))}
}
