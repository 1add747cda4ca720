package data

import (
	"encoding/csv"
	"errors"
	"os"
	"strconv"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// APIPath is where the files about all artists are. Another version would be
// another path, and this one would stay.
const APIPath = "api/v1/"

// maxRows is how many counts all.csv has: what a spreadsheet opens, less a row
// for the head. Only a large roster has more; then the oldest days are left to
// the artists' own files.
const maxRows = 1<<20 - 1

// API is the files about all artists while they are written: artist by artist,
// as all of them may be larger than memory.
type API struct {
	out     Output
	site    *content.Site
	artists *jsonList
	latest  *jsonList
	csvFile *os.File
	csv     *csv.Writer
	from    content.Day // the first day that all.csv may have
	index   apiIndex
}

// NewAPI begins the files. schema is schema.json, which describes them.
func NewAPI(out Output, s *roster.Survey, l *words.Language, schema []byte) (*API, error) {
	a := &API{out: out, site: s.Site, from: firstDayOfAll(s.Site, s.History.Newest)}
	a.index = apiIndex{
		SchemaVersion: SchemaVersion, apiTimes: newTimes(s), Title: s.Site.Title, Site: s.Site.BaseURL, Note: l.Feed.NoDownload,
		Sources: newSources(s),
		Files:   apiFiles{Artists: "artists.json", Latest: "latest.json", Status: "status.json", All: apiCSV{Path: "all.csv"}, Schema: "schema.json"},
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
	if a.csvFile, err = out.Create(APIPath + "all.csv"); err != nil {
		return nil, err
	}
	a.csv = csv.NewWriter(a.csvFile)
	return a, a.csv.Write([]string{"date", "artist", "source", "metric", "value", "gap", "schemaVersion"})
}

// firstDayOfAll is the day from which on all.csv has room for every artist.
func firstDayOfAll(site *content.Site, newest content.Day) content.Day {
	series := 0
	for _, a := range site.Artists {
		for _, s := range site.Sources {
			if _, ok := a.Accounts[s.Source]; ok && s.Download {
				series++
			}
		}
	}
	return newest - content.Day(maxRows/max(1, series)) + 1
}

// Add adds an artist, with the same counts as in its own files.
func (a *API) Add(artist *roster.Artist, counts *Artist, hasFeed bool) error {
	a.index.Artists = append(a.index.Artists, apiRef{artist.ID, "../../" + artist.Path + "data.json"})
	if err := a.artists.add(newAPIArtist(a.site, artist, hasFeed)); err != nil {
		return err
	}
	for _, t := range artist.Tracks {
		if !t.Download {
			continue
		}
		if err := a.latest.add(newAPICount(artist, t)); err != nil {
			return err
		}
	}
	for _, s := range counts.Sources {
		for row := range s.rows(a.from) {
			record := []string{row.day, artist.ID, string(s.Source), s.Metric, row.value, row.gap, strconv.Itoa(SchemaVersion)}
			if err := a.csv.Write(record); err != nil {
				return err
			}
		}
		if first := max(a.from, s.Start); a.index.Files.All.From == nil || first < *a.index.Files.All.From {
			a.index.Files.All.From = &first
		}
	}
	return nil
}

// Close completes the files.
func (a *API) Close() error {
	a.csv.Flush()
	return errors.Join(a.csv.Error(), a.csvFile.Close(), a.artists.close(), a.latest.close(), WriteJSON(a.out, APIPath+"index.json", a.index))
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
	for _, p := range s.Platforms {
		sources = append(sources, apiSource{
			Source: p.Source, Name: p.Name, Metric: p.Metric, Every: p.Every, Download: p.Download, Updated: known(s.Freshness.Of(p.Key())),
		})
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

func newAPICount(a *roster.Artist, t roster.Track) apiCount {
	count := apiCount{Artist: a.ID, Source: t.Source, Metric: t.Metric, Updated: known(t.Series.At)}
	last, ok := t.Series.Last()
	if !ok {
		count.Missing = legible.Reason(t.Series.Reason(a.Newest), 0)
		return count
	}
	count.Date, count.Value, count.Changes = &last.Day, &last.Value, make(map[content.Window]apiChange)
	if gaps := t.Gaps(a.Newest, a.Newest); len(gaps) > 0 {
		count.Missing = roster.Why(gaps[0])
	}
	for _, w := range content.Windows {
		if change, ok := t.Series.Change(w); ok {
			count.Changes[w] = apiChange{change.From.Day, change.Diff()}
		}
	}
	return count
}

// WriteStatus writes what became of the last days' runs.
func WriteStatus(out Output, s *roster.Survey) error {
	status := apiStatus{SchemaVersion: SchemaVersion, apiTimes: newTimes(s), Days: []apiDay{}, Held: []apiHeld{}, Events: []apiPlatformEvent{}}
	for ago, metrics := range s.Answers {
		if s.History.Empty() {
			break
		}
		day := apiDay{Date: s.History.Newest - content.Day(ago), Sources: []apiAnswers{}}
		for _, p := range s.Platforms {
			if d := metrics[p.Key()]; d != nil && d.Asked > 0 {
				day.Sources = append(day.Sources, apiAnswers{Source: p.Source, Asked: d.Asked, Got: d.Got, Held: d.Held, Missing: d.Reasons})
			}
		}
		status.Days = append(status.Days, day)
	}
	for _, p := range s.Platforms {
		for _, e := range p.Events {
			status.Events = append(status.Events, apiPlatformEvent{
				Source: e.Source, After: e.From, Date: e.Day, Median: e.Median * 100, Usual: e.Usual * 100, Artists: e.Artists,
			})
		}
	}
	for _, h := range s.Held {
		status.Held = append(status.Held, apiHeld{Artist: h.ID, Source: h.Source.Source, Date: h.Day, Reason: h.Reason})
	}
	return WriteJSON(out, APIPath+"status.json", status)
}
