package fetch_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
)

func TestPaceSpacesAttempts(t *testing.T) {
	tests := []struct {
		name string
		pace fetch.Pace
		want []time.Duration
	}{
		{"none", fetch.Pace{}, seconds(0, 0, 0, 0)},
		{"2 a second", fetch.Pace{Requests: 2, Per: time.Second}, seconds(0, .5, 1, 1.5)},
		{"2 a second, 3 at once", fetch.Pace{Requests: 2, Per: time.Second, Burst: 3}, seconds(0, 0, 0, .5)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: []answer{{status: 200}}, begun: time.Now()}
				client := fetch.NewClient(fetch.Options{Transport: s, Pace: test.pace})
				for range len(test.want) {
					if _, err := get(t.Context(), client); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(test.want, s.asked); diff != "" {
					t.Errorf("asked at (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestAttemptsMadeAgainKeepThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []answer{{status: 503}, {status: 200}}, begun: time.Now()}
		client := fetch.NewClient(fetch.Options{Transport: s, Pace: fetch.Pace{Requests: 1, Per: 8 * time.Second}})
		if _, err := get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(seconds(0, 8), s.asked); diff != "" {
			t.Errorf("asked at (-want +got):\n%s", diff)
		}
	})
}

func TestEachHostHasItsOwnPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []answer{{status: 200}}, begun: time.Now()}
		client := fetch.NewClient(fetch.Options{Transport: s, Pace: fetch.Pace{Requests: 1, Per: time.Second}})
		for _, host := range []string{"a.test", "b.test", "a.test"} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://platform.test/", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Host = host
			if _, err := fetch.Do(client, req); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(seconds(0, 0, 1), s.asked); diff != "" {
			t.Errorf("asked at (-want +got):\n%s", diff)
		}
	})
}

func TestAPaceBeyondTheDeadlineIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []answer{{status: 200}}, begun: time.Now()}
		client := fetch.NewClient(fetch.Options{Transport: s, Pace: fetch.Pace{Requests: 1, Per: time.Minute}})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if _, err := get(ctx, client); err != nil {
			t.Fatal(err)
		}
		if _, err := get(ctx, client); err == nil || fetch.Reason(err) != "timed out" {
			t.Errorf("the second answer is %v, want \"timed out\"", err)
		}
		if took := time.Since(s.begun); took != 0 || len(s.asked) != 1 {
			t.Errorf("%d requests in %v, want one at once", len(s.asked), took)
		}
	})
}
