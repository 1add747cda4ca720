package trend

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/historytest"
	"datarocks/history/series"
)

// TestNet is hand-computed: eight days from 1 November, so a week ends on the 8th.
func TestNet(t *testing.T) {
	t.Parallel()
	event := func(from, day int) PlatformEvent {
		first := historytest.Date("2026-10-31")
		return PlatformEvent{From: first + content.Day(from), Day: first + content.Day(day)}
	}
	for _, test := range []struct {
		name   string
		words  string
		events []PlatformEvent
		own    int64 // in place of 7 in all
		in     int   // events
		ok     bool
	}{
		{"none", "100 101 102 103 104 105 106 107", nil, 7, 0, true},
		{"one", "100 101 102 92 104 105 106 107", []PlatformEvent{event(3, 4)}, 17, 1, true},
		{"two", "100 101 102 92 104 105 106 107", []PlatformEvent{event(3, 4), event(4, 5)}, 5, 2, true},
		{"over a dark night", "100 101 102 - 94 105 106 107", []PlatformEvent{event(3, 5)}, 15, 1, true},
		{"over two nights", "100 101 102 95 90 105 106 107", []PlatformEvent{event(3, 5)}, 19, 1, true},
		{"the day before was not measured", "100 101 - 92 104 105 106 107", []PlatformEvent{event(3, 4)}, 0, 0, false},
		{"nor the day", "100 101 102 - 104 105 106 107", []PlatformEvent{event(3, 4)}, 0, 0, false},
		{"before the window", "100 101 102 103 104 105 106 107", []PlatformEvent{event(0, 1)}, 7, 0, true},
		{"cut by its begin", "100 101 102 103 104 105 106 107", []PlatformEvent{event(-1, 2)}, 6, 1, true},
		{"cut by its end", "100 101 102 103 104 105 106 107", []PlatformEvent{event(7, 9)}, 6, 1, true},
		{"after the window", "100 101 102 103 104 105 106 107", []PlatformEvent{event(8, 9)}, 7, 0, true},
		{"all of it", "100 101 102 103 104 105 106 107", []PlatformEvent{event(0, 9)}, 0, 1, true},
		{"another account", "100@a 101@a 102@a 103@b 104@b 105@b 106@b 107@b", nil, 0, 0, false},
		{"nothing to compare", "- 101 102 103 104 105 106 107", nil, 0, 0, false},
	} {
		m, ok := Net(historytest.Series("2026-11-01", test.words), content.Week, test.events)
		if ok != test.ok || ok && (m.Own() != test.own || m.Events != test.in || m.Diff() != 7) {
			t.Errorf("%s: %+v, %v; want %d and %d events", test.name, m, ok, test.own, test.in)
		}
	}
	m := NetChange{Change: series.Change{From: series.Point{Value: 200}, To: series.Point{Value: 190}}, Apart: -16}
	if percent, ok := m.OwnPercent(); m.Own() != 6 || percent != 3 || !ok {
		t.Errorf("own %d, %v %%", m.Own(), percent)
	}
	if _, ok := new(NetChange).OwnPercent(); ok {
		t.Error("per cent of nothing")
	}
}

// TestNetOfAnyRoster holds changes apart from platform events against the slow
// reference, and scales the counts.
func TestNetOfAnyRoster(t *testing.T) {
	t.Parallel()
	checked := 0
	for seed := range uint64(40) {
		all, every := anyWorld(seed)
		p := sampleOf(every, all...)
		events, roster := p.Events(), ledgersOf(p)
		_, last, _ := p.span()
		slow := roster.Join(roster.EventDays(last))
		for i, s := range p.series {
			for _, w := range content.Windows {
				m, ok := Net(s, w, events)
				own, within, known := roster[i].Own(w, slow)
				if ok != known || own != m.Own() || len(within) != m.Events {
					t.Fatalf("seed %d, %s: %+v, %t; slowly %d, %t", seed, w, m, ok, own, known)
				}
				if !ok {
					continue
				}
				checked++
				ten, _ := Net(scaled([]*series.Series{s}, 10)[0], w, events)
				a, _ := m.OwnPercent()
				if b, _ := ten.OwnPercent(); ten.Own() != 10*own || a != b || ten.Events != m.Events {
					t.Fatalf("seed %d, %s: %+v, ten times %+v", seed, w, m, ten)
				}
			}
		}
	}
	t.Log(checked, "changes")
}

func TestRanks(t *testing.T) {
	t.Parallel()
	move := func(artist int, from, to, apart int64) Ranked {
		return Ranked{Artist: artist, NetChange: NetChange{Change: series.Change{From: series.Point{Value: from}, To: series.Point{Value: to}}, Apart: apart}}
	}
	moves := []Ranked{
		move(0, 100_000, 99_000, -1500), // 500, 0.5 %
		move(1, 999, 2000, 0),           // 1001, too few to rank by per cent
		move(2, 1000, 1010, 0),          // 10, 1 %
		move(3, 2000, 2020, 0),          // 20, 1 %
		move(4, 5000, 4900, 0),          // -100, -2 %
		move(5, 1000, 1020, 0),          // 20, 2 %
		move(6, 0, 20, 0),               // 20
	}
	places := func(ranked []Ranked) (of [][2]int) {
		for _, r := range ranked {
			of = append(of, [2]int{r.Rank, r.Artist})
		}
		return of
	}
	if diff := cmp.Diff([][2]int{{1, 1}, {2, 0}, {3, 3}, {3, 5}, {3, 6}, {6, 2}, {7, 4}}, places(ByNumber(moves))); diff != "" {
		t.Errorf("by number (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][2]int{{1, 5}, {2, 2}, {2, 3}, {4, 0}, {5, 4}}, places(ByPercent(moves))); diff != "" {
		t.Errorf("by per cent (-want +got):\n%s", diff)
	}
	if moves[0].Rank != 0 || moves[0].Artist != 0 {
		t.Error("the moves were changed")
	}
	if ByNumber(nil) != nil || len(ByPercent(nil)) != 0 {
		t.Error("nobody is ranked")
	}
	random := rand.New(rand.NewPCG(1, 1))
	many := make([]Ranked, 3000)
	for i := range many {
		many[i] = move(i, 1000+random.Int64N(1000), 1000+random.Int64N(1000), 0)
	}
	ranked := ByNumber(many)
	for i, r := range ranked {
		more := 0
		if i%2000 == 0 {
			for _, other := range many {
				if other.Own() > r.Own() {
					more++
				}
			}
			if r.Rank != more+1 {
				t.Fatalf("%d moved more than number %d", more, r.Rank)
			}
		}
		if i > 0 && ranked[i-1].Rank == r.Rank && ranked[i-1].Artist > r.Artist {
			t.Fatalf("of those who share rank %d the order changed", r.Rank)
		}
	}
}
