package render

import (
	"time"

	"datarocks/content"
)

// freshness is when the counts of a page, or of the whole site, were asked.
type freshness []sourceTime

// sourceTime is when the newest count of one source was asked; zero where it
// has none.
type sourceTime struct {
	source content.Source
	every  content.Cadence
	At     time.Time
	Name   string
}

// fresh tells it of an artist's sources.
func (a *artist) fresh() freshness {
	var f freshness
	for _, t := range a.tracks {
		f = append(f, sourceTime{t.info.Source, t.setting.Every, t.series.At, t.info.Name})
	}
	return f
}

// add takes the newer time of each source.
func (f freshness) add(others freshness) freshness {
	for _, other := range others {
		known := false
		for i := range f {
			if f[i].source == other.source {
				known = true
				f[i].At = later(f[i].At, other.At)
			}
		}
		if !known {
			f = append(f, other)
		}
	}
	return f
}

// inOrder sorts sources as the site does.
func (f freshness) inOrder(settings []content.SourceSetting) freshness {
	var sorted freshness
	for _, setting := range settings {
		for _, s := range f {
			if s.source == setting.Source {
				sorted = append(sorted, s)
			}
		}
	}
	return sorted
}

// newest is the time of the newest count; zero where there is none.
func (f freshness) newest() time.Time {
	var newest time.Time
	for _, s := range f {
		newest = later(newest, s.At)
	}
	return newest
}

// Hours after which counts are old: a night and a half, or a week and a half
// day where every source is asked weekly.
const (
	oldDaily  = 36
	oldWeekly = 7*24 + 12
)

func (f freshness) hours() int {
	for _, s := range f {
		if s.every == content.EveryDay {
			return oldDaily
		}
	}
	return oldWeekly
}
