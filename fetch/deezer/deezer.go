// Package deezer counts the fans of artists on Deezer.
//
// It asks Deezer's public API (developers.deezer.com/api/artist), which wants no
// key, for one artist at a time. What went wrong stands in the answer's body, as
// an error with a code; the status beside it has been 200 and 404 for one and
// the same error.
package deezer

import (
	"context"
	"net/http"
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

// New makes a Counter of fans, by Deezer ids. It asks through client, which is one of
// fetch.NewClient. origin ("http://127.0.0.1:8080") stands in for Deezer; empty
// means Deezer.
func New(client *http.Client, origin string) fetch.Counter {
	origin = fetch.Origin(origin, "https://api.deezer.com")
	ask := func(ctx context.Context, id string) (fetch.Count, error) {
		body, err := coded.Get(ctx, client, origin+"/artist/"+id)
		if err != nil {
			return fetch.Count{}, fetch.Refusal(err)
		}
		return decode(body, id)
	}
	return fetch.Batches{Source: content.Deezer, Size: 1, InFlight: inFlight, Pace: fetch.PaceOf(client), Ask: fetch.OneMetric(fetch.Singly(ask))}
}
