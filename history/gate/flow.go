package gate

import (
	"slices"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/series"
)

// News makes a hundredfold of what is so many in a day, so that nothing is too much.
// A 0 is doubtful where content.UsualDay a day or more were usual: where that was the median
// of the accepted counts of flowDays days before, if there are leastDays of these.
const (
	flowDays  = 28
	leastDays = 7
)

// PastDays returns a judge of the counts of days that a source counted of an account,
// which are passed to it once each, the oldest first. It reports whether a count is
// to be held, and why. The past of a day is the counts that the judge let pass before
// and, of days that it was not asked about, those of the series.
//
// Of levels it holds none: their past days are no answers of a night.
func PastDays(s *series.Series, account string) func(day content.Day, n int64) (held bool, why string) {
	if s.Metric.Kind().IsLevel() {
		return func(content.Day, int64) (bool, string) { return false, "" }
	}
	p := pastDays{series: s, account: account}
	return p.judge
}

// JudgeDays judges the past days of samples by PastDays, against what is known of their
// series. It is a backfill.Judge.
func JudgeDays(past series.Lookup) func(fetch.Sample) func(content.Day, int64) (held bool, why string) {
	return func(sample fetch.Sample) func(content.Day, int64) (bool, string) {
		return PastDays(past(sample.Artist, sample.Metric), sample.Account)
	}
}

// pastDays are the newest counts of days that were judged.
type pastDays struct {
	series  *series.Series
	account string
	judged  []judgedDay // of the last flowDays days, the oldest first
}

type judgedDay struct {
	series.Point
	held bool
}

func (p *pastDays) judge(day content.Day, n int64) (held bool, why string) {
	for len(p.judged) > 0 && p.judged[0].Day < day-flowDays {
		p.judged = p.judged[1:]
	}
	if n == 0 && p.usual(day) >= content.UsualDay {
		held, why = true, whyZero
	}
	p.judged = append(p.judged, judgedDay{series.Point{Day: day, Value: n}, held})
	return held, why
}

// usual is the median of the counts before a day; 0 where there are too few.
func (p *pastDays) usual(day content.Day) float64 {
	var counts []float64
	for before := day - flowDays; before < day; before++ {
		if n, ok := p.accepted(before); ok {
			counts = append(counts, float64(n))
		}
	}
	if len(counts) < leastDays {
		return 0
	}
	return series.Median(counts)
}

// accepted returns the count of a day that passed; ok is false where there is none, or
// one of another account.
func (p *pastDays) accepted(day content.Day) (n int64, ok bool) {
	i, judged := slices.BinarySearchFunc(p.judged, day, func(j judgedDay, day content.Day) int { return int(j.Day - day) })
	if judged {
		return p.judged[i].Value, !p.judged[i].held
	}
	last, _ := p.series.Last()
	if p.series.Counted != "" && p.series.Counted != p.account || p.series.Crossed(day, last.Day) {
		return 0, false
	}
	return p.series.Value(day)
}
