package render

import (
	"math"
	"strings"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// Chart is what a sentence is about: the counts of one artist on one source
// over one window.
type Chart struct {
	Artist string // the name
	Source content.SourceInfo
	Series *history.Series
	Every  content.Cadence
	Window content.Window
	Newest content.Day // the last day that the site knows of
	// Events are the platform events of the source, the oldest first.
	Events []history.PlatformEvent
	// Step is the width to which the source rounds the counts compared; 0 or 1
	// where they are exact. No source of today rounds.
	Step int64
}

// Tell gives the sentence of a chart: "Dream Theater gained 1,204 Spotify
// followers in 7 days (+0.05 %), its best week since 12 August."
//
// It says what was measured and no more. A change is told over the window
// where both its days were measured, or names the earlier day that stands in.
// It says when counts ended, and why. Across a change of account there is no
// change to tell. See record for what is called best or worst.
func Tell(l *words.Language, c Chart) string { return sentence(l, parts(l, c)) }

// TellArtist gives one sentence about an artist: the change on the first of
// the sources that has one, and every source whose newest count is missing.
// The charts are one a source, in the order of the site; without any there is
// nothing to tell.
func TellArtist(l *words.Language, charts []Chart) string {
	if len(charts) == 0 {
		return ""
	}
	lead := leading(charts)
	parts := parts(l, charts[lead])
	for i, c := range charts {
		if i != lead {
			parts = append(parts, absent(l, c)...)
		}
	}
	return sentence(l, parts)
}

// leading tells which chart an artist's sentence begins with: the first that
// has a change, or else a count.
func leading(charts []Chart) int {
	counted := 0
	for i := len(charts) - 1; i >= 0; i-- {
		if _, ok := charts[i].Series.Last(); ok {
			counted = i
		}
	}
	for i, c := range charts {
		if _, ok := c.Series.Change(c.Window); ok {
			return i
		}
	}
	return counted
}

// Picture gives the words that stand for a chart's picture: its sentence, the
// days in between that have no count, and from where to where the line goes.
func Picture(l *words.Language, c Chart) string {
	first, last, ok := c.ends()
	parts := parts(l, c)
	if !ok || first.Day == last.Day {
		return sentence(l, parts)
	}
	days := 0
	for _, gap := range c.Series.Gaps(first.Day, last.Day, c.Every) {
		days += int(gap.To-gap.From) + 1
	}
	if days > 0 {
		parts = append(parts, l.Sentence.Gaps.Of(l, int64(days)).With(l.Number(int64(days))))
	}
	return sentence(l, parts) + " " + l.Sentence.Path.With(
		l.Number(first.Value), l.Near(first.Day, c.Newest), l.Number(last.Value), l.Near(last.Day, c.Newest))
}

// ends gives the first and the last count of the window.
func (c Chart) ends() (first, last history.Point, ok bool) {
	first, ok = c.Series.First()
	if !ok {
		return first, last, false
	}
	day := first.Day
	if c.Window != content.All {
		day = max(day, c.Newest-content.Day(c.Window.Days()))
	}
	for ; day <= c.Newest; day++ {
		if n, ok := c.Series.Value(day); ok {
			last, _ = c.Series.Last()
			return history.Point{Day: day, Value: n}, last, true
		}
	}
	return first, last, false
}

func sentence(l *words.Language, parts []string) string {
	text := parts[0]
	for _, part := range parts[1:] {
		text = l.Sentence.And.With(text, part)
	}
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "…") {
		return text // a reason that ends as a sentence does
	}
	return l.Sentence.End.With(text)
}

// parts gives what the sentence of a chart says, one thing each.
func parts(l *words.Language, c Chart) []string {
	last, ok := c.Series.Last()
	if !ok {
		return []string{because(l, l.Sentence.None.With(words.Isolate(c.Artist), l.Label(c.Source)), c.Series.Reason(c.Newest))}
	}
	var parts []string
	if change, ok := c.Series.Change(c.Window); ok {
		parts = append(append(parts, tellChange(l, c, change)), apart(l, c)...)
	} else {
		parts = append(parts, stands(l, c, last), incomparable(l, c, last))
	}
	if c.Step > 1 {
		parts = append(parts, l.Sentence.Rounds.With(c.Source.Name, l.Number(c.Step)))
	}
	return append(parts, absent(l, c)...)
}

