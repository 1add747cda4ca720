package history

import (
	"slices"

	"datarocks/content"
)

const (
	// leastPeers is how many artists must have been measured for their median
	// to say something of the roster.
	leastPeers = 5
	// mostPeers is how many artists stand for a larger roster, spread evenly over
	// it: their median is as good, and all of them would be more than memory holds.
	mostPeers = 201
	// leastBase is the least count whose change in parts of it says something: of
	// fewer followers, one who comes or goes is as much as a platform removes.
	leastBase = 1000
)

// Peers are the counts of a roster on one source. Their median tells what
// happened to all artists there from what happened to one. They remember what
// they worked out, so only one goroutine may use them at a time.
type Peers struct {
	Source content.Source
	every  content.Cadence
	series []*Series
	lifts  map[stretch]rosterLift
	odd    []PlatformEvent // see oddDays
	looked bool            // odd is worked out
}

// stretch is a number of days before a day, and as many after it.
type stretch struct{ base, days content.Day }

type rosterLift struct {
	median  float64
	artists int
}

// Peers gives the roster on a source of the site. Of more than 201 artists with an
// account there, 201 stand for all: those at even distances in the order of
// the site, which is that of their ids.
func (h *History) Peers(site *content.Site, setting content.SourceSetting) *Peers {
	p := &Peers{Source: setting.Source, every: setting.Every, lifts: make(map[stretch]rosterLift)}
	var ids []string
	for _, a := range site.Artists {
		if _, ok := a.Accounts[setting.Source]; ok {
			ids = append(ids, a.ID)
		}
	}
	n := min(len(ids), mostPeers)
	for i := range n {
		if s := h.Series(ids[i*len(ids)/n], setting.Source); s.counts() {
			p.series = append(p.series, s)
		}
	}
	return p
}

func (s *Series) counts() bool { return len(s.values) > 0 }

// span gives the first and the last day with a count of anybody; ok is false
// where there is none.
func (p *Peers) span() (first, last content.Day, ok bool) {
	for i, s := range p.series {
		if i == 0 {
			first = s.first
		}
		first, last = min(first, s.first), max(last, s.end()-1)
	}
	return first, last, len(p.series) > 0
}

// steady gives the counts of two days, where both were measured and are of one
// account; ok is false where they cannot be compared.
func (s *Series) steady(from, to content.Day) (before, after int64, ok bool) {
	before, ok = s.Value(from)
	after, too := s.Value(to)
	return before, after, ok && too && !s.crossed(from, to)
}

// crossed says whether another account is counted after the first of two days.
func (s *Series) crossed(from, to content.Day) bool {
	return slices.ContainsFunc(s.seams, func(seam content.Day) bool { return from < seam && seam <= to })
}
