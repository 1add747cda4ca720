package row_test

import (
	"testing"

	"datarocks/content"
	"datarocks/history/row"
)

func TestDoubtsZero(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		near                   []int64
		level, daily, listened bool
	}{
		{"nothing near", nil, false, false, false},
		{"small counts", []int64{10, 3}, false, false, false},
		{"one that is not", []int64{3, 11}, true, false, false},
		{"a quiet artist's best day", []int64{0, 0, 900, 0, 3}, true, false, false},
		{"usual days of 49", []int64{49, 49, 900}, true, false, false},
		{"usual days of 50", []int64{0, 50, 900}, true, true, true},
		{"two in the middle", []int64{900, 49, 50, 0}, true, false, false},
	} {
		for kind, want := range map[content.Kind]bool{
			content.Stock: tt.level, content.Cumulative: tt.level, content.Flow: tt.daily, content.Uniques: tt.listened,
		} {
			if got := row.DoubtsZero(kind, tt.near); got != want {
				t.Errorf("%s, %s: %v", tt.name, kind, got)
			}
		}
	}
}

func TestKindOfARow(t *testing.T) {
	for metric, want := range map[content.Metric]content.Kind{
		content.Spotify.Default(): content.Stock, {Source: content.Spotify, Name: "streams"}: content.Flow, {Source: content.Spotify, Name: "listeners"}: content.Uniques,
		{Source: content.LastFM, Name: "plays"}: content.Cumulative, {Source: content.LastFM, Name: "moods"}: content.Stock, {Source: "myspace", Name: "friends"}: content.Stock,
	} {
		r := row.Row{Source: metric.Source, Metric: metric.Name}
		if r.Kind() != want || r.Of() != metric {
			t.Errorf("%s is %s of %s", metric, r.Kind(), r.Of())
		}
	}
}
