package gate

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/series"
)

const gateAccount = "2aaLAng2L2aWD2FClzwiep"

// gated is one series that is judged night by night.
type gated struct {
	*testing.T
	site *content.Site
	past *history.History
	day  content.Day
	name string
	id   string // of the account, on a platform that has one for good
}

func newGate(t *testing.T) *gated {
	day, _ := content.ParseDay("2026-01-01")
	site := &content.Site{Artists: []content.Artist{{ID: "vola", Name: "VOLA", Aliases: []string{"Vola Band"}}}}
	return &gated{T: t, site: site, past: new(history.History), day: day}
}

// night judges a count, records the outcome, and returns the verdict.
func (g *gated) night(n int64) (held bool, note string) {
	g.Helper()
	snap := fetch.Snapshot{At: g.day.Time().Add(3 * time.Hour), Samples: []fetch.Sample{{
		Ask:   fetch.Ask{Artist: "vola", Metric: content.Spotify.Default(), Account: gateAccount},
		Count: fetch.Number(n).Named(g.name).Numbered(g.id),
	}}}
	verdicts := Judge(g.past.Series, g.site, snap)
	if err := g.past.Add(snap, verdicts); err != nil {
		g.Fatal(err)
	}
	g.day++
	return verdicts[0].Held, verdicts[0].Why
}

func (g *gated) series() *series.Series { return g.past.Series("vola", content.Spotify.Default()) }

// grow lets a series grow quietly for some nights.
func (g *gated) grow(nights int, from int64, rate float64) int64 {
	g.Helper()
	n := from
	for i := range nights {
		n = int64(float64(from) * math.Pow(1+rate, float64(i)))
		if held, note := g.night(n); held {
			g.Fatalf("quiet growth to %d was held: %s", n, note)
		}
	}
	return n
}

func TestGate(t *testing.T) {
	for _, test := range []struct {
		name string
		from int64
		next float64 // times the last count
		held bool
	}{
		{"growth", 100_000, 1.002, false},
		{"nothing", 100_000, 1, false},
		{"a viral day", 100_000, 1.9, false},
		{"a small artist's leap", 40, 8, false},
		{"a small artist's fall", 250, 0.2, false},
		{"a removal of one in twenty", 1_000_000, 0.95, false},
		{"thousandfold", 100_000, 1000, true},
		{"a thousandth", 5_000_000, 0.001, true},
		{"tenfold", 100_000, 10, true},
		{"a tenth", 100_000, 0.1, true},
		{"tenfold of a small artist", 20, 10, true},
		{"a tenth of a small artist", 50, 0.1, true},
		{"a newcomer's first listeners", 2, 12, false},
		{"thrice", 100_000, 3, true},
		{"half", 100_000, 0.5, true},
		{"zero", 100_000, 0, true},
		{"zero of a small artist", 12, 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := newGate(t)
			last := g.grow(30, test.from, 0.0005)
			held, note := g.night(int64(float64(last) * test.next))
			if held != test.held {
				t.Errorf("held: %t (%s), want %t", held, note, test.held)
			}
			if held != (note != "") {
				t.Errorf("held: %t without saying why, or the other way round: %q", held, note)
			}
		})
	}
}

// TestGateNights has counts that follow each other. Of each night h stands for held, r
// for released as the third night at a level, and - for passed.
func TestGateNights(t *testing.T) {
	restless := slices.Repeat([]int64{40, 55, 48, 36}, 10)
	for _, test := range []struct {
		name         string
		past, nights []int64
		want         string
	}{
		{"a first count", nil, []int64{5_000_000}, "-"},
		{"a first 0", nil, []int64{0}, "h"},
		{"a level that stays is no slip", slices.Repeat([]int64{100_000}, 30), []int64{400_000, 401_000, 402_000, 402_500}, "hhr-"},
		{"counts that do not agree", slices.Repeat([]int64{100_000}, 30), []int64{400_000, 900_000, 400_000, 400_000}, "hhhh"},
		{"a zero is not released by itself", slices.Repeat([]int64{100_000}, 30), []int64{0, 0, 0, 0, 0}, "hhhhh"},
		{"a level of a small artist", slices.Repeat([]int64{30}, 30), []int64{300, 2, 290, 295, 300}, "hhhhr"},
		{"ten times is a slip, however restless a series is", restless, []int64{400}, "h"},
	} {
		g := newGate(t)
		for _, n := range test.past {
			g.night(n)
		}
		var got strings.Builder
		for _, n := range test.nights {
			switch held, note := g.night(n); {
			case held:
				got.WriteByte('h')
			case note == whyNights:
				got.WriteByte('r')
			default:
				got.WriteByte('-')
			}
		}
		if got.String() != test.want {
			t.Errorf("%s: %s, want %s", test.name, &got, test.want)
		}
	}
}

