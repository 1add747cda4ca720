// Package listenbrainz counts the listeners and the listens of artists on ListenBrainz.
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
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
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

// endpoint is ListenBrainz as it is asked.
type endpoint struct {
	client  *http.Client
	token   fetch.Secret
	address string
}

// New makes a Counter of listeners and listens, by MusicBrainz ids. It asks through client, which
// is one of fetch.NewClient, with a user token or the zero Secret. origin
// ("http://127.0.0.1:8080") stands in for ListenBrainz; empty means
// ListenBrainz.
func New(client *http.Client, token fetch.Secret, origin string) fetch.Counter {
	e := endpoint{client: client, token: token, address: fetch.Origin(origin, "https://api.listenbrainz.org") + "/1/popularity/artist"}
	return fetch.Batches{Source: content.ListenBrainz, Size: batchSize, InFlight: inFlight, Pace: fetch.PaceOf(client), Ask: e.ask}
}

func (e endpoint) ask(ctx context.Context, batch []string) (map[string]fetch.Answer, error) {
	question, err := json.Marshal(map[string][]string{"artist_mbids": batch})
	if err != nil {
		return nil, fmt.Errorf("ask listenbrainz: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.address, bytes.NewReader(question))
	if err != nil {
		return nil, fmt.Errorf("ask listenbrainz: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if !e.token.IsZero() {
		req.Header.Set("Authorization", "Token "+e.token.Reveal())
	}
	body, err := fetch.Do(e.client, req)
	if err != nil {
		return nil, e.refusal(err)
	}
	return decode(body, batch)
}

func (e endpoint) refusal(err error) error {
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && status.Status == http.StatusUnauthorized {
		if e.token.IsZero() {
			return status.Because("unauthorized", "add LISTENBRAINZ_TOKEN, a user token from listenbrainz.org/settings")
		}
		return status.Because("unauthorized", "check LISTENBRAINZ_TOKEN")
	}
	return fetch.Refusal(err)
}
