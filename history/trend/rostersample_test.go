package trend

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
	"datarocks/history/trendtest"
)

var everyDay = content.Spotify.Setting(content.EveryDay).Lead()

// TestSampleRoster holds who stands for a roster.
func TestSampleRoster(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		artists int
		want    []int // some places in the sample, -1 for the last
		is      []string
	}{
		{1, []int{0, -1}, []string{"artist-00000", "artist-00000"}},
		{201, []int{0, 1, -1}, []string{"artist-00000", "artist-00001", "artist-00200"}},
		{202, []int{0, 1, -1}, []string{"artist-00000", "artist-00001", "artist-00200"}}, // the last is 200 times 202/201
		{402, []int{0, 1, -1}, []string{"artist-00000", "artist-00002", "artist-00400"}}, // every other
		{10_000, []int{0, 1, -1}, []string{"artist-00000", "artist-00049", "artist-09950"}},
	} {
		var series []*series.Series
		for range test.artists {
			series = append(series, countsFrom(historytest.Date(historytest.Today), 5000))
		}
		of, site := rosterOfCounts(series)
		p := SampleRoster(site, everyDay, of)
		if want := min(test.artists, mostArtists); len(p.series) != want {
			t.Fatalf("%d of %d artists, want %d", len(p.series), test.artists, want)
		}
		seen := make(map[string]bool)
		for _, s := range p.series {
			seen[s.Artist] = true
		}
		if len(seen) != len(p.series) {
			t.Errorf("%d artists: an artist stands twice", test.artists)
		}
		for i, place := range test.want {
			if got := p.series[(place+len(p.series))%len(p.series)].Artist; got != test.is[i] {
				t.Errorf("%d artists: number %d is %s, want %s", test.artists, place, got, test.is[i])
			}
		}
	}
	of, site := rosterOfCounts([]*series.Series{countsFrom(historytest.Date(historytest.Today), 5000), countsFrom(historytest.Date(historytest.Today)), countsFrom(historytest.Date(historytest.Today), 7000)})
	site.Artists[2].Accounts = nil // any more
	if p := SampleRoster(site, everyDay, of); len(p.series) != 1 || p.series[0].Artist != "artist-00000" {
		t.Errorf("with one who was never counted and one who left: %d stand for the roster", len(p.series))
	}
	if p := SampleRoster(&content.Site{}, everyDay, of); len(p.series) != 0 || p.Events() != nil {
		t.Error("a site without artists has a roster")
	}
}

// TestRosterOfTenThousand: 201 of them show what happened to all, as often as they
// are asked, and soon.
func TestRosterOfTenThousand(t *testing.T) {
	t.Parallel()
	w := newWorld(1, 1000, 120)
	w.all(80, 1, -0.018, -0.006)
	played := w.play()
	series := make([]*series.Series, 10_000)
	for i := range series {
		s := *played[i*7%1000]
		series[i] = &s
	}
	of, site := rosterOfCounts(series)
	begin := time.Now()
	first := SampleRoster(site, everyDay, of).Events()
	took := time.Since(begin)
	if len(first) != 1 || first[0].From != w.first+79 || first[0].Day != w.first+80 || first[0].Artists != mostArtists {
		t.Fatalf("the event is not the one that was played: %+v", first)
	}
	changes := make([]float64, len(series))
	for i, s := range series {
		before, after, _ := s.Both(w.first+79, w.first+80)
		changes[i] = float64(after-before) / float64(before)
	}
	if all := trendtest.Median(changes); math.Abs(first[0].Median-all) > 0.001 {
		t.Errorf("the median of the sample is %v, of all %v", first[0].Median, all)
	}
	if diff := cmp.Diff(first, SampleRoster(site, everyDay, of).Events()); diff != "" {
		t.Errorf("asked again, there is another:\n%s", diff)
	}
	t.Logf("%v", took)
}

// BenchmarkEvents is of ten years of 201 artists: some 50 ms.
func BenchmarkEvents(b *testing.B) {
	w := newWorld(2, mostArtists, 3650)
	for day := 100; day < 3600; day += 350 {
		w.all(day, 1, -0.018, -0.006)
	}
	all := w.play()
	for b.Loop() {
		if events := sampleOf(content.EveryDay, all...).Events(); len(events) != 10 {
			b.Fatalf("%d events, want 10", len(events))
		}
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	day := historytest.Date(historytest.Today)
	first, last, ok := sampleOf(content.EveryDay, countsFrom(day, 1, series.None, 3), countsFrom(day-5, 0), countsFrom(day+1, 4, 5)).span()
	if first != day-5 || last != day+2 || !ok {
		t.Errorf("from %s to %s, %v", first, last, ok)
	}
	if _, _, ok := sampleOf(content.EveryDay).span(); ok {
		t.Error("nobody has a span")
	}
}
