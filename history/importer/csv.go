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

// spotifyForArtists reads the audience timeline that Spotify exports for artists: its
// followers, and the listeners and streams of each day.
func (r *reader) spotifyForArtists(f File) {
	header, records, ok := r.table(f)
	if !ok {
		return
	}
	date, columns := r.timelineColumns(header)
	if date == none || len(columns) == 0 {
		r.report(header.at, "has no column date, or none of followers, listeners and streams", "export the audience timeline; its header is date,listeners,streams,followers")
		return
	}
	var dates dates
	for _, record := range records {
		m, timely := dates.read(r, record.at, record.fields[date])
		for _, c := range columns {
			r.count(record, c.column, cell{m.day, r.Artist, c.metric}, m.at, timely)
		}
	}
}

// timelineColumns finds the columns of a timeline; date is none where there is none.
func (r *reader) timelineColumns(header record) (date int, columns []wideColumn) {
	date = none
	spotify, _ := content.Spotify.Info()
	at := make(map[string]int)
	for i, heading := range header.fields {
		called := name.Letters(heading)
		metric, counted := spotify.Find(called)
		before, again := at[called]
		switch {
		case called == "date":
			r.place(header, &date, i)
		case !counted:
		case again:
			r.place(header, &before, i)
		default:
			at[called] = i
			columns = append(columns, wideColumn{i, content.Metric{Source: content.Spotify, Name: metric.Metric}})
		}
	}
	return date, columns
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
		metric, isMetric := content.Metric{}, true
		if columns.value != none {
			metric, isMetric = r.metricOf(columns, record)
		}
		artist, isArtist := r.artistOf(columns, record, metric.Source, isMetric)
		known = known && isArtist
		for _, wide := range columns.wide {
			r.count(record, wide.column, cell{m.day, artist, wide.metric}, m.at, known)
		}
		if columns.value != none {
			r.count(record, columns.value, cell{m.day, artist, metric}, m.at, known && isMetric)
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

// metricOf returns what a record has its one count of, which must be kept of its
// source.
func (r *reader) metricOf(c columns, record record) (content.Metric, bool) {
	source := r.Source
	if c.source != none {
		named, wrong := sourceNamed(record.fields[c.source])
		if wrong != nil {
			r.reportFault(record.at, wrong)
			return content.Metric{}, false
		}
		source = named
	}
	called := cmp.Or(c.valueMetric, r.Metric)
	if c.metric != none {
		called = record.fields[c.metric]
	} else if called != "" && r.Metric == "daily-"+called {
		called = r.Metric // whose days have the short name
	}
	info, _ := source.Info()
	metric, ok := findMetric(info, name.Letters(cmp.Or(called, r.Lead, info.Default().Metric)))
	_, also := info.Find("daily-" + metric.Metric)
	switch {
	case !ok:
		r.report(record.at, fmt.Sprintf("%s of %s are not kept", legible.Quote(called), info.Name), "take them out; what is kept is "+metricNames(info))
		return content.Metric{}, false
	case c.metric == none && c.valueMetric != "" && r.Metric == "" && metric.Kind == content.Uniques:
		of := content.Metric{Source: source, Name: metric.Metric}
		r.report(record.at, fmt.Sprintf("%s of %s may be those of a month", legible.Quote(called), info.Name), fmt.Sprintf("say --source %s where they are of one day", of))
		return content.Metric{}, false
	case c.metric == none && c.valueMetric != "" && r.Metric == "" && also:
		of := content.Metric{Source: source, Name: metric.Metric}
		r.report(record.at, fmt.Sprintf("%s of %s may be those of a day", legible.Quote(called), info.Name), fmt.Sprintf("say --source %s where they are all since the beginning, or --source %s/daily-%s", of, source, metric.Metric))
		return content.Metric{}, false
	case r.Metric != "" && metric.Metric != r.Metric:
		r.report(record.at, fmt.Sprintf("has %s, and --source names %s", metric.Metric, r.Metric), "correct --source")
		return content.Metric{}, false
	}
	return content.Metric{Source: source, Name: metric.Metric}, true
}

func metricNames(info content.SourceInfo) string {
	names := make([]string, len(info.Metrics))
	for i, metric := range info.Metrics {
		names[i] = metric.Metric
	}
	return strings.Join(names, ", ")
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
