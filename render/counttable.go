package render

import (
	"datarocks/content"
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
	Diff  string // of a level whose difference a day is shown: what there is more than the day before
	Why   quote  // the reason, where it is known
}

// tableDays is how many days the table goes back.
const tableDays = 28

// newTable returns the counts of an artist's last days.
func newTable(l *words.Language, a *roster.Artist) table {
	var t table
	for _, track := range a.Tracks {
		t.Columns = append(t.Columns, l.Title(track.MetricSetting))
	}
	for day := a.Newest; day >= max(a.Begun(), a.Newest-tableDays); day-- {
		row := tableRow{Day: l.ShortDate(day)}
		for _, track := range a.Tracks {
			row.Cells = append(row.Cells, newTableCell(l, track, day))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func newTableCell(l *words.Language, t roster.Track, day content.Day) tableCell {
	n, ok := t.Series.Value(day)
	if !ok {
		return tableCell{Why: newQuote(l, t.Series.Reason(day))}
	}
	cell := tableCell{Count: l.Number(n)}
	if t.Kind == content.Cumulative {
		if more, ok := t.Daily().Amount(day); ok {
			cell.Diff = l.Signed(more)
		}
	}
	return cell
}
