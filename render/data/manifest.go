package data

import (
	"strings"
	"time"

	"datarocks/content"
	"datarocks/publish/manifest"
	"datarocks/render/roster"
)

// WriteManifest writes manifest.json: what the site holds, so that a publisher can
// compare it with the one before without reading a page. version is that of
// datarocks.
func WriteManifest(out Output, s *roster.Survey, version string) error {
	facts := manifest.Facts{
		About: manifest.About{
			Version: version, Demo: s.History.Demo, Path: pathOnHost(s.Site.BaseURL), Updated: updated(s), Kept: roster.Kept(s.Site),
		},
		Artists: make(map[string]map[string]manifest.Series),
	}
	if !s.History.Empty() {
		facts.Newest = dayOfFacts(s.History.Newest)
	}
	for _, day := range s.History.Unreadable {
		if day <= s.History.Newest {
			facts.Unreadable = append(facts.Unreadable, dayOfFacts(day))
		}
	}
	for _, a := range s.Site.Artists {
		for _, id := range a.Formerly {
			if facts.Renamed == nil {
				facts.Renamed = make(map[string]string)
			}
			facts.Renamed[id] = a.ID
		}
	}
	for id, spans := range s.Spans {
		series := make(map[string]manifest.Series)
		for _, span := range spans {
			if !span.Lasts {
				continue // it has fewer days each night, and none is lost
			}
			facts := manifest.Series{First: dayOfFacts(span.First), Last: dayOfFacts(span.Last), Counts: span.Counts, Runs: span.Runs}
			for _, day := range span.Withdrawn {
				facts.Withdrawn = append(facts.Withdrawn, dayOfFacts(day))
			}
			series[span.Metric.String()] = facts
		}
		facts.Artists[id] = series
	}
	m, err := manifest.Rendered(facts)
	if err != nil {
		return err
	}
	return WriteJSON(out, manifest.Name, m)
}

// updated returns when the newest count was asked for, those of artists who are
// left out tonight among them: their pages stay, so the site is not older for it.
func updated(s *roster.Survey) time.Time {
	newest := s.Freshness.Newest()
	for _, b := range s.Site.Broken {
		if b.Folder != "artists" {
			continue
		}
		for _, p := range s.Platforms {
			newest = roster.Later(newest, s.History.Series(b.ID, p.Key()).At)
		}
	}
	return newest
}

func dayOfFacts(day content.Day) manifest.Day { return manifest.Day(day.String()) }

// pathOnHost returns the path of an address, escaped as it is there.
func pathOnHost(baseURL string) string {
	_, rest, _ := strings.Cut(baseURL, "://")
	_, below, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return "/" + below
}
