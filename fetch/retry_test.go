package fetch_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
)

// answer is one answer of a script: headers as "Name: value", or an error.
type answer struct {
	status  int
	headers []string
	body    io.Reader
	err     error
}

// script is a platform in memory that answers in turn, the last one
// over and over, and notes when it was asked.
type script struct {
	answers []answer
	begun   time.Time
	asked   []time.Duration // since begun
	bodies  []string
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		s.bodies = append(s.bodies, string(body))
	}
	a := s.answers[min(len(s.asked), len(s.answers)-1)]
	s.asked = append(s.asked, time.Since(s.begun))
	if a.err != nil {
		return nil, a.err
	}
	resp := &http.Response{StatusCode: a.status, Header: make(http.Header), Request: req, Body: io.NopCloser(strings.NewReader("body"))}
	for _, line := range a.headers {
		name, value, _ := strings.Cut(line, ": ")
		resp.Header.Set(name, value)
	}
	if a.body != nil {
		resp.Body = io.NopCloser(a.body)
	}
	return resp, nil
}

// cut is a body that ends in the middle.
func cut() io.Reader {
	return io.MultiReader(strings.NewReader(`{"data":[`), errReader{io.ErrUnexpectedEOF})
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func get(ctx context.Context, client *http.Client) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://platform.test/", nil)
	if err != nil {
		return nil, err
	}
	return fetch.Do(client, req)
}

func seconds(at ...float64) []time.Duration {
	durations := make([]time.Duration, len(at))
	for i, s := range at {
		durations[i] = time.Duration(s * float64(time.Second))
	}
	return durations
}

