package sentence

import (
	"math"

	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/words"
)

// Milestone returns what was reached: "Opeth reached 1,000,000 Spotify followers
// on 12 August." Where days before it lack a count, it may have been on one of those.
func Milestone(l *words.Language, artist string, source content.MetricSetting, m trend.Milestone, newest content.Day) string {
	return l.Sentence.End.With(l.Milestone.Reached.With(words.Isolate(artist), total(l, source, m.Value), reachedOn(l, source.Every, m, newest)))
}

// total writes a count of a source: "1,000,000 Spotify followers".
func total(l *words.Language, info content.MetricSetting, n int64) string {
	return l.Metric(info).Counted.Of(l, n).With(l.Number(n), info.Name)
}

// reachedOn returns when a milestone was reached.
func reachedOn(l *words.Language, every content.Cadence, m trend.Milestone, newest content.Day) string {
	usual := content.Day(1)
	if every == content.EveryWeek {
		usual = 7
	}
	if m.Day-m.After > usual {
		return l.Milestone.Between.With(l.Near(m.After, newest), l.Near(m.Day, newest))
	}
	return l.Milestone.On.With(l.Near(m.Day, newest))
}

// Forecast returns a forecast: "1,000,000 Spotify followers expected between 12 and
// 26 December, if it goes on as in the last four weeks; of 12 forecasts made that
// way, 28 days ahead, 9 held; they were off by 2,310 on average, where expecting no
// change was off by 8,200."
func Forecast(l *words.Language, info content.MetricSetting, f trend.Forecast, newest content.Day) string {
	texts := &l.Milestone
	when := texts.On.With(l.Near(f.Early, newest))
	if f.Late > f.Early {
		when = texts.Between.With(l.Near(f.Early, newest), l.Near(f.Late, newest))
	}
	n := func(n float64) string { return l.Number(int64(math.Round(n))) }
	return sentence(l, []string{
		texts.Next.With(total(l, info, f.Milestone), when),
		texts.Trials.With(l.Number(int64(f.Trials)), l.Number(int64(f.Days)), l.Number(int64(f.Within))),
		texts.Off.With(n(f.Error), n(f.Naive)),
	})
}
