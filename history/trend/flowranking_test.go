package trend

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history/flow"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

// lately had so many a day for 40 days, and then so many for a week.
func lately(metric content.Metric, before, now int64) *series.Series {
	counts := append(slices.Repeat([]int64{before}, 40), slices.Repeat([]int64{now}, 7)...)
	return inMetric(metric, historytest.Date("2026-10-01"), nil, counts...)
}

func TestFlowRankings(t *testing.T) {
	t.Parallel()
	for _, metric := range []content.Metric{views, listeners} {
		week := int64(7) // of views the sum, of people the mean
		if metric == listeners {
			week = 1
		}
		var all []RankedFlow
		gap := inMetric(metric, historytest.Date("2026-10-01"), nil, append(slices.Repeat([]int64{9000}, 40), 9000, series.None, 9000)...)
		for i, s := range []*series.Series{
			lately(metric, 100, 300), lately(metric, 1000, 900), lately(metric, 40, 400), gap, lately(metric, 100, 300),
			lately(metric, 50, 300), inMetric(metric, 0, nil), lately(metric, 5000, 5000),
		} {
			if r, ok := NewRankedFlow(i, flow.New(s, metric.Kind()), content.Week); ok {
				all = append(all, r)
			} else if r != (RankedFlow{}) {
				t.Errorf("%d: %+v", i, r)
			}
		}
		number := fmt.Sprintf("1:7:%d 2:1:%d 3:2:%d 4:0:%d 4:4:%d 4:5:%d", 5000*week, 900*week, 400*week, 300*week, 300*week, 300*week)
		if got := rankedWords(FlowsByNumber(all), func(r RankedFlow) any { return r.Number.Value() }); got != number {
			t.Errorf("%s: %s, want %s", metric, got, number)
		}
		// Of 40 a day a ratio means little, so the third is not there.
		const ratio = "1:5:6 2:0:3 2:4:3 4:7:1 5:1:0.9"
		if got := rankedWords(FlowsByRatio(all), func(r RankedFlow) any { return r.Ratio.Times() }); got != ratio {
			t.Errorf("%s: %s, want %s", metric, got, ratio)
		}
		if len(all) != 6 || all[0].Rank != 0 {
			t.Errorf("the entries themselves have changed: %+v", all)
		}
	}
}

func rankedWords(all []RankedFlow, of func(RankedFlow) any) string {
	var words []string
	for _, r := range all {
		words = append(words, fmt.Sprintf("%d:%d:%v", r.Rank, r.Artist, of(r)))
	}
	return strings.Join(words, " ")
}

// TestFlowsReachNothing: what is so many in a day is not gained, reaches no milestone,
// and has no forecast. The level of plays reaches milestones, and is not gained.
func TestFlowsReachNothing(t *testing.T) {
	t.Parallel()
	for metric, kind := range map[content.Metric]content.Kind{
		views: content.Flow, listeners: content.Uniques, plays: content.Cumulative, content.Spotify.Default(): content.Stock,
	} {
		counts := make([]int64, 400)
		for d := range counts {
			counts[d] = 1200 + 10*int64(d) + int64(d%3)
		}
		s := inMetric(metric, historytest.Date("2025-01-01"), nil, counts...)
		last, _ := s.Last()
		level := kind == content.Stock || kind == content.Cumulative
		if got := Milestones(s); (len(got) > 0) != level {
			t.Errorf("%s: milestones %+v", metric, got)
		}
		if f, ok := Predict(s, nil, last.Day, content.EveryDay); ok != level {
			t.Errorf("%s: a forecast %+v", metric, f)
		}
		_, net := Net(s, content.Week, nil)
		_, until := NetUntil(s, last.Day-3, content.EveryDay, content.Week, nil)
		leap := append(slices.Repeat([]int64{100_000}, 120), 200_000)
		_, unusual := Unusual(inMetric(metric, historytest.Date("2025-01-01"), nil, leap...), nil)
		lift := flowsOf(metric, s).Lift(s, timeline(last.Day-30), 0, 7, last.Day)
		if (lift.Why == "") != (kind == content.Stock) || kind != content.Stock && (lift.Why != LiftKind || lift.Gain() != 0) {
			t.Errorf("%s: a lift of followers: %+v", metric, lift)
		}
		if stock := kind == content.Stock; net != stock || until != stock || unusual != stock {
			t.Errorf("%s: gained %v, then %v, unusually %v", metric, net, until, unusual)
		}
	}
}

// TestSampleOfKinds: the roster in a metric is watched by the rules of its kind.
func TestSampleOfKinds(t *testing.T) {
	t.Parallel()
	site := &content.Site{}
	byID := make(map[string]*series.Series)
	for i := range 6 {
		id := fmt.Sprint("artist-", i)
		site.Artists = append(site.Artists, content.Artist{ID: id, Accounts: map[content.Source]string{content.Wikipedia: id}})
		byID[id] = lately(views, 1000, 3000)
	}
	setting := content.Wikipedia.Setting(content.EveryDay).Lead()
	of := func(artist string, metric content.Metric) *series.Series {
		if metric != views {
			return series.New(artist, metric)
		}
		return byID[artist]
	}
	p := SampleRoster(site, setting, of)
	events := p.Events()
	if len(events) != 1 || events[0].Artists != 6 || events[0].Metric != views || events[0].Day-events[0].From != 7 || events[0].Median < 1.99 {
		t.Errorf("%+v", events)
	}
}
