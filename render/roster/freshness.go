package roster

import (
	"slices"
	"time"

	"datarocks/content"
)

// Freshness is when the counts of a page, or of the whole site, were asked for.
type Freshness []SourceTime

// SourceTime is when the newest count of one source was asked for; zero where it
// has none.
type SourceTime struct {
	content.MetricSetting
	At time.Time
}

// Freshness returns that of an artist's sources.
func (a *Artist) Freshness() Freshness {
	var f Freshness
	for _, t := range a.Tracks {
		f = append(f, SourceTime{t.MetricSetting, t.Series.At})
	}
	return f
}

// Join takes the newer time of each source; the sources come in the order of the
// site.
func (r *Roster) Join(f, others Freshness) Freshness {
	var joined Freshness
	for _, p := range r.Platforms {
		if times := slices.Concat(f.Only(p.Key()), others.Only(p.Key())); len(times) > 0 {
			joined = append(joined, SourceTime{p.MetricSetting, times.Newest()})
		}
	}
	return joined
}

// Of returns the time of a source; zero where it has no count.
func (f Freshness) Of(metric content.Metric) time.Time { return f.Only(metric).Newest() }

// Only returns the freshness of one source.
func (f Freshness) Only(metric content.Metric) Freshness {
	return slices.DeleteFunc(slices.Clone(f), func(s SourceTime) bool { return s.Key() != metric })
}

// Newest returns the time of the newest count; zero where there is none.
func (f Freshness) Newest() time.Time {
	var newest time.Time
	for _, s := range f {
		newest = Later(newest, s.At)
	}
	return newest
}

// Hours after which counts are old: a night and a half, or a week and a half
// day where every source is asked weekly.
const (
	oldDaily  = 36
	oldWeekly = 7*24 + 12
)

// OldAfter returns after how many hours the counts are old.
func (f Freshness) OldAfter() int {
	for _, s := range f {
		if s.Every == content.EveryDay {
			return oldDaily
		}
	}
	return oldWeekly
}

// Later returns the later of two times.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
