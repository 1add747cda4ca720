package render

import (
	"strings"
	"time"

	"datarocks/content"
)

// manifest is manifest.json: what the site holds, so that a publisher can
// compare it with the one before without reading a page.
type manifest struct {
	SchemaVersion int       `json:"schemaVersion"`
	Site          siteFacts `json:"site"`
}

type siteFacts struct {
	Version string                                    `json:"version"` // of datarocks
	Demo    bool                                      `json:"demo,omitempty"`
	Path    string                                    `json:"path,omitempty"`    // on its host, as in a URL: "/counts/"; "" where it is not known
	Newest  *content.Day                              `json:"newest"`            // last day with any row; null before the first
	Updated *time.Time                                `json:"updated,omitempty"` // newest count
	Artists map[string]map[content.Source]seriesFacts `json:"artists"`
}

type seriesFacts struct {
	First  content.Day `json:"first"`
	Last   content.Day `json:"last"`
	Counts int         `json:"counts"`
	// Withdrawn are the days of which a person took the count back, so that a
	// publisher can tell that from a loss.
	Withdrawn []content.Day `json:"withdrawn,omitempty"`
}

func (r *renderer) manifest() error {
	facts := siteFacts{
		Version: r.Version,
		Demo:    r.History.Demo,
		Path:    pathOnHost(r.Site.BaseURL),
		Artists: make(map[string]map[content.Source]seriesFacts),
	}
	if !r.History.Empty() {
		facts.Newest = &r.History.Newest
	}
	var updated time.Time
	for _, entry := range r.Site.Artists {
		a := r.artist(entry)
		series := make(map[content.Source]seriesFacts)
		for _, t := range a.tracks {
			if facts, ok := newSeriesFacts(t); ok {
				series[t.info.Source] = facts
			}
		}
		facts.Artists[a.ID] = series
		updated = later(updated, a.updated())
	}
	if !updated.IsZero() {
		facts.Updated = &updated
	}
	return r.out.writeJSON("manifest.json", manifest{schemaVersion, facts})
}

// pathOnHost gives the path of an address, escaped as it is there.
func pathOnHost(baseURL string) string {
	_, rest, _ := strings.Cut(baseURL, "://")
	_, below, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return "/" + below
}

// newSeriesFacts gives the facts of a track; ok is false where it never had a
// count.
func newSeriesFacts(t track) (facts seriesFacts, ok bool) {
	if first, measured := t.series.First(); measured {
		last, _ := t.series.Last()
		facts = seriesFacts{First: first.Day, Last: last.Day, Counts: t.series.Len()}
	}
	facts.Withdrawn = t.series.Withdrawn()
	return facts, facts.Counts > 0 || facts.Withdrawn != nil
}
