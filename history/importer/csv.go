package importer

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

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
	in.Comma = r.separator()
	in.FieldsPerRecord = -1                // reported below, with its cure
	in.TrimLeadingSpace = in.Comma != '\t' // also before a quote; a tab would be trimmed, too
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
			r.report(next.at, fmt.Sprintf("has %s, and the header %d", fieldsOf(len(fields)), len(header.fields)), "write a field for each column; quote one that has a "+separatorNames[in.Comma]+", and write counts as digits only")
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
	if instead := r.otherSeparator(header); instead != "" {
		r.report(header.at, "is not separated by "+separatorNames[in.Comma]+"s", instead)
		return header, nil, false
	}
	if len(records) == 0 && r.faults == 0 {
		r.report(header.at, "has no lines below its header", "take it out, or get it again")
	}
	return header, records, true
}

// separatorNames are the separators that a table may have.
var separatorNames = map[rune]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "bar"}

// ParseSeparator reads a separator as a person writes it: the character itself, or its
// name.
func ParseSeparator(text string) (rune, error) {
	for separator, name := range separatorNames {
		if text == string(separator) || text == name || separator == '\t' && text == `\t` {
			return separator, nil
		}
	}
	return 0, fmt.Errorf("%q is no separator", text)
}

func (r *reader) separator() rune { return cmp.Or(r.Separator, ',') }

// otherSeparator returns what to do about a header that is one field, in which there
// is another separator; "" where that is not so. A guess it would be to go on: a
// name may have one, too.
func (r *reader) otherSeparator(header record) string {
	if len(header.fields) != 1 {
		return ""
	}
	for _, separator := range []rune{'\t', ';', ',', '|'} {
		if !strings.ContainsRune(header.fields[0], separator) {
			continue
		}
		if separator == ',' {
			return "leave out --separator"
		}
		said := separatorNames[separator]
		if separator != '\t' {
			said = `"` + string(separator) + `"`
		}
		return "it has " + separatorNames[separator] + "s: say --separator " + said
	}
	return ""
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
		r.count(record, columns.value, cell{m.day, r.Artist, content.Spotify}, m.at, timely)
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
		source, isSource := r.Source, true
		if columns.value != none {
			source, isSource = r.sourceOf(columns, record)
		}
		artist, isArtist := r.artistOf(columns, record, source, isSource)
		known = known && isArtist
		for _, wide := range columns.wide {
			r.count(record, wide.column, cell{m.day, artist, wide.source}, m.at, known)
		}
		if columns.value != none {
			r.count(record, columns.value, cell{m.day, artist, source}, m.at, known && isSource)
		}
	}
}

// artistOf returns the artist of a record: the one whose account it names, or who is
// named. Of an account the name beside it may be any, but another artist's.
func (r *reader) artistOf(c columns, record record, source content.Source, isSource bool) (id string, ok bool) {
	var named string
	var wrong *fault
	if c.artist != none {
		named, wrong = r.names.find(record.fields[c.artist])
	}
	switch {
	case c.account == none && c.artist == none:
		return r.Artist, true
	case c.account == none:
		id = named
	case !isSource: // reported already
		return "", false
	default:
		isNamed := c.artist != none && wrong == nil
		id, wrong = r.names.account(source, record.fields[c.account])
		if wrong == nil && isNamed && named != id {
			wrong = &fault{
				fmt.Sprintf("%s is the account of %s, and the line is of %s", legible.Quote(record.fields[c.account]), legible.Quote(id), legible.Quote(named)),
				"correct one of the two",
			}
		}
	}
	if wrong != nil {
		r.reportFault(record.at, wrong)
	}
	return id, wrong == nil
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
	if metric != "" && name.Letters(metric) != info.Default().Metric {
		r.report(record.at, fmt.Sprintf("%s of %s are not kept", legible.Quote(metric), info.Name), "take them out; what is kept is "+info.Default().Metric)
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
func (r *reader) count(record record, column int, of cell, at time.Time, known bool) {
	if record.fields[column] == "" {
		return
	}
	if n, ok := r.value(record.at, record.fields[column]); ok && known {
		r.add(record.at, of, at, n)
	}
}
