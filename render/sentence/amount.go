package sentence

import (
	"cmp"
	"math"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/series"
	"datarocks/render/words"
)

// amountParts is parts of a metric that is so many in a day: what its window has,
// against as many days before, or the newest day and why the window has nothing.
func amountParts(l *words.Language, c Subject) []string {
	d := c.Daily()
	n, why := d.Over(c.Window)
	if why != "" {
		return append(newestAmount(l, c, d), noAmount(l, c, d, why)...)
	}
	text := l.Amount.Had.With(words.Isolate(c.Artist), amount(l, c.MetricSetting, n), spanOf(l, c, n))
	change, why := d.Change(c.Window)
	switch {
	case why != "":
		return []string{addMost(l, c, n, text)}
	case change.Now.Days() == n.Days():
		return []string{addMost(l, c, n, against(l, change, text))}
	}
	return []string{addMost(l, c, n, text), whole(l, change)}
}

// amount writes a number and what is counted: "12,400 Last.fm plays (counted as a
// difference)".
func amount(l *words.Language, metric content.MetricSetting, n flow.Number) string {
	text := total(l, metric, n.Value())
	if n.Kind == content.Cumulative {
		return l.Amount.Counted.With(text)
	}
	return text
}

// spanOf names the days of a number. A window that ends before a day that is due names
// its end.
func spanOf(l *words.Language, c Subject, n flow.Number) string {
	from, to := l.Near(n.First, c.Newest), l.Near(n.Last, c.Newest)
	current, mean := n.Last >= c.DueOn(c.Newest), n.Kind == content.Uniques
	switch {
	case n.First == n.Last:
		return l.Milestone.On.With(to)
	case c.Window == content.All && mean:
		return l.Amount.MeanAll.With(from, to)
	case c.Window == content.All:
		return fromTo(l, n.First, n.Last, c.Newest)
	case current:
		return inWindow(l, n.Kind, c.Window)
	case mean:
		return l.Amount.MeanTo.Of(c.Window).With(to)
	}
	return l.Sentence.To.Of(c.Window).With(to)
}

// inWindow names a window that ends on the newest day.
func inWindow(l *words.Language, kind content.Kind, w content.Window) string {
	if kind == content.Uniques {
		return l.Amount.Mean.Of(w)
	}
	return l.Sentence.In.Of(w)
}

// against adds how a number compares with that of as many days before.
func against(l *words.Language, change flow.Change, text string) string {
	texts, days := &l.Amount, l.Number(int64(change.Now.Days()))
	p, ok := change.Percent()
	switch {
	case !ok && change.Now.Value() > 0:
		return texts.First.With(text, days)
	case p > 0:
		return texts.More.With(text, share(l, p), days)
	case p < 0:
		return texts.Fewer.With(text, share(l, p), days)
	}
	return texts.Same.With(text, days)
}

// whole returns how whole weeks compare with as many before, where these are fewer
// days than the number before has.
func whole(l *words.Language, change flow.Change) string {
	texts, days := &l.Amount, l.Number(int64(change.Now.Days()))
	p, ok := change.Percent()
	switch {
	case !ok && change.Now.Value() > 0:
		return texts.WholeFirst.With(days)
	case p > 0:
		return texts.WholeMore.With(share(l, p), days)
	case p < 0:
		return texts.WholeFewer.With(share(l, p), days)
	}
	return texts.WholeSame.With(days)
}

// share writes a difference in per cent without its sign.
func share(l *words.Language, percent float64) string {
	if percent = math.Abs(percent); percent < 0.005 {
		return l.Sentence.Under.With(l.Percent(0.01))
	}
	return l.Percent(percent)
}

// newestAmount returns what the newest day has, where the window has no number. Of
// levels without a difference, it is the level.
func newestAmount(l *words.Language, c Subject, d flow.Daily) []string {
	span, ok := d.Span()
	if !ok {
		last, _ := c.Series.Last()
		return []string{stands(l, c, last)}
	}
	n, why := d.Of(flow.Span{First: span.Last, Last: span.Last})
	if why != "" {
		return nil
	}
	on := l.Milestone.On.With(l.Near(n.Last, c.Newest))
	return []string{l.Amount.Had.With(words.Isolate(c.Artist), amount(l, c.MetricSetting, n), on)}
}

// noAmount returns why a window has no number.
func noAmount(l *words.Language, c Subject, d flow.Daily, why flow.Why) []string {
	texts := &l.Amount
	known, ok := d.Span()
	if !ok {
		first, _ := c.Series.First()
		if last, _ := c.Series.Last(); first.Day == last.Day {
			return []string{l.Sentence.Once.With(l.Near(last.Day, c.Newest))}
		}
		return []string{texts.NoDiff}
	}
	span := d.Window(c.Window, known.Last)
	switch why {
	case flow.Early:
		return []string{texts.Young.With(l.Near(known.First, c.Newest), l.Window(c.Window))}
	case flow.Seam:
		return []string{texts.Seam.With(l.Near(lastSeam(c, span), c.Newest))}
	case flow.Large:
		return []string{texts.Large}
	case flow.Fell:
		for day := span.First; day <= span.Last; day++ {
			if d.Why(day) == flow.Fell {
				return []string{texts.Fell.With(l.Near(day, c.Newest))}
			}
		}
	}
	lacking := int64(d.Lacking(span))
	text := texts.Lacks.Of(l, lacking).With(l.Number(lacking), l.Number(int64(span.Days())), l.Near(span.Last, c.Newest))
	return []string{because(l, text, reasonWithin(c, span))}
}

// lastSeam returns the newest day of a stretch from which on another account is
// counted; 0 where there is none.
func lastSeam(c Subject, span flow.Span) content.Day {
	seams := c.Series.Seams(span.First, span.Last)
	if len(seams) == 0 {
		return 0
	}
	return seams[len(seams)-1]
}

// reasonWithin returns the newest reason for which days of a stretch have no count; ""
// where there is none. The difference of the first day takes the level of the day
// before.
func reasonWithin(c Subject, span flow.Span) string {
	if c.Kind == content.Cumulative {
		span.First--
	}
	reason := ""
	for _, gap := range c.Gaps(span.First, span.Last) {
		reason = cmp.Or(gap.Reason, reason)
	}
	return reason
}

// amountEnds returns the first amount from a day on, and the newest.
func (c Subject) amountEnds(from content.Day) (first, last series.Point) {
	for p := range c.Daily().Points() {
		if p.Day < from {
			continue
		}
		if last == (series.Point{}) {
			first = p
		}
		last = p
	}
	return first, last
}
