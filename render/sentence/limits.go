package sentence

import (
	"datarocks/history/series"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Limits returns what a reader is to know of counts that the platform cuts, and of terms
// that limit what is shown of them.
func Limits(l *words.Language, t roster.Track) []string {
	var limits []string
	if last, ok := t.Series.Last(); ok && t.Series.Step > 1 {
		limits = append(limits, l.Terms.Cut.With(t.Name, l.Number(last.Value), l.Number(last.Value+t.Series.Step-1)))
	}
	terms := t.Limits()
	days := int64(terms.KeptDays)
	switch {
	case terms.NoDerived && days > 0:
		limits = append(limits, l.Terms.KeptAlone.Of(l, days).With(l.Number(days)))
	case terms.NoDerived:
		limits = append(limits, l.Terms.NotDerived)
	case days > 0:
		limits = append(limits, l.Terms.Kept.Of(l, days).With(l.Number(days)))
	}
	return limits
}

// movedWithin writes a change of counts that are cut: "Metallica gained 1 to 199,999
// YouTube subscribers in 7 days".
func movedWithin(l *words.Language, c Subject, change series.Change) string {
	texts, artist, when := &l.Terms, words.Isolate(c.Artist), span(l, c, change)
	r := change.Range()
	switch {
	case r.Low > 0:
		return texts.Gained.With(artist, l.Number(r.Low), total(l, c.MetricSetting, r.High), when)
	case r.High < 0:
		return texts.Lost.With(artist, l.Number(-r.High), total(l, c.MetricSetting, -r.Low), when)
	}
	return texts.Same.With(artist, total(l, c.MetricSetting, change.To.Value), when)
}

// lasting returns the sentence of a subject for what stays as it is. Where counts are not
// kept it has none of them, and only why one is missing or held; "" where none is.
func lasting(l *words.Language, c Subject) string {
	if c.Limits().Lasts() {
		return of(l, c)
	}
	due := c.DueOn(c.Newest)
	if held, ok := c.Series.Held(due); ok && !c.Paused {
		return l.Sentence.End.With(l.Terms.HeldOf.With(named(l, c), l.Near(due, c.Newest), words.OneLine(held.Reason)))
	}
	if why := absent(l, c); len(why) > 0 {
		return sentence(l, why)
	}
	return ""
}
