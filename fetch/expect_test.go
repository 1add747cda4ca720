package fetch_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/countertest"
)

// late answers after 0.3 s.
type late struct{}

func (late) RoundTrip(req *http.Request) (*http.Response, error) {
	time.Sleep(300 * time.Millisecond)
	return countertest.Recorded("{}").RoundTrip(req)
}

// TestWhatIsExpectedIsWhatItTakes asks in the time of a clock that skips the waiting.
func TestWhatIsExpectedIsWhatItTakes(t *testing.T) {
	for _, test := range []struct {
		accounts, size, inFlight int
		pace                     fetch.Pace
		want                     time.Duration
	}{
		{accounts: 1, size: 1, inFlight: 1, want: 300 * time.Millisecond},
		{accounts: 40, size: 1, inFlight: 1, want: 12 * time.Second},
		{accounts: 2000, size: 100, inFlight: 1, want: 6 * time.Second},
		{accounts: 1000, size: 1, inFlight: 64, pace: fetch.Pace{Requests: 42, Per: 5 * time.Second, Burst: 5}, want: 118*time.Second + 757*time.Millisecond},
		{accounts: 500, size: 1, inFlight: 64, pace: fetch.Pace{Requests: 4, Per: time.Second}, want: 125*time.Second + 50*time.Millisecond},
		{accounts: 10_000, size: 25, inFlight: 8, pace: fetch.Pace{Requests: 10, Per: time.Second, Burst: 5}, want: 39*time.Second + 800*time.Millisecond},
		{accounts: 5, size: 1, inFlight: 64, pace: fetch.Pace{Requests: 1, Per: time.Hour, Burst: 5}, want: 300 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			client := fetch.NewClient(fetch.Options{Transport: late{}, Pace: test.pace, Timeout: time.Hour})
			b := fetch.Batches{
				Source: content.Deezer, Size: test.size, InFlight: test.inFlight, Pace: fetch.PaceOf(client),
				Ask: fetch.OneMetric(func(ctx context.Context, batch []string) (map[string]fetch.Count, error) {
					_, err := fetch.Get(ctx, client, "https://platform.example/")
					counts := make(map[string]fetch.Count)
					for _, account := range batch {
						counts[account] = fetch.Number(1)
					}
					return counts, err
				}),
			}
			var accounts []string
			for i := range test.accounts {
				accounts = append(accounts, strconv.Itoa(i+1))
			}
			expected := b.Expect(append(accounts, "of no valid form"))
			if diff := expected - test.want; diff.Abs() > time.Second/10 {
				t.Errorf("%+v: expects %v, want %v", test, expected, test.want)
			}
			begun := time.Now()
			if _, err := b.Count(t.Context(), accounts); err != nil {
				t.Fatal(err)
			}
			// Rounds begin with one request, see Batches.Count.
			if took := time.Since(begun); took < expected-time.Second || took > expected+expected/5+3*time.Second {
				t.Errorf("%+v: expected %v, took %v", test, expected, took)
			}
		})
	}
}

func TestSeveralHostsAreAskedAtOnce(t *testing.T) {
	for _, test := range []struct {
		requests []int
		want     time.Duration
	}{
		{nil, 0},
		{[]int{0}, 0},
		{[]int{11, 11}, 10 * time.Second},
		{[]int{11, 11, 11, 11}, 20 * time.Second},
		{[]int{61, 11, 11, 11}, 60 * time.Second},
	} {
		load := fetch.Load{Requests: test.requests, InFlight: 4, Hosts: 2, Pace: fetch.Pace{Requests: 1, Per: time.Second, Burst: 1}}
		if got := load.Time(); (got - test.want).Abs() > time.Second {
			t.Errorf("%v: %v, want %v", test.requests, got, test.want)
		}
	}
}

// known is a Counter that expects a second for each account; silent is one that does
// not know.
type known struct{ fetch.Batches }

func (known) Expect(accounts []string) time.Duration {
	return time.Duration(len(accounts)) * time.Second
}

type silent struct{}

func (silent) Count(context.Context, []string) (map[string]fetch.Count, error) { return nil, nil }

func TestExpect(t *testing.T) {
	asks := []fetch.Ask{{"a", content.Deezer.Default(), "1", 0}, {"b", content.Deezer.Default(), "2", 0}, {"c", content.Deezer.Default(), "2", 0}, {"a", content.Bluesky.Default(), "x.com", 0}, {"a", content.LastFM.Default(), "A", 0}}
	got := fetch.Expect(asks, map[content.Source]fetch.Counter{content.Deezer: known{}, content.Bluesky: silent{}})
	if diff := cmp.Diff(map[content.Source]time.Duration{content.Deezer: 2 * time.Second}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
