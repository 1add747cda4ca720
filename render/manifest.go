package render

import (
	"strings"

	"datarocks/content"
	"datarocks/publish/manifest"
)

func (r *renderer) manifest() error {
	facts := manifest.Facts{
		About:   manifest.About{Version: r.Version, Demo: r.History.Demo, Path: pathOnHost(r.Site.BaseURL)},
		Artists: make(map[string]map[string]manifest.Series),
	}
	if !r.History.Empty() {
		facts.Newest = dayOfFacts(r.History.Newest)
	}
	for _, entry := range r.Site.Artists {
		a := r.artist(entry)
		series := make(map[string]manifest.Series)
		for _, t := range a.tracks {
			if facts, ok := seriesFacts(t); ok {
				series[string(t.info.Source)] = facts
			}
		}
		facts.Artists[a.ID] = series
		facts.Updated = later(facts.Updated, a.updated())
	}
	m, err := manifest.Rendered(facts)
	if err != nil {
		return err
	}
	return r.out.writeJSON(manifest.Name, m)
}

func dayOfFacts(day content.Day) manifest.Day { return manifest.Day(day.String()) }

// pathOnHost gives the path of an address, escaped as it is there.
func pathOnHost(baseURL string) string {
	_, rest, _ := strings.Cut(baseURL, "://")
	_, below, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return "/" + below
}

// seriesFacts returns the facts of a track; ok is false where it never had a
// count.
func seriesFacts(t track) (facts manifest.Series, ok bool) {
	first, measured := t.series.First()
	last, _ := t.series.Last()
	if measured {
		facts.Counts = t.series.Len()
	}
	facts.First, facts.Last = dayOfFacts(first.Day), dayOfFacts(last.Day)
	for _, day := range t.series.Withdrawn() {
		facts.Withdrawn = append(facts.Withdrawn, dayOfFacts(day))
	}
	return facts, facts.Counts > 0 || facts.Withdrawn != nil
}
