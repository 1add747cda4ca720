package content

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/content/legible"
)

func (d *document) sourceSetting(info SourceInfo, entry field, visibility Visibility) SourceSetting {
	setting := info.Source.Setting(EveryDay)
	if entry.value == nil || entry.isEmpty() {
		return setting
	}
	keys, ok := d.record(entry, "every", "download", "paused", "metrics", "publish", "ratio")
	if !ok {
		return setting
	}
	setting.Every = oneOf(d, keys["every"], EveryDay, EveryWeek)
	setting.Paused = d.paused(keys["paused"])
	setting.Download = d.truth(keys["download"], info.republish)
	if setting.Download && !info.republish && visibility == Public {
		d.report(keys["download"].line,
			fmt.Sprintf("%s is offered for download on a public site, which its terms forbid", info.Source),
			`write "download: false" here, or "visibility: private"`)
	}
	setting.Chosen = d.metrics(keys["metrics"], info)
	setting.Publish = d.publish(keys["publish"], setting)
	setting.Ratio = d.ratio(keys["ratio"], setting, visibility)
	return setting
}

// metrics reads which metrics are asked and shown, the one that leads first. The
// default metric must be among them, as the data files have it.
func (d *document) metrics(f field, info SourceInfo) []MetricInfo {
	if f.value == nil {
		return info.Metrics[:1:1]
	}
	names := make([]string, len(info.Metrics))
	for i, metric := range info.Metrics {
		names[i] = metric.Metric
	}
	instead := fmt.Sprintf("write metrics: [%s]", strings.Join(names, ", "))
	items := d.list(f, instead)
	if items == nil {
		return info.Metrics[:1:1] // why is reported
	}
	var chosen []MetricInfo
	for _, item := range items {
		text, ok := d.phrase(item)
		metric, known := info.Find(text)
		switch {
		case !ok:
		case !known:
			d.report(item.line, fmt.Sprintf("%s has no metric %s", info.Source, legible.Quote(text)), suggest(text, names, instead))
		case slices.Contains(chosen, metric):
			d.report(item.line, fmt.Sprintf("metric %s is listed twice", metric.Metric), "keep one of the two")
		default:
			chosen = append(chosen, metric)
		}
	}
	if !slices.Contains(chosen, info.Default()) {
		d.report(f.line, fmt.Sprintf("metrics of %s lack %s, which the data files have", info.Source, names[0]), "add "+names[0]+" to the list")
		return info.Metrics[:1:1]
	}
	return chosen
}

// publish reads whether a public site shows figures from a dashboard.
func (d *document) publish(f field, setting SourceSetting) bool {
	if !d.truth(f, false) {
		return false
	}
	if !slices.ContainsFunc(setting.Chosen, func(m MetricInfo) bool { return m.Dashboard }) {
		d.report(f.line, "publish is for figures from a dashboard, and no metric here is one", "choose such a metric with metrics: [...], or delete the line")
	}
	return true
}

// ratio reads whether followers are set against daily listeners.
func (d *document) ratio(f field, setting SourceSetting, visibility Visibility) bool {
	if !d.truth(f, false) {
		return false
	}
	for _, needed := range []string{"followers", "listeners"} {
		if !slices.ContainsFunc(setting.Chosen, func(m MetricInfo) bool { return m.Metric == needed }) {
			d.report(f.line, fmt.Sprintf("ratio needs %s, which metrics does not list", needed), "write metrics: [followers, listeners], or delete the line")
			return false
		}
	}
	if !setting.Publish && visibility == Public {
		d.report(f.line, "ratio is worked out from a dashboard's figures, which a public site does not show", `write "publish: true", too, or delete the line`)
	}
	return true
}
