// Package sentence makes sentences about counts, in the language of a site: for its
// pages, its feeds and its calendar, and for what the program itself writes after a
// run. A sentence has only what the series holds: a change over the window where
// both its days were measured, or the earlier day that stands in; when counts ended,
// and why. Nothing is called the best ever, as the time before the first count is
// unknown.
package sentence

import (
	"math"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/history/series"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Subject is what a sentence is about: the counts of one artist on one source
// over one window.
type Subject struct {
	Artist string // the name
	roster.Track
	Window content.Window
	Newest content.Day // the last day that the site knows of
}

// About returns the counts of an artist on a source as a subject.
func About(a *roster.Artist, t roster.Track, w content.Window) Subject {
	return Subject{Artist: a.Name, Track: t, Window: w, Newest: a.Newest}
}

// of returns the sentence of a subject: "Dream Theater gained 1,204 Spotify
// followers in 7 days (+0.05 %), its best week since 12 August."
//
// Between the counts of two accounts there is no change. See Subject.compare for what
// is called best or worst.
func of(l *words.Language, c Subject) string { return sentence(l, parts(l, c)) }

// OfArtist returns one sentence about an artist: the change on the first of the
// sources that has one, and every source whose newest count is missing; "" of an
// artist without a source.
func OfArtist(l *words.Language, a *roster.Artist, w content.Window) string {
	if len(a.Tracks) == 0 {
		return ""
	}
	subjects := make([]Subject, len(a.Tracks))
	for i, t := range a.Tracks {
		subjects[i] = About(a, t, w)
	}
	lead := leading(subjects)
	parts := parts(l, subjects[lead])
	for i, c := range subjects {
		// Metrics of one source are asked at once, so the first stands for all.
		first := !slices.ContainsFunc(subjects[:i], func(other Subject) bool { return other.Source == c.Source })
		if i != lead && first {
			parts = append(parts, absent(l, c)...)
		}
	}
	return sentence(l, parts)
}

// Describe returns an artist's page in one sentence, for search engines and
// previews.
func Describe(l *words.Language, a *roster.Artist, w content.Window) string {
	if text := OfArtist(l, a, w); text != "" {
		return text
	}
	return l.Sentence.Because.With(words.Isolate(a.Name), l.Frame.NoCounts)
}

// leading returns which subject an artist's sentence begins with: the first that
// has a change, or else a count.
func leading(subjects []Subject) int {
	counted := 0
	for i := len(subjects) - 1; i >= 0; i-- {
		if _, ok := subjects[i].Series.Last(); ok {
			counted = i
		}
	}
	for i, c := range subjects {
		if c.moves() {
			return i
		}
	}
	return counted
}

// moves reports whether the window has a change or, of what is so many in a day, a
// number.
func (c Subject) moves() bool {
	if c.IsStock() {
		_, ok := c.Series.Change(c.Window)
		return ok
	}
	_, why := c.Daily().Over(c.Window)
	return why == ""
}

// OfPicture returns the words that stand for a chart's picture: its sentence, the
// days in between that have no count, and from where to where the line goes.
func OfPicture(l *words.Language, c Subject) string {
	first, last, ok := c.ends()
	parts := parts(l, c)
	if !ok || first.Day == last.Day {
		return sentence(l, parts)
	}
	days := 0
	for _, gap := range c.Gaps(first.Day, last.Day) {
		days += int(gap.To-gap.From) + 1
	}
	if days > 0 {
		parts = append(parts, l.Sentence.Gaps.Of(l, int64(days)).With(l.Number(int64(days))))
	}
	if !c.IsStock() {
		first, last = c.amountEnds(first.Day)
	}
	if first.Day == last.Day {
		return sentence(l, parts)
	}
	return sentence(l, parts) + " " + l.Sentence.Path.With(
		l.Number(first.Value), l.Near(first.Day, c.Newest), l.Number(last.Value), l.Near(last.Day, c.Newest))
}

// ends returns the first and the last count of the window.
func (c Subject) ends() (first, last series.Point, ok bool) {
	first, ok = c.Series.First()
	if !ok {
		return first, last, false
	}
	day := first.Day
	if c.Window != content.All {
		day = max(day, c.Window.Begin(c.Newest))
	}
	for ; day <= c.Newest; day++ {
		if n, ok := c.Series.Value(day); ok {
			last, _ = c.Series.Last()
			return series.Point{Day: day, Value: n}, last, true
		}
	}
	return first, last, false
}

// sentence joins parts.
func sentence(l *words.Language, parts []string) string {
	text := parts[0]
	for _, part := range parts[1:] {
		text = l.Sentence.And.With(text, part)
	}
	if strings.HasSuffix(text, "…") || strings.ContainsRune(".?!", rune(text[len(text)-1])) {
		return text // a reason that ends as a sentence does
	}
	return l.Sentence.End.With(text)
}

// parts returns what the sentence of a subject has, one thing each.
func parts(l *words.Language, c Subject) []string {
	last, ok := c.Series.Last()
	if !ok {
		none := l.Sentence.None
		if c.Limits().KeptDays > 0 {
			none = l.Sentence.Gone // there may have been some
		}
		return []string{because(l, none.With(words.Isolate(c.Artist), l.Label(c.MetricSetting)), c.Series.Reason(c.Newest))}
	}
	var parts []string
	change, ok := c.Series.Change(c.Window)
	switch {
	case !c.IsStock():
		parts = amountParts(l, c)
	case !c.HasChange():
		parts = append(parts, stands(l, c, last), l.Terms.NoChange)
	case ok:
		parts = append(append(parts, moved(l, c, change)), apart(l, c)...)
	default:
		parts = append(parts, stands(l, c, last), Incomparable(l, c, last))
	}
	return append(parts, absent(l, c)...)
}

// moved writes a change.
func moved(l *words.Language, c Subject, change series.Change) string {
	if change.IsCut() {
		return movedWithin(l, c, change)
	}
	texts, span := &l.Sentence, span(l, c, change)
	diff := change.Diff()
	if diff == 0 {
		return texts.Kept.With(words.Isolate(c.Artist), total(l, c.MetricSetting, change.To.Value), span)
	}
	verb := texts.Gained
	if diff < 0 {
		verb = texts.Lost
	}
	percent := inBrackets(l, change)
	if c.Limits().NoDerived {
		percent = ""
	}
	text := verb.With(words.Isolate(c.Artist), total(l, c.MetricSetting, max(diff, -diff)), span, percent)
	return addSuperlative(l, c, change, text)
}

// inBrackets returns the percentage of a change; "" where the earlier count was
// 0.
func inBrackets(l *words.Language, change series.Change) string {
	p, ok := change.Percent()
	if !ok {
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
func span(l *words.Language, c Subject, change series.Change) string {
	texts := &l.Sentence
	from, to := l.Near(change.From.Day, c.Newest), l.Near(change.To.Day, c.Newest)
	current := change.To.Day == c.Newest
	switch {
	case current && c.Window == content.All && c.Limits().KeptDays == 0:
		return texts.Began.With(from)
	case current && change.Exact && c.Window != content.All:
		return texts.In.Of(c.Window)
	case current:
		return texts.Since.With(from)
	case change.Exact && c.Window != content.All:
		return texts.To.Of(c.Window).With(to)
	}
	return fromTo(l, change.From.Day, change.To.Day, c.Newest)
}

// fromTo names two days. Where they are of two years, each has its own.
func fromTo(l *words.Language, from, to, newest content.Day) string {
	if from.Time().Year() != to.Time().Year() {
		return l.Sentence.FromTo.With(l.Date(from), l.Date(to))
	}
	return l.Sentence.FromTo.With(l.Near(from, newest), l.Near(to, newest))
}

// stands writes the newest count.
func stands(l *words.Language, c Subject, last series.Point) string {
	total := total(l, c.MetricSetting, last.Value)
	if last.Day == c.Newest {
		return l.Sentence.Has.With(words.Isolate(c.Artist), total)
	}
	return l.Sentence.Had.With(words.Isolate(c.Artist), total, l.Near(last.Day, c.Newest))
}

// Incomparable returns why a subject with a newest count has no change.
func Incomparable(l *words.Language, c Subject, last series.Point) string {
	texts := &l.Sentence
	first, _ := c.Series.First()
	begin := c.Window.Begin(last.Day)
	earliest := begin - (last.Day-begin)/7 // that could stand in, see series.Series.Change
	if c.Window == content.All {
		earliest = first.Day
	}
	seams := c.Series.Seams(earliest+1, last.Day)
	switch {
	case first.Day > begin && c.Limits().KeptDays > 0:
		return texts.Oldest.With(l.Near(first.Day, c.Newest))
	case first.Day == last.Day:
		return texts.Once.With(l.Near(last.Day, c.Newest))
	case len(seams) > 0:
		return texts.Seam.With(l.Near(seams[len(seams)-1], c.Newest))
	case first.Day > begin:
		return texts.Young.With(l.Near(first.Day, c.Newest), l.Window(c.Window))
	}
	return texts.NoBasis.With(l.Near(begin, c.Newest))
}

// absent returns why there is no count of the newest day, with the reason of that
// day; nothing where there is one, or none is due.
func absent(l *words.Language, c Subject) []string {
	texts, s := &l.Sentence, c.Series
	if c.Paused {
		return []string{texts.Paused.With(c.Name, l.Near(c.Pause, c.Newest))}
	}
	last, ok := s.Last()
	if !ok {
		never := ofMetric(c, texts.Never, texts.NeverOf)
		if c.Limits().KeptDays > 0 {
			never = texts.NeverNow
		}
		return []string{because(l, never.With(named(l, c)), s.Reason(c.Newest))}
	}
	due := c.DueOn(c.Newest)
	gaps := c.Gaps(last.Day+1, due)
	if len(gaps) == 0 || gaps[len(gaps)-1].To != due {
		return nil
	}
	if held, ok := s.Held(due); ok {
		return []string{ofMetric(c, texts.Held, texts.HeldOf).With(named(l, c), l.Near(due, c.Newest), words.OneLine(held.Reason))}
	}
	return []string{ofMetric(c, texts.Missing, texts.MissingOf).With(named(l, c), l.Near(gaps[0].From, c.Newest), words.OneLine(Reason(l, gaps[len(gaps)-1].Reason)))}
}

// named is what a text without a number calls what a subject counts: its source, where
// that is known for it, else both.
func named(l *words.Language, c Subject) string { return l.Title(c.MetricSetting) }

// ofMetric returns the text that goes with what named returns: a source is one, and plays
// are many.
func ofMetric[P any](c Subject, ofSource, ofPlays P) P {
	if c.Key().IsDefault() {
		return ofSource
	}
	return ofPlays
}

// because adds a reason, if there is one.
func because(l *words.Language, text, reason string) string {
	if reason == "" {
		return text
	}
	return l.Sentence.Because.With(text, words.OneLine(Reason(l, reason)))
}
