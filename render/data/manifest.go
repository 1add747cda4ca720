package data

import (
	"strings"
	"time"

	"datarocks/content"
	"datarocks/render/roster"
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

// WriteManifest writes manifest.json. version is that of datarocks.
func WriteManifest(out Output, s *roster.Survey, version string) error {
	facts := siteFacts{
		Version: version,
		Demo:    s.History.Demo,
		Path:    pathOnHost(s.Site.BaseURL),
		Updated: known(s.Freshness.Newest()),
		Artists: make(map[string]map[content.Source]seriesFacts),
	}
	if !s.History.Empty() {
		facts.Newest = &s.History.Newest
	}
	for id, spans := range s.Spans {
		series := make(map[content.Source]seriesFacts)
		for source, span := range spans {
			series[source] = seriesFacts(span)
		}
		facts.Artists[id] = series
	}
	return WriteJSON(out, "manifest.json", manifest{SchemaVersion, facts})
}

// pathOnHost returns the path of an address, escaped as it is there.
func pathOnHost(baseURL string) string {
	_, rest, _ := strings.Cut(baseURL, "://")
	_, below, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return "/" + below
}
