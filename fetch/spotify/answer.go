package spotify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/zmb3/spotify/v2"
	"golang.org/x/oauth2"

	"datarocks/fetch"
)

// noFollowers is the count of an artist whose answer lacks the field, as it
// does for an app in development mode.
var noFollowers = fetch.ParseCount(nil, "followers")

// witness sees each answer before the library does. It keeps what the library
// drops: whether a count was there at all, and the status and body of an answer
// that is an error. It hands on only what is needed of an answer, so that the
// library trips over nothing else. It serves one goroutine.
type witness struct {
	base      http.RoundTripper
	followers map[string]fetch.Count // by artist id, of the latest answer
}

func (w *witness) RoundTrip(req *http.Request) (*http.Response, error) {
	w.followers = nil
	resp, err := w.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := fetch.ReadAnswer(resp)
	if err != nil {
		return nil, err
	}
	if w.followers, body, err = decode(body); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// decode reads the followers of an artist, or of a batch in "artists", and returns
// the answer without all else.
func decode(body []byte) (found map[string]fetch.Count, pared []byte, err error) {
	var batch struct {
		Artists []json.RawMessage `json:"artists"`
	}
	if err := json.Unmarshal(body, &batch); err != nil {
		return nil, nil, err
	}
	followers := make(fetch.Found, len(batch.Artists))
	if batch.Artists == nil {
		pared, err = json.Marshal(read(followers, body))
		return followers, pared, err
	}
	artists := make([]*artist, len(batch.Artists))
	for i, raw := range batch.Artists {
		artists[i] = read(followers, raw)
	}
	pared, err = json.Marshal(map[string]any{"artists": artists})
	return followers, pared, err
}

// artist is what is needed of one in an answer.
type artist struct {
	ID        fetch.Text      `json:"id"`
	Name      fetch.Text      `json:"name"`
	Followers json.RawMessage `json:"followers,omitempty"`
}

// read reads one artist and adds the followers; nil stands for null.
func read(found fetch.Found, raw json.RawMessage) *artist {
	var a artist
	if string(raw) == "null" {
		return nil
	}
	if err := json.Unmarshal(raw, &a); err != nil || a.ID == "" {
		return &artist{}
	}
	a.Followers = fetch.Field(raw, "followers")
	count := decodeFollowers(a.Followers)
	found.Add(string(a.ID), count, "the answer holds this artist twice, with different followers")
	if _, ok := count.Value(); ok {
		a.Followers = slices.Concat([]byte(`{"total":`), fetch.Field(a.Followers, "total"), []byte("}"))
	} else {
		a.Followers = nil
	}
	return &a
}

// decodeFollowers reads {"href":null,"total":14156138}.
func decodeFollowers(raw json.RawMessage) fetch.Count {
	if len(raw) == 0 || string(raw) == "null" {
		return noFollowers
	}
	if !bytes.HasPrefix(raw, []byte("{")) {
		return fetch.Missing(fetch.Unavailable, "the answer's followers are not the documented object")
	}
	total := fetch.Field(raw, "total")
	if len(total) == 0 || string(total) == "null" {
		return fetch.Missing(fetch.Unavailable, "the answer's followers have no total")
	}
	return fetch.ParseCount(total, "followers")
}

// match adds the count of each artist asked for. artists is the library's reading
// of the answer, with an artist or nil for each one asked, in that order;
// followers is the witness's.
func match(asked []string, artists []*spotify.FullArtist, followers map[string]fetch.Count) map[string]fetch.Count {
	byID := make(map[string]*spotify.FullArtist, len(artists))
	for _, artist := range artists {
		if artist != nil {
			byID[string(artist.ID)] = artist
		}
	}
	counts := make(map[string]fetch.Count, len(asked))
	for i, id := range asked {
		if artist := byID[id]; artist != nil {
			counts[id] = agree(artist, followers[id])
			continue
		}
		counts[id] = absent(asked, artists[i])
	}
	return counts
}

// agree returns the count that the library and the witness both found.
func agree(artist *spotify.FullArtist, seen fetch.Count) fetch.Count {
	n, ok := seen.Value()
	switch {
	case ok && n == int64(artist.Followers.Count):
		return fetch.Number(n).Named(artist.Name)
	case ok, seen == fetch.Count{}:
		return fetch.Missing(fetch.Unavailable, "the answer's followers are ambiguous")
	}
	return seen
}

// absent is the count of an artist who is not in the answer; other is who
// stands in the artist's place.
func absent(asked []string, other *spotify.FullArtist) fetch.Count {
	switch {
	case other == nil:
		return fetch.Missing(fetch.Unavailable, unknownArtist)
	case other.ID == "", slices.Contains(asked, string(other.ID)):
		return fetch.Missing(fetch.Failed, "not in the answer")
	}
	return fetch.Missing(fetch.Unavailable, "the answer is for another artist ("+fetch.OneLine(string(other.ID))+")")
}

const unknownArtist = "http 404: no such artist"

// refusal returns why Spotify would refuse every other request too. It is nil
// where the failure may be of the artists asked for alone.
func refusal(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fetch.Explain(ctx.Err())
	}
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		return nil
	}
	switch {
	case status.Status == http.StatusUnauthorized:
		return status.Because("unauthorized", "the access token was refused; check SPOTIFY_ID and SPOTIFY_SECRET")
	case status.Status == http.StatusForbidden && wantsPremium(status):
		return status.Because("the app's owner has no Premium",
			"the Spotify account that owns the app needs Premium; a change can take a few hours to count")
	case status.Status == http.StatusForbidden:
		return status.Because("forbidden", "look at the app in the dashboard of developer.spotify.com")
	case status.Status == http.StatusTooManyRequests && reason(status) == "QUOTA_EXCEEDED":
		return status.Because("quota exceeded", "the developer account's quota is used up; the next run asks again")
	case status.Status == http.StatusTooManyRequests, status.Status == http.StatusPaymentRequired:
		return fetch.Explain(err)
	}
	return nil
}

