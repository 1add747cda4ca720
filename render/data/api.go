package data

import (
	"errors"
	"slices"

	"datarocks/content"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// APIPath is where the files about all artists are. Another version would be
// another path, and this one would stay.
const APIPath = "api/v1/"

// API is the files about all artists while they are written: artist by artist,
// as all of them may be larger than memory.
type API struct {
	out        Output
	site       *content.Site
	artists    *jsonList
	latest     *jsonList
	all        *countTable // the default metric of each source
	allMetrics *countTable // every metric; nil where no source has a further one
	index      apiIndex
}

// NewAPI begins the files. schema is schema.json, which describes them.
func NewAPI(out Output, s *roster.Survey, l *words.Language, schema []byte) (*API, error) {
	a := &API{out: out, site: s.Site}
	a.index = apiIndex{
		SchemaVersion: SchemaVersion, apiTimes: newTimes(s), Title: s.Site.Title, Site: s.Site.BaseURL, Note: l.Feed.NoDownload,
		Sources: newSources(s),
		Files:   apiFiles{Artists: "artists.json", Latest: "latest.json", Status: "status.json", Schema: "schema.json"},
		Artists: []apiRef{},
	}
	if err := out.Write(APIPath+"schema.json", schema); err != nil {
		return nil, err
	}
	var err error
	if a.artists, err = newList(out, APIPath+"artists.json", apiArtistsHead{SchemaVersion}, "artists"); err != nil {
		return nil, err
	}
	if a.latest, err = newList(out, APIPath+"latest.json", apiLatestHead{SchemaVersion, a.index.apiTimes}, "counts"); err != nil {
		return nil, err
	}
	if a.all, err = newCountTable(out, s, "all.csv", false); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(s.Platforms, func(p *roster.Platform) bool { return p.Download && !p.Key().IsDefault() }) {
		a.allMetrics, err = newCountTable(out, s, "all-metrics.csv", true)
	}
	return a, err
}

// Add adds an artist, with the same counts as in its own files.
func (a *API) Add(artist *roster.Artist, counts *Artist, hasFeed bool) error {
	a.index.Artists = append(a.index.Artists, apiRef{artist.ID, "../../" + artist.Path + "data.json"})
	if err := a.artists.add(newAPIArtist(a.site, artist, hasFeed)); err != nil {
		return err
	}
	for _, source := range bySource(artist.Tracks) {
		if !source.first.Download {
			continue
		}
		if err := a.latest.add(newAPICount(artist, source)); err != nil {
			return err
		}
	}
	for _, s := range counts.Sources {
		if err := a.all.add(artist.ID, s.Source, s.Counts); err != nil {
			return err
		}
		if a.allMetrics == nil {
			continue
		}
		for _, c := range append([]Counts{s.Counts}, s.More...) {
			if err := a.allMetrics.add(artist.ID, s.Source, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close completes the files.
func (a *API) Close() error {
	all, err := a.all.close()
	a.index.Files.All = all
	if a.allMetrics != nil {
		allMetrics, problem := a.allMetrics.close()
		a.index.Files.AllMetrics, err = &allMetrics, errors.Join(err, problem)
	}
	return errors.Join(err, a.artists.close(), a.latest.close(), WriteJSON(a.out, APIPath+"index.json", a.index))
}

func newTimes(s *roster.Survey) apiTimes {
	times := apiTimes{Demo: s.History.Demo, Updated: known(s.Freshness.Newest())}
	if !s.History.Empty() {
		times.Newest = &s.History.Newest
	}
	return times
}

// newSources lists all sources of the site, also one that nobody has an account
// on.
func newSources(s *roster.Survey) []apiSource {
	sources := []apiSource{}
	for _, source := range bySource(s.Platforms) {
		p := source.first
		entry := apiSource{
			Source: p.Source, Name: p.Name, Metric: p.Metric, Kind: p.Kind, Every: p.Every, Download: p.Download, Updated: known(s.Freshness.Of(p.Key())),
		}
		for _, p := range source.more {
			entry.More = append(entry.More, apiMetric{Metric: p.Metric, Kind: p.Kind, Updated: known(s.Freshness.Of(p.Key()))})
		}
		sources = append(sources, entry)
	}
	return sources
}

func newAPIArtist(site *content.Site, a *roster.Artist, hasFeed bool) apiArtist {
	to := "../../" + a.Path
	entry := apiArtist{
		ID: a.ID, Name: a.Name, Aliases: a.Aliases, Genre: a.Genre, Accounts: a.Accounts,
		Page: to, Embed: to + "embed/", Data: to + "data.json", CSV: to + "data.csv", Card: to + "card.svg",
	}
	if Embeddable(site) {
		entry.OEmbed = to + OEmbedName
	}
	if hasFeed {
		entry.Feed = to + FeedName
	}
	for _, event := range a.Timeline {
		entry.Timeline = append(entry.Timeline, apiEvent{event.Day, event.Title, event.Kind})
	}
	return entry
}
