// Package twitter counts the followers of users of X, formerly Twitter.
//
// It asks the user lookup of the X API v2 (docs.x.com/x-api/users) with an app's
// bearer token, 100 users at a time. X bills each user it returns, $0.010 as of
// November 2026, once per UTC day.
package twitter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

const batchSize = 100 // users in one request, at most

// counter asks X.
type counter struct {
	client *http.Client
	token  fetch.Secret
	origin string
}

// New makes a Counter that asks through client, which is one of
// fetch.NewClient, with an app's bearer token. origin ("http://127.0.0.1:8080")
// stands in for X; empty means X.
func New(client *http.Client, token fetch.Secret, origin string) fetch.Counter {
	return &counter{client: client, token: token, origin: fetch.Origin(origin, "https://api.x.com")}
}

// Count returns the followers of users. An account that is all digits is a
// numeric id, which survives a change of username; any other is a username.
func (c *counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
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

// Expect is that of fetch.Expecter.
func (c *counter) Expect(accounts []string) time.Duration {
	batches := (len(accounts) + batchSize - 1) / batchSize
	return fetch.Load{Requests: []int{batches}, Pace: fetch.PaceOf(c.client)}.Time()
}

// lookup is one of the API's two ways to ask for users.
type lookup struct {
	path string
	key  func(user) string // what a user was asked for by, in lower case
}

var (
	byUsername = lookup{"/2/users/by?usernames=", func(u user) string { return strings.ToLower(string(u.Username)) }}
	byID       = lookup{"/2/users?ids=", func(u user) string { return string(u.ID) }}
)

// look asks for accounts, batch by batch, and adds them to counts.
func (c *counter) look(ctx context.Context, l lookup, accounts []string, counts map[string]fetch.Count) error {
	for batch := range slices.Chunk(accounts, batchSize) {
		if err := c.ask(ctx, l, batch, counts); err != nil {
			return err
		}
	}
	return nil
}

func (c *counter) ask(ctx context.Context, l lookup, batch []string, counts map[string]fetch.Count) error {
	url := c.origin + l.path + strings.Join(batch, ",") + "&user.fields=public_metrics"
	body, err := fetch.Get(ctx, c.client, url, func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+c.token.Reveal()) })
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

// refusal returns why X did not answer, and what to do about it. X describes it in
// a problem document (docs.x.com/x-api/fundamentals/response-codes-and-errors).
// None of its words become part of the reason, as they name accounts and dates.
func refusal(err error) error {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		return fetch.Explain(err)
	}
	var problem struct {
		Title  string `json:"title"`
		Detail string `json:"detail"`
		Type   string `json:"type"`
	}
	// An answer that is no problem document is judged by its status alone.
	_ = json.Unmarshal(status.Body, &problem)
	spending := strings.Contains(strings.ToLower(problem.Title+problem.Detail), "spend")
	switch {
	case spending:
		return status.Because("spending limit reached", "raise the spending limit at console.x.com, or wait for the next billing cycle")
	case problem.Title == "UsageCapExceeded", strings.HasSuffix(problem.Type, "/usage-capped"):
		return status.Because("usage cap reached", "the plan's cap is used up; the next run asks again")
	case status.Status == http.StatusPaymentRequired:
		return status.Because("no credits", "buy credits at console.x.com, or take twitter out of the sources")
	case status.Status == http.StatusUnauthorized:
		return status.Because("unauthorized", "check TWITTER_BEARER_TOKEN")
	case status.Status == http.StatusForbidden:
		return status.Because("forbidden", "the app may not look up users; see its project and access at console.x.com")
	}
	return fetch.Explain(err)
}
