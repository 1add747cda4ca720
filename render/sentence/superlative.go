package sentence

import (
	"slices"

	"datarocks/content"
	"datarocks/history/series"
	"datarocks/history/trend"
	"datarocks/render/words"
)

// enoughWindows is how many windows in a row, none overlapping another, one
// must outdo to be worth a word.
const enoughWindows = 8

// superlative is how far back no window was as good as the newest, or as bad.
type superlative struct {
	day      content.Day // the last day of a window that was, or of the first count
	began    bool        // none was: day is that of the first count
	measured bool        // days on the way lack a count
}

// compare compares a change with those of all windows of the same length that
// end on an earlier day, both of whose days were measured, back to the first
// that is at least as large. It is larger or smaller in counts, not per cent.
//
// ok is false where nothing may be worked out of the counts, or the platform cuts some,
// where the change does not cover its window exactly, where a platform
// event lies in it, where fewer than enoughWindows were outdone, and where an earlier
// account ends the comparison. Nothing is the best ever: the time before the first
// count is unknown, so that day is named instead.
func (c Subject) compare(change series.Change) (r superlative, ok bool) {
	first, _ := c.Series.First()
	begin := first.Day
	disturbed := slices.ContainsFunc(c.Events, func(e trend.PlatformEvent) bool { return change.From.Day < e.Day && e.Day <= change.To.Day })
	known := c.Derives() && !c.Series.IsCut()
	if c.Window == content.All || !change.Exact || change.Diff() == 0 || disturbed || !known {
		return superlative{}, false
	}
	if seams := c.Series.Seams(begin+1, change.To.Day); len(seams) > 0 {
		begin = seams[len(seams)-1]
	}
	outdone, next := 0, change.From.Day // the next window that does not overlap
	r = superlative{day: begin, began: true}
	for end := change.To.Day - 1; c.Window.Begin(end) >= begin; end-- {
		from, ok := c.Series.Value(c.Window.Begin(end))
		to, measured := c.Series.Value(end)
		if !ok || !measured {
			continue
		}
		if outdoes(to-from, change.Diff()) {
			r = superlative{day: end}
			break
		}
		if end <= next {
			outdone++
			next = c.Window.Begin(end)
		}
	}
	if outdone < enoughWindows || r.began && begin != first.Day {
		return superlative{}, false
	}
	compared := r.day
	if !r.began {
		compared = c.Window.Begin(compared)
	}
	r.measured = len(c.Gaps(compared, change.To.Day)) > 0
	return r, true
}

// outdoes reports whether an earlier change is at least as large in the direction
// of the newest.
func outdoes(earlier, newest int64) bool {
	if newest > 0 {
		return earlier >= newest
	}
	return earlier <= newest
}

// addSuperlative adds to the sentence of a change that it is the best or the worst
// for long.
func addSuperlative(l *words.Language, c Subject, change series.Change, text string) string {
	r, ok := c.compare(change)
	if !ok {
		return text
	}
	names := l.Superlative.Best
	switch {
	case change.Diff() > 0 && r.measured:
		names = l.Superlative.BestMeasured
	case change.Diff() < 0 && r.measured:
		names = l.Superlative.WorstMeasured
	case change.Diff() < 0:
		names = l.Superlative.Worst
	}
	since := l.Superlative.Since
	if r.began {
		since = l.Superlative.Began
	}
	return since.With(text, names.Of(c.Window), l.Near(r.day, c.Newest))
}
