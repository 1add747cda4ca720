package row

import (
	"cmp"
	"slices"
	"strings"

	"datarocks/content"
)

// Key identifies a row: a history has at most one of each.
type Key struct {
	Date   content.Day
	Artist string
	Source content.Source
	Metric string
}

// Key returns the row's key.
func (r Row) Key() Key {
	return Key{Date: r.Date, Artist: r.Artist, Source: r.Source, Metric: r.Metric}
}

// Compare orders keys by day, artist, source and metric.
func (k Key) Compare(other Key) int {
	return cmp.Or(
		cmp.Compare(k.Date, other.Date),
		cmp.Compare(k.Artist, other.Artist),
		cmp.Compare(k.Source, other.Source),
		cmp.Compare(k.Metric, other.Metric),
	)
}

// SeriesKey identifies a series: the rows of one artist, source and metric.
type SeriesKey struct {
	Artist string
	Source content.Source
	Metric string
}

// Compare orders keys by artist, source and metric.
func (k SeriesKey) Compare(other SeriesKey) int {
	return cmp.Or(cmp.Compare(k.Artist, other.Artist), cmp.Compare(k.Source, other.Source), cmp.Compare(k.Metric, other.Metric))
}

// SeriesKey returns the key of the row's series.
func (r Row) SeriesKey() SeriesKey {
	return SeriesKey{Artist: r.Artist, Source: r.Source, Metric: r.Metric}
}

// lasting are the imports that no platform's terms limit: what they have is the label's
// own, or was published by others.
var lasting = []string{"youtube-studio", "wikidata"}

// Tree is the tree in which the row is kept. A label's own figures are nobody's to limit.
// Terms are of what a platform answered, also where it was exported and imported again, and
// of what a person decided on that.
func (r *Row) Tree() Tree {
	info, _ := r.Source.Info()
	kind, imported := strings.CutPrefix(r.Via, viaImport)
	decided := r.Via == ViaManual && r.Asked.IsZero() // on an import that lasts: other decisions know when was asked
	own := slices.ContainsFunc(info.Metrics, func(m content.MetricInfo) bool { return m.Metric == r.Metric && m.Dashboard })
	if info.Terms.KeptDays == 0 || own || decided || imported && slices.Contains(lasting, kind) {
		return Days
	}
	return Limited(r.Source)
}
