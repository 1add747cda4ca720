package row

import (
	"cmp"

	"datarocks/content"
)

// key is what at most one row of a history may have.
type Key struct {
	Date   content.Day
	Artist string
	Source content.Source
	Metric string
}

func (r Row) Key() Key { return Key{r.Date, r.Artist, r.Source, r.Metric} }

func (k Key) Compare(other Key) int {
	return cmp.Or(
		cmp.Compare(k.Date, other.Date),
		cmp.Compare(k.Artist, other.Artist),
		cmp.Compare(k.Source, other.Source),
		cmp.Compare(k.Metric, other.Metric),
	)
}

type SeriesKey struct {
	Artist string
	Source content.Source
	Metric string
}

func (k SeriesKey) Compare(other SeriesKey) int {
	return cmp.Or(cmp.Compare(k.Artist, other.Artist), cmp.Compare(k.Source, other.Source), cmp.Compare(k.Metric, other.Metric))
}

func (r Row) SeriesKey() SeriesKey { return SeriesKey{r.Artist, r.Source, r.Metric} }
