package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/content/name"
)

// record is one line of a table; a quoted field may make it several.
type record struct {
	at     place
	fields []string
}

// table reads a CSV file: its header, and the records that have as many fields.
// Lines of which every field is empty, as spreadsheets leave them at the end,
// are none, and neither is a first line "sep=,", which is for spreadsheets.
func (r *reader) table(f File) (header record, records []record, ok bool) {
	if bytes.IndexByte(f.Data, '\n') < 0 && bytes.IndexByte(f.Data, '\r') >= 0 {
		r.report(place{f.Name, 1}, "ends its lines as Macs once did", "save it as CSV UTF-8")
		return header, nil, false
	}
	before := r.faults
	in := csv.NewReader(bytes.NewReader(f.Data))
	in.FieldsPerRecord = -1    // reported below, with its cure
	in.TrimLeadingSpace = true // also before a quote
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if wrong, isSyntax := errors.AsType[*csv.ParseError](err); isSyntax {
			r.report(place{f.Name, wrong.StartLine}, "is not CSV: "+wrong.Err.Error(), `put a field that has quotes in quotes, and double those: "The ""X"""`)
			continue
		}
		line, _ := in.FieldPos(0)
		next := record{place{f.Name, line}, fields}
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		switch {
		case strings.Join(fields, "") == "", header.fields == nil && slices.Equal(fields, []string{"sep=", ""}):
		case header.fields == nil:
			header = next
		case len(fields) != len(header.fields):
			r.report(next.at, fmt.Sprintf("has %s, and the header %d", fieldsOf(len(fields)), len(header.fields)), "write a field for each column; quote one that has a comma, and write counts as digits only")
		default:
			records = append(records, next)
		}
	}
	if header.fields == nil {
		if r.faults == before { // otherwise what is not CSV is reported
			r.report(place{f.Name, 1}, "has no header", "take it out, or get it again")
		}
		return header, nil, false
	}
	for separator, name := range map[string]string{";": "semicolons", "\t": "tabs"} {
		if len(header.fields) == 1 && strings.Contains(header.fields[0], separator) {
			r.report(header.at, "is separated by "+name, "save it with commas")
			return header, nil, false
		}
	}
	if len(records) == 0 && len(r.problems) == 0 {
		r.report(header.at, "has no lines below its header", "take it out, or get it again")
	}
	return header, records, true
}

func fieldsOf(n int) string {
	if n == 1 {
		return "1 field"
	}
	return fmt.Sprintf("%d fields", n)
}

// spotifyForArtists reads the audience timeline that Spotify exports for artists.
// Of its columns only the followers are a count that datarocks keeps.
func (r *reader) spotifyForArtists(f File) {
	header, records, ok := r.table(f)
	if !ok {
		return
	}
	columns := columns{date: none, value: none}
	for i, heading := range header.fields {
		var of *int
		switch name.Letters(heading) {
		case "date":
			of = &columns.date
		case "followers":
			of = &columns.value
		default:
			continue
		}
		r.place(header, of, i)
	}
	if columns.date == none || columns.value == none {
		r.report(header.at, "has no columns date and followers", "export the audience timeline; its header is date,listeners,streams,followers")
		return
	}
	var dates dates
	for _, record := range records {
		m, timely := dates.read(r, record.at, record.fields[columns.date])
		r.count(record, columns.value, cell{m.day, r.Artist, content.Spotify}, timely)
	}
}

// csv reads counts by the names of their columns: see columns.
func (r *reader) csv(f File) {
	header, records, ok := r.table(f)
	if !ok {
		return
	}
	columns, ok := readHeader(r, header)
	if !ok {
		return
	}
	var dates dates
	for _, record := range records {
		m, known := dates.read(r, record.at, record.fields[columns.date])
		artist := r.Artist
		if columns.artist != none {
			id, wrong := r.names.find(record.fields[columns.artist])
			if wrong != nil {
				r.reportFault(record.at, wrong)
			}
			artist, known = id, known && wrong == nil
		}
		for _, wide := range columns.wide {
			r.count(record, wide.column, cell{m.day, artist, wide.source}, known)
		}
		if columns.value != none {
			source, ok := r.sourceOf(columns, record)
			r.count(record, columns.value, cell{m.day, artist, source}, known && ok)
		}
	}
}

// sourceOf returns the source of a record that has one count, whose metric must
// be the one that is kept of that source.
func (r *reader) sourceOf(c columns, record record) (content.Source, bool) {
	source := r.Source
	if c.source != none {
		named, wrong := sourceNamed(record.fields[c.source])
		if wrong != nil {
			r.reportFault(record.at, wrong)
			return "", false
		}
		source = named
	}
	metric := c.valueMetric
	if c.metric != none {
		metric = record.fields[c.metric]
	}
	info, _ := source.Info()
	if metric != "" && name.Letters(metric) != info.Metric {
		r.report(record.at, fmt.Sprintf("%s of %s are not kept", legible.Quote(metric), info.Name), "take them out; what is kept is "+info.Metric)
		return "", false
	}
	return source, true
}

// place notes where a column is.
func (r *reader) place(header record, of *int, i int) {
	if *of != none {
		r.report(header.at, fmt.Sprintf("has the columns %s and %s, which may be the same", legible.Quote(header.fields[*of]), legible.Quote(header.fields[i])), "keep one of the two")
	}
	*of = i
}

// count takes the count in a field; an empty one is none. Where the cell is not
// known it only looks for what is wrong.
func (r *reader) count(record record, column int, of cell, known bool) {
	if record.fields[column] == "" {
		return
	}
	if n, ok := r.value(record.at, record.fields[column]); ok && known {
		r.add(record.at, of, n)
	}
}
