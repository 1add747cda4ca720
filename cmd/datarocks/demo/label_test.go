package demo

import (
	"math"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
)

// TestLabelIsInvented: nobody of the demo is an artist that comes with datarocks, by
// name or by account.
func TestLabelIsInvented(t *testing.T) {
	t.Parallel()
	label, err := Label()
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := content.Load(content.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	taken := make(map[string]bool)
	for _, a := range shipped.Artists {
		taken[a.ID], taken[a.Name] = true, true
		for _, account := range a.Accounts {
			taken[account] = true
		}
	}
	for _, a := range label.Artists {
		names := append([]string{a.ID, a.Name}, a.Aliases...)
		for _, account := range a.Accounts {
			names = append(names, account)
		}
		if i := slices.IndexFunc(names, func(name string) bool { return taken[name] }); i >= 0 {
			t.Errorf("%s: %s is somebody real", a.ID, names[i])
		}
	}
	if label.Title == shipped.Title || label.BaseURL == "" || len(label.Pages) == 0 || len(label.Sources) != len(content.Sources) {
		t.Errorf("label %q at %q with %d pages and %d sources", label.Title, label.BaseURL, len(label.Pages), len(label.Sources))
	}
}

// TestSizes: the label has one large artist, some of a middle size, and small ones,
// and what they have on other platforms is in proportion.
func TestSizes(t *testing.T) {
	t.Parallel()
	label, err := Label()
	if err != nil {
		t.Fatal(err)
	}
	if len(label.Artists) != len(followers) {
		t.Errorf("%d artists, but %d sizes", len(label.Artists), len(followers))
	}
	spotify := make(map[string]float64)
	classes := make([]int, 4)
	stories := inventStories(label, sized-30, sized)
	for _, s := range stories {
		if s.source != content.Spotify {
			continue
		}
		n := float64(s.counts[sized-s.first])
		spotify[s.name] = n
		switch {
		case n > 1_100_000 && n < 1_300_000:
			classes[0]++
		case n >= 80_000 && n <= 250_000:
			classes[1]++
		case n >= 4_000 && n <= 20_000:
			classes[2]++
		case n < 1_000:
			classes[3]++
		}
	}
	if want := []int{1, 3, 4, 2}; !slices.Equal(classes, want) {
		t.Errorf("sizes on Spotify: %v, want %v of each class: %v", classes, want, spotify)
	}
	for _, s := range stories {
		if s.daily {
			continue // how many read about an artist is no part of who follows
		}
		n, size := float64(s.counts[sized-s.first]), spotify[s.name]*shares[s.source]
		if math.Abs(n-size) > 0.31*size+1 || n < 10 {
			t.Errorf("%s has %.0f on %s, and %.0f on Spotify", s.name, n, s.source, spotify[s.name])
		}
	}
}

// TestCountsDoNotDependOnTheNights: a story is the same whenever it ends.
func TestCountsDoNotDependOnTheNights(t *testing.T) {
	t.Parallel()
	invent := func(last content.Day) []*story {
		label, err := Label()
		if err != nil {
			t.Fatal(err)
		}
		return inventStories(label, last-10, last)
	}
	early, late := invent(sized-400), invent(sized+400)
	for i, s := range early {
		if !slices.Equal(s.counts, late[i].counts[:len(s.counts)]) {
			t.Errorf("%s on %s had other counts in a later demo", s.name, s.source)
		}
	}
}

// TestThePastIsLively: the nights that a demo runs by default have what a site shows
// beside plain growth.
func TestThePastIsLively(t *testing.T) {
	t.Parallel()
	label, err := Label()
	if err != nil {
		t.Fatal(err)
	}
	last := sized + 30
	first := last - 399
	seen := make(map[string]int)
	for _, s := range inventStories(label, first, last) {
		for day := first; day <= last; day++ {
			switch {
			case s.away(day):
				seen["away"]++
			case s.slip(day):
				seen["slip"]++
			case darkness(s.source, day) != nil:
				seen["dark"]++
			}
		}
		switch change := s.count(last) - s.counts[first-s.first]; {
		case change > 0:
			seen["grew"]++
		case change < 0:
			seen["shrank"]++
		}
	}
	for _, a := range label.Artists {
		for _, e := range a.Timeline {
			seen["event"]++
			if strings.Contains(e.Title, "%") {
				t.Errorf("%s: %s", a.ID, e.Title)
			}
		}
	}
	for _, what := range []string{"away", "slip", "dark", "grew", "shrank", "event"} {
		if seen[what] < 3 {
			t.Errorf("%s: %d, too few", what, seen[what])
		}
	}
}
