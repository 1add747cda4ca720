// Package twitter counts the followers of users of X, formerly Twitter.
//
// It asks the user lookup of the X API v2 (docs.x.com/x-api/users) with an app's
// bearer token, 100 users at a time. X bills each user it returns, $0.010 as of
// November 2026, once per UTC day.
package twitter

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
)

const batchSize = 100 // users in one request, at most

// Counter asks X.
type Counter struct {
	client *http.Client
	token  fetch.Secret
	origin string
}

var _ fetch.Counter = (*Counter)(nil)

// New makes a Counter that asks through client, which is one of
// fetch.NewClient, with an app's bearer token. origin ("http://127.0.0.1:8080")
// stands in for X; empty means X.
func New(client *http.Client, token fetch.Secret, origin string) *Counter {
	origin = strings.TrimSuffix(origin, "/")
	return &Counter{client: client, token: token, origin: cmp.Or(origin, "https://api.x.com")}
}

// Count returns the followers of users. An account that is all digits is a
// numeric id, which survives a change of username; any other is a username.
func (c *Counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	counts := make(map[string]fetch.Count, len(accounts))
	source, _ := content.Twitter.Info()
	var usernames, ids []string
	for _, account := range accounts {
		switch {
		case !source.ValidAccount(account):
			counts[account] = fetch.Missing(fetch.Unavailable, "not the form of a username or id")
		case strings.Trim(account, "0123456789") == "":
			ids = append(ids, account)
		default:
			usernames = append(usernames, account)
		}
	}
	if err := c.look(ctx, byUsername, usernames, counts); err != nil {
		return counts, err
	}
	return counts, c.look(ctx, byID, ids, counts)
}

// lookup is one of the API's two ways to ask for users.
type lookup struct {
	path string
	key  func(user) string // what a user was asked for by, in lower case
}

var (
	byUsername = lookup{"/2/users/by?usernames=", func(u user) string { return strings.ToLower(u.Username) }}
	byID       = lookup{"/2/users?ids=", func(u user) string { return u.ID }}
)

// look asks for accounts, batch by batch, and adds them to counts.
func (c *Counter) look(ctx context.Context, l lookup, accounts []string, counts map[string]fetch.Count) error {
	for batch := range slices.Chunk(accounts, batchSize) {
		if err := c.ask(ctx, l, batch, counts); err != nil {
			return err
		}
	}
	return nil
}

func (c *Counter) ask(ctx context.Context, l lookup, batch []string, counts map[string]fetch.Count) error {
	url := c.origin + l.path + strings.Join(batch, ",") + "&user.fields=public_metrics"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("ask x: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token.Reveal())
	body, err := fetch.Do(c.client, req)
	if err != nil {
		return refusal(err)
	}
	found, err := decode(body, l.key)
	if err != nil {
		return fetch.Explain(fmt.Errorf("decode answer: %w", err))
	}
	for _, account := range batch {
		count, ok := found[strings.ToLower(account)]
		if !ok {
			count = fetch.Missing(fetch.Failed, "not in the answer")
		}
		counts[account] = count
	}
	return nil
}
