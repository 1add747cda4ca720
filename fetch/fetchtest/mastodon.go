package fetchtest

import (
	"net/http"
	"strings"
)

// Mastodon simulates all Mastodon servers at once: a request's Host is which
// one is asked. Shapes: docs.joinmastodon.org, entity Account and method lookup.
// An account is user@server.
type Mastodon struct{ *Platform }

// MastodonLogin is the answer of a server that does not let strangers ask.
var MastodonLogin = Respond(http.StatusUnauthorized, `{"error":"This API requires an authenticated user"}`)

// NewMastodon starts servers that have no accounts.
func NewMastodon() (*Mastodon, error) {
	m := &Mastodon{&Platform{fold: strings.ToLower}}
	return m, m.start(handlers{"GET /api/v1/accounts/lookup": m.lookup}.mux())
}

// lookup answers GET /api/v1/accounts/lookup?acct=user. An account of another
// server is known there as user@server.
func (m *Mastodon) lookup(w http.ResponseWriter, r *http.Request) {
	user, server, remote := strings.Cut(r.URL.Query().Get("acct"), "@")
	if !remote {
		server = r.Host
	}
	a, ok := m.account(user + "@" + server)
	if !ok {
		write(w, http.StatusNotFound, object{"error": "Record not found"})
		return
	}
	write(w, http.StatusOK, m.object(a, strings.EqualFold(server, r.Host)))
}

// object is an account as the API shows it.
func (m *Mastodon) object(a account, local bool) object {
	user, _, _ := strings.Cut(a.id, "@")
	acct := a.id
	if local {
		acct = user
	}
	o := object{"username": user, "acct": acct, "display_name": a.name, "followers_count": a.count}
	if a.suspended {
		o["suspended"], o["display_name"], o["note"] = true, "", ""
	}
	return a.shaped("mastodon", o)
}
