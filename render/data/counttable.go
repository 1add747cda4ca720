package data

import (
	"encoding/csv"
	"errors"
	"os"
	"strconv"

	"datarocks/content"
	"datarocks/render/roster"
)

// maxRows is how many counts a table of all artists has: what a spreadsheet opens, less
// a row for the head. Only a large roster has more; then the oldest days are left to
// the artists' own files.
const maxRows = 1<<20 - 1

// countTable is a CSV file of the counts of all artists.
type countTable struct {
	kinds bool // whether it has every metric, and a column of their kinds
	file  *os.File
	rows  *csv.Writer
	first firstDays
	index apiCSV
}

// newCountTable begins a file below APIPath: of every metric of each source, or of the
// default ones alone.
func newCountTable(out Output, s *roster.Survey, name string, all bool) (*countTable, error) {
	file, err := out.Create(APIPath + name)
	if err != nil {
		return nil, err
	}
	t := &countTable{kinds: all, file: file, rows: csv.NewWriter(file), index: apiCSV{Path: name}}
	t.first = newFirstDays(s, func(p *roster.Platform) bool { return p.Download && (all || p.Key().IsDefault()) })
	return t, t.write("date", "artist", "source", "metric", "kind", "value", "gap", "schemaVersion")
}

// write writes a row. Without further metrics there is no column of kinds: the table is
// as it was before there were any.
func (t *countTable) write(date, artist, source, metric, kind string, rest ...string) error {
	row := []string{date, artist, source, metric}
	if t.kinds {
		row = append(row, kind)
	}
	return t.rows.Write(append(row, rest...))
}

// add adds an artist's counts of a metric.
func (t *countTable) add(artist string, source content.Source, c Counts) error {
	from := t.first.of(source)
	for row := range c.rows(from) {
		if err := t.write(row.day, artist, string(source), c.Metric, string(c.Kind), row.value, row.gap, strconv.Itoa(SchemaVersion)); err != nil {
			return err
		}
	}
	if first := max(from, c.Start); len(c.Values) > 0 && (t.index.From == nil || first < *t.index.From) {
		t.index.From = &first
	}
	return nil
}

// close completes the file, and returns what the index has of it.
func (t *countTable) close() (apiCSV, error) {
	t.rows.Flush()
	return t.index, errors.Join(t.rows.Error(), t.file.Close())
}

// firstDays are the first days that a table has room for. A source that was asked for
// its past has years at once: it gets the rows that the others leave, so that they
// have as many days as without it.
type firstDays struct{ live, past content.Day }

// of returns the first day of a source.
func (f firstDays) of(source content.Source) content.Day {
	if info, _ := source.Info(); info.Past() {
		return f.past
	}
	return f.live
}

// newFirstDays returns the days from which on a table has room for every artist on some
// metrics.
func newFirstDays(s *roster.Survey, has func(*roster.Platform) bool) firstDays {
	newest := s.History.Newest
	live, past := 0, 0
	listed := make(map[content.Metric]bool)
	for _, p := range s.Platforms {
		if !has(p) {
			continue
		}
		accounts := accountsOn(s.Site, p.Source)
		if listed[p.Key()] = true; p.Past() {
			past += accounts
		} else {
			live += accounts
		}
	}
	first := firstDays{live: newest - content.Day(maxRows/max(1, live)) + 1}
	left := maxRows
	for _, spans := range s.Spans {
		for _, span := range spans {
			if info, _ := span.Metric.Source.Info(); listed[span.Metric] && !info.Past() && span.Counts > 0 {
				left -= int(newest-max(span.First, first.live)) + 1
			}
		}
	}
	first.past = newest - content.Day(left/max(1, past)) + 1
	return first
}

// accountsOn is how many artists have an account on a source.
func accountsOn(site *content.Site, source content.Source) int {
	n := 0
	for _, a := range site.Artists {
		if _, ok := a.Accounts[source]; ok {
			n++
		}
	}
	return n
}
