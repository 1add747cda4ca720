package sentence

import (
	"math"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Lift returns what the newest event did that can be measured: on the first source
// that can, over the longest stretch; "" where there is none.
func Lift(l *words.Language, a *roster.Artist) string {
	for _, i := range a.PastEvents() {
		for _, t := range a.Derived() {
			for n := len(trend.LiftDays) - 1; n >= 0; n-- {
				if text := liftOf(l, a, t, i, trend.LiftDays[n]); text != "" {
					return text
				}
			}
		}
	}
	return ""
}

// liftOf returns what an event did over some days in one metric; "" where it is not
// measured.
func liftOf(l *words.Language, a *roster.Artist, t roster.Track, event int, days content.Day) string {
	if !t.IsStock() {
		return amountLift(l, t, a.FlowLift(t, event, days))
	}
	lift := a.Lift(t, event, days)
	if lift.Why != "" {
		return ""
	}
	return ofLift(l, t.MetricSetting, lift, a.Newest)
}

// ofLift returns a lift: "Parasomnia, 7 February 2025: +2,310 Spotify followers
// in the 28 days after, +1,900 in the 28 days before; +120 would have been usual, by
// the median of 10 artists; which leaves a lift of +290 (+0.01 %)."
func ofLift(l *words.Language, info content.MetricSetting, lift trend.Lift, newest content.Day) string {
	texts := &l.Lift
	event := l.Artist.Span.With(words.Isolate(l.Event(lift.Event)), l.Date(lift.Event.Day))
	after := l.Metric(info).Counted.Of(l, lift.After).With(l.Signed(lift.After), info.Name)
	parts := []string{texts.Facts.With(event, after, l.Signed(lift.Before), l.Number(int64(lift.Days)))}
	if lift.Base.Day != lift.Event.Day {
		parts = append(parts, texts.From.With(l.Near(lift.Base.Day, newest)))
	}
	if lift.Artists > 0 {
		parts = append(parts, texts.Usual.With(l.Signed(lift.Usual()), l.Number(int64(lift.Artists))))
	} else {
		parts = append(parts, texts.Alone)
	}
	percent := ""
	if p, ok := lift.Percent(); ok {
		percent = l.Sentence.Brackets.With(l.SignedPercent(p))
	}
	return sentence(l, append(parts, texts.Left.With(l.Signed(lift.Gain()), percent)))
}

// amountLift returns a lift of what is so many in a day: "Parasomnia – 7 February 2025:
// 310,000 Wikipedia page views in the 28 days after, 3.1 times as many as in the 28
// days before; the median of 10 artists: 1.1 times; apart from that, 2.8 times." It is ""
// where it is not measured.
func amountLift(l *words.Language, t roster.Track, lift trend.FlowLift) string {
	ratio, ok := lift.Ratio()
	if lift.Why != "" || !ok {
		return ""
	}
	facts := l.Amount.LiftSum
	if t.Kind == content.Uniques {
		facts = l.Amount.LiftMean
	}
	event := l.Artist.Span.With(words.Isolate(l.Event(lift.Event)), l.Date(lift.Event.Day))
	parts := []string{facts.With(event, amount(l, t.MetricSetting, lift.Now), l.Number(int64(lift.Days)), l.Multiple(ratio))}
	if lift.Artists == 0 {
		return sentence(l, append(parts, l.Lift.Alone))
	}
	usual := l.Amount.LiftRoster.With(l.Multiple(math.Exp(lift.Roster)), l.Number(int64(lift.Artists)))
	return sentence(l, append(parts, usual, l.Amount.LiftLeft.With(l.Multiple(lift.Times()))))
}
