package spotify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"golang.org/x/oauth2"

	"datarocks/fetch"
)

const unknownArtist = "http 404: no such artist"

// refusal returns why Spotify would refuse every other request too. It is nil
// where the failure may be of the artists asked for alone.
func refusal(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fetch.Explain(ctx.Err())
	}
	var status *fetch.StatusError
	if !errors.As(err, &status) {
		return nil
	}
	switch status.Status {
	case http.StatusUnauthorized:
		return status.Because("unauthorized", "the access token was refused; check SPOTIFY_ID and SPOTIFY_SECRET")
	case http.StatusForbidden:
		if wantsPremium(status) {
			return status.Because("the app's owner has no Premium",
				"the Spotify account that owns the app needs Premium; a change can take a few hours to count")
		}
		return status.Because("forbidden", "look at the app in the dashboard of developer.spotify.com")
	case http.StatusTooManyRequests:
		if reason(status) == "QUOTA_EXCEEDED" {
			return status.Because("quota exceeded", "the developer account's quota is used up; the next run asks again")
		}
		return fetch.Explain(err)
	case http.StatusPaymentRequired:
		return fetch.Explain(err)
	}
	return nil
}

// forbidsBatches recognizes how an app in development mode is refused a batch:
// {"error":{"status":403,"message":"Forbidden"}}, as JSON.
func forbidsBatches(err error) bool {
	var status *fetch.StatusError
	return errors.As(err, &status) && status.Status == http.StatusForbidden &&
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
	var status *fetch.StatusError
	if !errors.As(err, &status) {
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
	var retrieve *oauth2.RetrieveError
	if !errors.As(err, &retrieve) {
		return fetch.Explain(err)
	}
	status := fetch.NewStatusError(retrieve.Response, retrieve.Body)
	if retrieve.ErrorCode == "invalid_client" {
		return status.Because("unauthorized (invalid_client)", "check SPOTIFY_ID and SPOTIFY_SECRET")
	}
	return fetch.Explain(status)
}
