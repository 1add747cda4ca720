package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/content/name"
)

// none stands for a column that is not there.
const none = -1

// columns is what the columns of a generic CSV file hold. Their names are
// read without case, blanks and punctuation:
//
//	date     date, day, timestp or timestamp
//	artist   artist, artist name or artist id; or --artist
//	account  identifier, account or account id: the artist's on the source
//	source   source, platform or platform code; or --source
//	metric   metric or metric code; one that is kept of the source. Where nothing names
//	         one it is Options.Lead, or else the source's default
//	value    value or count; or a metric: followers, fans, listeners, streams
//
// Instead of source and value, a file may have a column for each metric, named after
// its source and it, as in "Spotify Followers" and "Spotify Streams"; --source then
// chooses among them. Other columns are ignored.
type columns struct {
	date, artist, account, source, metric, value int
	valueMetric                                  string // what the value's column is called, where that is a metric
	wide                                         []wideColumn
}

type wideColumn struct {
	column int
	metric content.Metric
}

const wantedHeader = "the header is date,artist,source,value"

// header is the first line of a table, whose columns are looked for.
type header struct {
	r *reader
	record
	columns
	unknown []string // columns that are none of ours
}

// readHeader finds the columns of a table. Every one that is missing is reported at
// once.
func readHeader(r *reader, first record) (columns, bool) {
	before := r.faults
	h := header{r: r, record: first, columns: columns{date: none, artist: none, account: none, source: none, metric: none, value: none}}
	for i, heading := range h.fields {
		if !h.role(i) {
			h.unknown = append(h.unknown, heading)
		}
	}
	h.nameValue()
	if len(h.wide) > 0 && h.account != none { // which source's it is, is not known
		h.unknown = append(h.unknown, h.fields[h.account])
		h.account = none
	}
	h.require("date", h.date == none, "add one; "+wantedHeader)
	h.require("artist", h.artist == none && h.account == none && r.Artist == "", "add one, or say --artist ID where the file is of one artist; "+wantedHeader)
	h.require("value", h.value == none && len(h.wide) == 0, `add one, or one for each source, such as "Spotify Followers"; `+wantedHeader)
	h.require("source", h.value != none && h.source == none && r.Source == "", "add one, or say --source ID where the file is of one source; "+wantedHeader)
	h.choose()
	h.exclude()
	if r.Artist != "" && h.artist == none {
		// Otherwise a slip in the header would assign to one artist the counts of others.
		if near := nearName("artist", h.unknown); near != "" {
			r.report(h.at, "has a column "+legible.Quote(near)+", and --artist is said", "call it artist and leave out --artist, or take it out")
		}
	}
	if r.faults > before {
		return h.columns, false
	}
	for _, heading := range h.unknown {
		r.result.Ignored = append(r.result.Ignored, h.at.file+": "+legible.Quote(heading))
	}
	return h.columns, true
}

// isMetric reports whether a source counts what a heading names.
func isMetric(heading string) bool {
	return slices.ContainsFunc(content.Sources, func(info content.SourceInfo) bool { _, ok := info.Find(heading); return ok })
}

// nameValue takes the column of a metric that role does not know as the values, where no
// other holds any. Beside another column of counts such a one is passed over.
func (h *header) nameValue() {
	if h.value != none || len(h.wide) > 0 {
		return
	}
	h.unknown = slices.DeleteFunc(h.unknown, func(heading string) bool {
		metric := name.Letters(heading)
		if !isMetric(metric) {
			return false
		}
		h.valueMetric = metric
		h.r.place(h.record, &h.value, slices.Index(h.fields, heading))
		return true
	})
}

// choose keeps the columns of what is in --source.
func (h *header) choose() {
	if h.r.Source == "" || len(h.wide) == 0 {
		return
	}
	h.wide = slices.DeleteFunc(h.wide, func(w wideColumn) bool {
		chosen := w.metric.Source == h.r.Source && (h.r.Metric == "" || w.metric.Name == h.r.Metric)
		if !chosen {
			h.unknown = append(h.unknown, h.fields[w.column])
		}
		return !chosen
	})
	if len(h.wide) == 0 && h.value == none {
		what := string(h.r.Source)
		if h.r.Metric != "" {
			what = content.Metric{Source: h.r.Source, Name: h.r.Metric}.String()
		}
		h.r.report(h.at, fmt.Sprintf("has no column of %s, which --source names", what), "correct --source, or leave it out")
	}
}