// TestGateWithdrawn: nights do not release what a person withdrew.
func TestGateWithdrawn(t *testing.T) {
	g := newGate(t)
	g.grow(30, 100_000, 0)
	g.night(400_000)
	wrong := int64(400_000)
	g.series().Add(row.Row{
		Date: g.day - 1, Artist: "vola", Source: content.Spotify, Metric: "followers", Status: row.Withdrawn, Was: &wrong,
		Reason: "another act's", At: g.day.Time(), Ref: gateAccount,
	})
	for i := range 5 {
		if held, note := g.night(401_000); !held || note != whyWithdrawn {
			t.Errorf("night %d after it was withdrawn: held %t, %q", i+1, held, note)
		}
	}
	if held, _ := g.night(100_100); held {
		t.Error("back at its own level, it was held")
	}
}

// TestGateGaps: a gap leaves room for growth, and not for slips by ten.
func TestGateGaps(t *testing.T) {
	for _, test := range []struct {
		name string
		gap  content.Day // nights without a count
		next float64     // times the last count
		held bool
	}{
		{"a viral week", 6, 6, false},
		{"two viral days", 1, 2.2, false},
		{"thrice in two days", 1, 3, true},
		{"a week's decline", 6, 0.6, false},
		{"tenfold in a week", 6, 10, true},
		{"tenfold in a year", 364, 10, true},
		{"a third in a week", 6, 0.33, true},
	} {
		g := newGate(t)
		for range 5 { // as a source that is asked weekly
			g.night(100_000)
			g.day += 6
		}
		g.day += test.gap - 6
		if held, note := g.night(int64(100_000 * test.next)); held != test.held {
			t.Errorf("%s: held %t (%s), want %t", test.name, held, note, test.held)
		}
	}
}

// TestGateOtherAccount: on the day on which another account is counted, asking
// again does not measure it by the account before.
func TestGateOtherAccount(t *testing.T) {
	g := newGate(t)
	g.grow(30, 100_000, 0)
	n := int64(4_000)
	g.series().Add(row.Row{Date: g.day, Artist: "vola", Source: content.Spotify, Metric: "followers", Value: &n, At: g.day.Time(), Ref: "the right one"})
	if v := judge(g.series(), g.day, "the right one", 4_001); v.Held {
		t.Errorf("held: %s", v.Why)
	}
}

// TestGateRestless: a series that always leaps may go on leaping.
func TestGateRestless(t *testing.T) {
	g := newGate(t)
	random := rand.New(rand.NewPCG(1, 2))
	n := 100_000.0
	for range 40 {
		n *= math.Exp(0.03 * random.NormFloat64())
		g.night(int64(n))
	}
	if held, _ := g.night(int64(n * 0.8)); held {
		t.Error("a fall that is usual here was held")
	}
}

