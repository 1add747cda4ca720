package fetchtest

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// LastFM simulates artist.getInfo of Last.fm. Shapes: www.last.fm/api, and
// answers recorded in public repositories. An account is an artist's name.
type LastFM struct {
	*Platform

	// Guarded by Platform.mu.
	key      string // the API key accepted, if it matters
	notFound int    // the status of an unknown artist
}

// LastFMError is an error of any code, with the status that Last.fm had for it
// that time.
func LastFMError(status, code int, message string) Fault {
	return Respond(status, fmt.Sprintf(`{"error":%d,"message":%q}`, code, message))
}

// LastFMInvalidKey is the answer to all who have no valid key.
var LastFMInvalidKey = LastFMError(http.StatusForbidden, 10, "Invalid API key - You must be granted a valid key by last.fm")

// NewLastFM starts a Last.fm that has no artists and accepts any API key.
func NewLastFM() (*LastFM, error) {
	l := &LastFM{Platform: &Platform{fold: strings.ToLower}, notFound: http.StatusNotFound}
	return l, l.start(handlers{"GET /2.0/": l.info}.mux())
}

// Accept makes the platform accept this API key only.
func (l *LastFM) Accept(key string) {
	l.locked(func() { l.key = key })
}

// NotFoundStatus sets the status of the answer for an unknown artist: 200 and
// 404 have both been seen.
func (l *LastFM) NotFoundStatus(status int) {
	l.locked(func() { l.notFound = status })
}

// percent is an escape of one byte.
var percent = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// decoded decodes a parameter once more, as Last.fm does: a plus sign becomes a
// space, and what is no escape stays.
func decoded(parameter string) string {
	return percent.ReplaceAllStringFunc(strings.ReplaceAll(parameter, "+", " "), func(escape string) string {
		text, _ := url.PathUnescape(escape)
		return text
	})
}

// info answers GET /2.0/?method=artist.getInfo&artist=NAME. It is strict where
// the real one guesses: without autocorrect=0 a name may be taken for another.
func (l *LastFM) info(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	l.mu.Lock()
	key, notFound := l.key, l.notFound
	l.mu.Unlock()
	switch given := query.Get("api_key"); {
	case given == "", key != "" && given != key:
		LastFMInvalidKey(w, r, nil)
		return
	case query.Get("method") != "artist.getInfo":
		LastFMError(http.StatusBadRequest, 3, "Invalid Method - No method with that name in this package")(w, r, nil)
		return
	case query.Get("format") != "json":
		Respond(http.StatusOK, `<?xml version="1.0" encoding="UTF-8"?><lfm status="ok"></lfm>`)(w, r, nil)
		return
	}
	a, ok := l.account(decoded(query.Get("artist")))
	if !ok || a.suspended || query.Get("autocorrect") != "0" {
		WriteJSON(w, notFound, object{"error": 6, "message": "The artist you supplied could not be found", "links": []any{}})
		return
	}
	// Its numbers are strings.
	stats := object{"listeners": strconv.FormatInt(a.count, 10), "playcount": strconv.FormatInt(cmp.Or(a.further, 80*a.count), 10)}
	WriteJSON(w, http.StatusOK, object{"artist": a.shaped("lastfm", object{"name": a.id, "stats": stats})})
}
