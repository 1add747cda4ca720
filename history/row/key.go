package row

import (
	"cmp"

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