// TestGatePlatformEvent: when the whole roster falls, it is the platform.
func TestGatePlatformEvent(t *testing.T) {
	for _, test := range []struct {
		name  string
		falls []float64
		rest  int // artists who are not asked
		held  int
	}{
		{"a removal", []float64{0.87, 0.85, 0.88, 0.86, 0.999}, 0, 0},
		{"two artists", []float64{0.87, 0.85, 1, 1, 1}, 0, 2},
		{"a roster of two", []float64{0.87, 0.85}, 0, 2},
		{"three of many", []float64{0.87, 0.85, 0.88}, 5, 3},
		{"too deep", []float64{0.87, 0.85, 0.88, 0.86, 0.7}, 0, 5},
		{"to zero", []float64{0.87, 0.85, 0.88, 0.86, 0}, 0, 5},
		{"some by little", []float64{0.97, 0.94, 0.91, 0.86, 0.82, 0.999}, 0, 0},
		{"two by much, the rest as ever", []float64{0.87, 0.85, 0.999, 1, 0.998}, 0, 2},
		{"all by much or little", []float64{0.89, 0.93, 0.88, 0.92}, 5, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := fetch.Snapshot{At: historytest.Date("2026-01-01").Time()}
			snap := fetch.Snapshot{At: historytest.Date("2026-01-02").Time()}
			site := &content.Site{}
			for i, fall := range append(slices.Clone(test.falls), make([]float64, test.rest)...) {
				artist := fmt.Sprint("artist-", i)
				site.Artists = append(site.Artists, content.Artist{ID: artist, Name: artist, Accounts: map[content.Source]string{content.Twitter: artist}})
				before.Samples = append(before.Samples, historytest.Sample(artist+" twitter "+artist, 100_000))
				if i < len(test.falls) {
					snap.Samples = append(snap.Samples, historytest.Sample(artist+" twitter "+artist, int(fall*100_000)))
				}
			}
			past := new(history.History)
			if err := past.Add(before, nil); err != nil {
				t.Fatal(err)
			}
			held := 0
			for _, v := range Judge(past.Series, site, snap) {
				if v.Held {
					held++
				}
			}
			if held != test.held {
				t.Errorf("%d held, want %d", held, test.held)
			}
		})
	}
}

// TestGateReplay replays series of testdata/gate night by night, and week by week, and
// then with slips put in. The files are made after the shapes of real ones: a decade
// of growth, viral weeks, slow decline, removals, gaps, small numbers.
func TestGateReplay(t *testing.T) {
	files, err := filepath.Glob("testdata/gate/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no series: %v", err)
	}
	for _, every := range []content.Cadence{content.EveryDay, content.EveryWeek} {
		t.Run(string(every), func(t *testing.T) { replay(t, files, every) })
	}
}

func replay(t *testing.T, files []string, every content.Cadence) {
	var real, falseAlarms, slips, caught int
	for _, file := range files {
		counts := readSeries(t, file)
		g := newGate(t)
		for i, n := range counts {
			if n == series.None || !g.series().Due(g.day, gateAccount, every) {
				g.day++
				continue
			}
			if i > 40 && real%5 == 0 {
				for _, slip := range []float64{0, 0.001, 0.1, 10, 1000} {
					slips++
					last, _ := g.series().Last()
					if v := judge(g.series(), g.day, gateAccount, int64(slip*float64(last.Value))); v.Held {
						caught++
					} else if slip != 0.1 || last.Value > 7*veryFewFollowers {
						t.Errorf("%s, night %d: %g times %d passed", file, i, slip, last.Value)
					}
				}
			}
			real++
			if held, note := g.night(n); held {
				falseAlarms++
				t.Logf("%s, night %d: %d held: %s", file, i, n, note)
			}
		}
	}
	recall := float64(caught) / float64(slips)
	precision := float64(caught) / float64(caught+falseAlarms)
	t.Logf("%d real counts, %d held wrongly; %d slips, %d held: precision %.4f, recall %.4f", real, falseAlarms, slips, caught, precision, recall)
	if precision < 0.99 || recall < 0.95 {
		t.Errorf("precision %.4f, recall %.4f", precision, recall)
	}
}

func readSeries(t *testing.T, file string) []int64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]int64, 0, len(rows))
	for _, row := range rows[1:] {
		n := int64(series.None)
		if row[1] != "" {
			if n, err = strconv.ParseInt(row[1], 10, 64); err != nil {
				t.Fatal(err)
			}
		}
		counts = append(counts, n)
	}
	return counts
}
