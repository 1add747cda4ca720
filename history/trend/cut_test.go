package trend

import (
	"testing"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/series"
)

// TestCutCountsAreNoNews: of counts that reach milestones, leap, and are lifted by an
// event, nothing is known when the platform cuts them.
func TestCutCountsAreNoNews(t *testing.T) {
	t.Parallel()
	for _, step := range []int64{0, 10} {
		s := series.New("opeth", content.YouTube.Default())
		for day := range content.Day(200) {
			n := 130_000 + 100*int64(day)
			if day > 195 {
				n += 40_000
			}
			s.Add(row.Row{Date: 1000 + day, Value: &n, Step: step})
		}
		newest := content.Day(1199)
		exact := step == 0
		if got := len(Milestones(s)) > 0; got != exact {
			t.Errorf("step %d: there are milestones: %v", step, got)
		}
		if _, ok := Unusual(s, nil); ok != exact {
			t.Errorf("step %d: the week is unusual: %v", step, ok)
		}
		if _, ok := Net(s, content.Week, nil); ok != exact {
			t.Errorf("step %d: there is a net change: %v", step, ok)
		}
		if _, ok := NetUntil(s, newest, content.EveryDay, content.Week, nil); ok != exact {
			t.Errorf("step %d: there is one of a week: %v", step, ok)
		}
		if _, ok := Predict(s.Until(1190), nil, 1190, content.EveryDay); ok != exact {
			t.Errorf("step %d: there is a forecast: %v", step, ok)
		}
		lift := sampleOf(content.EveryDay, s).Lift(s, []content.Event{{Day: 1100, Title: "Album"}}, 0, 28, newest)
		if (lift.Why == "") != exact {
			t.Errorf("step %d: the lift is not measured because %q", step, lift.Why)
		}
	}
}
