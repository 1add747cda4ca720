// Package fetchtest simulates the platforms: real HTTP servers on 127.0.0.1
// that answer in the shapes the platforms answer in, and go wrong on demand.
// Tests ask them, and so does `datarocks demo`.
//
// A simulated platform is strict where the real one is: it wants the
// authorization, keeps to the real batch sizes and does not answer in the order
// it was asked in. Each source is one type that embeds *Platform, which holds
// the accounts, the faults and the log of what was asked.
package fetchtest

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"datarocks/content"
)

// Platform is what the simulated platforms have in common. Its methods may be
// called while it answers.
type Platform struct {
	url    string
	server *http.Server
	routes http.Handler
	fold   func(account string) string // accounts that fold alike are the same one

	mu       sync.Mutex
	accounts map[string]*account
	faults   []fault
	requests []Request
	at       time.Time     // see At
	loads    time.Duration // see LoadsAt
}

// Request is one request as a platform got it.
type Request struct {
	Method, Path  string
	Host          string
	Query         url.Values // without a key: api_key is "REDACTED"
	Authorization string     // the scheme, never the key: "Basic", "Bearer" or ""
	UserAgent     string
}

// start listens on a free port of 127.0.0.1 and answers there with routes.
func (p *Platform) start(routes http.Handler) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	p.url = "http://" + listener.Addr().String()
	p.routes = routes
	p.accounts = make(map[string]*account)
	// Clients that leave in the middle of an answer are part of the play.
	p.server = &http.Server{Handler: http.HandlerFunc(p.serve), ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = p.server.Serve(listener) }()
	return nil
}

// handlers are those of a platform, by method and path.
type handlers map[string]http.HandlerFunc

func (h handlers) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, handler := range h {
		mux.Handle(pattern, handler)
	}
	return mux
}

// URL is the origin to ask: "http://127.0.0.1:PORT".
func (p *Platform) URL() string { return p.url }

// Close stops the server, also in the middle of an answer.
func (p *Platform) Close() error { return p.server.Close() }

// Requests returns the requests so far, in the order of their arrival.
func (p *Platform) Requests() []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// locked calls f while nothing else reads or changes the platform.
func (p *Platform) locked(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

func (p *Platform) serve(w http.ResponseWriter, r *http.Request) {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	query := r.URL.Query()
	if query.Has("api_key") {
		query.Set("api_key", "REDACTED")
	}
	p.mu.Lock()
	p.requests = append(p.requests, Request{
		Method: r.Method, Path: r.URL.Path, Host: r.Host, Query: query,
		Authorization: scheme, UserAgent: r.UserAgent(),
	})
	broken := p.takeFault(r.URL.Path)
	p.mu.Unlock()
	if broken == nil {
		p.routes.ServeHTTP(w, r)
		return
	}
	broken(w, r, p.routes)
}

// guard lets a request that is as it should be through to next.
func guard(next http.Handler, refuse Fault, ok func(*http.Request) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ok(r) {
			refuse(w, r, next)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// bearer returns the token that a request comes with; "" where there is none.
func bearer(r *http.Request) string {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return ""
	}
	return token
}

// hasContact reports whether those who ask write how they can be reached.
func hasContact(r *http.Request) bool {
	return strings.Contains(r.UserAgent(), "://") || strings.Contains(r.UserAgent(), "@")
}

// asItIs folds accounts of which no two spellings are the same.
func asItIs(account string) string { return account }

// object is a JSON object under construction.
type object = map[string]any

// write answers with a value as JSON.
func write(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, "fetchtest: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// sortedByKey returns the objects in the order of their keys, which is not that of the
// question.
func sortedByKey(objects map[string]object) []object {
	sorted := make([]object, 0, len(objects))
	for _, key := range slices.Sorted(maps.Keys(objects)) {
		sorted = append(sorted, objects[key])
	}
	return sorted
}

// Start starts the platform of a source, without accounts. What is special to
// one platform needs its own constructor.
func Start(source content.Source) (*Platform, error) {
	switch source {
	case content.Spotify:
		return common(NewSpotify())
	case content.Twitter:
		return common(NewTwitter())
	case content.Deezer:
		return common(NewDeezer())
	case content.Bluesky:
		return common(NewBluesky())
	case content.Mastodon:
		return common(NewMastodon())
	case content.ListenBrainz:
		return common(NewListenBrainz())
	case content.LastFM:
		return common(NewLastFM())
	case content.Wikipedia:
		return common(NewWikipedia())
	}
	return nil, fmt.Errorf("no platform simulates the source %q", source)
}

// common returns what a platform has in common with all others.
func common(p interface{ platform() *Platform }, err error) (*Platform, error) {
	return p.platform(), err
}

func (p *Platform) platform() *Platform { return p }
