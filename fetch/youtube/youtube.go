// Package youtube counts the subscribers and the views of channels on YouTube.
//
// It asks the YouTube Data API (developers.google.com/youtube/v3/docs/channels/list)
// with an API key, for 50 channels at a time. An account is a channel's id, which
// survives a new name or handle.
//
// YouTube cuts subscribers to three digits, and a channel may hide them; views are
// exact. Its terms bound what may be kept and worked out of both: see content.Terms.
package youtube

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// Pace is a guess far below the queries a minute that Google allows a project. What
// bounds the asking is the quota of a day.
var Pace = fetch.Pace{Requests: 5, Per: time.Second, Burst: 5}

// What a request takes of the quota of a day, which begins anew at midnight Pacific
// time (developers.google.com/youtube/v3/determine_quota_cost, October 2026).
const (
	BatchSize   = 50 // channels in one request, at most
	Units       = 1  // of a request
	UnitsPerDay = 10_000
)

const inFlight = 2

// fields are those of an answer that are needed. The kind shows that an answer without
// items is one of YouTube's.
const fields = "kind,items(id,snippet/title,statistics(viewCount,subscriberCount,hiddenSubscriberCount))"

// New makes a Counter of subscribers and views, by the ids of channels. It asks through
// client, which is one of fetch.NewClient, with an API key. origin
// ("http://127.0.0.1:8080") stands in for YouTube; empty means YouTube.
func New(client *http.Client, key fetch.Secret, origin string) fetch.Counter {
	origin = fetch.Origin(origin, "https://www.googleapis.com")
	ask := func(ctx context.Context, batch []string) (map[string]fetch.Answer, error) {
		query := url.Values{
			"part":       {"snippet,statistics"},
			"id":         {strings.Join(batch, ",")},
			"maxResults": {"50"},
			"fields":     {fields},
		}
		// In a header the key is in no address, which errors and logs quote.
		body, err := fetch.Get(ctx, client, origin+"/youtube/v3/channels?"+query.Encode(), func(r *http.Request) {
			r.Header.Set("X-Goog-Api-Key", key.Reveal())
		})
		if err != nil {
			return nil, refusal(err)
		}
		return decode(body, batch)
	}
	return fetch.Batches{Source: content.YouTube, Size: BatchSize, InFlight: inFlight, Pace: fetch.PaceOf(client), Ask: ask}
}
