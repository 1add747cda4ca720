// Package data writes what is for programs: the artists' counts as JSON and CSV, the
// API, feeds and the calendar, what crawlers and previews look for, and the manifest
// for the publisher. The counts of a source whose terms forbid to hand them on in bulk
// are not in data.json, data.csv and the API; feeds and the calendar have its
// milestones, as the pages do.
//
// An artist's files are written with the artist, those about all artists entry by
// entry, as a history may be larger than memory. None has a time other than those of
// the counts and events in it, so a file changes only when these do, and a plain
// night costs few uploads.
package data

import (
	"bytes"
	"encoding/csv"
	"iter"
	"strconv"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history/series"
	"datarocks/render/roster"
)

// SchemaVersion is that of the files and of the data in a page.
const SchemaVersion = 1

// Artist is data.json: every count of one artist.
type Artist struct {
	SchemaVersion int            `json:"schemaVersion"`
	ID            string         `json:"artist"`
	Name          string         `json:"name"`
	Demo          bool           `json:"demo,omitempty"` // the counts are invented
	Updated       *time.Time     `json:"updated"`        // when the newest count was asked for; null where there is none
	Sources       []SourceSeries `json:"sources"`
}

// SourceSeries is the counts of one source: those of its default metric, whatever
// site.md leads with, and those of its further metrics.
type SourceSeries struct {
	Source content.Source `json:"source"`
	Counts
	More []Counts `json:"more,omitempty"`
}

// Counts is the counts of one metric, one a day from Start on. null is a day without a
// count: a gap if it is in Gaps, else a day on which none was due.
type Counts struct {
	Metric string       `json:"metric"`
	Kind   content.Kind `json:"kind,omitempty"`
	Start  content.Day  `json:"start"`
	Values []*int64     `json:"values"`
	Gaps   []series.Gap `json:"gaps,omitempty"`
	// Seams are the days from which on another account was counted.
	Seams []content.Day `json:"seams,omitempty"`
	// Cut has from when on the platform cuts the counts, and how far.
	Cut []Cut `json:"cut,omitempty"`
}

// Cut is how many counts one may stand for, from it on, since a day: 1 where it is exact.
type Cut struct {
	From content.Day `json:"from"`
	Step int64       `json:"step"`
}

func newCuts(s *series.Series, from, to content.Day) []Cut {
	var cuts []Cut
	for _, p := range s.Steps(from, to) {
		cuts = append(cuts, Cut{p.Day, max(1, p.Value)})
	}
	return cuts
}

// NewCounts returns the counts of a metric from one day to another.
func NewCounts(t roster.Track, from, to content.Day) Counts {
	s := t.Series
	data := Counts{Metric: t.Metric, Kind: t.Kind, Start: from, Values: []*int64{}, Seams: s.Seams(from, to), Cut: newCuts(s, from, to)}
	for day := from; day <= to; day++ {
		var value *int64
		if n, ok := s.Value(day); ok {
			value = &n
		}
		data.Values = append(data.Values, value)
	}
	for _, g := range t.Gaps(from, to) {
		g.Reason = roster.Why(g)
		data.Gaps = append(data.Gaps, g)
	}
	return data
}

// NewArtist returns all counts of an artist that may be taken away.
func NewArtist(a *roster.Artist, demo bool) *Artist {
	data := &Artist{SchemaVersion: SchemaVersion, ID: a.ID, Name: a.Name, Demo: demo, Sources: []SourceSeries{}}
	var updated time.Time
	for _, source := range bySource(a.Tracks) {
		s, ok := newSourceSeries(source, a.Newest)
		if !ok {
			continue
		}
		data.Sources = append(data.Sources, s)
		for _, t := range source.all() {
			updated = roster.Later(updated, t.Series.At)
		}
	}
	data.Updated = known(updated)
	return data
}

// newSourceSeries returns the counts of a source; ok is false where there are none, or
// they may not be taken away. Where only a further metric has counts, the default one
// has no days.
func newSourceSeries(source metricsOf[roster.Track], newest content.Day) (s SourceSeries, ok bool) {
	t := source.first
	s = SourceSeries{Source: t.Source, Counts: Counts{Metric: t.Metric, Kind: t.Kind, Values: []*int64{}}}
	if first, counted := t.Series.First(); counted {
		s.Counts, ok = NewCounts(t, first.Day, newest), true
	}
	for _, t := range source.more {
		first, counted := t.Series.First()
		if !counted {
			continue
		}
		if !ok {
			s.Start, ok = first.Day, true
		}
		s.More = append(s.More, NewCounts(t, first.Day, newest))
	}
	return s, ok && t.Download
}

// CSV returns the counts as data.csv: those of the default metric of each source.
func (a *Artist) CSV() []byte {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	_ = w.Write([]string{"date", "source", "metric", "value", "gap"}) // a bytes.Buffer does not fail
	for _, s := range a.Sources {
		for row := range s.rows(s.Start) {
			_ = w.Write([]string{row.day, string(s.Source), s.Metric, row.value, row.gap})
		}
	}
	w.Flush()
	return file.Bytes()
}

// csvRow is one day of one source, in the words of a spreadsheet.
type csvRow struct{ day, value, gap string }

// rows returns the days from one on.
func (s Counts) rows(from content.Day) iter.Seq[csvRow] {
	return func(yield func(csvRow) bool) {
		gaps := s.Gaps
		for day := max(s.Start, from); day < s.Start+content.Day(len(s.Values)); day++ {
			row := csvRow{day: day.String()}
			if value := s.Values[day-s.Start]; value != nil {
				row.value = strconv.FormatInt(*value, 10)
			}
			for len(gaps) > 0 && gaps[0].To < day {
				gaps = gaps[1:]
			}
			if len(gaps) > 0 && gaps[0].From <= day {
				row.gap = legible.Cell(gaps[0].Reason)
			}
			if !yield(row) {
				return
			}
		}
	}
}

// known returns nil for the zero time, which is null in JSON.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
