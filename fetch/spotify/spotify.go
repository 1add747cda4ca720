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
	"time"

	"github.com/zmb3/spotify/v2"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"datarocks/content"
	"datarocks/fetch"
)

const batchSize = 50 // artists in one request, at most

// counter asks Spotify.
type counter struct {
	client   *http.Client
	id       string
	secret   fetch.Secret
	tokenURL string
	apiURL   string // ends in "/", which the library relies on
}

// New makes a Counter that asks through client, which is one of
// fetch.NewClient, as the app with this client id and secret. origin
// ("http://127.0.0.1:8080") serves the token and the API in place of Spotify;
// empty means Spotify.
func New(client *http.Client, id string, secret fetch.Secret, origin string) fetch.Counter {
	return &counter{
		client:   client,
		id:       id,
		secret:   secret,
		tokenURL: fetch.Origin(origin, "https://accounts.spotify.com") + "/api/token",
		apiURL:   fetch.Origin(origin, "https://api.spotify.com") + "/v1/",
	}
}

// Count returns the followers of artists, by their Spotify ids.
func (c *counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
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

// Expect is that of fetch.Expecter, for an app that may ask in batches.
func (c *counter) Expect(accounts []string) time.Duration {
	batches := (len(accounts) + batchSize - 1) / batchSize
	return fetch.Load{Requests: []int{1 + batches}, Pace: fetch.PaceOf(c.client)}.Time() // one is for the token
}

// authorize gets an access token, which lasts an hour.
func (c *counter) authorize(ctx context.Context) (*asking, error) {
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

// asking is one Count under way.
type asking struct {
	api     *spotify.Client
	witness *witness
	counts  map[string]fetch.Count

	singly   bool // the app may not ask in batches: it is in development mode
	failures int  // artists in a row that could not be asked
	numbers  int  // answers with a number
	bare     int  // answers without followers
}

// ask asks for a batch, and one by one for its artists where the batch cannot
// be had: one odd artist must not cost 49 others their count. Its error is that
// of the source.
func (a *asking) ask(ctx context.Context, ids []string) error {
	if !a.singly && len(ids) > 1 {
		artists, err := a.api.GetArtists(ctx, toIDs(ids)...)
		if err == nil && len(artists) == len(ids) {
			a.learn(ids, artists)
			return a.developmentMode(2)
		}
		a.singly = forbidsBatches(err)
		if stop := refusal(ctx, err); stop != nil && !a.singly {
			return stop
		}
	}
	for _, id := range ids {
		if err := a.askOne(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (a *asking) askOne(ctx context.Context, id string) error {
	artist, err := a.api.GetArtist(ctx, spotify.ID(id))
	if err == nil {
		a.failures = 0
		a.learn([]string{id}, []*spotify.FullArtist{artist})
		if a.singly {
			return a.developmentMode(1)
		}
		return a.developmentMode(2)
	}
	if stop := refusal(ctx, err); stop != nil {
		return stop
	}
	if c, ok := noSuchArtist(err); ok {
		a.failures = 0
		a.counts[id] = c
		return nil
	}
	a.counts[id] = fetch.Missing(fetch.Failed, fetch.Reason(err))
	if a.failures++; a.failures >= fetch.MaxFailures {
		return fetch.Explain(err)
	}
	return nil
}

// learn takes the counts of the artists asked for out of an answer.
func (a *asking) learn(ids []string, artists []*spotify.FullArtist) {
	for id, c := range match(ids, artists, a.witness.followers) {
		a.counts[id] = c
		if _, ok := c.Value(); ok {
			a.numbers++
		}
		if c == noFollowers {
			a.bare++
		}
	}
}

// developmentMode returns an error once enough answers carried no followers and none
// carried a number. One answer is enough where batches were refused, too. Otherwise
// it takes two: one may be an odd artist, and more would cost quota.
func (a *asking) developmentMode(enough int) error {
	if a.numbers > 0 || a.bare < enough {
		return nil
	}
	return &fetch.SourceError{
		Reason: "app in development mode: answers carry no follower counts",
		Hint: "Spotify gives follower counts only to apps with extended quota; " +
			"without it, take spotify out of the sources in site.md",
	}
}

func toIDs(accounts []string) []spotify.ID {
	ids := make([]spotify.ID, len(accounts))
	for i, account := range accounts {
		ids[i] = spotify.ID(account)
	}
	return ids
}