// forbidsBatches recognizes how an app in development mode is refused a batch:
// {"error":{"status":403,"message":"Forbidden"}}, as JSON.
func forbidsBatches(err error) bool {
	status, ok := errors.AsType[*fetch.StatusError](err)
	return ok && status.Status == http.StatusForbidden &&
		json.Valid(status.Body) && !wantsPremium(status)
}

// wantsPremium recognizes "Active premium subscription required for the owner
// of the app", which comes as plain text (github.com/zmb3/spotify issue 301).
func wantsPremium(status *fetch.StatusError) bool {
	return bytes.Contains(bytes.ToLower(status.Body), []byte("premium"))
}

// reason reads the error's reason, which a 429 has since July 2026.
func reason(status *fetch.StatusError) string {
	var body struct {
		Error struct {
			Reason string `json:"reason"`
		} `json:"error"`
	}
	if err := json.Unmarshal(status.Body, &body); err != nil {
		return ""
	}
	return body.Error.Reason
}

// noSuchArtist recognizes the answers to a single id that no artist has. An id
// may have the right form and still be none: 22 characters of base 62 hold more
// than the 128 bits of an id.
func noSuchArtist(err error) (fetch.Count, bool) {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		return fetch.Count{}, false
	}
	switch status.Status {
	case http.StatusNotFound:
		return fetch.Missing(fetch.Unavailable, unknownArtist), true
	case http.StatusBadRequest:
		return fetch.Missing(fetch.Unavailable, "http 400: not an artist id"), true
	}
	return fetch.Count{}, false
}

// tokenRefusal returns why there is no access token.
func tokenRefusal(err error) error {
	retrieve, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return fetch.Explain(err)
	}
	status := fetch.NewStatusError(retrieve.Response, retrieve.Body)
	if retrieve.ErrorCode == "invalid_client" {
		return status.Because("unauthorized (invalid_client)", "check SPOTIFY_ID and SPOTIFY_SECRET")
	}
	return fetch.Explain(status)
}
