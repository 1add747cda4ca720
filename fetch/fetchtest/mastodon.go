package fetchtest

import (
	"fmt"
	"net/http"
	"strings"
)

// Mastodon simulates all Mastodon servers at once: a request's Host is which
// one is asked. Shapes: docs.joinmastodon.org, entity Account and method lookup,
// and spec/webfinger. An account is user@server.
type Mastodon struct {
	*Platform

	splits  map[string]MastodonSplit // by domain; guarded by Platform.mu
	aliases map[string]string        // accounts by what else they are called; guarded by Platform.mu
}

// MastodonSplit is a domain in the names of accounts whose server is another host.
// Its own host is a web site that knows no more than where to ask.
type MastodonSplit struct {
	Server   string
	Answers  bool // it answers WebFinger itself, instead of by a redirect
	HostMeta bool // it knows host-meta alone
	Denied   bool // the server does not know of the domain
}

// MastodonLogin is the answer of a server that does not let strangers ask.
var MastodonLogin = Respond(http.StatusUnauthorized, `{"error":"This API requires an authenticated user"}`)

// NewMastodon starts servers that have no accounts.
func NewMastodon() (*Mastodon, error) {
	m := &Mastodon{Platform: &Platform{fold: strings.ToLower}, splits: make(map[string]MastodonSplit), aliases: make(map[string]string)}
	return m, m.start(handlers{
		"GET /api/v1/accounts/lookup": m.lookup,
		"GET /.well-known/webfinger":  m.webfinger,
		"GET /.well-known/host-meta":  m.hostMeta,
	}.mux())
}

// Split makes a domain one that names accounts of another host.
func (m *Mastodon) Split(domain string, split MastodonSplit) {
	m.locked(func() { m.splits[domain] = split })
}

// Alias makes a domain answer WebFinger for another account, as people do with a
// copied file.
func (m *Mastodon) Alias(alias, account string) {
	m.locked(func() { m.aliases[alias] = account })
}

// split returns what a host is that is no server.
func (m *Mastodon) split(host string) (split MastodonSplit, ok bool) {
	m.locked(func() { split, ok = m.splits[host] })
	return split, ok
}

// local returns the account of a user at a server, under any domain.
func (m *Mastodon) local(user, server string) (account, bool) {
	if a, ok := m.account(user + "@" + server); ok {
		return a, true
	}
	var domains []string
	m.locked(func() {
		for domain, split := range m.splits {
			if split.Server == server {
				domains = append(domains, domain)
			}
		}
	})
	for _, domain := range domains {
		if a, ok := m.account(user + "@" + domain); ok {
			return a, true
		}
	}
	return account{}, false
}

// lookup answers GET /api/v1/accounts/lookup?acct=user. An account of another
// server is known there as user@server.
func (m *Mastodon) lookup(w http.ResponseWriter, r *http.Request) {
	if _, ok := m.split(r.Host); ok {
		HTML(http.StatusNotFound)(w, r, nil)
		return
	}
	user, server, remote := strings.Cut(r.URL.Query().Get("acct"), "@")
	a, ok := m.local(user, r.Host)
	if remote {
		a, ok = m.account(user + "@" + server)
	}
	if !ok {
		WriteJSON(w, http.StatusNotFound, object{"error": "Record not found"})
		return
	}
	WriteJSON(w, http.StatusOK, m.object(a, !remote || strings.EqualFold(server, r.Host)))
}

// webfinger answers GET /.well-known/webfinger?resource=acct:user@server.
func (m *Mastodon) webfinger(w http.ResponseWriter, r *http.Request) {
	asked := strings.TrimPrefix(r.URL.Query().Get("resource"), "acct:")
	user, domain, _ := strings.Cut(asked, "@")
	split, isSplit := m.split(r.Host)
	server := r.Host
	var alias string
	m.locked(func() { alias = m.aliases[strings.ToLower(asked)] })
	switch {
	case alias != "":
		user, server, _ = strings.Cut(alias, "@")
		asked = alias
	case isSplit && split.HostMeta:
		HTML(http.StatusNotFound)(w, r, nil)
		return
	case isSplit && !split.Answers:
		Respond(http.StatusMovedPermanently, "", "Location: https://"+split.Server+r.URL.RequestURI())(w, r, nil)
		return
	case isSplit:
		server = split.Server
	default:
		of, _ := m.split(domain)
		a, ok := m.local(user, r.Host)
		if !ok || domain != r.Host && (of.Server != r.Host || of.Denied) {
			Respond(http.StatusNotFound, "")(w, r, nil)
			return
		}
		asked = a.id
	}
	WriteJSON(w, http.StatusOK, object{
		"subject": "acct:" + asked,
		"aliases": []string{"https://" + server + "/@" + user},
		"links": []object{
			{"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": "https://" + server + "/@" + user},
			{"rel": "self", "type": "application/activity+json", "href": "https://" + server + "/users/" + user},
		},
	})
}

// hostMeta answers GET /.well-known/host-meta.
func (m *Mastodon) hostMeta(w http.ResponseWriter, r *http.Request) {
	server := r.Host
	if split, ok := m.split(r.Host); ok {
		server = split.Server
	}
	Respond(http.StatusOK, fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="https://%s/.well-known/webfinger?resource={uri}"/>
</XRD>
`, server))(w, r, nil)
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
