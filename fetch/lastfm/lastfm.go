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
	"context"
	"errors"
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

// escaper escapes a name once more than a query does, where that matters: Last.fm
// decodes the parameter twice (github.com/navidrome/navidrome pull request 6158),
// so a plus sign is %252B on the wire.
var escaper = strings.NewReplacer("%", "%25", "+", "%2B")

// New makes a Counter of listeners and plays, by the names of artists on Last.fm. It asks
// through client, which is one of fetch.NewClient, with an API key. origin
// ("http://127.0.0.1:8080") stands in for Last.fm; empty means Last.fm.
func New(client *http.Client, key fetch.Secret, origin string) fetch.Counter {
	origin = fetch.Origin(origin, "https://ws.audioscrobbler.com")
	ask := func(ctx context.Context, artist string) (fetch.Answer, error) {
		// The key is in no URL that could fail to parse and be quoted for it.
		body, err := coded.Get(ctx, client, origin+"/2.0/", func(r *http.Request) {
			r.URL.RawQuery = url.Values{
				"method":      {"artist.getInfo"},
				"artist":      {escaper.Replace(artist)},
				"autocorrect": {"0"}, // or the numbers may be those of another artist
				"api_key":     {key.Reveal()},
				"format":      {"json"},
			}.Encode()
		})
		if err != nil {
			return fetch.Answer{}, fetch.Refusal(conceal(key, err))
		}
		return decode(body, artist)
	}
	return fetch.Batches{Source: content.LastFM, Size: 1, InFlight: inFlight, Pace: fetch.PaceOf(client), Ask: fetch.Singly(ask)}
}

// conceal takes the key out of an error. Last.fm wants it in the URL, which
// net/http's errors quote, and a server may send it back.
func conceal(secret fetch.Secret, err error) error {
	replace := func(text string) string { return text }
	if key := secret.Reveal(); key != "" {
		replace = strings.NewReplacer(key, secret.String(), url.QueryEscape(key), secret.String()).Replace
	}
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		concealed := *status
		concealed.Body = []byte(replace(string(status.Body)))
		return &concealed
	}
	return errors.New(replace(fetch.Reason(err)))
}