// tellChange tells a change.
func tellChange(l *words.Language, c Chart, change history.Change) string {
	said, span := &l.Sentence, span(l, c, change)
	diff := change.Diff()
	if diff == 0 {
		return said.Kept.With(words.Isolate(c.Artist), what(l, c, change.To.Value), span)
	}
	verb := said.Gained
	if diff < 0 {
		verb = said.Lost
	}
	text := verb.With(words.Isolate(c.Artist), what(l, c, max(diff, -diff)), span, inBrackets(l, c, change))
	return claim(l, c, change, text)
}

// inBrackets gives the percentage of a change; "" where the earlier count was
// 0, and where rounding may be most of the change.
func inBrackets(l *words.Language, c Chart, change history.Change) string {
	p, ok := change.Percent()
	if !ok || c.Step > 1 {
		return ""
	}
	text := l.SignedPercent(p)
	if math.Abs(p) < 0.005 {
		text = l.Sentence.Under.With(l.Percent(0.01))
	}
	return l.Sentence.Brackets.With(text)
}

// span names the days between which a change happened. A window that ends
// before the newest day, or does not begin where it should, names its days.
func span(l *words.Language, c Chart, change history.Change) string {
	said := &l.Sentence
	from, to := l.Near(change.From.Day, c.Newest), l.Near(change.To.Day, c.Newest)
	current := change.To.Day == c.Newest
	switch {
	case current && c.Window == content.All:
		return said.Began.With(from)
	case current && change.Exact:
		return said.In.Of(c.Window)
	case current:
		return said.Since.With(from)
	case change.Exact && c.Window != content.All:
		return said.To.Of(c.Window).With(to)
	}
	return said.FromTo.With(from, to)
}

// stands tells the newest count.
func stands(l *words.Language, c Chart, last history.Point) string {
	what := what(l, c, last.Value)
	if last.Day == c.Newest {
		return l.Sentence.Has.With(words.Isolate(c.Artist), what)
	}
	return l.Sentence.Had.With(words.Isolate(c.Artist), what, l.Near(last.Day, c.Newest))
}

// incomparable tells why there is no change.
func incomparable(l *words.Language, c Chart, last history.Point) string {
	said := &l.Sentence
	first, _ := c.Series.First()
	n := content.Day(c.Window.Days())
	earliest := last.Day - n - n/7 // that could stand in, see history.Series.Change
	if c.Window == content.All {
		earliest = first.Day
	}
	seams := c.Series.Seams(earliest+1, last.Day)
	switch {
	case first.Day == last.Day:
		return said.Once.With(l.Near(last.Day, c.Newest))
	case len(seams) > 0:
		return said.Seam.With(l.Near(seams[len(seams)-1], c.Newest))
	case first.Day > last.Day-n:
		return said.Young.With(l.Near(first.Day, c.Newest), l.Window(c.Window))
	}
	return said.NoBasis.With(l.Near(last.Day-n, c.Newest))
}

// absent tells why there is no count of the newest day, with the reason of that
// day; nothing where there is one, or none is due.
func absent(l *words.Language, c Chart) []string {
	said, s := &l.Sentence, c.Series
	last, ok := s.Last()
	if !ok {
		return []string{because(l, said.Never.With(c.Source.Name), s.Reason(c.Newest))}
	}
	gaps := s.Gaps(last.Day+1, c.Newest, c.Every)
	if len(gaps) == 0 || gaps[len(gaps)-1].To != c.Newest {
		return nil
	}
	if held, ok := s.Held(c.Newest); ok {
		return []string{said.Held.With(c.Source.Name, l.Near(c.Newest, c.Newest), words.OneLine(held.Reason))}
	}
	return []string{said.Missing.With(c.Source.Name, l.Near(gaps[0].From, c.Newest), words.OneLine(reasonText(l, gaps[len(gaps)-1].Reason)))}
}

func because(l *words.Language, text, reason string) string {
	if reason == "" {
		return text
	}
	return l.Sentence.Because.With(text, words.OneLine(reasonText(l, reason)))
}

// what writes a number of what a source counts: "1 Spotify follower".
func what(l *words.Language, c Chart, n int64) string {
	number := l.Number(n)
	if c.Step > 1 {
		number = l.Sentence.About.With(number)
	}
	return l.Metric(c.Source).Counted.Of(l, n).With(number, c.Source.Name)
}
