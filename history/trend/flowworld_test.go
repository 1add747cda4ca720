package trend

import (
	"math"
	"math/rand/v2"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

var (
	views     = content.Metric{Source: content.Wikipedia, Name: "views"}
	plays     = content.Metric{Source: content.LastFM, Name: "plays"}
	listeners = content.Metric{Source: content.Spotify, Name: "listeners"} // a day
)

// flowsOf makes a roster of series of one metric.
func flowsOf(metric content.Metric, all ...*series.Series) *RosterSample {
	p := &RosterSample{Metric: metric, every: content.EveryDay, lifts: make(map[stretch]rosterLift)}
	for _, s := range all {
		if s.HasCounts() {
			p.add(s)
		}
	}
	return p
}

// readers is a simulated roster: how many read of each artist each day, in parts of its
// usual number, which a test may change before it is played.
type readers struct {
	*rand.Rand
	metric content.Metric
	first  content.Day
	size   []float64   // each artist's usual number
	times  [][]float64 // by artist and day
	dark   map[int]bool
	gaps   float64
}

// newReaders makes artists whom 20 to 40,000 read a day, more of them on a weekend,
// with days of news that fade within a week, and slow tides.
func newReaders(seed uint64, metric content.Metric, artists, days int) *readers {
	w := &readers{Rand: rand.New(rand.NewPCG(seed, 11)), metric: metric, first: historytest.Date("2024-01-01"), dark: make(map[int]bool)}
	for range artists {
		times := make([]float64, days)
		news, tide := 0.0, 0.0
		for d := range times {
			if news *= 0.6; w.Float64() < 0.01 {
				news += 20 * w.ExpFloat64()
			}
			tide += 0.02 * w.NormFloat64()
			times[d] = (1 + news) * math.Exp(0.12*w.NormFloat64()+tide)
			if (d+int(w.first))%7 < 2 {
				times[d] *= 1.3
			}
		}
		w.size, w.times = append(w.size, 20*math.Pow(2000, w.Float64())), append(w.times, times)
	}
	return w
}

// all multiplies the days of a part of the roster.
func (w *readers) all(from, to int, part, low, high float64) {
	for i := range int(part * float64(len(w.times))) {
		by := low + (high-low)*w.Float64()
		for d := from; d < min(to, len(w.times[i])); d++ {
			w.times[i][d] *= by
		}
	}
}

// play returns what was counted: of a Cumulative metric, the level.
func (w *readers) play() []*series.Series {
	all := make([]*series.Series, len(w.times))
	for i, times := range w.times {
		counts := make([]int64, len(times))
		level := 1000 + w.Int64N(1_000_000)
		for d, by := range times {
			counts[d] = int64(math.Round(w.size[i] * by))
			if level += counts[d]; w.metric.Kind() == content.Cumulative {
				counts[d] = level
			}
			if w.dark[d] || w.gaps > 0 && w.Float64() < w.gaps {
				counts[d] = series.None
			}
		}
		all[i] = inMetric(w.metric, w.first, nil, counts...)
	}
	return all
}

// anyReaders makes series in which everything happens that may: gaps, dark nights,
// platform events, other accounts, levels that fall, zeros.
func anyReaders(seed uint64) (p *RosterSample) {
	metric := []content.Metric{views, plays, listeners}[seed%3]
	w := newReaders(seed, metric, 1+int(seed*5%23), 160+int(seed%80))
	days := len(w.times[0])
	w.gaps = []float64{0, 0, 0.01, 0.1}[w.IntN(4)]
	for range w.IntN(4) {
		w.dark[w.IntN(days)] = true
	}
	for i := range w.times {
		for d := range w.times[i] {
			w.times[i][d] = math.Exp(math.Log(w.times[i][d]) / float64(1+seed%4)) // some rosters are quiet
		}
	}
	for range w.IntN(5) {
		day, size := 40+w.IntN(days-42), math.Exp(4*w.Float64()-2)
		w.all(day, day+1+w.IntN(12), []float64{0.5, 0.8, 1, 1}[w.IntN(4)], size*0.9, size)
	}
	if w.IntN(3) == 0 {
		w.size[0] = 1 + 5*w.Float64()
	}
	roster := w.play()
	for i, s := range roster {
		first, counts, _ := countsOf(s)
		var seams []content.Day
		if len(counts) > 0 && w.IntN(8) == 0 {
			seams = append(seams, first+content.Day(w.IntN(len(counts))))
		}
		if d := w.IntN(max(1, len(counts))); w.IntN(8) == 0 && d < len(counts) {
			counts[d] = 0 // and if that is a level, it falls
		}
		roster[i] = inMetric(metric, first, seams, counts...)
	}
	return flowsOf(metric, roster...)
}

// cut is the roster as it was on a day.
func (p *RosterSample) cut(day content.Day) *RosterSample {
	return flowsOf(p.Metric, until(p.series, day)...)
}

// slowFlowEvents are the events of the slow reference.
func slowFlowEvents(p *RosterSample) (events []PlatformEvent) {
	if _, last, ok := p.span(); ok {
		roster := ledgersOf(p)
		for _, e := range roster.JoinFlow(roster.FlowEventDays(last)) {
			events = append(events, PlatformEvent{Metric: p.Metric, From: e.From, Day: e.Day, Median: e.Median, Usual: e.Usual, Artists: e.Artists})
		}
	}
	return events
}

// timelines are events on some days of a roster.
func timeline(days ...content.Day) (all []content.Event) {
	for _, day := range days {
		all = append(all, content.Event{Day: day, Title: "Release"})
	}
	return all
}
