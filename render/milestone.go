package render

import (
	"datarocks/content"
	"datarocks/history"
)

// tellMilestone tells what was reached: "Opeth reached 1,000,000 Spotify followers
// on 12 August." Where days before it lack a count, it may have been on one of those.
func (l *Language) tellMilestone(artist string, info content.SourceInfo, every content.Cadence, m history.Milestone, newest content.Day) string {
	return l.Sentence.End.with(l.Milestone.Reached.with(isolate(artist), l.metric(info).Counted.of(l, m.Value).with(l.number(m.Value), info.Name), l.reachedOn(every, m, newest)))
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
