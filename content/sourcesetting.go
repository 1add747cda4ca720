package content

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/content/frontmatter"
	"datarocks/content/legible"
	"datarocks/content/name"
)

func (d *document) sourceSetting(info SourceInfo, entry frontmatter.Field, visibility Visibility) SourceSetting {
	setting := info.Source.Setting(EveryDay)
	if !entry.IsWritten() || entry.IsEmpty() {
		return setting
	}
	keys, ok := d.Record(entry, "every", "download", "paused", "metrics", "publish", "ratio", "amendment")
	if !ok {
		return setting
	}
	setting.Every = frontmatter.OneOf(d.Document, keys["every"], EveryDay, EveryWeek)
	setting.Paused = d.paused(keys["paused"])
	setting.Terms = d.terms(keys["amendment"], info)
	setting.Download = d.Truth(keys["download"], !setting.Terms.NoDownload)
	if setting.Download && setting.Terms.NoDownload && visibility == Public {
		d.Report(keys["download"].Line,
			fmt.Sprintf("%s is offered for download on a public site, which its terms forbid", info.Source),
			`write "download: false" here, or "visibility: private"`)
	}
	setting.Chosen = d.metrics(keys["metrics"], info)
	setting.Publish = d.publish(keys["publish"], setting)
	setting.Ratio = d.ratio(keys["ratio"], setting, visibility)
	return setting
}

// metrics reads which metrics are asked and shown, the one that leads first. The
// default metric must be among them, as the data files have it. Figures from a dashboard
// cannot lead: a source is judged by what it answers.
func (d *document) metrics(f frontmatter.Field, info SourceInfo) []MetricInfo {
	if !f.IsWritten() {
		return info.Metrics[:1:1]
	}
	names := make([]string, len(info.Metrics))
	for i, metric := range info.Metrics {
		names[i] = metric.Metric
	}
	instead := fmt.Sprintf("write metrics: [%s]", strings.Join(names, ", "))
	items := d.List(f, instead)
	if items == nil {
		return info.Metrics[:1:1] // why is reported
	}
	var chosen []MetricInfo
	for _, item := range items {
		text, ok := d.Phrase(item)
		metric, known := info.Find(text)
		switch {
		case !ok:
		case !known:
			d.Report(item.Line, fmt.Sprintf("%s has no metric %s", info.Source, legible.Quote(text)), name.Suggest(text, names, instead))
		case slices.Contains(chosen, metric):
			d.Report(item.Line, fmt.Sprintf("metric %s is listed twice", metric.Metric), "keep one of the two")
		default:
			chosen = append(chosen, metric)
		}
	}
	if !slices.Contains(chosen, info.Default()) {
		d.Report(f.Line, fmt.Sprintf("metrics of %s lack %s, which the data files have", info.Source, names[0]), "add "+names[0]+" to the list")
		return info.Metrics[:1:1]
	}
	if chosen[0].Dashboard {
		d.Report(f.Line, fmt.Sprintf("metrics of %s begin with %s, which is imported and can't lead", info.Source, chosen[0].Metric), "list "+names[0]+" first")
		chosen = slices.DeleteFunc(chosen, func(m MetricInfo) bool { return m == info.Default() })
		return append(info.Metrics[:1:1], chosen...)
	}
	return chosen
}

// terms reads which terms of a platform hold.
func (d *document) terms(f frontmatter.Field, info SourceInfo) Terms {
	switch {
	case !d.Truth(f, false):
		return info.Terms
	case info.Amended == nil:
		d.Report(f.Line, fmt.Sprintf("%s has no amendment to its terms that datarocks knows", info.Source), "delete the line")
		return info.Terms
	}
	return *info.Amended
}

// publish reads whether a public site shows figures from a dashboard.
func (d *document) publish(f frontmatter.Field, setting SourceSetting) bool {
	if !d.Truth(f, false) {
		return false
	}
	if !slices.ContainsFunc(setting.Chosen, func(m MetricInfo) bool { return m.Dashboard }) {
		d.Report(f.Line, "publish is for figures from a dashboard, and no metric here is one", "choose such a metric with metrics: [...], or delete the line")
	}
	return true
}

// ratio reads whether followers are set against daily listeners.
func (d *document) ratio(f frontmatter.Field, setting SourceSetting, visibility Visibility) bool {
	if !d.Truth(f, false) {
		return false
	}
	for _, needed := range []string{"followers", "listeners"} {
		if !slices.ContainsFunc(setting.Chosen, func(m MetricInfo) bool { return m.Metric == needed }) {
			d.Report(f.Line, fmt.Sprintf("ratio needs %s, which metrics does not list", needed), "write metrics: [followers, listeners], or delete the line")
			return false
		}
	}
	if !setting.Publish && visibility == Public {
		d.Report(f.Line, "ratio is worked out from a dashboard's figures, which a public site does not show", `write "publish: true", too, or delete the line`)
	}
	return true
}

// otherNames are what sources are also called.
var otherNames = map[string]Source{
	"x":           Twitter,
	"x.com":       Twitter,
	"bsky":        Bluesky,
	"last.fm":     LastFM,
	"mbid":        ListenBrainz,
	"musicbrainz": ListenBrainz,
	"wiki":        Wikipedia,
	"pageviews":   Wikipedia,
	"ig":          Instagram,
	"insta":       Instagram,
	"yt":          YouTube,
	"youtube.com": YouTube,
}

// source returns the source of that name, or reports that there is none.
func (d *document) source(called string, line int) (SourceInfo, bool) {
	if info, ok := Source(called).Info(); ok {
		return info, true
	}
	ids := make([]string, len(Sources))
	for i, info := range Sources {
		ids[i] = string(info.Source)
	}
	instead := name.Suggest(called, ids, "the sources are "+strings.Join(ids, ", "))
	if other, ok := otherNames[strings.ToLower(called)]; ok {
		instead = fmt.Sprintf("write %s", other)
	}
	d.Report(line, "unknown source "+legible.Quote(called), instead)
	return SourceInfo{}, false
}
