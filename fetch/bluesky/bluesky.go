// Package bluesky counts the followers of accounts on Bluesky.
//
// It asks Bluesky's public AppView (docs.bsky.app, app.bsky.actor.getProfiles),
// which wants no key, for 25 accounts at a time. An account is a handle, which
// its owner may change and which may pass to somebody else, or a DID, which is
// the account's for good.
package bluesky

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// Pace is a guess, as Bluesky does not publish the limit of its public AppView.
// 10,000 accounts are 400 requests, and so 40 s.
var Pace = fetch.Pace{Requests: 10, Per: time.Second, Burst: 5}

const (
	batchSize = 25 // accounts in one request, at most
	inFlight  = 8
)

// Counter asks Bluesky.
type Counter struct {
	client *http.Client
	origin string
}

var _ fetch.Counter = (*Counter)(nil)

// New makes a Counter that asks through client, which is one of
// fetch.NewClient. origin ("http://127.0.0.1:8080") stands in for Bluesky; empty
// means Bluesky.
func New(client *http.Client, origin string) *Counter {
	origin = strings.TrimSuffix(origin, "/")
	return &Counter{client: client, origin: cmp.Or(origin, "https://public.api.bsky.app")}
}

// Count returns the followers of accounts, by handle or DID.
func (c *Counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	batches := fetch.Batches{Source: content.Bluesky, Size: batchSize, InFlight: inFlight}
	return batches.Ask(ctx, accounts, c.ask)
}

// ask asks for a batch, and one by one for its accounts where Bluesky finds
// fault with the request: one account of an odd form must not cost 24 others
// their count.
func (c *Counter) ask(ctx context.Context, batch []string) (map[string]fetch.Count, error) {
	counts, err := c.profiles(ctx, batch)
	if !isBadRequest(err) {
		return counts, fetch.Refusal(err)
	}
	counts = make(map[string]fetch.Count, len(batch))
	for _, account := range batch {
		one, err := c.profiles(ctx, []string{account})
		switch {
		case isBadRequest(err):
			counts[account] = fetch.Missing(fetch.Unavailable, "http 400: not an account")
		case err != nil:
			return counts, fetch.Refusal(err)
		default:
			counts[account] = one[account]
		}
	}
	return counts, nil
}

func (c *Counter) profiles(ctx context.Context, batch []string) (map[string]fetch.Count, error) {
	query := url.Values{"actors": batch}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.origin+"/xrpc/app.bsky.actor.getProfiles?"+query, nil)
	if err != nil {
		return nil, fmt.Errorf("ask bluesky: %w", err)
	}
	body, err := fetch.Do(c.client, req)
	if err != nil {
		return nil, err
	}
	return decode(body, batch)
}

func isBadRequest(err error) bool {
	var status *fetch.StatusError
	return errors.As(err, &status) && status.Status == http.StatusBadRequest
}
