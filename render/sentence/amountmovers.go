package sentence

import (
	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// ofAmounts returns who had most and who was furthest above its usual, in the first
// metric that is so many in a day and of which somebody has a number.
func ofAmounts(l *words.Language, movers []roster.Movers, w content.Window) []string {
	for _, m := range movers {
		top, above := m.Amounts.Top, m.Amounts.Above
		if top.Artist == nil {
			continue
		}
		label, in := l.Label(m.MetricSetting), movedIn(l, top.Number, w)
		sentences := []string{l.Sentence.End.With(l.Amount.Top.With(label, in, words.Isolate(top.Artist.Name), l.Number(top.Number.Value())))}
		if above.Artist != nil {
			sentences = append(sentences, l.Sentence.End.With(l.Amount.Above.With(label, in, words.Isolate(above.Artist.Name), l.Multiple(above.Times))))
		}
		return sentences
	}
	return nil
}

// movedIn names the window of a table of movers. All days are another stretch for each
// artist.
func movedIn(l *words.Language, n flow.Number, w content.Window) string {
	if w != content.All {
		return inWindow(l, n.Kind, w)
	}
	if n.Kind == content.Uniques {
		return l.Amount.MeanAll.With(l.Date(n.First), l.Date(n.Last))
	}
	return l.Sentence.FromTo.With(l.Date(n.First), l.Date(n.Last))
}

// ofWeekAmounts returns what a week was in a metric that is so many in a day: what all
// artists had together, or of Uniques who had most, and who was furthest above its usual.
func ofWeekAmounts(l *words.Language, r *roster.Roster, s *roster.WeekSource) []string {
	x := &s.Amounts
	if x.Artists == 0 {
		return nil
	}
	label, name := l.Label(s.MetricSetting), func(w roster.RankedWeek) string { return words.Isolate(r.Artists[w.Artist].Name) }
	in := inWindow(l, s.Kind, content.Week)
	var sentences []string
	if s.Kind == content.Uniques {
		top := x.Most[0]
		sentences = append(sentences, l.Amount.Top.With(label, in, name(top), l.Number(top.Number.Value())))
	} else {
		sentences = append(sentences, WeekTotal(l, s))
	}
	if len(x.Above) > 0 {
		above := x.Above[0]
		sentences = append(sentences, l.Amount.Above.With(label, in, name(above), l.Multiple(above.Ratio.Times())))
	}
	for i := range sentences {
		sentences[i] = l.Sentence.End.With(sentences[i])
	}
	return sentences
}

// WeekTotal returns what all artists with a whole week had together: "10 artists
// together had 312,400 Wikipedia page views in the week".
func WeekTotal(l *words.Language, s *roster.WeekSource) string {
	n, what := int64(s.Amounts.Artists), total(l, s.MetricSetting, s.Amounts.Total)
	if s.Kind == content.Cumulative {
		what = l.Amount.Counted.With(what)
	}
	return l.Amount.Total.Of(l, n).With(l.Number(n), what)
}

// NewWeekAmount returns a row of a week's report, ordered by number or, if by ratio, by
// how it compares with the artist's own usual.
func NewWeekAmount(l *words.Language, a content.Artist, w roster.RankedWeek, byRatio bool) Move {
	times, usual, change := "–", "–", "–"
	if w.Ratio != (flow.Ratio{}) {
		times, usual = l.Times(w.Ratio.Times()), l.Number(int64(w.Ratio.Typical+0.5))
	}
	if w.Compared {
		change = l.SignedPercent(w.Change)
	}
	row := Move{Path: roster.ArtistPath(a.ID), Name: a.Name, Class: "flat", Main: l.Number(w.Number.Value()), Side: change, Count: times}
	if byRatio {
		row.Main, row.Side, row.Count = times, usual, row.Main
	}
	return row
}
