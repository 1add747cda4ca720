package history

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
)

// ofCounts makes a series of counts, one a day from a day on; none is a gap.
func ofCounts(first content.Day, counts ...int64) *Series {
	for len(counts) > 0 && counts[0] == none {
		first, counts = first+1, counts[1:]
	}
	s := &Series{first: first, values: counts}
	return s.Until(s.end())
}

// peersOf makes a roster of series.
func peersOf(every content.Cadence, series ...*Series) *Peers {
	p := &Peers{Source: content.Spotify, every: every, lifts: make(map[stretch]rosterLift)}
	p.series = slices.DeleteFunc(slices.Clone(series), func(s *Series) bool { return !s.counts() })
	return p
}

// like copies series with other counts, made by change from each.
func like(series []*Series, change func(artist int, day content.Day, n int64) int64) []*Series {
	changed := make([]*Series, len(series))
	for i, s := range series {
		counts := slices.Clone(s.values)
		for d, n := range counts {
			if n != none {
				counts[d] = change(i, s.first+content.Day(d), n)
			}
		}
		changed[i] = ofCounts(s.first, counts...)
		changed[i].seams = s.seams
	}
	return changed
}

// shifted makes all days of series later.
func shifted(series []*Series, by content.Day) []*Series {
	later := make([]*Series, len(series))
	for i, s := range series {
		later[i] = &Series{first: s.first + by, values: s.values}
		for _, seam := range s.seams {
			later[i].seams = append(later[i].seams, seam+by)
		}
	}
	return later
}

func scaled(series []*Series, k int64) []*Series {
	return like(series, func(_ int, _ content.Day, n int64) int64 { return k * n })
}

func until(series []*Series, day content.Day) []*Series {
	cut := make([]*Series, len(series))
	for i, s := range series {
		cut[i] = s.Until(day)
	}
	return cut
}

// tape is what a slow reference reads: the counts by day, and nothing else.
type tape struct {
	counts map[content.Day]int64
	seams  []content.Day
}

func tapeOf(s *Series) tape {
	t := tape{make(map[content.Day]int64), s.seams}
	for i, n := range s.values {
		if n != none {
			t.counts[s.first+content.Day(i)] = n
		}
	}
	return t
}

// gained is the difference of two days, where both were measured of one account.
func (t tape) gained(from, to content.Day) (n int64, ok bool) {
	for _, seam := range t.seams {
		if seam > from && seam <= to {
			return 0, false
		}
	}
	a, ok := t.counts[from]
	b, too := t.counts[to]
	return b - a, ok && too
}

// slowMedian is the mean of the middle two of what is put in order, or the middle one twice.
func slowMedian(numbers []float64) float64 {
	sorted := slices.Sorted(slices.Values(numbers))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// world is a simulated roster: how each artist moves by itself each day, in parts
// of its count, which a test may change before it is played.
type world struct {
	*rand.Rand
	first content.Day
	size  []float64   // each artist's first count
	rates [][]float64 // by artist and day
	dark  map[int]bool
	gaps  float64 // the part of single counts that is missing
}

// newWorld makes artists of 1,500 to 3 million followers, each of its own pace, with
// noise that is the larger the smaller they are, and more of it on a weekend.
func newWorld(seed uint64, artists, days int) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 9)), first: date("2025-01-01"), dark: make(map[int]bool)}
	for range artists {
		size := 1500 * math.Pow(2000, w.Float64())
		pace, noise := 0.0008*w.Float64(), 0.0002+0.01/math.Sqrt(size)
		rates := make([]float64, days)
		for d := range rates {
			rates[d] = pace + noise*w.NormFloat64()
			if (d+int(w.first))%7 < 2 {
				rates[d] += pace / 2
			}
		}
		w.size, w.rates = append(w.size, size), append(w.rates, rates)
	}
	return w
}

// all changes the artists of a part of the roster on a day, each by another rate.
func (w *world) all(day int, part, from, to float64) {
	for i := range int(part * float64(len(w.rates))) {
		w.rates[i][day] += from + (to-from)*w.Float64()
	}
}

// play gives the counts.
func (w *world) play() []*Series {
	series := make([]*Series, len(w.rates))
	for i, rates := range w.rates {
		level := w.size[i]
		counts := make([]int64, len(rates))
		for d, rate := range rates {
			level *= 1 + rate
			counts[d] = int64(math.Round(level))
			if w.dark[d] || w.gaps > 0 && w.Float64() < w.gaps {
				counts[d] = none
			}
		}
		series[i] = ofCounts(w.first, counts...)
	}
	return series
}

