package records

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// sayNotShown prints which of the imported metrics the site does not show, and what to
// write where it should.
func sayNotShown(w *shell.World, site *content.Site, all []importSeries) {
	if site == nil {
		return
	}
	for _, info := range content.Sources {
		imported := importedOf(info, all)
		setting := settingOf(site, info)
		if own := ownFigures(imported); len(own) > 0 && !setting.Publish && site.Visibility != content.Private {
			w.Say("%s are your own figures: pages show them only with publish: true in site.md, or on a private site", namesOf(info, own))
		}
		if chosen := withFurther(setting.Chosen, imported); len(chosen) > len(setting.Chosen) {
			w.Hint(fmt.Sprintf("to show %s, write %s: {metrics: [%s]} in site.md", pronoun(len(chosen)-len(setting.Chosen)), info.Source, metricNames(chosen)))
		}
	}
}

// importedOf are the metrics of a source that an import has counts of.
func importedOf(info content.SourceInfo, all []importSeries) []content.MetricInfo {
	var metrics []content.MetricInfo
	for _, metric := range info.Metrics {
		if slices.ContainsFunc(all, func(s importSeries) bool { return s.Source == info.Source && s.Metric == metric.Metric }) {
			metrics = append(metrics, metric)
		}
	}
	return metrics
}

// settingOf is what site.md says of a source, or what holds where it says nothing.
func settingOf(site *content.Site, info content.SourceInfo) content.SourceSetting {
	for _, setting := range site.Sources {
		if setting.Source == info.Source {
			return setting
		}
	}
	return info.Source.Setting(content.EveryDay)
}

func ownFigures(metrics []content.MetricInfo) []content.MetricInfo {
	return slices.DeleteFunc(slices.Clone(metrics), func(m content.MetricInfo) bool { return !m.Dashboard })
}

// withFurther adds metrics to those that are chosen.
func withFurther(chosen, metrics []content.MetricInfo) []content.MetricInfo {
	chosen = slices.Clone(chosen)
	for _, metric := range metrics {
		if !slices.Contains(chosen, metric) {
			chosen = append(chosen, metric)
		}
	}
	return chosen
}

// namesOf are metrics as people write them: "spotify/listeners and spotify/streams".
func namesOf(info content.SourceInfo, metrics []content.MetricInfo) string {
	names := make([]string, len(metrics))
	for i, metric := range metrics {
		names[i] = content.Metric{Source: info.Source, Name: metric.Metric}.String()
	}
	return strings.Join(names, " and ")
}

func metricNames(metrics []content.MetricInfo) string {
	names := make([]string, len(metrics))
	for i, metric := range metrics {
		names[i] = metric.Metric
	}
	return strings.Join(names, ", ")
}

func pronoun(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}
