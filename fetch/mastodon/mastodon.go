// Package mastodon counts the followers of accounts on Mastodon, and on the
// servers that speak its API.
//
// An account, user@server, is asked for at its home server: any other one knows
// only those followers that it has met. There it is asked by
// docs.joinmastodon.org/methods/accounts/#lookup, one account at a time, which
// most servers answer without a login.
//
// So this source is as many platforms as there are servers, and one that fails
// costs the accounts of the others nothing.
package mastodon

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"datarocks/content"
	"datarocks/fetch"
)

// Pace keeps to 300 requests in 5 min from one address, the limit of a server
// as Mastodon is installed (docs.joinmastodon.org/api/rate-limits).
var Pace = fetch.Pace{Requests: 240, Per: 5 * time.Minute, Burst: 50}

const (
	servers  = 16 // asked at once
	inFlight = 32 // requests to each; the pace of a real one allows far fewer
)

// counter asks Mastodon servers.
type counter struct {
	client *http.Client
	origin string
}

// New makes a Counter that asks through client, which is one of
// fetch.NewClient. origin ("http://127.0.0.1:8080") stands in for all home
// servers, and each request's Host is the one that is meant; empty means the home
// servers themselves, by HTTPS.
func New(client *http.Client, origin string) fetch.Counter {
	return &counter{client: client, origin: strings.TrimSuffix(origin, "/")}
}

// Count returns the followers of accounts of the form user@server. The source
// fails where every server did.
func (c *counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	homes := byServer(accounts)
	answers := make([]map[string]fetch.Count, len(homes))
	failures := make([]error, len(homes))
	batches := fetch.Batches{Source: content.Mastodon, Size: 1, InFlight: inFlight, Ask: fetch.OneMetric(fetch.Singly(c.ask))}
	var g errgroup.Group
	g.SetLimit(servers)
	for i, home := range homes {
		g.Go(func() error {
			answers[i], failures[i] = batches.Count(ctx, home)
			return nil
		})
	}
	_ = g.Wait() // no server's failure is one of the group
	return merge(homes, answers, failures)
}

// Expect is that of fetch.Expecter. The servers whose domain is another host's take a
// few requests more.
func (c *counter) Expect(accounts []string) time.Duration {
	load := fetch.Load{InFlight: inFlight, Hosts: servers, Pace: fetch.PaceOf(c.client)}
	for _, home := range byServer(accounts) {
		load.Requests = append(load.Requests, len(home))
	}
	return load.Time()
}

// byServer groups accounts by home server, in the order of its first account.
func byServer(accounts []string) [][]string {
	place := make(map[string]int)
	var homes [][]string
	for _, account := range accounts {
		_, server, _ := strings.Cut(strings.ToLower(account), "@")
		i, ok := place[server]
		if !ok {
			i, place[server] = len(homes), len(homes)
			homes = append(homes, nil)
		}
		homes[i] = append(homes[i], account)
	}
	return homes
}

func merge(homes [][]string, answers []map[string]fetch.Count, failures []error) (map[string]fetch.Count, error) {
	counts := make(map[string]fetch.Count)
	failed := 0
	for i, home := range homes {
		maps.Copy(counts, answers[i])
		if failures[i] == nil {
			continue
		}
		failed++
		for _, account := range home {
			if _, ok := answers[i][account]; !ok {
				counts[account] = fetch.Missing(fetch.Failed, fetch.Reason(failures[i]))
			}
		}
	}
	if failed > 0 && failed == len(homes) {
		return counts, failures[0]
	}
	return counts, nil
}

// ask asks for an account at the server in its name, or else at the one that this
// names as its home.
func (c *counter) ask(ctx context.Context, account string) (fetch.Count, error) {
	user, server, _ := strings.Cut(account, "@")
	server = strings.ToLower(server)
	count, err := c.lookup(ctx, server, user, server)
	if !speaksOtherwise(err) {
		return countOr(count, err)
	}
	switch home, found := c.find(ctx, user, server); {
	case !found:
		return countOr(count, err)
	case home.account != "":
		return fetch.Missing(fetch.Unavailable, "the account is "+home.account+"; write that in its place"), nil
	default:
		return countOr(c.lookup(ctx, home.server, user, server))
	}
}

// lookup asks host for the account user@server.
func (c *counter) lookup(ctx context.Context, host, user, server string) (fetch.Count, error) {
	body, err := c.get(ctx, host, "/api/v1/accounts/lookup?"+url.Values{"acct": {user}}.Encode())
	if err != nil {
		return fetch.Count{}, err
	}
	return decode(body, user, server)
}

func (c *counter) get(ctx context.Context, host, path string) ([]byte, error) {
	origin := cmp.Or(c.origin, "https://"+host)
	return fetch.Get(ctx, c.client, origin+path, func(r *http.Request) { r.Host = host })
}

// countOr returns a count, or what the error means for it.
func countOr(count fetch.Count, err error) (fetch.Count, error) {
	if err != nil {
		return missing(err)
	}
	return count, nil
}

// missing is the count of an account where the status means that there is none.
// Only the API's own errors mean that, which are JSON: the 404 of a server that
// does not speak the API means nothing for the account.
func missing(err error) (fetch.Count, error) {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		return fetch.Count{}, err
	}
	known := isAPIError(status)
	switch {
	case status.Status == http.StatusUnauthorized:
		return fetch.Count{}, status.Because("the server wants a login", "its administrator decides that; without it, take the account out of the artist's file")
	case status.Status == http.StatusNotFound && known:
		return fetch.Missing(fetch.Unavailable, "no such account"), nil
	case status.Status == http.StatusGone && known:
		return fetch.Missing(fetch.Unavailable, "suspended"), nil
	}
	return fetch.Count{}, fetch.Refusal(err)
}

// isAPIError recognizes an error of the API.
func isAPIError(status *fetch.StatusError) bool {
	var answer struct {
		Error *string `json:"error"`
	}
	return json.Unmarshal(status.Body, &answer) == nil && answer.Error != nil
}
