package weekly

import (
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// amountTables adds who had most in a metric that is so many in a day, and who was
// furthest from what is usual for it.
func amountTables(l *words.Language, r *roster.Roster, s *roster.WeekSource, source Source) Source {
	x := &s.Amounts
	if x.Artists == 0 {
		source.Note = l.Ranking.Nobody
		return source
	}
	most := []End{amountEnd(l, r, l.Amount.MostEnd, x.Most, false)}
	columns := []string{l.Roster.Artist, l.Daily.Number, l.Amount.WeekBefore, l.Daily.Ratios}
	source.Tables = append(source.Tables, Table{l.Daily.ByNumber, columns, most})
	var byRatio []End
	if len(x.Above) > 0 {
		byRatio = append(byRatio, amountEnd(l, r, l.Amount.AboveEnd, x.Above, true))
	}
	if len(x.Below) > 0 {
		byRatio = append(byRatio, amountEnd(l, r, l.Amount.BelowEnd, x.Below, true))
	}
	if len(byRatio) > 0 {
		columns := []string{l.Roster.Artist, l.Daily.Ratios, l.Amount.Usual, l.Daily.Number}
		source.Tables = append(source.Tables, Table{l.Daily.ByRatio, columns, byRatio})
	}
	source.Short = []End{{l.Ranking.Heading.With(source.Label, most[0].Title), most[0].Rows}}
	return source
}

// amountEnd is one end of an order.
func amountEnd(l *words.Language, r *roster.Roster, title string, all []roster.RankedWeek, byRatio bool) End {
	end := End{Title: title}
	for _, w := range all {
		end.Rows = append(end.Rows, sentence.NewWeekAmount(l, r.Artists[w.Artist], w, byRatio))
	}
	return end
}
