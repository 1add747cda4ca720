package render

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"time"

	"datarocks/content"
)

// apiPath is where the files about all artists are. Another version would be
// another path, and this one would stay.
const apiPath = "api/v1/"

// maxRows is how many counts all.csv has: what a spreadsheet opens, less a row
// for the head. Only a large roster has more; then the oldest days are left to
// the artists' own files.
const maxRows = 1<<20 - 1

// api is the files about all artists while they are written: artist by artist,
// as all of them may be larger than memory.
type api struct {
	r       *renderer
	artists *jsonList
	latest  *jsonList
	csvFile *os.File
	csv     *csv.Writer
	from    content.Day // the first day that all.csv may have
	index   apiIndex
}

func (r *renderer) newAPI() (*api, error) {
	a := &api{r: r, from: r.firstDayOfAll()}
	a.index = apiIndex{
		SchemaVersion: schemaVersion, apiTimes: r.apiTimes(), Title: r.Site.Title, Site: r.Site.BaseURL, Note: r.words.Feed.NoDownload,
		Sources: r.fresh.ofSources(r.Site.Sources),
		Files:   apiFiles{"artists.json", "latest.json", "status.json", apiCSV{Path: "all.csv"}, "schema.json"},
		Artists: []apiRef{},
	}
	schema, err := fs.ReadFile(r.Templates, "schema.json")
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	err = r.out.write(apiPath+"schema.json", schema)
	open := func(f func() error) {
		if err == nil {
			err = f()
		}
	}
	open(func() (err error) {
		a.artists, err = r.out.list(apiPath+"artists.json", apiArtistsHead{schemaVersion}, "artists")
		return err
	})
	open(func() (err error) {
		a.latest, err = r.out.list(apiPath+"latest.json", apiLatestHead{schemaVersion, a.index.apiTimes}, "counts")
		return err
	})
	open(func() (err error) {
		a.csvFile, err = r.out.create(apiPath + "all.csv")
		return err
	})
	if err != nil {
		return nil, err
	}
	a.csv = csv.NewWriter(a.csvFile)
	return a, a.csv.Write([]string{"date", "artist", "source", "metric", "value", "gap", "schemaVersion"})
}

// firstDayOfAll is the day from which on all.csv has room for every artist.
func (r *renderer) firstDayOfAll() content.Day {
	series := 0
	for _, a := range r.Site.Artists {
		for _, s := range r.Site.Sources {
			if _, ok := a.Accounts[s.Source]; ok && s.Download {
				series++
			}
		}
	}
	return r.History.Newest - content.Day(maxRows/max(1, series)) + 1
}

// add writes an artist, whose data is written already.
func (a *api) add(artist *artist) error {
	a.index.Artists = append(a.index.Artists, apiRef{artist.ID, "../../" + artist.at + "data.json"})
	if err := a.artists.add(a.r.newAPIArtist(artist)); err != nil {
		return err
	}
	for _, t := range artist.tracks {
		if !t.setting.Download {
			continue
		}
		if err := a.latest.add(newAPICount(artist, t)); err != nil {
			return err
		}
	}
	for _, s := range artist.data.Sources {
		for row := range s.rows(a.from) {
			record := []string{row.day, artist.ID, string(s.Source), s.Metric, row.value, row.gap, strconv.Itoa(schemaVersion)}
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

// close completes the files.
func (a *api) close() error {
	a.csv.Flush()
	return errors.Join(a.csv.Error(), a.csvFile.Close(), a.artists.close(), a.latest.close(), a.r.out.writeJSON(apiPath+"index.json", a.index))
}

func (r *renderer) apiTimes() apiTimes {
	times := apiTimes{Demo: r.History.Demo}
	if !r.History.Empty() {
		times.Newest = &r.History.Newest
	}
	times.Updated = known(r.fresh.newest())
	return times
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// ofSources tells of all sources of the site, also of one that nobody has an
// account on.
func (f freshness) ofSources(settings []content.SourceSetting) []apiSource {
	sources := []apiSource{}
	for _, setting := range settings {
		info, _ := setting.Source.Info()
		s := apiSource{Source: setting.Source, Name: info.Name, Metric: info.Metric, Every: setting.Every, Download: setting.Download}
		for _, at := range f {
			if at.source == setting.Source {
				s.Updated = known(at.At)
			}
		}
		sources = append(sources, s)
	}
	return sources
}

func (r *renderer) newAPIArtist(a *artist) apiArtist {
	to := "../../" + a.at
	entry := apiArtist{
		ID: a.ID, Name: a.Name, Aliases: a.Aliases, Genre: a.Genre, Accounts: a.Accounts,
		Page: to, Embed: to + "embed/", Data: to + "data.json", CSV: to + "data.csv", Card: to + "card.svg",
	}
	if r.embeddable() {
		entry.OEmbed = to + oembedName
	}
	if r.hasFeed(a.happenings()) {
		entry.Feed = to + feedName
	}
	for _, event := range a.Timeline {
		entry.Timeline = append(entry.Timeline, apiEvent{event.Day, event.Title})
	}
	return entry
}

func newAPICount(a *artist, t track) apiCount {
	count := apiCount{Artist: a.ID, Source: t.info.Source, Metric: t.info.Metric, Updated: known(t.series.At)}
	last, ok := t.series.Last()
	if !ok {
		count.Missing = t.series.Reason(a.newest)
		return count
	}
	count.Date, count.Value = &last.Day, &last.Value
	if gaps := t.series.Gaps(a.newest, a.newest, t.setting.Every); len(gaps) > 0 {
		count.Missing = why(gaps[0])
	}
	for _, w := range content.Windows {
		if change, ok := t.series.Change(w); ok {
			if count.Changes == nil {
				count.Changes = make(map[content.Window]apiChange)
			}
			count.Changes[w] = apiChange{change.From.Day, change.Diff()}
		}
	}
	return count
}

// apiStatus writes what the page of the status shows.
func (r *renderer) apiStatus(answers []map[content.Source]*dayTally, held []heldRow) error {
	status := apiStatus{SchemaVersion: schemaVersion, apiTimes: r.apiTimes(), Days: []apiDay{}, Held: []heldData{}, Events: []apiPlatformEvent{}}
	for ago, sources := range answers {
		if r.History.Empty() {
			break
		}
		day := apiDay{Date: r.History.Newest - content.Day(ago), Sources: []apiAnswers{}}
		for _, setting := range r.Site.Sources {
			if d := sources[setting.Source]; d != nil && d.asked > 0 {
				day.Sources = append(day.Sources, apiAnswers{setting.Source, d.asked, d.got, d.held, d.reasons})
			}
		}
		status.Days = append(status.Days, day)
	}
	for _, setting := range r.Site.Sources {
		for _, e := range r.platform(setting).events {
			status.Events = append(status.Events, apiPlatformEvent{e.Source, e.From, e.Day, e.Median * 100, e.Usual * 100, e.Artists})
		}
	}
	for _, row := range held {
		status.Held = append(status.Held, row.data)
	}
	return r.out.writeJSON(apiPath+"status.json", status)
}
