package content

import "slices"

// Kind is what kind of number a metric is: what may be done with its counts.
type Kind string

// The kinds. They stand in the files for programs.
const (
	Stock      Kind = "stock"      // a level, such as followers
	Flow       Kind = "flow"       // so many in a day, such as views: a window has their sum
	Cumulative Kind = "cumulative" // a level whose difference a day is of interest, such as plays
	Uniques    Kind = "uniques"    // different people in a day: a window has their mean, never their sum
)

// IsLevel reports whether counts of the kind are levels, not so many in a day.
func (k Kind) IsLevel() bool { return k == Stock || k == Cumulative }

// UsualDay is the least median of what is so many in a day beside which a 0 is doubtful.
const UsualDay = 50

// MetricInfo holds what is true of a metric for every artist.
type MetricInfo struct {
	Metric string // what is counted, as stored: "followers"
	Kind   Kind
	// Dashboard marks a label's own figures, from a dashboard that only it sees.
	// They are imported, and shown to others only where site.md wants that.
	Dashboard bool
	// Digits is how many digits the platform shows of a count above 1,000: it cuts the
	// rest, so that 11,300,000 stands for anything below 11,400,000. 0 where counts are
	// exact.
	Digits int
}

// Metric names a series of an artist: a source, and what is counted there.
type Metric struct {
	Source Source
	Name   string
}

// String is the metric as people write it: "lastfm/plays", and of a source's default
// metric the source alone.
func (m Metric) String() string { return m.joined("/") }

// Slug is the metric as a part of an address: "lastfm-plays", and "lastfm".
func (m Metric) Slug() string { return m.joined("-") }

func (m Metric) joined(by string) string {
	if m.IsDefault() {
		return string(m.Source)
	}
	return string(m.Source) + by + m.Name
}

// IsDefault reports whether the metric is its source's default, or of no known source.
func (m Metric) IsDefault() bool {
	info, ok := m.Source.Info()
	return !ok || info.Default().Metric == m.Name
}

// Kind is what kind of number the metric is; Stock where it is not known.
func (m Metric) Kind() Kind {
	info, _ := m.Source.Info()
	if metric, ok := info.Find(m.Name); ok {
		return metric.Kind
	}
	return Stock
}

// Title is what messages call the metric: "Last.fm plays", and of a source's default
// metric the source's name alone.
func (m Metric) Title() string {
	info, ok := m.Source.Info()
	switch {
	case !ok:
		return string(m.Source)
	case m.IsDefault():
		return info.Name
	}
	return info.Name + " " + m.Name
}

// Default is the metric that a source has where site.md names none. The data files
// have it under the source's name, whatever site.md has.
func (i SourceInfo) Default() MetricInfo { return i.Metrics[0] }

// Find returns what is known of a metric of the source.
func (i SourceInfo) Find(name string) (info MetricInfo, ok bool) {
	n := slices.IndexFunc(i.Metrics, func(m MetricInfo) bool { return m.Metric == name })
	if n < 0 {
		return info, false
	}
	return i.Metrics[n], true
}

// Default names the default metric of a source.
func (s Source) Default() Metric {
	info, ok := s.Info()
	if !ok {
		return Metric{Source: s}
	}
	return Metric{Source: s, Name: info.Default().Metric}
}

// MetricSetting is a metric that a site shows, with the setting of its source.
type MetricSetting struct {
	SourceSetting
	MetricInfo
}

// Key names the metric.
func (m MetricSetting) Key() Metric { return Metric{Source: m.Source, Name: m.MetricInfo.Metric} }

// Slug is the metric as a part of an address.
func (m MetricSetting) Slug() string { return m.Key().Slug() }

// Limits are the terms that hold for the metric: a platform's are about the counts of its
// API, and not about a label's own figures.
func (m MetricSetting) Limits() Terms {
	if m.Dashboard {
		return Terms{}
	}
	return m.Terms
}

// Derives reports whether anything may be worked out of the counts beside their change:
// rankings, comparisons, records, milestones, forecasts, lifts, and what all artists did.
// The platform's terms may forbid it, and counts that it cuts are too coarse.
func (m MetricSetting) Derives() bool { return !m.Limits().NoDerived && m.Digits == 0 }

// Lasts reports whether what was worked out of the counts may be in what stays as it is:
// reports, feeds, calendars and messages.
func (m MetricSetting) Lasts() bool { return m.Derives() && m.Limits().Lasts() }

// Of returns the setting of a metric that site.md chooses.
func (s SourceSetting) Of(metric MetricInfo) MetricSetting {
	return MetricSetting{SourceSetting: s, MetricInfo: metric}
}

// Lead is the metric that a source is shown by.
func (s SourceSetting) Lead() MetricSetting { return s.Of(s.Chosen[0]) }

// Metrics lists what a site shows, source by source in the order of site.md. Figures
// from a dashboard are among them where site.md publishes them, or only the label sees
// the site. Where nothing may be worked out of counts, a cumulative metric is a level, as
// its difference a day would be.
func (s *Site) Metrics() []MetricSetting {
	var all []MetricSetting
	for _, setting := range s.Sources {
		for _, metric := range setting.Chosen {
			if setting.Of(metric).Limits().NoDerived && metric.Kind == Cumulative {
				metric.Kind = Stock
			}
			if !metric.Dashboard || setting.Publish || s.Visibility == Private {
				all = append(all, setting.Of(metric))
			}
		}
	}
	return all
}

// Asked lists the metrics that the source is asked for. Figures from a dashboard are
// imported.
func (s SourceSetting) Asked() []MetricSetting {
	var asked []MetricSetting
	for _, metric := range s.Chosen {
		if !metric.Dashboard {
			asked = append(asked, s.Of(metric))
		}
	}
	return asked
}