func TestWaitsBetweenAttempts(t *testing.T) {
	const date = "Date: Sat, 21 Nov 2026 03:00:00 GMT" // 1795230000 in Unix seconds
	ok := answer{status: 200}
	tests := []struct {
		name    string
		answers []answer
		asked   []time.Duration // when, since the first attempt
		want    string          // the reason in the end, "" for a 200
	}{
		{"an answer", []answer{ok}, seconds(0), ""},
		{"an outage that passes", []answer{{status: 503}, {status: 502}, ok}, seconds(0, .5, 1.5), ""},
		{"an outage that stays", []answer{{status: 500}}, seconds(0, .5, 1.5, 3.5, 7.5), "http 500: internal server error"},
		{"a gateway that stays slow", []answer{{status: 504}}, seconds(0, .5, 1.5, 3.5, 7.5), "http 504: gateway timeout"},
		{"no answer", []answer{{err: io.ErrUnexpectedEOF}, ok}, seconds(0, .5), ""},
		{"a cut answer", []answer{{status: 200, body: cut()}, ok}, seconds(0, .5), ""},
		{"an answer that is always cut", []answer{{status: 200, body: errReader{io.ErrUnexpectedEOF}}}, seconds(0, .5, 1.5, 3.5, 7.5), "the answer was cut off"},
		{"an answer of 2 MiB", []answer{{status: 200, body: strings.NewReader(strings.Repeat(" ", 2<<20))}}, seconds(0), "the answer is over 1 MiB"},
		{"not found", []answer{{status: 404}}, seconds(0), "http 404: not found"},
		{"not implemented", []answer{{status: 501}}, seconds(0), "http 501: not implemented"},
		{"Retry-After: 0 is no hot loop", []answer{{status: 429, headers: []string{"Retry-After: 0"}}}, seconds(0, .5, 1, 1.5, 2), "http 429: too many requests"},
		{"Retry-After: 5 uses up the patience", []answer{{status: 429, headers: []string{"Retry-After: 5"}}}, seconds(0, 5, 10, 15, 20), "http 429: too many requests"},
		{"Retry-After: 9 fits twice", []answer{{status: 503, headers: []string{"Retry-After: 9"}}}, seconds(0, 9, 18), "http 503: service unavailable"},
		{"a day is not waited", []answer{{status: 429, headers: []string{"Retry-After: 86400"}}}, seconds(0), "http 429: too many requests"},
		{"nor an eternity", []answer{{status: 429, headers: []string{"Retry-After: 99999999999999999999"}}}, seconds(0), "http 429: too many requests"},
		{"a date is as far off as the answer's own", []answer{{status: 429, headers: []string{date, "Retry-After: Sat, 21 Nov 2026 03:00:07 GMT"}}, ok}, seconds(0, 7), ""},
		{"a date of tomorrow", []answer{{status: 429, headers: []string{date, "Retry-After: Sun, 22 Nov 2026 03:00:00 GMT"}}}, seconds(0), "http 429: too many requests"},
		{"a date of yesterday", []answer{{status: 429, headers: []string{date, "Retry-After: Fri, 20 Nov 2026 03:00:00 GMT"}}, ok}, seconds(0, .5), ""},
		{"a date without the answer's own", []answer{{status: 429, headers: []string{"Retry-After: Sat, 21 Nov 2026 03:00:07 GMT"}}, ok}, seconds(0, .5), ""},
		{"a Retry-After that is neither", []answer{{status: 429, headers: []string{date, "Retry-After: soon"}}, ok}, seconds(0, .5), ""},
		{"no Retry-After", []answer{{status: 429}, {status: 429}, ok}, seconds(0, .5, 1.5), ""},
		{"a reset in 10 s", []answer{{status: 429, headers: []string{date, "x-rate-limit-reset: 1795230010"}}, ok}, seconds(0, 10), ""},
		{"a reset in 15 min", []answer{{status: 429, headers: []string{date, "x-rate-limit-reset: 1795230900"}}}, seconds(0), "http 429: too many requests"},
		{"a reset that is past", []answer{{status: 429, headers: []string{date, "x-rate-limit-reset: 1795229999"}}, ok}, seconds(0, .5), ""},
		{"a reset next year", []answer{{status: 429, headers: []string{date, "x-rate-limit-reset: 1826766000"}}, ok}, seconds(0, .5), ""},
		{"Mastodon's reset in 10 s", []answer{{status: 429, headers: []string{date, "X-RateLimit-Reset: 2026-11-21T03:00:10.250Z"}}, ok}, seconds(0, 10.25), ""},
		{"Mastodon's reset in 5 min", []answer{{status: 429, headers: []string{date, "X-RateLimit-Reset: 2026-11-21T03:05:00Z"}}}, seconds(0), "http 429: too many requests"},
		{"ListenBrainz's reset in 7 s", []answer{{status: 429, headers: []string{"X-RateLimit-Reset-In: 7", "X-RateLimit-Reset: 1795230999"}}, ok}, seconds(0, 7), ""},
		{"Bluesky's reset in 4 s", []answer{{status: 429, headers: []string{date, "ratelimit-reset: 1795230004"}}, ok}, seconds(0, 4), ""},
		{"a reset without the answer's date", []answer{{status: 429, headers: []string{"X-RateLimit-Reset: 2026-11-21T03:00:10Z"}}, ok}, seconds(0, .5), ""},
		{"a reset that is none", []answer{{status: 429, headers: []string{date, "X-RateLimit-Reset-In: -9223372036854775807", "RateLimit-Reset: 99999999999999999999"}}, ok}, seconds(0, .5), ""},
		{"a reset beside another failure", []answer{{status: 503, headers: []string{date, "x-rate-limit-reset: 1795230900"}}, ok}, seconds(0, .5), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: test.answers, begun: time.Now()}
				_, err := get(t.Context(), fetch.NewClient(fetch.Options{Transport: s}))
				if diff := cmp.Diff(test.asked, s.asked); diff != "" {
					t.Errorf("asked at (-want +got):\n%s", diff)
				}
				reason := ""
				if err != nil {
					reason = fetch.Reason(err)
				}
				if reason != test.want {
					t.Errorf("in the end %q, want %q", reason, test.want)
				}
			})
		})
	}
}

