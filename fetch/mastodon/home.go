package mastodon

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
)

// An account may be called user@example.org while its server is
// social.example.org (docs.joinmastodon.org/admin/config, WEB_DOMAIN). WebFinger
// (RFC 7033) at example.org names the server, and the server's own confirms it.

// mostHosts is how many hosts lead from one to the next, at most.
const mostHosts = 3

// home is where an account is: server is where user@domain is asked for; or account
// is what the account is really called.
type home struct{ server, account string }

// resource is an answer of WebFinger.
type resource struct {
	Subject fetch.Text `json:"subject"` // acct:user@example.org
	Links   []struct {
		Rel  fetch.Text `json:"rel"`
		Type fetch.Text `json:"type"`
		Href fetch.Text `json:"href"`
	} `json:"links"`
}

// speaksOtherwise recognizes the answer of a host that is no Mastodon server: a web
// page, or the address of one.
func speaksOtherwise(err error) bool {
	if err == nil {
		return false
	}
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		_, noJSON := errors.AsType[*json.SyntaxError](err)
		return noJSON
	}
	pages := []int{http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusNotImplemented}
	return status.Status/100 == 3 || slices.Contains(pages, status.Status) && !isAPIError(status)
}

// find finds the home of user@server; found is false where it is server itself, or
// nobody knows.
func (c *counter) find(ctx context.Context, user, server string) (at home, found bool) {
	r, answered, ok := c.finger(ctx, server, user, server)
	if !ok {
		host := c.hostMeta(ctx, server)
		if r, answered, ok = c.finger(ctx, host, user, server); !ok {
			return home{}, false
		}
	}
	host, name := r.self()
	if called := r.account(); called != "" && !isAccount(called, user, server) {
		return home{account: called}, true
	}
	switch {
	case host == "" || host == server:
		return home{}, false
	case answered == host:
		return home{server: host}, true
	}
	// What a domain claims of a server, the server must claim, too: anybody can copy
	// another account's answer.
	if confirmed, _, ok := c.finger(ctx, host, user, server); ok && isAccount(confirmed.account(), user, server) {
		return home{server: host}, true
	}
	return home{account: name}, name != ""
}

// finger asks host, or whom it names, for user@server.
func (c *counter) finger(ctx context.Context, host, user, server string) (r resource, answered string, ok bool) {
	body, answered, err := c.wellKnown(ctx, host, "webfinger?"+url.Values{"resource": {"acct:" + user + "@" + server}}.Encode())
	if err != nil || json.Unmarshal(body, &r) != nil {
		return resource{}, "", false
	}
	return r, answered, true
}

// hostMeta asks a host for the one that answers WebFinger in its place (RFC 6415).
func (c *counter) hostMeta(ctx context.Context, server string) string {
	body, _, err := c.wellKnown(ctx, server, "host-meta")
	var meta struct {
		Links []struct {
			Rel      string `xml:"rel,attr"`
			Template string `xml:"template,attr"`
		} `xml:"Link"`
	}
	if err != nil || xml.Unmarshal(body, &meta) != nil {
		return ""
	}
	for _, link := range meta.Links {
		if link.Rel == "lrdd" {
			return hostOf(strings.ReplaceAll(link.Template, "{uri}", ""))
		}
	}
	return ""
}

// wellKnown asks a host one of the questions that every host may be asked
// (RFC 8615). Where it redirects, the host that it names is asked the same, and
// nothing else.
func (c *counter) wellKnown(ctx context.Context, host, question string) (body []byte, answered string, err error) {
	err = errors.New("there is no such host")
	for range mostHosts {
		if !isHost(host) {
			break
		}
		body, err = c.get(ctx, host, "/.well-known/"+question)
		status, ok := errors.AsType[*fetch.StatusError](err)
		if !ok || status.Status/100 != 3 {
			return body, host, err
		}
		next := hostOf(status.Location)
		if next == host {
			break
		}
		host = next
	}
	return nil, "", err
}

// self returns the server of the account itself, and what the account is called
// there by its address: https://social.example.org/users/opeth.
func (r resource) self() (host, account string) {
	for _, link := range r.Links {
		if link.Rel != "self" || !strings.Contains(string(link.Type), "json") {
			continue
		}
		host := hostOf(string(link.Href))
		account := strings.TrimPrefix(path.Base(string(link.Href)), "@") + "@" + host
		if info, _ := content.Mastodon.Info(); !info.ValidAccount(account) {
			account = ""
		}
		return host, account
	}
	return "", ""
}

// account is what the account is called, or "".
func (r resource) account() string {
	account := strings.TrimPrefix(string(r.Subject), "acct:")
	if info, _ := content.Mastodon.Info(); !info.ValidAccount(account) {
		return ""
	}
	return account
}

func isAccount(account, user, server string) bool {
	return strings.EqualFold(account, user+"@"+server)
}

// hostOf returns the host of an address on the web, or "".
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || !isHost(u.Host) {
		return ""
	}
	return strings.ToLower(u.Host)
}

// isHost reports whether an account can have this host: a name, and no address or
// port.
func isHost(host string) bool {
	info, _ := content.Mastodon.Info()
	return info.ValidAccount("user@" + host)
}
