package render

import (
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/trend"
)

// platform is what a whole roster did on one source: its median, and when that
// was out of the ordinary.
type platform struct {
	*trend.RosterSample
	events []history.PlatformEvent // the oldest first
}

// platform gives what the roster did on a source of the site. It is worked out
// once.
func (r *renderer) platform(setting content.SourceSetting) platform {
	known, ok := r.platforms[setting.Source]
	if ok {
		return known
	}
	peers := trend.SampleRoster(r.Site, setting, r.History.Series)
	known = platform{peers, peers.Events()}
	if r.platforms == nil {
		r.platforms = make(map[content.Source]platform)
	}
	r.platforms[setting.Source] = known
	return known
}

// within lists the events of a window that ends with a day.
func (p platform) within(w content.Window, newest content.Day) []history.PlatformEvent {
	for i, e := range p.events {
		if w == content.All || e.Day > newest-content.Day(w.Days()) {
			return p.events[i:]
		}
	}
	return nil
}

// tellPlatform tells of a platform event: "X (Twitter) fell for the whole roster
// on 23 November: −1.2 % in the median of 10 artists, where +0.01 % is usual."
func (l *Language) tellPlatform(info content.SourceInfo, e history.PlatformEvent, newest content.Day) string {
	said := &l.Platform
	moved := said.Rose
	if e.Median < e.Usual {
		moved = said.Fell
	}
	when := said.On.with(l.near(e.Day, newest))
	if e.Day > e.From+1 {
		when = said.Between.with(l.near(e.From, newest), l.near(e.Day, newest))
	}
	median := said.Median.with(l.signedPercent(e.Median*100), l.number(int64(e.Artists)))
	return l.Sentence.End.with(moved.with(info.Name, when, median, l.signedPercent(e.Usual*100)))
}

// platformEvents tells of those of all sources in a window.
func (r *renderer) platformEvents(w content.Window) []string {
	var told []string
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		for _, e := range r.platform(setting).within(w, r.History.Newest) {
			told = append(told, r.words.tellPlatform(info, e, r.History.Newest))
		}
	}
	return told
}

// tellPlatforms adds the platform events to what happened, and to the calendar.
func (r *renderer) tellPlatforms() {
	l := r.words
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		for _, e := range r.platform(setting).events {
			title := l.Feed.Entry.with(info.Name, l.platformMark(e).Title)
			h := happening{id: "#platform-" + string(e.Source) + "-" + e.Day.String(), day: e.Day, title: title, text: l.tellPlatform(info, e, e.Day)}
			r.news, r.dates = append(r.news, h), append(r.dates, h)
		}
	}
	r.news, r.dates = newestFirst(r.news), newestFirst(r.dates)
}

// platformMark is a platform event as an event in the charts of its source.
func (l *Language) platformMark(e history.PlatformEvent) content.Event {
	return content.Event{Day: e.Day, Title: l.Platform.Mark.with(l.signedPercent(e.Median * 100))}
}

// markData is an event that a live chart marks.
type markData struct {
	Day   content.Day `json:"day"`
	Title string      `json:"title"`
}

func (l *Language) platformMarks(events []history.PlatformEvent) []markData {
	var marks []markData
	for _, e := range events {
		mark := l.platformMark(e)
		marks = append(marks, markData{mark.Day, mark.Title})
	}
	return marks
}

// apart tells how an artist moved apart from platform events; nothing where
// there were none in the window, or their part is unknown.
func (l *Language) apart(c Chart) []string {
	m, ok := trend.Net(c.Series, c.Window, c.Events)
	if !ok || m.Events == 0 {
		return nil
	}
	said := &l.Platform
	what := said.Several.of(l, int64(m.Events)).with(l.number(int64(m.Events)))
	if m.Events == 1 {
		for _, e := range c.Events {
			if m.From.Day < e.Day && e.Day <= m.To.Day {
				what = said.One.with(l.near(e.Day, c.Newest))
			}
		}
	}
	switch own := m.Own(); {
	case own > 0:
		return []string{said.Gained.with(what, l.number(own))}
	case own < 0:
		return []string{said.Lost.with(what, l.number(-own))}
	}
	return []string{said.Kept.with(what)}
}
