package fetch_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/fetch"
)

// busyFor makes the answers "busy 3" that ask in their body for that wait, and
// then "body", which asks for none.
func busyFor(status int, waits ...string) []answer {
	var answers []answer
	for _, wait := range waits {
		answers = append(answers, answer{status: status, body: strings.NewReader("busy " + wait)})
	}
	return append(answers, answer{status: 200})
}

// busy is a platform whose code is how long it is busy, in nanoseconds, and one more.
var busy = fetch.Coded{
	CodeOf: func(body []byte) int {
		text, isBusy := bytes.CutPrefix(body, []byte("busy "))
		if !isBusy {
			return 0
		}
		wait, _ := time.ParseDuration(string(text))
		return int(wait) + 1
	},
	Later: func(code int) (time.Duration, bool) { return time.Duration(code - 1), code > 0 },
}

func TestAnAnswerThatSaysLaterIsAskedForAgain(t *testing.T) {
	tests := []struct {
		name    string
		answers []answer
		asked   []time.Duration
		want    string
	}{
		{"it does not", busyFor(200), seconds(0), "body"},
		{"after 3 s", busyFor(200, "3s"), seconds(0, 3), "body"},
		{"after it does not say how long", busyFor(200, "", "", ""), seconds(0, .5, 1.5, 3.5), "body"},
		{"with another status", busyFor(404, "3s"), seconds(0, 3), "body"},
		{"with a status that is waited for anyway", busyFor(503, "3s"), seconds(0, .5), "body"},
		{"after a minute", busyFor(200, "1m"), seconds(0), "busy 1m"},
		{"beyond the patience", busyFor(200, "9s", "9s", "9s"), seconds(0, 9, 18), "busy 9s"},
		{"five times", busyFor(200, "1s", "1s", "2s", "4s", "1s"), seconds(0, 1, 2, 4, 8), "busy 1s"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: test.answers, begun: time.Now()}
				got := askAgain(t.Context(), t, fetch.NewClient(fetch.Options{Transport: s}))
				if diff := cmp.Diff(test.asked, s.asked); diff != "" || got != test.want {
					t.Errorf("the answer is %q, want %q; asked at (-want +got):\n%s", got, test.want, diff)
				}
			})
		})
	}
}

func TestTheFirstWaitForLaterIsOfTheOptions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: busyFor(200, "", "1s", "9s"), begun: time.Now()}
		askAgain(t.Context(), t, fetch.NewClient(fetch.Options{Transport: s, Wait: time.Second}))
		if diff := cmp.Diff(seconds(0, 1, 3, 12), s.asked); diff != "" {
			t.Errorf("asked at (-want +got):\n%s", diff)
		}
	})
}

func askAgain(ctx context.Context, t *testing.T, client *http.Client) string {
	t.Helper()
	body, err := busy.Get(ctx, client, "http://platform.test/")
	if err != nil {
		return fetch.Reason(err)
	}
	return string(body)
}

func TestACancelledRunDoesNotWaitForLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: busyFor(200, "10s"), begun: time.Now()}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(2*time.Second, cancel)
		askAgain(ctx, t, fetch.NewClient(fetch.Options{Transport: s}))
		if waited := time.Since(s.begun); waited != 2*time.Second || len(s.asked) != 1 {
			t.Errorf("%d requests in %v after being cancelled at 2 s", len(s.asked), waited)
		}
	})
}
