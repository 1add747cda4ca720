package render

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"datarocks/content"
	"datarocks/history"
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
func (l *Language) Tell(c Chart) string { return l.sentence(l.parts(c)) }

// TellArtist gives one sentence about an artist: the change on the first of
// the sources that has one, and every source whose newest count is missing.
// The charts are one a source, in the order of the site; without any there is
// nothing to tell.
func (l *Language) TellArtist(charts []Chart) string {
	if len(charts) == 0 {
		return ""
	}
	lead := leading(charts)
	parts := l.parts(charts[lead])
	for i, c := range charts {
		if i != lead {
			parts = append(parts, l.absent(c)...)
		}
	}
	return l.sentence(parts)
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
func (l *Language) Picture(c Chart) string {
	first, last, ok := c.ends()
	parts := l.parts(c)
	if !ok || first.Day == last.Day {
		return l.sentence(parts)
	}
	days := 0
	for _, gap := range c.Series.Gaps(first.Day, last.Day, c.Every) {
		days += int(gap.To-gap.From) + 1
	}
	if days > 0 {
		parts = append(parts, l.Sentence.Gaps.of(l, int64(days)).with(l.number(int64(days))))
	}
	return l.sentence(parts) + " " + l.Sentence.Path.with(
		l.number(first.Value), l.near(first.Day, c.Newest), l.number(last.Value), l.near(last.Day, c.Newest))
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

func (l *Language) sentence(parts []string) string {
	text := parts[0]
	for _, part := range parts[1:] {
		text = l.Sentence.And.with(text, part)
	}
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "…") {
		return text // a reason that ends as a sentence does
	}
	return l.Sentence.End.with(text)
}

// parts gives what the sentence of a chart says, one thing each.
func (l *Language) parts(c Chart) []string {
	last, ok := c.Series.Last()
	if !ok {
		return []string{l.because(l.Sentence.None.with(isolate(c.Artist), l.label(c.Source)), c.Series.Reason(c.Newest))}
	}
	var parts []string
	if change, ok := c.Series.Change(c.Window); ok {
		parts = append(append(parts, l.tellChange(c, change)), l.apart(c)...)
	} else {
		parts = append(parts, l.stands(c, last), l.incomparable(c, last))
	}
	if c.Step > 1 {
		parts = append(parts, l.Sentence.Rounds.with(c.Source.Name, l.number(c.Step)))
	}
	return append(parts, l.absent(c)...)
}

// tellChange tells a change.
func (l *Language) tellChange(c Chart, change history.Change) string {
	said, span := &l.Sentence, l.span(c, change)
	diff := change.Diff()
	if diff == 0 {
		return said.Kept.with(isolate(c.Artist), l.what(c, change.To.Value), span)
	}
	verb := said.Gained
	if diff < 0 {
		verb = said.Lost
	}
	text := verb.with(isolate(c.Artist), l.what(c, max(diff, -diff)), span, l.inBrackets(c, change))
	return l.claim(c, change, text)
}

// inBrackets gives the percentage of a change; "" where the earlier count was
// 0, and where rounding may be most of the change.
func (l *Language) inBrackets(c Chart, change history.Change) string {
	p, ok := change.Percent()
	if !ok || c.Step > 1 {
		return ""
	}
	text := l.signedPercent(p)
	if math.Abs(p) < 0.005 {
		text = l.Sentence.Under.with(l.percent(0.01))
	}
	return l.Sentence.Brackets.with(text)
}

// span names the days between which a change happened. A window that ends
// before the newest day, or does not begin where it should, names its days.
func (l *Language) span(c Chart, change history.Change) string {
	said := &l.Sentence
	from, to := l.near(change.From.Day, c.Newest), l.near(change.To.Day, c.Newest)
	current := change.To.Day == c.Newest
	switch {
	case current && c.Window == content.All:
		return said.Began.with(from)
	case current && change.Exact:
		return said.In.of(c.Window)
	case current:
		return said.Since.with(from)
	case change.Exact && c.Window != content.All:
		return said.To.of(c.Window).with(to)
	}
	return said.FromTo.with(from, to)
}

// stands tells the newest count.
func (l *Language) stands(c Chart, last history.Point) string {
	what := l.what(c, last.Value)
	if last.Day == c.Newest {
		return l.Sentence.Has.with(isolate(c.Artist), what)
	}
	return l.Sentence.Had.with(isolate(c.Artist), what, l.near(last.Day, c.Newest))
}

// incomparable tells why there is no change.
func (l *Language) incomparable(c Chart, last history.Point) string {
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
		return said.Once.with(l.near(last.Day, c.Newest))
	case len(seams) > 0:
		return said.Seam.with(l.near(seams[len(seams)-1], c.Newest))
	case first.Day > last.Day-n:
		return said.Young.with(l.near(first.Day, c.Newest), l.window(c.Window))
	}
	return said.NoBasis.with(l.near(last.Day-n, c.Newest))
}

// absent tells why there is no count of the newest day, with the reason of that
// day; nothing where there is one, or none is due.
func (l *Language) absent(c Chart) []string {
	said, s := &l.Sentence, c.Series
	last, ok := s.Last()
	if !ok {
		return []string{l.because(said.Never.with(c.Source.Name), s.Reason(c.Newest))}
	}
	gaps := s.Gaps(last.Day+1, c.Newest, c.Every)
	if len(gaps) == 0 || gaps[len(gaps)-1].To != c.Newest {
		return nil
	}
	if held, ok := s.Held(c.Newest); ok {
		return []string{said.Held.with(c.Source.Name, l.near(c.Newest, c.Newest), oneLine(held.Reason))}
	}
	return []string{said.Missing.with(c.Source.Name, l.near(gaps[0].From, c.Newest), oneLine(l.reason(gaps[len(gaps)-1].Reason)))}
}

func (l *Language) because(text, reason string) string {
	if reason == "" {
		return text
	}
	return l.Sentence.Because.with(text, oneLine(l.reason(reason)))
}

// what writes a number of what a source counts: "1 Spotify follower".
func (l *Language) what(c Chart, n int64) string {
	number := l.number(n)
	if c.Step > 1 {
		number = l.Sentence.About.with(number)
	}
	return l.metric(c.Source).Counted.of(l, n).with(number, c.Source.Name)
}

// maxReason is how many characters of a reason a sentence has room for.
const maxReason = 120

// oneLine makes what a platform said fit for the middle of a sentence.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
	}), " ")
	if runes := []rune(s); len(runes) > maxReason {
		s = strings.TrimSpace(string(runes[:maxReason-1])) + "…"
	}
	return isolate(s)
}

// isolate keeps a name that is written from right to left from reordering the
// numbers beside it, where there is no markup to do so: in attributes, in
// titles and in files.
func isolate(s string) string {
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		if class := p.Class(); class == bidi.R || class == bidi.AL {
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}
