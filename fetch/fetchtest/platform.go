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
	_ "embed"
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

// StartForContacts starts a server without accounts, with handlers by method and path,
// that refuses those who do not write how they can be reached. Its faults and its log are
// those of a platform.
func StartForContacts(of map[string]http.HandlerFunc, refuse Fault) (*Platform, error) {
	p := &Platform{fold: asItIs}
	return p, p.start(guard(handlers(of).mux(), refuse, hasContact))
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

// WriteJSON answers with a value as JSON.
func WriteJSON(w http.ResponseWriter, status int, value any) {
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

// account is what a platform holds of one account.
type account struct {
	id        string // as Set got it
	name      string
	count     int64
	further   int64 // of the platform's second metric; 0 follows from count
	suspended bool
	edits     []edit
	past      func(day content.Day) int64 // of a platform that counts each day; nil is one of its own
}

// edit is a place in an account's JSON object and what stands there instead.
type edit struct{ path, raw string }

// JSON for Overwrite to put where a count should be.
const (
	Absent = ""
	Null   = "null"
)

// Set makes an account hold a count. It brings back one that was removed or
// suspended, and undoes what Overwrite did to it.
func (p *Platform) Set(id, name string, count int64) {
	p.locked(func() { p.accounts[p.fold(id)] = &account{id: id, name: name, count: count} })
}

// SetFurther makes an account hold a count of the platform's second metric: plays, or
// listens. Without it, that follows from the first.
func (p *Platform) SetFurther(id string, count int64) {
	p.change(id, func(a *account) { a.further = count })
}

// SetPast makes an account of a platform that counts each day hold the counts of
// all days. It is not known there where a platform counts otherwise.
func (p *Platform) SetPast(id, name string, past func(day content.Day) int64) {
	p.locked(func() { p.accounts[p.fold(id)] = &account{id: id, name: name, past: past} })
}

// At is the time at the platform: the day before is what a platform counted last that
// counts each day. The zero Time is the true time.
func (p *Platform) At(at time.Time) { p.locked(func() { p.at = at }) }

// LoadsAt is how long after a day's end a platform that counts each day knows the day.
func (p *Platform) LoadsAt(after time.Duration) { p.locked(func() { p.loads = after }) }

// Newest is the last day that a platform knows that counts each day.
func (p *Platform) Newest() (day content.Day) {
	p.locked(func() {
		at := p.at
		if at.IsZero() {
			at = time.Now()
		}
		day = content.DayOf(at.Add(-p.loads)) - 1
	})
	return day
}

// Remove makes the platform not know an account.
func (p *Platform) Remove(id string) { p.locked(func() { delete(p.accounts, p.fold(id)) }) }

// Suspend makes the platform withhold an account.
func (p *Platform) Suspend(id string) { p.change(id, func(a *account) { a.suspended = true }) }

// change changes what the platform holds of an account, if it knows it.
func (p *Platform) change(id string, to func(*account)) {
	p.locked(func() {
		if a := p.accounts[p.fold(id)]; a != nil {
			to(a)
		}
	})
}

// Count returns what the platform truly holds for an account, whatever it answers.
func (p *Platform) Count(id string) (n int64, ok bool) {
	a, ok := p.account(id)
	if a.past != nil {
		a.count = a.past(p.Newest())
	}
	return a.count, ok && !a.suspended
}

// Overwrite changes the JSON object of one account in every answer: raw stands
// at path ("followers.total"); Absent takes the field away.
func (p *Platform) Overwrite(id, path, raw string) {
	p.change(id, func(a *account) { a.edits = append(a.edits, edit{path, raw}) })
}

// account returns a copy of what the platform holds of an account.
func (p *Platform) account(id string) (copied account, ok bool) {
	p.change(id, func(a *account) { copied, ok = *a, true })
	return copied, ok
}

// find returns a copy of the first account that is as asked.
func (p *Platform) find(is func(account) bool) (found account, ok bool) {
	p.locked(func() {
		for _, a := range p.accounts {
			if is(*a) {
				found, ok = *a, true
			}
		}
	})
	return found, ok
}

// shapes are objects with the fields that each platform documents.
//
//go:embed shapes.json
var shapes []byte

var parsedShapes = sync.OnceValue(func() (all map[string]object) {
	if err := json.Unmarshal(shapes, &all); err != nil {
		panic(err) // it is embedded
	}
	return all
})

// shaped is the account's object on a platform, with the fields that are its own.
func (a account) shaped(platform string, own object) object {
	o := maps.Clone(parsedShapes()[platform])
	maps.Copy(o, own)
	return a.edited(o)
}

// edited applies the account's edits to its object.
func (a account) edited(o object) object {
	for _, e := range a.edits {
		e.apply(o)
	}
	return o
}

func (e edit) apply(o object) {
	field, rest, deeper := strings.Cut(e.path, ".")
	inner, ok := o[field].(object)
	switch {
	case deeper && ok:
		edit{rest, e.raw}.apply(inner)
	case deeper:
		// There is no such place, as in development mode.
	case e.raw == Absent:
		delete(o, field)
	default:
		o[field] = json.RawMessage(e.raw)
	}
}
