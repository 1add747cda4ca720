package fetchtest

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Spotify simulates Spotify's Web API and its token service, as a registered
// app with extended quota sees them. Shapes: developer.spotify.com, reference
// of Get Artist and Get Several Artists.
type Spotify struct {
	*Platform

	// Guarded by Platform.mu.
	id, secret  string // the app's, if it matters
	development bool
	tokens      map[string]bool
}

// spotifyBatch is how many artists one request may name.
const spotifyBatch = 50

// SpotifyNoPremium refuses an app in development mode whose owner has no
// Premium. It is plain text (github.com/zmb3/spotify issue 301).
var SpotifyNoPremium = Respond(http.StatusForbidden, "Active premium subscription required for the owner of the app. "+
	"When the subscription status changes, it can take a few hours before requests are allowed again.")

var spotifyID = regexp.MustCompile(`^[0-9A-Za-z]{22}$`)

// NewSpotify starts a Spotify that has no artists and accepts any app.
func NewSpotify() (*Spotify, error) {
	s := &Spotify{
		Platform: &Platform{fold: asItIs},
		tokens:   make(map[string]bool),
	}
	api := http.NewServeMux()
	api.HandleFunc("GET /v1/artists", s.artists)
	api.HandleFunc("GET /v1/artists/{id}", s.artist)
	routes := handlers{"POST /api/token": s.token}.mux()
	routes.Handle("/v1/", guard(api, spotifyError(http.StatusUnauthorized, "Invalid access token"), s.issued))
	return s, s.start(routes)
}

// Accept makes the token service accept this app only.
func (s *Spotify) Accept(id, secret string) {
	s.locked(func() { s.id, s.secret = id, secret })
}

// DevelopmentMode makes the app one in development mode, as of February 2026:
// batches are refused, and artists have neither followers, genres nor
// popularity (developer.spotify.com, February 2026 migration guide).
func (s *Spotify) DevelopmentMode(on bool) {
	s.locked(func() { s.development = on })
}

func (s *Spotify) inDevelopment() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.development
}

// token answers POST /api/token: client credentials in the Authorization header.
func (s *Spotify) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	if r.PostFormValue("grant_type") != "client_credentials" {
		WriteJSON(w, http.StatusBadRequest, object{"error": "unsupported_grant_type", "error_description": "grant_type parameter is missing"})
		return
	}
	token, ok := s.issue(id, secret)
	if !ok {
		WriteJSON(w, http.StatusBadRequest, object{"error": "invalid_client", "error_description": "Invalid client"})
		return
	}
	WriteJSON(w, http.StatusOK, object{"access_token": token, "token_type": "Bearer", "expires_in": 3600})
}

func (s *Spotify) issue(id, secret string) (token string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" || secret == "" || s.id != "" && (id != s.id || secret != s.secret) {
		return "", false
	}
	token = fmt.Sprintf("access-token-%d", len(s.tokens)+1)
	s.tokens[token] = true
	return token, true
}

func (s *Spotify) issued(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[bearer(r)]
}

// artists answers GET /v1/artists?ids=a,b with the artists at their places, and
// null where there is none.
func (s *Spotify) artists(w http.ResponseWriter, r *http.Request) {
	if s.inDevelopment() {
		spotifyError(http.StatusForbidden, "Forbidden")(w, r, nil)
		return
	}
	ids := strings.Split(r.URL.Query().Get("ids"), ",")
	if len(ids) > spotifyBatch {
		spotifyError(http.StatusBadRequest, "Too many ids requested")(w, r, nil)
		return
	}
	artists := make([]any, len(ids))
	for i, id := range ids {
		if !spotifyID.MatchString(id) {
			spotifyError(http.StatusBadRequest, "Invalid base62 id")(w, r, nil)
			return
		}
		if a, ok := s.account(id); ok && !a.suspended {
			artists[i] = s.object(a)
		}
	}
	WriteJSON(w, http.StatusOK, object{"artists": artists})
}

// artist answers GET /v1/artists/{id}.
func (s *Spotify) artist(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !spotifyID.MatchString(id) {
		spotifyError(http.StatusBadRequest, "Invalid base62 id")(w, r, nil)
		return
	}
	a, ok := s.account(id)
	if !ok || a.suspended {
		spotifyError(http.StatusNotFound, "Resource not found")(w, r, nil)
		return
	}
	WriteJSON(w, http.StatusOK, s.object(a))
}

// object is an artist as the API shows it.
func (s *Spotify) object(a account) object {
	o := object{"id": a.id, "name": a.name}
	if !s.inDevelopment() {
		o["followers"] = object{"href": nil, "total": a.count}
		o["genres"] = []any{"progressive metal"}
		o["popularity"] = 60
	}
	return a.shaped("spotify", o)
}

func spotifyError(status int, message string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		WriteJSON(w, status, object{"error": object{"status": status, "message": message}})
	}
}
