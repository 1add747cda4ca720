package trend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/trendtest"
)

// sampleOf makes a roster of series.
func sampleOf(every content.Cadence, all ...*series.Series) *RosterSample {
	p := &RosterSample{Metric: content.Spotify.Default(), every: every, lifts: make(map[stretch]rosterLift)}
	p.series = slices.DeleteFunc(slices.Clone(all), func(s *series.Series) bool { return !s.HasCounts() })
	return p
}

// countsOf returns the counts of a series, one a day, and the days from which on
// another account was counted.
func countsOf(s *series.Series) (first content.Day, counts []int64, seams []content.Day) {
	begin, ok := s.First()
	if !ok {
		return 0, nil, nil
	}
	last, _ := s.Last()
	for day := begin.Day; day <= last.Day; day++ {
		n, ok := s.Value(day)
		if !ok {
			n = series.None
		}
		counts = append(counts, n)
	}
	return begin.Day, counts, s.Seams(begin.Day, last.Day)
}

// like copies series with other counts, made by change from each.
func like(all []*series.Series, change func(artist int, day content.Day, n int64) int64) []*series.Series {
	changed := make([]*series.Series, len(all))
	for i, s := range all {
		first, counts, seams := countsOf(s)
		for d, n := range counts {
			if n != series.None {
				counts[d] = change(i, first+content.Day(d), n)
			}
		}
		changed[i] = withSeams(first, seams, counts...)
	}
	return changed
}

// shifted makes all days of series later.
func shifted(all []*series.Series, by content.Day) []*series.Series {
	later := make([]*series.Series, len(all))
	for i, s := range all {
		first, counts, seams := countsOf(s)
		for j := range seams {
			seams[j] += by
		}
		later[i] = withSeams(first+by, seams, counts...)
	}
	return later
}

func scaled(series []*series.Series, k int64) []*series.Series {
	return like(series, func(_ int, _ content.Day, n int64) int64 { return k * n })
}

func until(all []*series.Series, day content.Day) []*series.Series {
	cut := make([]*series.Series, len(all))
	for i, s := range all {
		cut[i] = s.Until(day)
	}
	return cut
}

// ledgerOf is what a slow reference reads of a series: the counts by day.
func ledgerOf(s *series.Series, every content.Cadence) *trendtest.Ledger {
	l := &trendtest.Ledger{Every: every, Kind: s.Metric.Kind(), Counts: make(map[content.Day]int64)}
	for p := range s.Points() {
		l.Counts[p.Day], l.Days = p.Value, append(l.Days, p.Day)
		l.Seams = s.Seams(s.FirstDay(), p.Day)
	}
	return l
}

// ledgersOf are those of a roster.
func ledgersOf(p *RosterSample) (roster trendtest.Roster) {
	for _, s := range p.series {
		roster = append(roster, ledgerOf(s, p.every))
	}
	return roster
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
	w := &world{Rand: rand.New(rand.NewPCG(seed, 9)), first: historytest.Date("2025-01-01"), dark: make(map[int]bool)}
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

// play returns the counts.
func (w *world) play() []*series.Series {
	all := make([]*series.Series, len(w.rates))
	for i, rates := range w.rates {
		level := w.size[i]
		counts := make([]int64, len(rates))
		for d, rate := range rates {
			level *= 1 + rate
			counts[d] = int64(math.Round(level))
			if w.dark[d] || w.gaps > 0 && w.Float64() < w.gaps {
				counts[d] = series.None
			}
		}
		all[i] = countsFrom(w.first, counts...)
	}
	return all
}

// anyWorld makes series in which everything happens that may: gaps, dark nights,
// platform events, slips, other accounts, tiny artists, zeros, weekly counts.
func anyWorld(seed uint64) (roster []*series.Series, every content.Cadence) {
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
	roster = w.play()
	for i, s := range roster {
		if s.HasCounts() && w.IntN(6) == 0 {
			first, counts, _ := countsOf(s)
			roster[i] = withSeams(first, []content.Day{first + content.Day(w.IntN(len(counts)))}, counts...)
		}
	}
	if w.IntN(3) > 0 {
		return roster, content.EveryDay
	}
	weekly := like(roster, func(i int, day content.Day, n int64) int64 {
		if (int(day)+i/9)%7 == 0 {
			return n
		}
		return series.None
	})
	return weekly, content.EveryWeek
}

// rosterOfCounts returns series by the id of an artist, with the site whose roster it is.
func rosterOfCounts(all []*series.Series) (series.Lookup, *content.Site) {
	byID := make(map[string]*series.Series)
	site := &content.Site{}
	for i, s := range all {
		id := fmt.Sprintf("artist-%05d", i)
		s.Artist = id
		byID[id] = s
		site.Artists = append(site.Artists, content.Artist{ID: id, Accounts: map[content.Source]string{content.Spotify: id}})
	}
	return func(artist string, _ content.Metric) *series.Series { return byID[artist] }, site
}

// countsFrom makes a series of counts, one a day from a day on, None being a gap.
// All are of one account.
func countsFrom(first content.Day, counts ...int64) *series.Series {
	return withSeams(first, nil, counts...)
}

// withSeams makes a series of counts, as countsFrom does, with another account from
// each of some days on.
func withSeams(first content.Day, seams []content.Day, counts ...int64) *series.Series {
	return inMetric(content.Spotify.Default(), first, seams, counts...)
}

// inMetric makes a series of counts, as withSeams does.
func inMetric(metric content.Metric, first content.Day, seams []content.Day, counts ...int64) *series.Series {
	s := series.New("", metric)
	account := 0
	for i := range counts {
		day := first + content.Day(i)
		if slices.Contains(seams, day) {
			account++
		}
		if counts[i] != series.None {
			s.Add(row.Row{Date: day, Value: &counts[i], Ref: fmt.Sprint("account-", account), At: day.Time()})
		}
	}
	return s
}
