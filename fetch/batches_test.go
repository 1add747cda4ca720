package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/fetch"
)

// numbered returns n accounts, which are the numbers from 1.
func numbered(n int) []string {
	accounts := make([]string, n)
	for i := range accounts {
		accounts[i] = fmt.Sprint(i + 1)
	}
	return accounts
}

func texts(counts map[string]fetch.Count) map[string]string {
	got := make(map[string]string)
	for account, c := range counts {
		got[account] = c.String()
	}
	return got
}

// deezers asks one account a request, as Deezer wants it.
func deezers(ask fetch.Asker) fetch.Batches {
	return fetch.Batches{Source: content.Deezer, Size: 1, InFlight: 4, Ask: ask}
}

// ask answers 7, but with the error where an account has one.
func sevensBut(failing map[string]error) fetch.Asker {
	return fetch.OneMetric(fetch.Singly(func(_ context.Context, account string) (fetch.Count, error) {
		if err := failing[account]; err != nil {
			return fetch.Count{}, err
		}
		return fetch.Number(7), nil
	}))
}

func TestOneFailingBatchNeverCostsAnother(t *testing.T) {
	outage := errors.New("oops")
	refused := fmt.Errorf("ask: %w", &fetch.SourceError{Reason: "refused"})
	tests := []struct {
		name    string
		failing map[string]error
		want    map[string]string
		reason  string
	}{
		{"none", nil, map[string]string{"1": "7", "2": "7", "3": "7", "4": "7", "5": "7"}, ""},
		{"one", map[string]error{"2": outage}, map[string]string{"1": "7", "2": "error: oops", "3": "7", "4": "7", "5": "7"}, ""},
		{"four, not in a row", map[string]error{"1": outage, "2": outage, "4": outage, "5": outage}, map[string]string{"1": "error: oops", "2": "error: oops", "3": "7", "4": "error: oops", "5": "error: oops"}, ""},
		{"three in a row", map[string]error{"2": outage, "3": outage, "4": outage}, map[string]string{"1": "7", "2": "error: oops", "3": "error: oops", "4": "error: oops"}, "oops"},
		{"a refusal", map[string]error{"3": refused}, map[string]string{"1": "7", "2": "7"}, "refused"},
		{"a refusal at once", map[string]error{"1": refused}, map[string]string{}, "refused"},
		{"two refusals", map[string]error{"4": errors.Join(refused, outage), "5": refused}, map[string]string{"1": "7", "2": "7", "3": "7"}, "refused"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			counts, err := deezers(sevensBut(test.failing)).Count(t.Context(), numbered(5))
			if diff := cmp.Diff(test.want, texts(counts)); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
			if reason := reasonOf(err); reason != test.reason {
				t.Errorf("reason %q, want %q", reason, test.reason)
			}
		})
	}
}

func reasonOf(err error) string {
	if err == nil {
		return ""
	}
	return fetch.Reason(err)
}

func TestASourceFailsWhereEverythingDoes(t *testing.T) {
	counts, err := deezers(sevensBut(map[string]error{"1": errors.New("first"), "2": errors.New("second")})).Count(t.Context(), []string{"1", "x", "2"})
	want := map[string]string{"1": "error: first", "2": "error: second", "x": "unavailable: not a valid numeric artist id"}
	if diff := cmp.Diff(want, texts(counts)); diff != "" || reasonOf(err) != "first" {
		t.Errorf("reason %q, counts (-want +got):\n%s", reasonOf(err), diff)
	}
}

func TestAnAskerThatForgetsOrPanics(t *testing.T) {
	batches := fetch.Batches{Source: content.Deezer, Size: 2, Ask: fetch.OneMetric(func(_ context.Context, batch []string) (map[string]fetch.Count, error) {
		if batch[0] == "3" {
			panic("index out of range")
		}
		return map[string]fetch.Count{"1": fetch.Number(1)}, nil
	})}
	counts, err := batches.Count(t.Context(), numbered(4))
	want := map[string]string{"1": "1", "2": "error: not in the answer"}
	if diff := cmp.Diff(want, texts(counts)); diff != "" || reasonOf(err) != "datarocks failed on the answer" {
		t.Errorf("reason %q, counts (-want +got):\n%s", reasonOf(err), diff)
	}
}

// An account whose answer comes last counts as if it had come first.
func TestArrivalDoesNotMatter(t *testing.T) {
	for range 20 {
		late := make(chan struct{})
		ask := fetch.Singly(func(ctx context.Context, account string) (fetch.Count, error) {
			switch account {
			case "4": // the first of the round of 4
				<-late
			case "6":
				return fetch.Count{}, &fetch.SourceError{Reason: "refused"}
			case "7": // is cancelled by it
				<-ctx.Done()
				close(late)
				return fetch.Count{}, ctx.Err()
			}
			return fetch.Number(7), nil
		})
		counts, err := deezers(fetch.OneMetric(ask)).Count(t.Context(), numbered(20))
		want := map[string]string{"1": "7", "2": "7", "3": "7", "4": "7", "5": "7"}
		if diff := cmp.Diff(want, texts(counts)); diff != "" || reasonOf(err) != "refused" {
			t.Fatalf("reason %q, counts (-want +got):\n%s", reasonOf(err), diff)
		}
	}
}

func TestTenThousandAccountsTakeSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var under, most atomic.Int64
		slow := fetch.Singly(func(context.Context, string) (fetch.Count, error) {
			n := under.Add(1)
			defer under.Add(-1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); {
				old = most.Load()
			}
			<-time.After(30 * time.Millisecond)
			return fetch.Number(7), nil
		})
		begun := time.Now()
		counts, err := fetch.Batches{Source: content.Deezer, Size: 1, InFlight: 64, Ask: fetch.OneMetric(slow)}.Count(t.Context(), numbered(10_000))
		if err != nil || len(counts) != 10_000 {
			t.Errorf("%d counts, %v", len(counts), err)
		}
		if took := time.Since(begun); took > 10*time.Second || most.Load() != 64 {
			t.Errorf("it took %v with %d at once", took, most.Load())
		}
	})
}

func TestACancelledAskStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	counts, err := deezers(fetch.OneMetric(fetch.Singly(func(ctx context.Context, account string) (fetch.Count, error) {
		if account == "2" {
			cancel()
			return fetch.Count{}, fmt.Errorf("ask: %w", ctx.Err())
		}
		return fetch.Number(7), ctx.Err()
	}))).Count(ctx, numbered(9))
	if counts["1"] != fetch.Number(7) || reasonOf(err) != "canceled" {
		t.Errorf("counts %v, reason %q", counts, reasonOf(err))
	}
}
