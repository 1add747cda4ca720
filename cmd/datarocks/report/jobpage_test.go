package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/publish"
	"datarocks/render/sentence"
)

func TestStandingsTable(t *testing.T) {
	t.Parallel()
	s := sentence.Standings{
		Caption: "Followers per artist", Artist: "Artist", Sources: []string{"Spotify", "X (Twitter)"},
		Rows: []sentence.Standing{
			{Name: "Opeth", Path: "artists/opeth/", Counts: []string{"950,000 (+12)", ""}},
			{Name: "a|b <i>[x](http://evil)*", Path: "artists/a/", Counts: []string{"no count", "1"}},
		},
		More: "and 7 more artists",
	}
	want := `Followers per artist

| Artist | Spotify | X (Twitter) |
| --- | --: | --: |
| [Opeth](https://counts.example.org/artists/opeth/) | 950,000 (+12) |  |
| [a\|b &lt;i>\[x\](http:¦//evil)\*](https://counts.example.org/artists/a/) | no count | 1 |

[and 7 more artists](https://counts.example.org/)`
	shown := strings.ReplaceAll(write("standings", linkedStandings{s, "https://counts.example.org/"}), "\u200b", "¦")
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Error(diff)
	}
	if got := write("standings", linkedStandings{s, ""}); strings.Contains(got, "](https") || !strings.Contains(got, "| Opeth | 950,000 (+12) |  |") {
		t.Errorf("without an address: %s", got)
	}
}

func TestCostOfANight(t *testing.T) {
	t.Parallel()
	s := Summary{Sources: []Source{{Source: content.Spotify, Name: "Spotify", Got: 10}}}
	if got := s.Cost(); got != "counts free" {
		t.Errorf("of what is free: %s", got)
	}
	s.Sources = append(s.Sources, Source{Source: content.Twitter, Name: "X (Twitter)", Asked: 12, Got: 10, MicroUSD: 10_000})
	s.Site = &Published{Cost: &publish.Cost{Puts: 12, Lists: 1, Gets: 1, S3USD: 0.0000654}}
	if got, want := s.Cost(), "10 counts of X (Twitter) $0.10; publishing 12 PUT, 1 LIST and 1 GET: $0.0001"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestSummaryFitsGitHub makes the longest summary there may be.
func TestSummaryFitsGitHub(t *testing.T) {
	t.Parallel()
	s := Summary{Sources: []Source{{Source: content.Spotify, Name: "Spotify"}}}
	long := strings.Repeat("<&", 10_000)
	for i := range 2000 {
		s.Sources[0].Missing = append(s.Sources[0].Missing, Gap{Artist: fmt.Sprint(i), Sentence: long})
		s.Problems = append(s.Problems, long)
	}
	s.Standings = sentence.Standings{Rows: []sentence.Standing{{Name: long}}}
	text := s.Markdown("https://counts.example.org/")
	if len(text) > 1<<20 || !strings.HasSuffix(text, "\n\n…\n\n[The site](https://counts.example.org/)\n") {
		t.Errorf("%d bytes, which end %q", len(text), text[len(text)-100:])
	}
	s = Summary{Sources: s.Sources[:1], Problems: make([]string, 60)}
	s.Sources[0].Missing = s.Sources[0].Missing[:60]
	for i := range s.Sources[0].Missing {
		s.Sources[0].Missing[i].Sentence = fmt.Sprintf("line %d", i)
	}
	if text := s.Markdown(""); strings.Contains(text, "\n\n\n") {
		t.Errorf("has empty lines: %s", text)
	}
	for _, want := range []string{"\n- line 19\n- and 40 more counts missing or held\n", "\n- history:\n- and 40 more objects that cannot be read"} {
		if text := s.Markdown(""); !strings.Contains(text, want) {
			t.Errorf("does not say %q: %s", want, text)
		}
	}
}
