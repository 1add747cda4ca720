package data

import (
	"datarocks/content"
	"datarocks/history/trend"
	"datarocks/render/roster"
)

// WriteStatus writes what became of the last days' runs. What it lists is of the
// default metric of each source; More has what is of others.
func WriteStatus(out Output, s *roster.Survey) error {
	status := apiStatus{SchemaVersion: SchemaVersion, apiTimes: newTimes(s), Days: []apiDay{}, Held: []apiHeld{}, Events: []apiPlatformEvent{}}
	more := &apiMoreStatus{Held: []apiHeld{}, Events: []apiPlatformEvent{}}
	for ago, metrics := range s.Answers {
		if s.History.Empty() {
			break
		}
		status.Days = append(status.Days, newAPIDay(s.Roster, s.History.Newest-content.Day(ago), metrics))
	}
	for _, p := range s.Platforms {
		events := &status.Events
		if !p.Key().IsDefault() {
			events = &more.Events
		}
		for _, e := range p.Events {
			*events = append(*events, newAPIPlatformEvent(e))
		}
	}
	for _, h := range s.Held {
		held := &status.Held
		if !h.Source.Key().IsDefault() {
			held = &more.Held
		}
		*held = append(*held, apiHeld{Artist: h.ID, Source: h.Source.Source, Metric: h.Source.Metric, Date: h.Day, Reason: h.Reason})
	}
	if len(more.Held)+len(more.Events) > 0 {
		status.More = more
	}
	return WriteJSON(out, APIPath+"status.json", status)
}

// newAPIDay returns what the sources answered on a day. A source of which only a
// further metric has an answer stands there with nothing of its default one.
func newAPIDay(r *roster.Roster, date content.Day, answers map[content.Metric]*roster.Answers) apiDay {
	day := apiDay{Date: date, Sources: []apiAnswers{}}
	for _, source := range bySource(r.Platforms) {
		first, asked := newAPIAnswers(source.first, answers)
		entry := apiAnswers{Source: source.first.Source, apiMetricAnswers: first}
		for _, p := range source.more {
			if of, ok := newAPIAnswers(p, answers); ok {
				entry.More = append(entry.More, of)
			}
		}
		if asked || entry.More != nil {
			day.Sources = append(day.Sources, entry)
		}
	}
	return day
}

// newAPIAnswers returns the answers of one metric; ok is false where it was not asked.
func newAPIAnswers(p *roster.Platform, answers map[content.Metric]*roster.Answers) (of apiMetricAnswers, ok bool) {
	d := answers[p.Key()]
	if d == nil || d.Asked == 0 {
		return apiMetricAnswers{Metric: p.Metric, Missing: map[string]int{}}, false
	}
	return apiMetricAnswers{Metric: p.Metric, Asked: d.Asked, Got: d.Got, Held: d.Held, Missing: d.Reasons}, true
}

func newAPIPlatformEvent(e trend.PlatformEvent) apiPlatformEvent {
	return apiPlatformEvent{
		Source: e.Source, Metric: e.Name, After: e.From, Date: e.Day, Median: e.Median * 100, Usual: e.Usual * 100, Artists: e.Artists,
	}
}
