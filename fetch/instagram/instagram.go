// Package instagram counts the followers of professional accounts on Instagram.
//
// It asks Business Discovery of Meta's Graph API (developers.facebook.com, Instagram
// Platform, Business Discovery) in the name of a professional account of the label's own,
// for one account a request. Personal accounts, and those with an age limit, are not
// shown to it. It asks for an account's id, username, name and number of followers, and
// for nothing about any follower.
//
// A username may pass to somebody else, so the account's id is kept beside it, see
// fetch.Count.Numbered. The shape of an answer is a recorded one; that of errors is, too,
// while most of their codes are known from documentation and other projects alone.
package instagram

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// version is that of the Graph API. One lives for some two years.
const version = "v26.0"

// Pace is a guess. The limit is of an app, 200 calls an hour for each of its users (not
// recorded), and every answer shows how much of it is used, see usage.
var Pace = fetch.Pace{Requests: 2, Per: time.Second, Burst: 2}

const inFlight = 8

// graph is the Graph API as it is asked.
type graph struct {
	client  *http.Client
	account fetch.Secret // the numeric id of the label's own account
	token   fetch.Secret
	origin  string
}

// New makes a Counter of followers, by username. It asks through client, which is one of
// fetch.NewClient, as the professional account of this numeric id, with a token that may
// see it. origin ("http://127.0.0.1:8080") stands in for the Graph API; empty means the
// real one.
func New(client *http.Client, account, token fetch.Secret, origin string) fetch.Counter {
	g := newGraph(client, token, origin)
	g.account = account
	return fetch.Batches{Source: content.Instagram, Size: 1, InFlight: inFlight, Pace: fetch.PaceOf(client), Ask: fetch.OneMetric(g.ask)}
}

func newGraph(client *http.Client, token fetch.Secret, origin string) graph {
	return graph{client: client, token: token, origin: fetch.Origin(origin, "https://graph.facebook.com")}
}

// help is where a person finds how to get the keys.
const help = "`datarocks help instagram` shows how"

// errNoNumber is of a username or the like where the id should be.
var errNoNumber = &fetch.SourceError{
	Reason: "INSTAGRAM_ACCOUNT is no number",
	Hint:   "set it to the numeric id of your own professional account; " + help,
}

// ask asks for the only account of a batch. What was learnt before the app's calls are
// used up is returned with that error.
func (g graph) ask(ctx context.Context, batch []string) (map[string]fetch.Count, error) {
	own := g.account.Reveal()
	if own == "" || strings.Trim(own, "0123456789") != "" {
		return nil, errNoNumber
	}
	username := strings.ToLower(batch[0]) // as all usernames are
	// The own account is in no URL that could fail to parse and be quoted for it.
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.origin, nil)
	if err != nil {
		return nil, errors.New(fetch.Reason(err))
	}
	req.URL.Path = "/" + version + "/" + own
	req.URL.RawQuery = url.Values{
		"fields": {"business_discovery.username(" + username + "){id,username,name,followers_count}"},
	}.Encode()
	body, used, err := g.do(req)
	if err != nil {
		return nil, err
	}
	count, err := g.decode(body, username, used)
	if err != nil {
		return nil, err
	}
	if used.up {
		err = &fetch.SourceError{Reason: "rate limit: the app has made its calls of the hour", Hint: used.patience()}
	}
	return map[string]fetch.Count{batch[0]: count}, err
}

// do sends a request with the token and returns the answer's body: also where the status
// is of an error, if the body holds the error's code. Its error holds neither the token
// nor the own account.
func (g graph) do(req *http.Request) ([]byte, usage, error) {
	req.Header.Set("Authorization", "Bearer "+g.token.Reveal())
	resp, err := g.client.Do(req)
	if err != nil {
		return nil, usage{}, g.conceal(err)
	}
	used := usageOf(resp.Header)
	body, err := fetch.ReadAnswer(resp)
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && errorOf(status.Body).Code != 0 {
		return status.Body, used, nil
	}
	if err != nil {
		return nil, used, fetch.Refusal(g.conceal(err))
	}
	return body, used, nil
}

// conceal takes the keys out of an error. The own account is in the URL, which net/http's
// errors quote, and a server may send back all that it was sent.
func (g graph) conceal(err error) error {
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		concealed := *status
		concealed.Body = []byte(g.without(string(status.Body)))
		concealed.Location = g.without(status.Location)
		return &concealed
	}
	return errors.New(g.without(fetch.Reason(err)))
}

// without is a text without the keys.
func (g graph) without(text string) string {
	for _, secret := range []fetch.Secret{g.token, g.account} {
		if key := secret.Reveal(); key != "" {
			text = strings.NewReplacer(key, secret.String(), url.QueryEscape(key), secret.String()).Replace(text)
		}
	}
	return text
}
