package render

import (
	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// dailyRank is an artist in a ranking of what is so many in a day.
type dailyRank struct {
	trend.RankedFlow
	change string // against as many days before, in per cent; "" where that is not known
}

// addDaily ranks an artist by the number that its own page has, or returns why there is
// none.
func (k *ranking) addDaily(l *words.Language, place int, t roster.Track, w content.Window) (why string) {
	d := t.Daily()
	ranked, ok := trend.NewRankedFlow(place, d, w)
	if !ok {
		_, why := d.Over(w)
		return sentence.NoNumber(l, d, w, why)
	}
	rank := dailyRank{RankedFlow: ranked}
	if change, why := d.Change(w); why == "" {
		if percent, ok := change.Percent(); ok {
			rank.change = l.SignedPercent(percent)
		}
	}
	k.days = append(k.days, rank)
	return ""
}

func introDaily(l *words.Language, kind content.Kind) string {
	switch kind {
	case content.Uniques:
		return l.Daily.RankMean
	case content.Cumulative:
		return l.Daily.RankDiff
	}
	return l.Daily.RankSum
}

// dailyTables ranks the artists by their numbers, and by how these compare with what
// is usual for each.
func (t rankTabler) dailyTables(all []dailyRank) []rankTable {
	l := t.Language
	changes, ranked, last := make(map[int]string, len(all)), make([]trend.RankedFlow, len(all)), lastDay(all)
	for i, x := range all {
		changes[x.Artist], ranked[i] = x.change, x.RankedFlow
	}
	byNumber := func(x trend.RankedFlow) rankRow {
		row := t.dailyRow(x, last)
		row.Main, row.Side, row.Count = l.Number(x.Number.Value()), changes[x.Artist], "–"
		if x.Ratio != (flow.Ratio{}) {
			row.Count = l.Times(x.Ratio.Times())
		}
		return row
	}
	byRatio := func(x trend.RankedFlow) rankRow {
		row := t.dailyRow(x, last)
		row.Main, row.Count = l.Times(x.Ratio.Times()), l.Number(x.Number.Value())
		row.Side = l.Daily.Usual.With(l.Number(int64(x.Ratio.Typical + 0.5)))
		return row
	}
	large := trend.FlowsByRatio(ranked)
	note := l.Daily.RankBase.With(l.Number(flow.LeastTypical))
	if n := int64(len(all) - len(large)); n > 0 {
		note += " " + l.Ranking.Small.Of(l, n).With(l.Number(n))
	}
	return []rankTable{
		{ID: "by-number", Title: l.Daily.ByNumber, Heads: [2]string{l.Daily.Number, l.Daily.Ratios}, Rows: rankRows(t, trend.FlowsByNumber(ranked), byNumber), T: l},
		{ID: "by-ratio", Title: l.Daily.ByRatio, Note: note, Heads: [2]string{l.Daily.Ratios, l.Daily.Number}, Rows: rankRows(t, large, byRatio), T: l},
	}
}

// lastDay returns the last day that the numbers of a page are of.
func lastDay(all []dailyRank) (last content.Day) {
	for _, x := range all {
		last = max(last, x.Number.Last)
	}
	return last
}

// dailyRow begins a row; it names its days where they do not end with the last of the
// page, which stands in its head.
func (t rankTabler) dailyRow(x trend.RankedFlow, last content.Day) rankRow {
	a, n := t.artists[x.Artist], x.Number
	row := rankRow{Rank: t.Number(int64(x.Rank))}
	row.Path, row.Name, row.Class = t.address(roster.ArtistPath(a.ID)), a.Name, "flat"
	if n.Last != last || t.window == content.All {
		row.Days = t.Artist.Span.With(t.ShortDate(n.First), t.ShortDate(n.Last))
	}
	return row
}