// anyWorld makes series in which everything happens that may: gaps, dark nights,
// purges, slips, other accounts, tiny artists, zeros, weekly counts.
func anyWorld(seed uint64) (series []*Series, every content.Cadence) {
	w := newWorld(seed, 1+int(seed%12), 160+int(seed%80))
	days := len(w.rates[0])
	w.gaps = []float64{0, 0, 0.05, 0.4}[w.IntN(4)]
	for range w.IntN(6) {
		w.dark[w.IntN(days)] = true
	}
	for range w.IntN(8) {
		day, part := 40+w.IntN(days-42), []float64{0.5, 0.8, 1, 1, 1}[w.IntN(5)]
		size := (w.Float64() - 0.5) / 20
		w.all(day, part, size/2, size)
		switch w.IntN(4) {
		case 0:
			w.all(day+1, part, size/2, size)
		case 1:
			w.all(day+1, part, -size/2, -size)
		}
	}
	for i := range w.size {
		if w.IntN(8) == 0 {
			w.size[i] = 60 * w.Float64()
		}
	}
	series = w.play()
	for _, s := range series {
		if s.counts() && w.IntN(6) == 0 {
			s.seams = []content.Day{s.first + content.Day(w.IntN(len(s.values)))}
		}
	}
	if w.IntN(3) > 0 {
		return series, content.EveryDay
	}
	weekly := like(series, func(i int, day content.Day, n int64) int64 {
		if (int(day)+i/9)%7 == 0 {
			return n
		}
		return none
	})
	return weekly, content.EveryWeek
}

// rosterOfCounts is a history in memory, with the site whose roster it is of.
func rosterOfCounts(series []*Series) (*History, *content.Site) {
	h := &History{added: make(map[seriesKey]*Series)}
	site := &content.Site{}
	for i, s := range series {
		id := fmt.Sprintf("artist-%05d", i)
		s.Artist = id
		h.added[seriesKey{id, content.Spotify, "followers"}] = s
		site.Artists = append(site.Artists, content.Artist{ID: id, Accounts: map[content.Source]string{content.Spotify: id}})
	}
	return h, site
}

var everyDay = content.Spotify.Setting(content.EveryDay)

// TestPeers holds who stands for a roster.
func TestPeers(t *testing.T) {
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
		var series []*Series
		for range test.artists {
			series = append(series, ofCounts(date(today), 5000))
		}
		h, site := rosterOfCounts(series)
		p := h.Peers(site, everyDay)
		if want := min(test.artists, mostPeers); len(p.series) != want {
			t.Fatalf("%d of %d artists, want %d", len(p.series), test.artists, want)
		}
		seen := make(map[string]bool)
		for _, s := range p.series {
			seen[s.Artist] = true
		}
		if len(seen) != len(p.series) {
			t.Errorf("%d artists: somebody stands twice", test.artists)
		}
		for i, place := range test.want {
			if got := p.series[(place+len(p.series))%len(p.series)].Artist; got != test.is[i] {
				t.Errorf("%d artists: number %d is %s, want %s", test.artists, place, got, test.is[i])
			}
		}
	}
	h, site := rosterOfCounts([]*Series{ofCounts(date(today), 5000), ofCounts(date(today)), ofCounts(date(today), 7000)})
	site.Artists[2].Accounts = nil // any more
	if p := h.Peers(site, everyDay); len(p.series) != 1 || p.series[0].Artist != "artist-00000" {
		t.Errorf("with one who was never counted and one who left: %d stand for the roster", len(p.series))
	}
	if p := h.Peers(&content.Site{}, everyDay); len(p.series) != 0 || p.Events() != nil {
		t.Error("a site without artists has a roster")
	}
}

// TestRosterOfTenThousand: 201 of them tell what happened to all, as often as they
// are asked, and soon.
func TestRosterOfTenThousand(t *testing.T) {
	t.Parallel()
	w := newWorld(1, 1000, 120)
	w.all(80, 1, -0.018, -0.006)
	played := w.play()
	series := make([]*Series, 10_000)
	for i := range series {
		s := *played[i*7%1000]
		series[i] = &s
	}
	h, site := rosterOfCounts(series)
	begin := time.Now()
	first := h.Peers(site, everyDay).Events()
	took := time.Since(begin)
	if len(first) != 1 || first[0].From != w.first+79 || first[0].Day != w.first+80 || first[0].Artists != mostPeers {
		t.Fatalf("the purge is not what was told: %+v", first)
	}
	changes := make([]float64, len(series))
	for i, s := range series {
		before, after, _ := s.steady(w.first+79, w.first+80)
		changes[i] = float64(after-before) / float64(before)
	}
	if all := slowMedian(changes); math.Abs(first[0].Median-all) > 0.001 {
		t.Errorf("the median of the sample is %v, of all %v", first[0].Median, all)
	}
	if diff := cmp.Diff(first, h.Peers(site, everyDay).Events()); diff != "" {
		t.Errorf("asked again, another is told:\n%s", diff)
	}
	t.Logf("%v", took)
}

// BenchmarkEvents is of ten years of 201 artists: 20 ms.
func BenchmarkEvents(b *testing.B) {
	w := newWorld(2, mostPeers, 3650)
	for day := 100; day < 3600; day += 350 {
		w.all(day, 1, -0.018, -0.006)
	}
	p := peersOf(content.EveryDay, w.play()...)
	for b.Loop() {
		if events := p.Events(); len(events) != 10 {
			b.Fatalf("%d events, want 10", len(events))
		}
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	day := date(today)
	first, last, ok := peersOf(content.EveryDay, ofCounts(day, 1, none, 3), ofCounts(day-5, 0), ofCounts(day+1, 4, 5)).span()
	if first != day-5 || last != day+2 || !ok {
		t.Errorf("from %s to %s, %v", first, last, ok)
	}
	if _, _, ok := peersOf(content.EveryDay).span(); ok {
		t.Error("nobody has a span")
	}
}
