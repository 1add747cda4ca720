// Package bluesky counts the followers of accounts on Bluesky.
//
// It asks Bluesky's public AppView (docs.bsky.app, app.bsky.actor.getProfiles),
// which wants no key, for 25 accounts at a time. An account is a handle, which
// its owner may change and which may pass to somebody else, or a DID, which is
// the account's for good.
package bluesky

import (
	"context"
	"errors"
	"net/http"
	"net/url"
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

// appView is Bluesky as it is asked.
type appView struct {
	client *http.Client
	origin string
}

// New makes a Counter of followers, by handle or DID. It asks through client, which is
// one of fetch.NewClient. origin ("http://127.0.0.1:8080") stands in for Bluesky;
// empty means Bluesky.
func New(client *http.Client, origin string) fetch.Counter {
	a := appView{client: client, origin: fetch.Origin(origin, "https://public.api.bsky.app")}
	return fetch.Batches{Source: content.Bluesky, Size: batchSize, InFlight: inFlight, Pace: fetch.PaceOf(client), Ask: fetch.OneMetric(a.ask)}
}

// ask asks for a batch, and one by one for its accounts where Bluesky finds
// fault with the request: one account of an odd form must not cost 24 others
// their count. Also for those whose handle may be one that is not verified, as
// the answer to one question shows whose it is.
func (a appView) ask(ctx context.Context, batch []string) (map[string]fetch.Count, error) {
	counts := make(map[string]fetch.Count, len(batch))
	if len(batch) == 1 {
		return counts, a.singly(ctx, batch, counts)
	}
	answer, err := a.profiles(ctx, batch)
	switch {
	case isBadRequest(err):
		return counts, a.singly(ctx, batch, counts)
	case err != nil:
		return nil, fetch.Refusal(err)
	}
	answer.read(batch, counts)
	doubtful := answer.doubtful(batch)
	for _, account := range doubtful {
		delete(counts, account)
	}
	return counts, a.singly(ctx, doubtful, counts)
}

// singly asks for accounts one by one and adds their counts.
func (a appView) singly(ctx context.Context, accounts []string, counts map[string]fetch.Count) error {
	for _, account := range accounts {
		answer, err := a.profiles(ctx, []string{account})
		switch {
		case isBadRequest(err):
			counts[account] = fetch.Missing(fetch.Unavailable, "http 400: not an account")
			continue
		case err != nil:
			return fetch.Refusal(err)
		}
		one := []string{account}
		answer.read(one, counts)
		if len(answer.doubtful(one)) > 0 {
			counts[account] = answer.notVerified()
		}
	}
	return nil
}

func (a appView) profiles(ctx context.Context, batch []string) (decoded, error) {
	query := url.Values{"actors": batch}.Encode()
	body, err := fetch.Get(ctx, a.client, a.origin+"/xrpc/app.bsky.actor.getProfiles?"+query)
	if err != nil {
		return decoded{}, err
	}
	return decode(body)
}

func isBadRequest(err error) bool {
	status, ok := errors.AsType[*fetch.StatusError](err)
	return ok && status.Status == http.StatusBadRequest
}
