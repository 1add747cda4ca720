package chart

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

func TestStroke(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line []point
		area bool
		want string
	}{
		{[]point{{0.5, 0.5}}, false, "M500 250h0"},
		{[]point{{0.5, 0.5}}, true, ""},
		{[]point{{0, 1}, {0.5, 0.5}, {1, 0.75}}, false, "M0 500l500-250 500 125"},
		{[]point{{0, 0.1}, {0.0001, 0.1}, {1, 0.1}}, false, "M0 50l0 0 1000 0"},
		{[]point{{0.25, 0}, {1, 1}}, true, "M250 0l750 500V500H250z"},
	} {
		pic := &picture{}
		pic.stroke(test.line, box{1000, 500}, test.area)
		if got := string(pic.b); got != test.want {
			t.Errorf("%v: got %q, want %q", test.line, got, test.want)
		}
	}
}

// TestStrokeLeadsBack draws lines and follows the path: rounding does not add up
// over its steps.
func TestStrokeLeadsBack(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 10))
	number := regexp.MustCompile(`-?\d+`)
	for range 500 {
		line := make([]point, 2+random.IntN(150))
		for i := range line {
			line[i] = point{float64(i) / float64(len(line)-1), random.Float64()}
		}
		pic := &picture{}
		pic.stroke(line, box{1000, 500}, false)
		steps := number.FindAllString(string(pic.b), -1)
		if len(steps) != 2*len(line) {
			t.Fatalf("%d numbers for %d points in %s", len(steps), len(line), pic.b)
		}
		x, y := 0, 0
		for i, want := range line {
			dx, _ := strconv.Atoi(steps[2*i])
			dy, _ := strconv.Atoi(steps[2*i+1])
			x, y = x+dx, y+dy
			if math.Abs(float64(x)-want.x*1000) > 0.5 || math.Abs(float64(y)-want.y*500) > 0.5 {
				t.Fatalf("point %d is at %d,%d, not %v", i, x, y, want)
			}
		}
	}
}

func TestWindowSpan(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		window    content.Window
		first     content.Day
		days, all int
	}{
		{content.Week, rendertest.Newest, 7, 7},
		{content.Week, rendertest.Newest - 1000, 7, 1000},
		{content.FourWeek, rendertest.Newest - 3, 7, 7},
		{content.FourWeek, rendertest.Newest - 20, 20, 20},
		{content.FourWeek, rendertest.Newest - 28, 28, 28},
		{content.Quarter, rendertest.Newest - 1000, 90, 1000},
		{content.Year, rendertest.Newest - 364, 364, 364},
		{content.Year, rendertest.Newest - 1000, 365, 1000},
	} {
		for w, want := range map[content.Window]int{test.window: test.days, content.All: test.all} {
			if from, to := Span(w, test.first, rendertest.Newest); to != rendertest.Newest || int(to-from) != want {
				t.Errorf("%s from %s: %s to %s, want %d days", w, test.first, from, to, want)
			}
		}
	}
}

// TestPlot looks at what is drawn of a series with gaps and another account.
func TestPlot(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	a := w.Artist("vola", "Vola")
	w.From(rendertest.Newest-7, "vola", content.Spotify, fetch.Number(10), rendertest.Missing("x"), fetch.Number(12), fetch.Number(13), rendertest.Unasked, fetch.Number(15))
	a.Accounts[content.Spotify] = "another"
	w.From(rendertest.Newest-1, "vola", content.Spotify, rendertest.Numbers(70, 71)...)
	s := w.History(t).Series("vola", content.Spotify.Default())
	p := New(en, s, content.EveryDay, rendertest.Newest-7, rendertest.Newest)
	var runs []string
	for _, line := range p.lines {
		runs = append(runs, strconv.Itoa(len(line)))
	}
	if got := strings.Join(runs, " "); got != "2 2" || len(p.lone) != 2 {
		t.Errorf("the lines have %s points, and %d stand alone", got, len(p.lone))
	}
	if len(p.bridges) != 2 {
		t.Errorf("%d bridges: one a gap, none to another account", len(p.bridges))
	}
	if len(p.dots) != 6 || p.last == nil || p.last.x != 1 {
		t.Errorf("%d dots, last %v", len(p.dots), p.last)
	}
	if p := New(en, s, content.EveryDay, rendertest.Newest-100, rendertest.Newest); len(p.dots) != 0 {
		t.Error("dots in a long window")
	}
	if p := New(en, s, content.EveryDay, rendertest.Newest-100, rendertest.Newest-50); p != nil {
		t.Error("a picture of nothing")
	}
}

// TestPictureIsSmall: years of counts make a picture no larger than months do,
// and one in which every other day is missing stays within reason.
func TestPictureIsSmall(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Artist("vola", "Vola")
	w.Grow("vola", content.Spotify, 800, 1_000_000, 3_000_000)
	for i := range 400 {
		w.From(rendertest.Newest-content.Day(2*i), "vola", content.Twitter, fetch.Number(int64(200_000-7*i)))
	}
	h := w.History(t)
	for source, limit := range map[content.Source]int{content.Spotify: 5_000, content.Twitter: 20_000} {
		p := New(en, h.Series("vola", source.Default()), content.EveryDay, rendertest.Newest-799, rendertest.Newest)
		if size := len(p.SVG("", PageHeight)); size > limit {
			t.Errorf("%s: %d bytes, at most %d", source, size, limit)
		}
	}
}
