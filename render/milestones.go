package render

import (
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// milestonesEnd is how many reached milestones a page lists, the newest.
const milestonesEnd = 12

// milestones is what an artist's page has of round counts.
type milestones struct {
	Next    []string // forecasts
	Reached []string
	More    string // how many more were reached
}

func newMilestones(l *words.Language, a *roster.Artist) milestones {
	var m milestones
	for _, t := range a.Derived() {
		if f, ok := t.Forecast(a.Newest); ok {
			m.Next = append(m.Next, sentence.Forecast(l, t.MetricSetting, f, a.Newest))
		}
	}
	all := a.Reached()
	for _, r := range all[:min(len(all), milestonesEnd)] {
		m.Reached = append(m.Reached, sentence.Milestone(l, a.Name, r.MetricSetting, r.Milestone, a.Newest))
	}
	if more := int64(len(all) - len(m.Reached)); more > 0 {
		m.More = l.Milestone.More.Of(l, more).With(l.Number(more))
	}
	return m
}
