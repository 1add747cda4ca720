package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"datarocks/content"
	"datarocks/content/name"
)

// none stands for a column that is not there.
const none = -1

// columns says what the columns of a generic CSV file hold. Their names are
// read without case, blanks and punctuation:
//
//	date     date, day, timestp or timestamp
//	artist   artist, artist name or artist id; or --artist
//	source   source or platform; or --source
//	metric   metric; it must be the one that is kept of the source
//	value    value or count; or the source's metric: followers, fans, listeners
//
// Instead of source and value, a file may have a column for each source, named
// after it and its metric, as in "Spotify Followers"; --source then chooses among
// them. Other columns are ignored.
type columns struct {
	date, artist, source, metric, value int
	valueMetric                         string // what the value's column is called, where that is a metric
	wide                                []wideColumn
}

type wideColumn struct {
	column int
	source content.Source
}

const wantedHeader = "the header is date,artist,source,value"

// columns reads the header. Every column that is missing is reported at once.
func (r *reader) columns(header record) (columns, bool) {
	before := r.faults
	c := columns{date: none, artist: none, source: none, metric: none, value: none}
	var unknown []string
	for i, name := range header.fields {
		if !r.role(&c, header, i) {
			unknown = append(unknown, name)
		}
	}
	r.require(header, unknown, "date", c.date == none, "add one; "+wantedHeader)
	r.require(header, unknown, "artist", c.artist == none && r.Artist == "", "add one, or say --artist ID where the file is of one artist; "+wantedHeader)
	r.require(header, unknown, "value", c.value == none && len(c.wide) == 0, `add one, or one for each source, such as "Spotify Followers"; `+wantedHeader)
	r.require(header, unknown, "source", c.value != none && c.source == none && r.Source == "", "add one, or say --source ID where the file is of one source; "+wantedHeader)
	r.choose(&c, header, &unknown)
	r.exclude(header, c)
	if r.Artist != "" && c.artist == none {
		// Otherwise a slip in the header would give one artist another's counts.
		if near := nearName("artist", unknown); near != "" {
			r.report(header.at, "has a column "+quote(near)+", and --artist is said", "call it artist and leave out --artist, or take it out")
		}
	}
	if r.faults > before {
		return c, false
	}
	for _, name := range unknown {
		r.result.Ignored = append(r.result.Ignored, header.at.file+": "+quote(name))
	}
	return c, true
}

// choose keeps the columns of the source that --source says.
func (r *reader) choose(c *columns, header record, ignored *[]string) {
	if r.Source == "" || len(c.wide) == 0 {
		return
	}
	c.wide = slices.DeleteFunc(c.wide, func(w wideColumn) bool {
		if w.source != r.Source {
			*ignored = append(*ignored, header.fields[w.column])
		}
		return w.source != r.Source
	})
	if len(c.wide) == 0 && c.value == none {
		r.report(header.at, fmt.Sprintf("has no column of %s, which --source says", r.Source), "correct --source, or leave it out")
	}
}

// exclude reports what is said twice.
func (r *reader) exclude(header record, c columns) {
	switch {
	case c.artist != none && r.Artist != "":
		r.report(header.at, "has a column of artists, and --artist is said", "leave out --artist")
	case c.source != none && r.Source != "":
		r.report(header.at, "has a column of sources, and --source is said", "leave out --source")
	case len(c.wide) > 0 && c.value != none:
		r.report(header.at, fmt.Sprintf("has the columns %s and %s, which may be the same", quote(header.fields[c.value]), quote(header.fields[c.wide[0].column])), "keep one of the two")
	case len(c.wide) > 0 && c.source != none:
		r.report(header.at, fmt.Sprintf("has the column %s, and a column of sources", quote(header.fields[c.wide[0].column])), "keep one of the two")
	}
}

// role notes what a column holds; false where that is not known.
func (r *reader) role(c *columns, header record, i int) bool {
	heading := name.Letters(header.fields[i])
	switch heading {
	case "date", "day", "timestp", "timestamp":
		return r.place(header, &c.date, i)
	case "artist", "artistname", "artistid":
		return r.place(header, &c.artist, i)
	case "source", "platform":
		return r.place(header, &c.source, i)
	case "metric":
		return r.place(header, &c.metric, i)
	case "value", "count":
		return r.place(header, &c.value, i)
	case "followers", "fans", "listeners":
		c.valueMetric = heading
		return r.place(header, &c.value, i)
	}
	source, ok := sourceAndMetric(heading)
	if !ok {
		return false
	}
	if slices.ContainsFunc(c.wide, func(w wideColumn) bool { return w.source == source }) {
		r.report(header.at, fmt.Sprintf("has two columns of %s", source), "keep the right one of the two")
	}
	c.wide = append(c.wide, wideColumn{i, source})
	return true
}

// place notes where a column is. It always gives true: the column is known.
func (r *reader) place(header record, of *int, i int) bool {
	if *of != none {
		r.report(header.at, fmt.Sprintf("has the columns %s and %s, which may be the same", quote(header.fields[*of]), quote(header.fields[i])), "keep one of the two")
	}
	*of = i
	return true
}

// sourceAndMetric reads "spotifyfollowers".
func sourceAndMetric(heading string) (content.Source, bool) {
	for _, info := range content.Sources {
		for _, known := range sourceNames(info) {
			if heading == known+info.Metric {
				return info.Source, true
			}
		}
	}
	return "", false
}

func (r *reader) require(header record, unknown []string, role string, missing bool, instead string) {
	if !missing {
		return
	}
	if near := nearName(role, unknown); near != "" {
		instead = fmt.Sprintf("did you mean %s by %s?", role, quote(near))
	} else if _, form := parseDate(header.fields[0]); form != nil {
		instead = "it begins without a header; " + wantedHeader
	}
	r.report(header.at, "has no column "+role, instead)
}

// nearName gives the name among several that is probably a slip of a word.
func nearName(word string, names []string) string {
	for _, heading := range names {
		if folded := name.Letters(heading); len(folded) <= 2*len(word) && folded != "" &&
			(levenshtein.ComputeDistance(folded, word) <= (len(word)+1)/3 || strings.HasPrefix(folded, word)) {
			return heading
		}
	}
	return ""
}
