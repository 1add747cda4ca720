package fetchtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// ListenBrainz simulates the popularity endpoint of ListenBrainz. Shapes:
// listenbrainz.readthedocs.io and the server's source of August 2026. An account
// is an MBID.
type ListenBrainz struct {
	*Platform

	// Guarded by Platform.mu.
	token   string // the user token accepted, if it matters
	wanted  bool   // whether there must be one
	batches []int
}

// listenBrainzBatch is how many artists one request may name.
const listenBrainzBatch = 1000

// MBID is the form of an id of MusicBrainz.
var MBID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// NewListenBrainz starts a ListenBrainz that knows no artist and accepts any
// token, or none.
func NewListenBrainz() (*ListenBrainz, error) {
	l := &ListenBrainz{Platform: &Platform{fold: asItIs}}
	return l, l.start(handlers{"POST /1/popularity/artist": l.artists}.mux())
}

// Accept makes the platform want a user token, and accept this one only.
func (l *ListenBrainz) Accept(token string) {
	l.locked(func() { l.token, l.wanted = token, true })
}

// Batches returns how many artists each request named.
func (l *ListenBrainz) Batches() []int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.batches)
}

// refuses returns what is wrong with an Authorization header.
func (l *ListenBrainz) refuses(header string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	token, ok := strings.CutPrefix(header, "Token ")
	switch {
	case l.wanted && !ok:
		return "You need to provide an Authorization header."
	case l.wanted && token != l.token:
		return "Invalid authorization token."
	}
	return ""
}

// artists answers POST /1/popularity/artist, in the order of the question and
// with null for what it does not know.
func (l *ListenBrainz) artists(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-RateLimit-Limit", "30")
	w.Header().Set("X-RateLimit-Remaining", "29")
	w.Header().Set("X-RateLimit-Reset-In", "10")
	if problem := l.refuses(r.Header.Get("Authorization")); problem != "" {
		listenBrainzError(w, http.StatusUnauthorized, problem)
		return
	}
	var question struct {
		MBIDs []string `json:"artist_mbids"`
	}
	if err := json.NewDecoder(r.Body).Decode(&question); err != nil || len(question.MBIDs) == 0 {
		listenBrainzError(w, http.StatusBadRequest, "artist_mbids JSON element must be present and be an array")
		return
	}
	if len(question.MBIDs) > listenBrainzBatch {
		listenBrainzError(w, http.StatusBadRequest, fmt.Sprintf("number of mbids must be less than %d", listenBrainzBatch))
		return
	}
	l.locked(func() { l.batches = append(l.batches, len(question.MBIDs)) })
	answer := make([]object, len(question.MBIDs))
	for i, id := range question.MBIDs {
		if !MBID.MatchString(id) {
			listenBrainzError(w, http.StatusBadRequest, "artist_mbid "+id+" is not valid.")
			return
		}
		answer[i] = object{"artist_mbid": id, "total_listen_count": nil, "total_user_count": nil}
		if a, ok := l.account(id); ok && !a.suspended {
			answer[i]["total_listen_count"], answer[i]["total_user_count"] = cmp.Or(a.further, 17*a.count), a.count
			a.edited(answer[i])
		}
	}
	WriteJSON(w, http.StatusOK, answer)
}

func listenBrainzError(w http.ResponseWriter, status int, problem string) {
	WriteJSON(w, status, object{"code": status, "error": problem})
}
