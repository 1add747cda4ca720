package render

import (
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
	Newest  *content.Day                              `json:"newest"`            // last day with any row; null before the first
	Updated *time.Time                                `json:"updated,omitempty"` // newest count
	Artists map[string]map[content.Source]seriesFacts `json:"artists"`
}

type seriesFacts struct {
	First  content.Day `json:"first"`
	Last   content.Day `json:"last"`
	Counts int         `json:"counts"`
}

func (r *renderer) manifest() error {
	facts := siteFacts{
		Version: r.Version,
		Demo:    r.History.Demo,
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
			first, ok := t.series.First()
			if last, _ := t.series.Last(); ok {
				series[t.info.Source] = seriesFacts{first.Day, last.Day, t.series.Len()}
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
