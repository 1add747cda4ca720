package sentence

import (
	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Daily is what a window has of a metric that is so many in a day, as a page shows it.
type Daily struct {
	Number string // the sum or the mean of its days; "" where it has none
	Basis  string // what that is, and of which days: "page views in 7 days"
	Days   string // the first and the last of them
	Delta  Delta  // how it compares with as many days before
	Why    string // there is no number
}

// NewDaily returns what a window has that ends on the newest day with an amount. A
// window that ends before a day that is due names its end.
func NewDaily(l *words.Language, t roster.Track, w content.Window, newest content.Day) Daily {
	d := t.Daily()
	n, why := d.Over(w)
	if why != "" {
		return Daily{Why: NoNumber(l, d, w, why), Delta: Delta{Title: l.Artist.NoBasis}}
	}
	shown := Daily{Number: l.Number(n.Value()), Days: l.Artist.Span.With(l.Date(n.First), l.Date(n.Last))}
	shown.Basis = basis(l, t.MetricSetting, n, n.Last < t.DueOn(newest))
	change, why := d.Change(w)
	shown.Delta = newDailyDelta(l, change, why == "", n.Days())
	return shown
}

// basis names the days that a number is of, and their end where that is not the newest
// day.
func basis(l *words.Language, metric content.MetricSetting, n flow.Number, ended bool) string {
	texts, what, days := &l.Daily, l.Metric(metric).Name, int64(n.Days())
	in, to := texts.Sum, texts.SumTo
	if n.Kind == content.Uniques {
		in, to = texts.Mean, texts.MeanTo
	}
	if ended {
		return to.Of(l, days).With(what, l.Number(days), l.ShortDate(n.Last))
	}
	return in.Of(l, days).With(what, l.Number(days))
}

// newDailyDelta shows a change beside a number of some days; ok is false where there
// is none.
func newDailyDelta(l *words.Language, c flow.Change, ok bool, of int) Delta {
	if !ok {
		return Delta{Title: l.Artist.NoBasis}
	}
	days := int64(c.Now.Days())
	p, known := c.Percent()
	d := newDelta(l, c.Diff(), p, known)
	d.Title = l.Daily.Against.Of(l, days).With(l.Number(days))
	if c.Now.Days() != of {
		d.Title = l.Daily.Whole.With(l.Number(days))
	}
	return d
}

// NoNumber returns why a window has no number.
func NoNumber(l *words.Language, d flow.Daily, w content.Window, why flow.Why) string {
	span, ok := d.Span()
	if !ok {
		return l.Daily.None
	}
	window := d.Window(w, span.Last)
	lacking := int64(d.Lacking(window))
	switch {
	case why == flow.Early:
		return l.Daily.Young.With(l.ShortDate(span.First))
	case why == flow.Seam:
		return l.Daily.Seam
	case why == flow.Fell:
		return l.Daily.Fell
	case why == flow.Large:
		return l.Amount.Large
	}
	return l.Daily.Lacks.Of(l, lacking).With(l.Number(lacking), l.Number(int64(window.Days())))
}

// latestDaily is NewLatest of a metric that is so many in a day: the number of the
// window.
func latestDaily(l *words.Language, c Latest, t roster.Track, w content.Window, newest content.Day) Latest {
	n, why := t.Daily().Over(w)
	if why != "" {
		c.Why = NoNumber(l, t.Daily(), w, why)
		return c
	}
	shown := NewDaily(l, t, w, newest)
	c.Count, c.Full, c.Value = l.Compact(n.Value()), shown.Number, n.Value()
	c.Delta, c.Basis = shown.Delta, shown.Basis
	if c.Why != "" {
		c.AsOf = l.Roster.OfDay.With(l.ShortDate(n.Last))
	}
	return c
}

// Ratio returns an artist's followers by its daily listeners, both of the last 28 days
// with a number and named; "" where site.md does not want it, or one of the days lacks.
// The followers are those of the last of the days.
func Ratio(l *words.Language, a *roster.Artist) string {
	var followers, listeners *roster.Track
	for i, t := range a.Tracks {
		switch {
		case !t.Ratio:
		case t.IsStock() && t.Metric == "followers":
			followers = &a.Tracks[i]
		case t.Kind == content.Uniques && t.Metric == "listeners":
			listeners = &a.Tracks[i]
		}
	}
	if followers == nil || listeners == nil || followers.Source != listeners.Source {
		return ""
	}
	mean, why := listeners.Daily().Over(content.FourWeek)
	if why != "" || mean.Mean() == 0 {
		return ""
	}
	count, ok := followers.Series.Value(mean.Last)
	if !ok {
		return ""
	}
	text := l.Daily.Ratio.With(l.Factor(float64(count)/mean.Mean()), l.Number(count), l.Number(mean.Value()), l.Number(int64(mean.Days())))
	days := l.Artist.Span.With(l.ShortDate(mean.First), l.ShortDate(mean.Last))
	return l.Sentence.End.With(text + l.Sentence.Brackets.With(days))
}
