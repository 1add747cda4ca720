package roster

import (
	"datarocks/content"
	"datarocks/history/trend"
)

// Movers is what all artists come to on one source: how complete its newest
// counts are, and who moved most over the site's window up to the newest day.
type Movers struct {
	*Platform
	Asked, Got int64  // accounts, and those with a count of the newest day
	Missing    *Track // the first of the others
	// Apart from platform events: who gained most in per cent, who gained most
	// followers, and who lost most in per cent. The zero Mover is nobody.
	Strongest, Most, Weakest Mover
	Amounts                  AmountMovers // of what is so many in a day
}

// Mover is an artist with a change.
type Mover struct {
	Artist  *Artist
	Track   Track
	move    trend.NetChange
	Percent float64 // apart from platform events
}

// NewMovers returns the movers of each source, in the order of the site. It looks at
// every artist once.
func NewMovers(r *Roster) []Movers {
	movers := noMovers(r)
	for _, entry := range r.Artists {
		addArtist(movers, r.Artist(entry), r.Site.Window)
	}
	return movers
}

// noMovers returns the movers before any artist is added.
func noMovers(r *Roster) []Movers {
	movers := make([]Movers, len(r.Platforms))
	for i, p := range r.Platforms {
		movers[i].Platform = p
	}
	return movers
}

// addArtist adds an artist to the movers of each source.
func addArtist(movers []Movers, a *Artist, w content.Window) {
	for _, t := range a.Tracks {
		for i := range movers {
			if movers[i].Platform == t.Platform {
				movers[i].add(a, t, w)
			}
		}
	}
}

func (m *Movers) add(a *Artist, t Track, w content.Window) {
	switch {
	case t.Paused:
		return
	case !t.Missing(a.Newest):
		m.Got++
	case m.Missing == nil:
		m.Missing = &t
	}
	m.Asked++
	if !t.Derives() {
		return
	}
	if !t.IsStock() {
		m.Amounts.add(a, t, w)
		return
	}
	move, ok := trend.Net(t.Series, w, t.Events)
	percent, defined := move.OwnPercent()
	if !ok || !defined || move.To.Day != a.Newest {
		return
	}
	mover := Mover{Artist: a, Track: t, move: move, Percent: percent}
	// Of those who moved alike, the first of the roster stays.
	if percent > m.Strongest.Percent {
		m.Strongest = mover
	}
	if move.Own() > m.Most.move.Own() {
		m.Most = mover
	}
	if percent < m.Weakest.Percent {
		m.Weakest = mover
	}
}
