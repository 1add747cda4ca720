package history

import (
	"testing"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
)

// TestSince: of an account that is known, the last 28 days are asked for again, or more
// where it was not counted lately; of a new one all days, and of other sources none.
func TestSince(t *testing.T) {
	t.Parallel()
	today := historytest.Date("2026-11-23")
	wikipedia, spotify := leadOf(content.Wikipedia), leadOf(content.Spotify)
	tests := []struct {
		name    string
		metric  content.MetricSetting
		last    content.Day // 0 where nothing was counted
		account string
		want    content.Day
	}{
		{"counted yesterday", wikipedia, today - 1, "Opeth", today - 29},
		{"counted ahead", wikipedia, today + 5, "Opeth", today - 28},
		{"counted long ago", wikipedia, today - 100, "Opeth", today - 128},
		{"counted at the beginning", wikipedia, wikipedia.PastFrom + 3, "Opeth", wikipedia.PastFrom},
		{"another account", wikipedia, today - 1, "Opet", wikipedia.PastFrom},
		{"never counted", wikipedia, 0, "Opeth", wikipedia.PastFrom},
		{"no past", spotify, today - 1, "Opeth", 0},
	}
	for _, tt := range tests {
		s := series.New("opeth", tt.metric.Key())
		if n := int64(7); tt.last != 0 {
			s.Add(row.Row{Date: tt.last, Artist: "opeth", Source: tt.metric.Source, Metric: tt.metric.Key().Name, Value: &n, Ref: "Opeth", At: tt.last.Time()})
		}
		if got := since(s, tt.metric, today, tt.account); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// leadOf is a source's default metric, on a site that asks for it alone.
func leadOf(source content.Source) content.MetricSetting {
	info, _ := source.Info()
	return content.SourceSetting{SourceInfo: info, Chosen: []content.MetricInfo{info.Default()}}.Lead()
}
