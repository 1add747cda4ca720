package data

import (
	"strings"

	"datarocks/content"
	"datarocks/publish/manifest"
	"datarocks/render/roster"
)

// WriteManifest writes manifest.json. version is that of datarocks.
func WriteManifest(out Output, s *roster.Survey, version string) error {
	facts := manifest.Facts{
		About:   manifest.About{Version: version, Demo: s.History.Demo, Path: pathOnHost(s.Site.BaseURL), Updated: s.Freshness.Newest()},
		Artists: make(map[string]map[string]manifest.Series),
	}
	if !s.History.Empty() {
		facts.Newest = dayOf(s.History.Newest)
	}
	for id, spans := range s.Spans {
		series := make(map[string]manifest.Series)
		for source, span := range spans {
			series[string(source)] = seriesOf(span)
		}
		facts.Artists[id] = series
	}
	m, err := manifest.Rendered(facts)
	if err != nil {
		return err
	}
	return WriteJSON(out, manifest.Name, m)
}

func seriesOf(span roster.Span) manifest.Series {
	series := manifest.Series{First: dayOf(span.First), Last: dayOf(span.Last), Counts: span.Counts}
	for _, day := range span.Withdrawn {
		series.Withdrawn = append(series.Withdrawn, dayOf(day))
	}
	return series
}

func dayOf(day content.Day) manifest.Day { return manifest.Day(day.String()) }

// pathOnHost returns the path of an address, escaped as it is there.
func pathOnHost(baseURL string) string {
	_, rest, _ := strings.Cut(baseURL, "://")
	_, below, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return "/" + below
}
