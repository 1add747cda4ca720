// Package listenbrainz counts the listeners of artists on ListenBrainz.
//
// It asks the popularity endpoint (listenbrainz.readthedocs.io, POST
// /1/popularity/artist) for 1,000 artists at a time. An account is an artist's
// MusicBrainz id. The numbers are rebuilt once a day.
//
// A user token is optional: the endpoint has wanted one for a while in 2026, and
// may again.
package listenbrainz

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// Pace is a guess below the limit that ListenBrainz sends with its answers,
// which has been 30 requests in 10 s.
var Pace = fetch.Pace{Requests: 2, Per: time.Second, Burst: 5}

const (
	batchSize = 1000 // artists in one request, at most
	inFlight  = 2
)

// Counter asks ListenBrainz.
type Counter struct {
	client *http.Client
	token  fetch.Secret
	origin string
}

var _ fetch.Counter = (*Counter)(nil)

// New makes a Counter that asks through client, which is one of
// fetch.NewClient, with a user token or the zero Secret. origin
// ("http://127.0.0.1:8080") stands in for ListenBrainz; empty means
// ListenBrainz.
func New(client *http.Client, token fetch.Secret, origin string) *Counter {
	origin = strings.TrimSuffix(origin, "/")
	return &Counter{client: client, token: token, origin: cmp.Or(origin, "https://api.listenbrainz.org")}
}

// Count returns the listeners of artists, by their MusicBrainz ids.
func (c *Counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	batches := fetch.Batches{Source: content.ListenBrainz, Size: batchSize, InFlight: inFlight}
	return batches.Ask(ctx, accounts, c.ask)
}

func (c *Counter) ask(ctx context.Context, batch []string) (map[string]fetch.Count, error) {
	question, err := json.Marshal(map[string][]string{"artist_mbids": batch})
	if err != nil {
		return nil, fmt.Errorf("ask listenbrainz: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.origin+"/1/popularity/artist", bytes.NewReader(question))
	if err != nil {
		return nil, fmt.Errorf("ask listenbrainz: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if !c.token.IsZero() {
		req.Header.Set("Authorization", "Token "+c.token.Reveal())
	}
	body, err := fetch.Do(c.client, req)
	if err != nil {
		return nil, c.refusal(err)
	}
	return decode(body, batch)
}

func (c *Counter) refusal(err error) error {
	var status *fetch.StatusError
	if errors.As(err, &status) && status.Status == http.StatusUnauthorized {
		if c.token.IsZero() {
			return status.Because("unauthorized", "add LISTENBRAINZ_TOKEN, a user token from listenbrainz.org/settings")
		}
		return status.Because("unauthorized", "check LISTENBRAINZ_TOKEN")
	}
	return fetch.Refusal(err)
}
