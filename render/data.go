package render

import (
	"bytes"
	"encoding/csv"
	"iter"
	"strconv"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
)

// schemaVersion is of data.json and of the data in a page.
const schemaVersion = 1

// artistData is data.json: every count of one artist.
type artistData struct {
	SchemaVersion int          `json:"schemaVersion"`
	Artist        string       `json:"artist"`
	Name          string       `json:"name"`
	Demo          bool         `json:"demo,omitempty"` // the counts are invented
	Updated       *time.Time   `json:"updated"`        // when the newest count was asked; null where there is none
	Sources       []seriesData `json:"sources"`
}

// seriesData is the counts of one source, one a day from Start on. null is a
// day without a count: a gap if it is in Gaps, else a day on which none was due.
type seriesData struct {
	Source content.Source `json:"source"`
	Metric string         `json:"metric"`
	Start  content.Day    `json:"start"`
	Values []*int64       `json:"values"`
	Gaps   []gapData      `json:"gaps,omitempty"`
	// Seams are the days from which on another account was counted.
	Seams []content.Day `json:"seams,omitempty"`
}

type gapData struct {
	From   content.Day `json:"from"`
	To     content.Day `json:"to"`
	Reason string      `json:"reason"`
}

func newSeriesData(t track, from, to content.Day) seriesData {
	s := t.series
	data := seriesData{Source: s.Source, Metric: t.info.Metric, Start: from, Values: []*int64{}, Seams: s.Seams(from, to)}
	for day := from; day <= to; day++ {
		var value *int64
		if n, ok := s.Value(day); ok {
			value = &n
		}
		data.Values = append(data.Values, value)
	}
	for _, g := range s.Gaps(from, to, t.setting.Every) {
		data.Gaps = append(data.Gaps, gapData{g.From, g.To, why(g)})
	}
	return data
}

// download writes the files of one artist that others may take away. Sources
// whose terms forbid it are not in them.
func (r *renderer) download(a *artist) error {
	data := artistData{SchemaVersion: schemaVersion, Artist: a.ID, Name: a.Name, Demo: r.History.Demo, Sources: []seriesData{}}
	var updated time.Time
	for _, t := range a.tracks {
		if first, ok := t.series.First(); ok && t.setting.Download {
			data.Sources = append(data.Sources, newSeriesData(t, first.Day, r.History.Newest))
			updated = later(updated, t.series.At)
		}
	}
	if !updated.IsZero() {
		data.Updated = &updated
	}
	a.data = data
	if err := r.out.writeJSON(a.at+"data.json", data); err != nil {
		return err
	}
	return r.out.write(a.at+"data.csv", encodeCSV(data))
}

func encodeCSV(data artistData) []byte {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	_ = w.Write([]string{"date", "source", "metric", "value", "gap"}) // a bytes.Buffer does not fail
	for _, s := range data.Sources {
		for row := range s.rows(s.Start) {
			_ = w.Write([]string{row.day, string(s.Source), s.Metric, row.value, row.gap})
		}
	}
	w.Flush()
	return file.Bytes()
}

// csvRow is one day of one source, in the words of a spreadsheet.
type csvRow struct{ day, value, gap string }

// rows gives the days from one on.
func (s seriesData) rows(from content.Day) iter.Seq[csvRow] {
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

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