func TestTheFirstWaitIsOfTheOptions(t *testing.T) {
	tests := []struct {
		name    string
		answers []answer
		asked   []time.Duration
	}{
		{"doubles", []answer{{status: 500}}, seconds(0, 2, 6, 14)}, // the next would be beyond the patience
		{"none is shorter", []answer{{status: 503, headers: []string{"Retry-After: 1"}}, {status: 200}}, seconds(0, 2)},
		{"a longer one that is asked for", []answer{{status: 503, headers: []string{"Retry-After: 9"}}, {status: 200}}, seconds(0, 9)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: test.answers, begun: time.Now()}
				_, _ = get(t.Context(), fetch.NewClient(fetch.Options{Transport: s, Wait: 2 * time.Second}))
				if diff := cmp.Diff(test.asked, s.asked); diff != "" {
					t.Errorf("asked at (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestPatienceIsForTheWholeRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []answer{{status: 429, headers: []string{"Retry-After: 8"}}}, begun: time.Now()}
		client := fetch.NewClient(fetch.Options{Transport: s, Patience: 20 * time.Second})
		for range 3 {
			if _, err := get(t.Context(), client); fetch.Reason(err) != "http 429: too many requests" {
				t.Errorf("the answer is %v, want the 429 itself", err)
			}
		}
		if diff := cmp.Diff(seconds(0, 8, 16, 16, 16), s.asked); diff != "" {
			t.Errorf("asked at (-want +got):\n%s", diff)
		}
	})
}

// Forty requests wait for 8 s and for 8 s again, all at the same time: that is
// 16 s of the run, and not 640.
func TestWaitsAtTheSameTimeCountOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		limited := roundTripper(func(req *http.Request) (*http.Response, error) {
			s := &script{answers: []answer{{status: 429, headers: []string{"Retry-After: 8"}}}}
			asked.Add(1)
			return s.RoundTrip(req)
		})
		client := fetch.NewClient(fetch.Options{Transport: limited})
		begun := time.Now()
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() { _, _ = get(t.Context(), client) })
		}
		wg.Wait()
		if took := time.Since(begun); took != 16*time.Second || asked.Load() != 3*40 {
			t.Errorf("%d requests in %v, want 120 in 16s", asked.Load(), took)
		}
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestAWaitBeyondTheDeadlineIsNotBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []answer{{status: 429, headers: []string{"Retry-After: 8"}}}, begun: time.Now()}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := get(ctx, fetch.NewClient(fetch.Options{Transport: s}))
		var status *fetch.StatusError
		if !errors.As(err, &status) || status.RetryAfter != 8*time.Second {
			t.Errorf("the answer is %v, want the 429 and its Retry-After", err)
		}
		if diff := cmp.Diff(seconds(0, 8), s.asked); diff != "" {
			t.Errorf("asked at (-want +got):\n%s", diff)
		}
	})
}

func TestACancelledRunStopsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []answer{{status: 429, headers: []string{"Retry-After: 8"}}}, begun: time.Now()}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		_, err := get(ctx, fetch.NewClient(fetch.Options{Transport: s}))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v, want context.Canceled", err)
		}
		if waited := time.Since(s.begun); waited != 3*time.Second {
			t.Errorf("it waited %v after being cancelled at 3 s", waited)
		}
	})
}

func TestARepeatedRequestKeepsItsBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []answer{{status: 500}, {status: 200}}, begun: time.Now()}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://platform.test/token", strings.NewReader("grant_type=client_credentials"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fetch.Do(fetch.NewClient(fetch.Options{Transport: s}), req); err != nil {
			t.Fatal(err)
		}
		want := []string{"grant_type=client_credentials", "grant_type=client_credentials"}
		if diff := cmp.Diff(want, s.bodies); diff != "" {
			t.Errorf("bodies (-want +got):\n%s", diff)
		}
	})
}
