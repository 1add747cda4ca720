package content

import "testing"

// TestLimits: what a platform's terms limit holds for the counts of its API, and not for
// a label's own figures; what is cut is too coarse whatever the terms.
func TestLimits(t *testing.T) {
	for _, test := range []struct {
		name           string
		terms          Terms
		metric         MetricInfo
		derives, lasts bool
		kind           Kind
	}{
		{"no terms", Terms{}, MetricInfo{Metric: "plays", Kind: Cumulative}, true, true, Cumulative},
		{"not for download", Terms{NoDownload: true}, MetricInfo{Metric: "followers", Kind: Stock}, true, true, Stock},
		{"cut", Terms{}, MetricInfo{Metric: "subscribers", Kind: Stock, Digits: 3}, false, false, Stock},
		{"kept", Terms{KeptDays: 1095}, MetricInfo{Metric: "views", Kind: Cumulative}, true, false, Cumulative},
		{"not worked out", Terms{NoDerived: true}, MetricInfo{Metric: "followers", Kind: Stock}, false, false, Stock},
		{"both", Terms{KeptDays: 28, NoDerived: true}, MetricInfo{Metric: "views", Kind: Cumulative}, false, false, Stock},
		{"own figures", Terms{KeptDays: 28, NoDerived: true}, MetricInfo{Metric: "streams", Kind: Flow, Dashboard: true}, true, true, Flow},
	} {
		site := Site{Sources: []SourceSetting{{Chosen: []MetricInfo{test.metric}, Publish: true}}}
		site.Sources[0].Terms = test.terms
		m := site.Metrics()[0]
		if m.Derives() != test.derives || m.Lasts() != test.lasts || m.Kind != test.kind {
			t.Errorf("%s: derives %v, lasts %v, %s", test.name, m.Derives(), m.Lasts(), m.Kind)
		}
	}
}
