package data

import (
	"slices"

	"datarocks/content"
)

// metricsOf is what there is of the metrics of one source: of its default metric, which
// the files have under the source's name, and of the others.
type metricsOf[T keyed] struct {
	first T
	more  []T
}

// keyed is what there is of one metric.
type keyed interface{ Key() content.Metric }

// all lists both.
func (m metricsOf[T]) all() []T { return slices.Insert(slices.Clone(m.more), 0, m.first) }

// bySource puts together what is of one source. Both sources and metrics stay in the
// order of the site.
func bySource[T keyed](all []T) []metricsOf[T] {
	var sources []metricsOf[T]
	for of := range chunks(all) {
		n := slices.IndexFunc(of, func(one T) bool { return one.Key().IsDefault() })
		if n < 0 {
			continue // content refuses a source without it
		}
		sources = append(sources, metricsOf[T]{first: of[n], more: slices.Delete(slices.Clone(of), n, n+1)})
	}
	return sources
}

// chunks yields the stretches of one source each.
func chunks[T keyed](all []T) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for begin := 0; begin < len(all); {
			end := begin
			for end < len(all) && all[end].Key().Source == all[begin].Key().Source {
				end++
			}
			if !yield(all[begin:end]) {
				return
			}
			begin = end
		}
	}
}
