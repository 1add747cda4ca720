package chart

import (
	"math/rand/v2"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

func TestCut(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Single":         "Single",
		"Tour announced": "Tour announced",
		"Album “A View from the Top of the World”": "Album “A View from th…",
		strings.Repeat("龍", 300):                   strings.Repeat("龍", 10) + "…",
		strings.Repeat("x", 300):                   strings.Repeat("x", 21) + "…",
	} {
		if got := cut(title, maxTitle); got != want {
			t.Errorf("cut(%q) = %q, want %q", title, got, want)
		}
	}
}

// TestMarksKeepApart puts many events in a picture: titles neither touch nor
// leave the card, however wide it is.
func TestMarksKeepApart(t *testing.T) {
	t.Parallel()
	titles := []string{"Single", "Tour announced", "Album “A View from the Top of the World”", "EP", "アルバム『龍』発売", strings.Repeat("W", 300)}
	random := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		p := &Plot{from: rendertest.Newest - 1000, to: rendertest.Newest, words: en}
		var events []content.Event
		for d := p.from - 50; d < p.to+50; d += content.Day(1 + random.IntN(300)) {
			events = append(events, content.Event{Day: d, Title: titles[random.IntN(len(titles))]})
		}
		p.Mark(events)
		for _, view := range []struct {
			width float64
			out   string
		}{{narrowWidth, "none tight"}, {wideWidth, "none"}, {1012, "none"}} {
			end := -1000.0
			for _, m := range p.marks {
				if m.class != "" && strings.Contains(view.out, m.class) {
					continue
				}
				left, right := m.reach(view.width)
				if left >= right || left < end+titleSpace-1e-9 || left < -overLeft-1e-9 || right > view.width+overRight+1e-9 {
					t.Fatalf("at %v pixels %q goes from %.0f to %.0f, the one before to %.0f", view.width, m.title, left, right, end)
				}
				end = right
			}
		}
	}
}

// TestEveryEventHasALine, also where its title has no room.
func TestEveryEventHasALine(t *testing.T) {
	t.Parallel()
	p := &Plot{from: rendertest.Newest - 7, to: rendertest.Newest, words: en}
	p.Mark([]content.Event{
		{Day: rendertest.Newest - 8, Title: "before"},
		{Day: rendertest.Newest - 7, Title: "on the first day"},
		{Day: rendertest.Newest - 2, Title: "one"},
		{Day: rendertest.Newest - 2, Title: "two"},
		{Day: rendertest.Newest, Title: "three"},
		{Day: rendertest.Newest + 1, Title: "after"},
	})
	var got []string
	for _, m := range p.marks {
		got = append(got, m.words+" "+m.side+" "+m.class)
	}
	want := "21 November 2026: one middle |21 November 2026: two middle none|23 November 2026: three middle "
	if joined := strings.Join(got, "|"); joined != want {
		t.Errorf("got  %s\nwant %s", joined, want)
	}
}
