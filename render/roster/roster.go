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
	"datarocks/history/series"
	"datarocks/history/trend"
)

// Roster is a site's artists with their history.
type Roster struct {
	Site      *content.Site
	History   *history.History
	Artists   []content.Artist // in the order of Order
	Platforms []*Platform      // one a metric, in the order of the site
}

// New returns the roster of a site. It reads the artists that stand for all on
// each source.
func New(site *content.Site, h *history.History) *Roster {
	h.Follow(site)
	r := &Roster{Site: site, History: h, Artists: Order(site), Platforms: PlatformsOf(site)}
	for _, p := range r.Platforms {
		p.Sample = trend.SampleRoster(site, p.MetricSetting, sampled(p.MetricSetting, h))
		p.Events = p.Sample.Events()
	}
	return r
}

// PlatformsOf lists the metrics of a site in its order, without what the roster did in
// them.
func PlatformsOf(site *content.Site) []*Platform {
	var all []*Platform
	for _, setting := range site.Metrics() {
		lead := len(all) == 0 || all[len(all)-1].Source != setting.Source
		all = append(all, &Platform{MetricSetting: setting, IsLead: lead})
	}
	return all
}

// sampled reads the counts of the artists that stand for all: none where nothing may be
// worked out of them.
func sampled(setting content.MetricSetting, h *history.History) series.Lookup {
	if setting.Derives() {
		return h.Series
	}
	return series.New
}

// Derived lists the metrics of which anything may be worked out, in the order of the
// site.
func (r *Roster) Derived() []*Platform {
	return slices.DeleteFunc(slices.Clone(r.Platforms), func(p *Platform) bool { return !p.Derives() })
}

// Leads lists the first metric of each source, in the order of the site.
func (r *Roster) Leads() []*Platform {
	var leads []*Platform
	for _, p := range r.Platforms {
		if p.IsLead {
			leads = append(leads, p)
		}
	}
	return leads
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
	t := Track{Platform: p, Series: r.History.Series(a.ID, p.Key()), Due: r.History.Newest - content.PastDue}
	t.Pause, t.Paused = content.PausedSince(a, p.SourceSetting, r.History.Newest)
	return t
}

// Artist returns an artist with the counts of each metric.
func (r *Roster) Artist(entry content.Artist) *Artist {
	a := &Artist{Artist: entry, Path: ArtistPath(entry.ID), Newest: r.History.Newest}
	for _, p := range r.Platforms {
		if _, ok := entry.Accounts[p.Source]; !ok {
			continue
		}
		if t := r.Track(entry, p); t.Counted() || !t.Dashboard {
			a.Tracks = append(a.Tracks, t) // of a dashboard that nobody imported there is nothing to miss
		}
	}
	a.First = a.oldest(func(t Track) bool { return !t.Past() })
	if !slices.ContainsFunc(a.Tracks, func(t Track) bool { return !t.Past() && t.Counted() }) {
		a.First = a.oldest(Track.Counted)
	}
	return a
}
