// Package deezer counts the fans of artists on Deezer.
//
// It asks Deezer's public API (developers.deezer.com/api/artist), which wants no
// key, for one artist at a time. What went wrong stands in the answer's body, as
// an error with a code; the status beside it has been 200 and 404 for one and
// the same error.
package deezer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// Pace keeps to 50 requests in any 5 s from one address, Deezer's limit, with a
// margin for requests that are closer together when they arrive.
var Pace = fetch.Pace{Requests: 42, Per: quotaPeriod, Burst: 5}

const (
	quotaPeriod = 5 * time.Second
	inFlight    = 64
)

// Counter asks Deezer.
type Counter struct {
	client *http.Client
	origin string
}

var _ fetch.Counter = (*Counter)(nil)

// New makes a Counter that asks through client, which is one of
// fetch.NewClient. origin ("http://127.0.0.1:8080") stands in for Deezer; empty
// means Deezer.
func New(client *http.Client, origin string) *Counter {
	origin = strings.TrimSuffix(origin, "/")
	return &Counter{client: client, origin: cmp.Or(origin, "https://api.deezer.com")}
}

// Count returns the fans of artists, by their Deezer ids.
func (c *Counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	batches := fetch.Batches{Source: content.Deezer, Size: 1, InFlight: inFlight}
	return batches.Ask(ctx, accounts, fetch.Singly(c.ask))
}

func (c *Counter) ask(ctx context.Context, id string) (fetch.Count, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.origin+"/artist/"+id, nil)
	if err != nil {
		return fetch.Count{}, fmt.Errorf("ask deezer: %w", err)
	}
	body, err := fetch.DoAgain(c.client, req, later)
	var status *fetch.StatusError
	if errors.As(err, &status) && codeOf(status.Body) != 0 {
		body, err = status.Body, nil
	}
	if err != nil {
		return fetch.Count{}, fetch.Refusal(err)
	}
	return decode(body, id)
}