// exclude reports what is there twice.
func (h *header) exclude() {
	switch {
	case h.artist != none && h.r.Artist != "":
		h.r.report(h.at, "has a column of artists, and --artist is said", "leave out --artist")
	case h.account != none && h.r.Artist != "":
		h.r.report(h.at, "has a column of accounts, and --artist is said", "leave out --artist")
	case h.source != none && h.r.Source != "":
		h.r.report(h.at, "has a column of sources, and --source is said", "leave out --source")
	case h.metric != none && h.r.Metric != "":
		h.r.report(h.at, "has a column of metrics, and --source names one", "say --source "+string(h.r.Source))
	case len(h.wide) > 0 && h.value != none:
		h.r.report(h.at, fmt.Sprintf("has the columns %s and %s, which may be the same", legible.Quote(h.fields[h.value]), legible.Quote(h.fields[h.wide[0].column])), "keep one of the two")
	case len(h.wide) > 0 && h.source != none:
		h.r.report(h.at, fmt.Sprintf("has the column %s, and a column of sources", legible.Quote(h.fields[h.wide[0].column])), "keep one of the two")
	}
}

// role notes what a column holds; false where that is not known.
func (h *header) role(i int) bool {
	heading := name.Letters(h.fields[i])
	of := map[string]*int{
		"date": &h.date, "day": &h.date, "timestp": &h.date, "timestamp": &h.date,
		"artist": &h.artist, "artistname": &h.artist, "artistid": &h.artist,
		"identifier": &h.account, "account": &h.account, "accountid": &h.account,
		"source": &h.source, "platform": &h.source, "platformcode": &h.source,
		"metric": &h.metric, "metriccode": &h.metric, "metricname": &h.metric, "metrictype": &h.metric,
		"value": &h.value, "count": &h.value, "followers": &h.value, "fans": &h.value, "listeners": &h.value,
	}[heading]
	if of != nil {
		if isMetric(heading) {
			h.valueMetric = heading
		}
		h.r.place(h.record, of, i)
		return true
	}
	metric, ok := sourceAndMetric(heading)
	if !ok {
		return false
	}
	if slices.ContainsFunc(h.wide, func(w wideColumn) bool { return w.metric == metric }) {
		h.r.report(h.at, fmt.Sprintf("has two columns of %s", metric), "keep the right one of the two")
	}
	h.wide = append(h.wide, wideColumn{i, metric})
	return true
}

// sourceAndMetric reads "spotifyfollowers".
func sourceAndMetric(heading string) (content.Metric, bool) {
	for _, info := range content.Sources {
		for _, known := range sourceNames(info) {
			if called, ok := strings.CutPrefix(heading, known); ok {
				if metric, ok := findMetric(info, called); ok {
					return content.Metric{Source: info.Source, Name: metric.Metric}, true
				}
			}
		}
	}
	return content.Metric{}, false
}

// findMetric returns the metric of a source that is called so, in letters alone:
// "dailyviews".
func findMetric(info content.SourceInfo, letters string) (content.MetricInfo, bool) {
	for _, metric := range info.Metrics {
		if name.Letters(metric.Metric) == letters {
			return metric, true
		}
	}
	return content.MetricInfo{}, false
}

// require reports a column that is missing.
func (h *header) require(role string, missing bool, instead string) {
	if !missing {
		return
	}
	if near := nearName(role, h.unknown); near != "" {
		instead = fmt.Sprintf("did you mean %s by %s?", role, legible.Quote(near))
	} else if parseDate(h.fields[0]).form != unknownForm {
		instead = "it begins without a header; " + wantedHeader
	}
	h.r.report(h.at, "has no column "+role, instead)
}

// nearName returns the name among several that is probably a slip of a word.
func nearName(word string, names []string) string {
	for _, heading := range names {
		if folded := name.Letters(heading); len(folded) <= 2*len(word) && folded != "" &&
			(levenshtein.ComputeDistance(folded, word) <= (len(word)+1)/3 || strings.HasPrefix(folded, word)) {
			return heading
		}
	}
	return ""
}
