package render

import (
	"cmp"
	"math"
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/trend"
)

// reached is a milestone of an artist on a source.
type reached struct {
	track
	history.Milestone
}

// reached lists the milestones of the artist on all sources, the newest first.
func (a *artist) reached() []reached {
	var all []reached
	for _, t := range a.tracks {
		for _, m := range trend.Milestones(t.series) {
			all = append(all, reached{t, m})
		}
	}
	slices.SortStableFunc(all, func(a, b reached) int { return cmp.Compare(b.Day, a.Day) })
	return all
}

// tell tells of a milestone on the day that confirmed it, so that it is told the
// same ever after.
func (m reached) tell(l *Language, artist string) string {
	return l.tellMilestone(artist, m.info, m.setting.Every, m.Milestone, m.Confirmed)
}

// tellMilestone tells what was reached: "Opeth reached 1,000,000 Spotify followers
// on 12 August." Where days before it lack a count, it may have been on one of those.
func (l *Language) tellMilestone(artist string, info content.SourceInfo, every content.Cadence, m history.Milestone, newest content.Day) string {
	return l.Sentence.End.with(l.Milestone.Reached.with(isolate(artist), l.total(info, m.Value), l.reachedOn(every, m, newest)))
}

// total writes a count of a source: "1,000,000 Spotify followers".
func (l *Language) total(info content.SourceInfo, n int64) string {
	return l.metric(info).Counted.of(l, n).with(l.number(n), info.Name)
}

// reachedOn tells when a milestone was reached.
func (l *Language) reachedOn(every content.Cadence, m history.Milestone, newest content.Day) string {
	usual := content.Day(1)
	if every == content.EveryWeek {
		usual = 7
	}
	if m.Day-m.After > usual {
		return l.Milestone.Between.with(l.near(m.After, newest), l.near(m.Day, newest))
	}
	return l.Milestone.On.with(l.near(m.Day, newest))
}

// forecast tells when a source's next milestone is to be expected, and how such
// forecasts did; ok is false where that is not worth a word.
func (t track) forecast(newest content.Day) (f history.Forecast, ok bool) {
	return trend.Predict(t.series, t.platform.events, newest, t.setting.Every)
}

// tellForecast tells a forecast: "1,000,000 Spotify followers expected between 12 and
// 26 December, if it goes on as in the last four weeks; of 12 forecasts made that
// way, 28 days ahead, 9 held; they were off by 2,310 on average, where expecting no
// change was off by 8,200."
func (l *Language) tellForecast(info content.SourceInfo, f history.Forecast, newest content.Day) string {
	said := &l.Milestone
	when := said.On.with(l.near(f.Early, newest))
	if f.Late > f.Early {
		when = said.Between.with(l.near(f.Early, newest), l.near(f.Late, newest))
	}
	n := func(n float64) string { return l.number(int64(math.Round(n))) }
	return l.sentence([]string{
		said.Next.with(l.total(info, f.Milestone), when),
		said.Trials.with(l.number(int64(f.Trials)), l.number(int64(f.Days)), l.number(int64(f.Within))),
		said.Off.with(n(f.Error), n(f.Naive)),
	})
}

// milestonesEnd is how many reached milestones a page lists, the newest.
const milestonesEnd = 12

// milestones is what an artist's page tells of round counts.
type milestones struct {
	Next    []string // forecasts
	Reached []string
	More    string // how many more were reached
}

func (a *artist) milestones() milestones {
	var m milestones
	for _, t := range a.tracks {
		if f, ok := t.forecast(a.newest); ok {
			m.Next = append(m.Next, a.words.tellForecast(t.info, f, a.newest))
		}
	}
	all := a.reached()
	for _, r := range all[:min(len(all), milestonesEnd)] {
		m.Reached = append(m.Reached, r.tell(a.words, a.Name))
	}
	if more := int64(len(all) - len(m.Reached)); more > 0 {
		m.More = a.words.Milestone.More.of(a.words, more).with(a.words.number(more))
	}
	return m
}
