package settings

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// ParseMetric reads SOURCE, which is its default metric, or SOURCE/METRIC, as flag has it
// ("" for an argument).
func ParseMetric(flag, text string) (content.Metric, error) {
	source, name, further := strings.Cut(text, "/")
	info, err := ParseSource(flag, source)
	if err != nil || !further {
		return info.Source.Default(), err
	}
	metric, ok := info.Find(name)
	if !ok {
		return content.Metric{}, shell.Refuse("there is "+strings.Join(metricsOf(info), ", "), "%s is no metric", shell.Join(": ", flag, text))
	}
	return content.Metric{Source: info.Source, Name: metric.Metric}, nil
}

// ParseMetricOf is ParseMetric on a site, whose lead of a source a bare SOURCE is. site
// may be nil, which knows no leads.
func ParseMetricOf(site *content.Site, flag, text string) (content.Metric, error) {
	metric, err := ParseMetric(flag, text)
	if err != nil || strings.Contains(text, "/") {
		return metric, err
	}
	return Lead(site, metric.Source), nil
}

// Lead is the metric that a bare source names: the one that site.md has first, and its
// default where there is no site (nil) or the source is not on it.
func Lead(site *content.Site, source content.Source) content.Metric {
	if site == nil {
		return source.Default()
	}
	i := slices.IndexFunc(site.Sources, func(s content.SourceSetting) bool { return s.Source == source })
	if i < 0 {
		return source.Default()
	}
	return site.Sources[i].Lead().Key()
}

// WriteMetric is a metric for a command that is printed. A bare source stands there only
// if it names the metric with and without this site.md; site may be nil.
func WriteMetric(site *content.Site, metric content.Metric) string {
	if metric.IsDefault() && Lead(site, metric.Source) == metric {
		return string(metric.Source)
	}
	return string(metric.Source) + "/" + metric.Name
}

// SourceNames are all that can be written where a source is named: its id, and with a
// metric after it where there are several.
func SourceNames() (names []string) {
	for _, info := range content.Sources {
		names = append(names, string(info.Source))
		if len(info.Metrics) > 1 {
			names = append(names, metricsOf(info)...)
		}
	}
	return names
}

func metricsOf(info content.SourceInfo) (names []string) {
	for _, m := range info.Metrics {
		names = append(names, string(info.Source)+"/"+m.Metric)
	}
	return names
}

// Names reports whether --source names a source itself, or a metric of it.
func (f AskFlags) Names(source content.Source) bool {
	return slices.ContainsFunc(f.Source, func(named string) bool {
		before, _, _ := strings.Cut(named, "/")
		return before == string(source)
	})
}

// Takes reports whether a metric is of what --source names, where it may repeat; nothing
// names all. A bare source is all of its metrics.
func Takes(named []string, metric content.Metric) bool {
	return len(named) == 0 || slices.Contains(named, string(metric.Source)) || slices.Contains(named, string(metric.Source)+"/"+metric.Name)
}

// checkSources refuses what is none of the sources of a site and of the metrics that
// they are asked for.
func (f AskFlags) checkSources(site *content.Site) error {
	all := make(map[string]bool)
	for _, s := range site.Sources {
		all[string(s.Source)] = true
		for _, metric := range s.Asked() {
			if len(s.Metrics) > 1 {
				all[string(s.Source)+"/"+metric.Metric] = true
			}
		}
	}
	for _, named := range f.Source {
		metric, err := ParseMetric("--source", named)
		info, _ := metric.Source.Info()
		if of, ok := info.Find(metric.Name); err == nil && ok && of.Dashboard && !all[named] && all[string(metric.Source)] {
			return fmt.Errorf("--source %s: these are your own figures, and no platform is asked for them; `datarocks import` takes them", named)
		}
		if err == nil && len(info.Metrics) == 1 && all[string(metric.Source)] {
			all[named] = true // its only metric, in full
		}
	}
	return known("--source", f.Source, all)
}
