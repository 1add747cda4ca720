package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
)

// fake is a Counter made of a function.
type fake func(accounts []string) (map[string]fetch.Count, error)

func (f fake) Count(_ context.Context, accounts []string) (map[string]fetch.Count, error) {
	return f(accounts)
}

// sevens counts 7 of every account.
var sevens = fake(func(accounts []string) (map[string]fetch.Count, error) {
	counts := make(map[string]fetch.Count)
	for _, account := range accounts {
		counts[account] = fetch.Number(7)
	}
	return counts, nil
})

var at = time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)

// lines writes a snapshot as one line per sample and per source.
func lines(snap fetch.Snapshot) []string {
	var text []string
	for _, s := range snap.Samples {
		text = append(text, fmt.Sprintf("%s %s %s: %v", s.Artist, s.Source, s.Account, s.Count))
	}
	for _, r := range snap.Sources {
		text = append(text, fmt.Sprintf("%s: %d of %d, %v", r.Source, r.Got, r.Asked, r.Err))
	}
	return text
}

func TestOneFailingSourceNeverCostsAnotherItsCount(t *testing.T) {
	asks := []fetch.Ask{
		{Artist: "metallica", Metric: content.Spotify.Default(), Account: "m"},
		{Artist: "opeth", Metric: content.Spotify.Default(), Account: "o"},
		{Artist: "metallica", Metric: content.Deezer.Default(), Account: "119"},
	}
	partial := func(err error) fake {
		return func([]string) (map[string]fetch.Count, error) {
			return map[string]fetch.Count{"m": fetch.Number(5)}, err
		}
	}
	tests := []struct {
		name    string
		spotify fake
		want    []string
	}{
		{
			"it fails after the first account",
			partial(&fetch.SourceError{Reason: "http 402: no credits"}),
			[]string{"5", "error: http 402: no credits", "1 of 2, http 402: no credits"},
		},
		{
			"it fails for no known reason",
			partial(errors.New("odd\nthing")),
			[]string{"5", "error: odd thing", "1 of 2, odd thing"},
		},
		{
			"it runs out of time",
			partial(fmt.Errorf("ask: %w", context.DeadlineExceeded)),
			[]string{"5", "error: timed out", "1 of 2, timed out"},
		},
		{
			"it forgets an account",
			partial(nil),
			[]string{"5", "error: the source gave no answer for this account", "1 of 2, <nil>"},
		},
		{
			"it says nothing of an account",
			func([]string) (map[string]fetch.Count, error) {
				return map[string]fetch.Count{"m": fetch.Number(5), "o": {}}, nil
			},
			[]string{"5", "error: the source gave no answer for this account", "1 of 2, <nil>"},
		},
		{
			"it answers what was not asked",
			func([]string) (map[string]fetch.Count, error) {
				return map[string]fetch.Count{"m": fetch.Number(5), "o": fetch.Number(0), "x": fetch.Number(9)}, nil
			},
			[]string{"5", "0", "2 of 2, <nil>"},
		},
		{
			"it panics",
			func([]string) (map[string]fetch.Count, error) { panic("index out of range") },
			[]string{"error: datarocks failed on the answer", "error: datarocks failed on the answer", "0 of 2, datarocks failed on the answer"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			snap := fetch.All(t.Context(), at, asks, map[content.Source]fetch.Counter{
				content.Spotify: test.spotify,
				content.Deezer:  sevens,
			})
			want := []string{
				"metallica spotify m: " + test.want[0],
				"opeth spotify o: " + test.want[1],
				"metallica deezer 119: 7",
				"deezer: 1 of 1, <nil>",
				"spotify: " + test.want[2],
			}
			if diff := cmp.Diff(want, lines(snap)); diff != "" {
				t.Errorf("snapshot (-want +got):\n%s", diff)
			}
			if !snap.At.Equal(at) {
				t.Errorf("At = %v, want %v", snap.At, at)
			}
		})
	}
}

func TestAPanicIsReportedWithItsStack(t *testing.T) {
	snap := fetch.All(t.Context(), at, []fetch.Ask{{Artist: "a", Metric: content.Spotify.Default(), Account: "a"}},
		map[content.Source]fetch.Counter{content.Spotify: fake(func([]string) (map[string]fetch.Count, error) { panic("boom") })})
	var source *fetch.SourceError
	if !errors.As(snap.Sources[0].Err, &source) {
		t.Fatalf("the error is %T, want a *SourceError", snap.Sources[0].Err)
	}
	if text := source.Err.Error(); !strings.Contains(text, "boom") || !strings.Contains(text, "all_test.go") {
		t.Errorf("the cause says neither what nor where: %s", text)
	}
}

func TestEachAccountIsAskedOnce(t *testing.T) {
	var asked []string
	spy := fake(func(accounts []string) (map[string]fetch.Count, error) {
		asked = slices.Clone(accounts)
		defer clear(accounts) // a Counter may do as it likes with them
		return sevens(accounts)
	})
	snap := fetch.All(t.Context(), at, []fetch.Ask{
		{Artist: "b", Metric: content.Twitter.Default(), Account: "two"},
		{Artist: "a", Metric: content.Twitter.Default(), Account: "one"},
		{Artist: "c", Metric: content.Twitter.Default(), Account: "two"},
		{Artist: "c", Metric: content.LastFM.Default(), Account: "not configured"},
	}, map[content.Source]fetch.Counter{content.Twitter: spy, content.Deezer: sevens})
	if diff := cmp.Diff([]string{"two", "one"}, asked); diff != "" {
		t.Errorf("accounts asked for (-want +got):\n%s", diff)
	}
	want := []string{"b twitter two: 7", "a twitter one: 7", "c twitter two: 7", "twitter: 2 of 2, <nil>"}
	if diff := cmp.Diff(want, lines(snap)); diff != "" {
		t.Errorf("snapshot (-want +got):\n%s", diff)
	}
}

func TestSourcesAreAskedAtOnce(t *testing.T) {
	met := make(chan struct{})
	meet := fake(func(accounts []string) (map[string]fetch.Count, error) {
		select {
		case met <- struct{}{}:
		case <-met:
		case <-t.Context().Done():
		}
		return sevens(accounts)
	})
	snap := fetch.All(t.Context(), at, []fetch.Ask{
		{Artist: "a", Metric: content.Spotify.Default(), Account: "a"},
		{Artist: "a", Metric: content.Twitter.Default(), Account: "a"},
	}, map[content.Source]fetch.Counter{content.Spotify: meet, content.Twitter: meet})
	if len(snap.Samples) != 2 {
		t.Errorf("%d samples, want 2", len(snap.Samples))
	}
}
