// Package lastfm counts the listeners of artists on Last.fm.
//
// It asks artist.getInfo (www.last.fm/api/show/artist.getInfo) with an API key,
// for one artist at a time. An account is the name that the artist has there:
// artists who share a name share a page, and nothing but the name in the answer
// shows whose page it is.
//
// Last.fm reports what went wrong by a number in the body; the status beside it may
// be 200. Its terms ask for a link back, and for no commercial use.
package lastfm

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

// Pace keeps to "several calls a second", more than which Last.fm's terms of
// the API forbid.
var Pace = fetch.Pace{Requests: 4, Per: time.Second}

const inFlight = 64

// Counter asks Last.fm.
type Counter struct {
	client *http.Client
	key    fetch.Secret
	origin string
}

var _ fetch.Counter = (*Counter)(nil)

// New makes a Counter that asks through client, which is one of
// fetch.NewClient, with an API key. origin ("http://127.0.0.1:8080") stands in
// for Last.fm; empty means Last.fm.
func New(client *http.Client, key fetch.Secret, origin string) *Counter {
	origin = strings.TrimSuffix(origin, "/")
	return &Counter{client: client, key: key, origin: cmp.Or(origin, "https://ws.audioscrobbler.com")}
}

// Count returns the listeners of artists, by their names on Last.fm.
func (c *Counter) Count(ctx context.Context, accounts []string) (map[string]fetch.Count, error) {
	batches := fetch.Batches{Source: content.LastFM, Size: 1, InFlight: inFlight}
	return batches.Ask(ctx, accounts, fetch.Singly(c.ask))
}

func (c *Counter) ask(ctx context.Context, name string) (fetch.Count, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.origin+"/2.0/", nil)
	if err != nil {
		return fetch.Count{}, fmt.Errorf("ask last.fm: %w", err)
	}
	// The key is in no URL that could fail to parse and be quoted for it.
	req.URL.RawQuery = url.Values{
		"method":      {"artist.getInfo"},
		"artist":      {name},
		"autocorrect": {"0"}, // or the numbers may be those of another artist
		"api_key":     {c.key.Reveal()},
		"format":      {"json"},
	}.Encode()
	body, err := fetch.DoAgain(c.client, req, later)
	var status *fetch.StatusError
	if errors.As(err, &status) && codeOf(status.Body) != 0 {
		body, err = status.Body, nil
	}
	if err != nil {
		return fetch.Count{}, fetch.Refusal(c.conceal(err))
	}
	return decode(body, name)
}

// conceal takes the key out of an error. Last.fm wants it in the URL, which
// net/http's errors quote, and a server may send it back.
func (c *Counter) conceal(err error) error {
	replace := func(text string) string { return text }
	if key := c.key.Reveal(); key != "" {
		replace = strings.NewReplacer(key, c.key.String(), url.QueryEscape(key), c.key.String()).Replace
	}
	var status *fetch.StatusError
	if errors.As(err, &status) {
		return &fetch.StatusError{
			Status:     status.Status,
			Body:       []byte(replace(string(status.Body))),
			RetryAfter: status.RetryAfter,
		}
	}
	return errors.New(replace(fetch.Reason(err)))
}
