// Package trend finds what moved: how an artist did over a window, and which weeks,
// milestones and outages are worth a word.
//
// A platform that removes false accounts takes from the whole roster at once. So the
// median change of a RosterSample is watched, and where it is out of the ordinary that
// is a PlatformEvent, whose part is taken out of what an artist did by itself. A
// Lift compares an artist with its roster in the same way. What is so many in a day is
// watched and compared by the logarithm of its ratio, see FlowLift.
//
// Nothing later than a day is used to judge it, so that a page of that day is the same
// whenever it is rendered. The functions are pure: series in, values out.
package trend

import (
	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/series"
)

const (
	// leastArtists is how many artists must have been measured for their median
	// to stand for the roster.
	leastArtists = 5
	// mostArtists is how many artists stand for a larger roster, spread evenly over
	// it: their median is as good, and all of them would be more than memory holds.
	mostArtists = 201
	// leastBase is the least count whose change in parts of it means something: of
	// fewer followers, one who comes or goes is as much as a platform removes.
	leastBase = 1000
)

// RosterSample is the counts of a roster in one metric. Their median separates what
// happened to all artists there from what happened to one. It remembers what it
// worked out, so only one goroutine may use it at a time.
type RosterSample struct {
	content.Metric
	every  content.Cadence
	series []*series.Series
	daily  []flow.Daily // the amounts of their days; none of levels
	lifts  map[stretch]rosterLift
	days   []PlatformEvent // see eventDays
	looked bool            // days are worked out
}

// stretch is a number of days before a day, and as many after it.
type stretch struct{ base, days content.Day }

type rosterLift struct {
	median  float64
	artists int
}

// SampleRoster returns the roster in a metric of the site. Of more than 201 artists
// with an account there, 201 stand for all: those at even distances in the order of
// the site, which is that of their ids.
func SampleRoster(site *content.Site, setting content.MetricSetting, of series.Lookup) *RosterSample {
	p := &RosterSample{Metric: setting.Key(), every: setting.Every, lifts: make(map[stretch]rosterLift)}
	var ids []string
	for _, a := range site.Artists {
		if _, ok := a.Accounts[setting.Source]; ok {
			ids = append(ids, a.ID)
		}
	}
	n := min(len(ids), mostArtists)
	for i := range n {
		if s := of(ids[i*len(ids)/n], setting.Key()); s.HasCounts() {
			p.add(s)
		}
	}
	return p
}

func (p *RosterSample) add(s *series.Series) {
	p.series = append(p.series, s)
	if kind := p.Kind(); kind != content.Stock {
		p.daily = append(p.daily, flow.New(s, kind))
	}
}

// span returns the first and the last day with a count of any artist; ok is false
// where there is none.
func (p *RosterSample) span() (first, last content.Day, ok bool) {
	for i, s := range p.series {
		begin, _ := s.First()
		end, _ := s.Last()
		if i == 0 {
			first = begin.Day
		}
		first, last = min(first, begin.Day), max(last, end.Day)
	}
	return first, last, len(p.series) > 0
}
