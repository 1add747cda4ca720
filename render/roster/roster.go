// Package roster is what the pages of a site are made of: numbers, days and
// reasons, but no words. A Roster has the artists in the order of the pages, and
// reads their counts one artist at a time, as a history may be larger than
// memory. A Survey is what all of them come to: it looks at every artist once,
// and the pages only read it.
package roster

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/trend"
)

// Roster is a site's artists with their history.
type Roster struct {
	Site      *content.Site
	History   *history.History
	Artists   []content.Artist // in the order of Order
	Platforms []*Platform      // one a source, in the order of the site
}

// New returns the roster of a site. It reads the artists that stand for all on
// each source.
func New(site *content.Site, h *history.History) *Roster {
	h.Follow(site)
	r := &Roster{Site: site, History: h, Artists: Order(site)}
	for _, setting := range site.Metrics() {
		sample := trend.SampleRoster(site, setting, h.Series)
		r.Platforms = append(r.Platforms, &Platform{MetricSetting: setting, Sample: sample, Events: sample.Events()})
	}
	return r
}

// Order returns the artists of a site as its pages list them: the default artist
// first, the others by name, as people and browsers sort: "Ólafur" stands beside
// "Olaf".
func Order(site *content.Site) []content.Artist {
	names := collate.New(language.Make(string(site.Language)))
	return slices.SortedStableFunc(slices.Values(site.Artists), func(a, b content.Artist) int {
		switch {
		case a.ID == site.Default:
			return -1
		case b.ID == site.Default:
			return 1
		}
		return names.CompareString(a.Name, b.Name)
	})
}

// Track returns an artist's counts on a source.
func (r *Roster) Track(a content.Artist, p *Platform) Track {
	t := Track{Platform: p, Series: r.History.Series(a.ID, p.Key())}
	t.Pause, t.Paused = content.PausedSince(a, p.SourceSetting, r.History.Newest)
	return t
}

// Artist returns an artist with the counts of each source.
func (r *Roster) Artist(entry content.Artist) *Artist {
	a := &Artist{Artist: entry, Path: ArtistPath(entry.ID), First: r.History.Newest, Newest: r.History.Newest}
	for _, p := range r.Platforms {
		if _, ok := entry.Accounts[p.Source]; !ok {
			continue
		}
		t := r.Track(entry, p)
		if first, ok := t.Series.First(); ok {
			a.First = min(a.First, first.Day)
		}
		a.Tracks = append(a.Tracks, t)
	}
	return a
}
