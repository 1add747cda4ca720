package sentence

import (
	"slices"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/series"
	"datarocks/history/trend"
	"datarocks/render/words"
)

// most is how a window's number stands among those of all windows of the same length
// that end on an earlier day and have one.
type most struct {
	superlative
	fewest bool
}

// mostOf compares a number with those back to the first that is as large or, if the
// window before had more, as small. ok is false in the same cases as of
// Subject.compare.
func (c Subject) mostOf(n flow.Number) (m most, ok bool) {
	disturbed := slices.ContainsFunc(c.Events, func(e trend.PlatformEvent) bool { return n.First <= e.Day && e.Day <= n.Last })
	if c.Window == content.All || disturbed {
		return most{}, false
	}
	first, _ := c.Daily().Span()
	seam := lastSeam(c, flow.Span{First: first.First, Last: n.Last})
	begin := max(first.First, seam)
	var earlier []series.Point
	for p := range c.Daily().Rolling(n.Days()) {
		if p.Day < n.Last && p.Day-content.Day(n.Days()) >= begin-1 {
			earlier = append(earlier, p)
		}
	}
	if len(earlier) == 0 || earlier[len(earlier)-1].Value == n.Value() {
		return most{}, false
	}
	m.superlative = superlative{day: begin, began: true}
	m.fewest = earlier[len(earlier)-1].Value > n.Value()
	outdone := m.outdo(earlier, n)
	if outdone < enoughWindows || m.began && seam > first.First {
		return most{}, false
	}
	compared := m.day
	if !m.began {
		compared -= content.Day(n.Days()) - 1
	}
	m.measured = c.Daily().Lacking(flow.Span{First: compared, Last: n.Last}) > 0
	return m, true
}

// outdo goes back to a window that is not outdone, and returns how many are before
// that, none of which overlaps another.
func (m *most) outdo(earlier []series.Point, n flow.Number) (outdone int) {
	next := n.First - 1
	for _, p := range slices.Backward(earlier) {
		if m.fewest && p.Value <= n.Value() || !m.fewest && p.Value >= n.Value() {
			m.superlative = superlative{day: p.Day}
			return outdone
		}
		if p.Day <= next {
			outdone++
			next = p.Day - content.Day(n.Days())
		}
	}
	return outdone
}

// addMost adds to the sentence of a number that it is the most or the fewest for long.
func addMost(l *words.Language, c Subject, n flow.Number, text string) string {
	m, ok := c.mostOf(n)
	if !ok {
		return text
	}
	names := l.Amount.Most
	switch {
	case m.fewest && m.measured:
		names = l.Amount.FewestMeasured
	case m.fewest:
		names = l.Amount.Fewest
	case m.measured:
		names = l.Amount.MostMeasured
	}
	since := l.Superlative.Since
	if m.began {
		since = l.Superlative.Began
	}
	return since.With(text, names.Of(c.Window), l.Near(m.day, c.Newest))
}
