// Package spotify counts the followers of artists on Spotify.
//
// It asks the Web API (developer.spotify.com/documentation/web-api) with the
// client credentials of a registered app, 50 artists at a time. Since February
// 2026 an app in development mode may not ask in batches, and its answers carry
// no follower counts; only an app with extended quota sees them. Which kind an
// app is shows in the answers alone.
//
// The requests and their decoding are zmb3/spotify's. That library returns 0 for
// a count that is not there, so a witness below it reads every answer too, and
// only a number that both of them found counts.
package spotify

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/zmb3/spotify/v2"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"datarocks/content"
	"datarocks/fetch"
)

const batchSize = 50 // artists in one request, at most

// Counter asks Spotify.
type Counter struct {
	client   *http.Client
	id       string
	secret   fetch.Secret
	tokenURL string
	apiURL   string // ends in "/", which the library relies on
}

var _ fetch.Counter = (*Counter)(nil)

// New makes a Counter that asks through client, which is one of
// fetch.NewClient, as the app with this client id and secret. origin
// ("http://127.0.0.1:8080") serves the token and the API in place of Spotify;
// empty means Spotify.
func New(client *http.Client, id string, secret fetch.Secret, origin string) *Counter {
	origin = strings.TrimSuffix(origin, "/")
	return &Counter{
		client:   client,
		id:       id,
		secret:   secret,
		tokenURL: cmp.Or(origin, "https://accounts.spotify.com") + "/api/token",
		apiURL:   cmp.Or(origin, "https://api.spotify.com") + "/v1/",
	}
}

// Count returns the followers of artists, by their Spotify ids.
func (c *Counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	counts := make(map[string]fetch.Count, len(accounts))
	source, _ := content.Spotify.Info()
	var ids []string
	for _, account := range accounts {
		// The library puts ids into the URL as they are.
		if !source.ValidAccount(account) {
			counts[account] = fetch.Missing(fetch.Unavailable, "not the form of an artist id")
			continue
		}
		ids = append(ids, account)
	}
	if len(ids) == 0 {
		return counts, nil
	}
	a, err := c.authorize(ctx)
	if err != nil {
		return counts, tokenRefusal(err)
	}
	a.counts = counts
	for batch := range slices.Chunk(ids, batchSize) {
		if err := a.ask(ctx, batch); err != nil {
			return counts, err
		}
	}
	return counts, a.developmentMode(1)
}

// authorize gets an access token, which lasts an hour.
func (c *Counter) authorize(ctx context.Context) (*asking, error) {
	config := clientcredentials.Config{
		ClientID:     c.id,
		ClientSecret: c.secret.Reveal(),
		TokenURL:     c.tokenURL,
		// Otherwise a wrong secret is tried twice, first in the header and
		// then in the body.
		AuthStyle: oauth2.AuthStyleInHeader,
	}
	tokens := config.TokenSource(context.WithValue(ctx, oauth2.HTTPClient, c.client))
	if _, err := tokens.Token(); err != nil {
		return nil, err
	}
	w := &witness{base: cmp.Or(c.client.Transport, http.DefaultTransport)}
	// A copy of the client, unlike one of oauth2's, still follows no redirect.
	client := *c.client
	client.Transport = &oauth2.Transport{Source: tokens, Base: w}
	return &asking{api: spotify.New(&client, spotify.WithBaseURL(c.apiURL)), witness: w}, nil
}
