// Package weburl reads the addresses of sites that people write: where theirs is
// served, and which others may frame it.
package weburl

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"datarocks/content/legible"
)

// hostPattern keeps out what would end a header or an attribute that the
// address is written into.
var hostPattern = regexp.MustCompile(`^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?$`)

// Fault is what is wrong with an address, and its cure.
type Fault struct{ What, Instead string }

// Base reads the address a site is served at, such as "https://example.org/counts",
// and returns it ending in "/": joined with a page's path it is the page's address.
func Base(s string) (string, *Fault) {
	const example = "https://datarocks.example.org/"
	u, wrong := parseWebURL(s, example)
	if wrong != nil {
		return "", wrong
	}
	if !hostPattern.MatchString(u.Host) {
		return "", badHost(s, example)
	}
	if strings.ContainsAny(s, "?#") {
		return "", &Fault{fmt.Sprintf("%s has a query or a fragment", legible.Quote(s)), "leave out the ? or # and what follows"}
	}
	if strings.TrimSuffix(u.Path, "/") != strings.TrimSuffix(path.Clean("/"+u.Path), "/") {
		return "", &Fault{fmt.Sprintf("%s has a path with empty or dotted parts", legible.Quote(s)), "write a plain one, such as " + example}
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(u.EscapedPath(), "/") + "/", nil
}

// Origin reads who may frame a page, in the terms of the HTTP header
// frame-ancestors: scheme, host and port, or "https://*.example.org" for every
// host below that one.
func Origin(s string) (string, *Fault) {
	const example = "https://blog.example.org"
	u, wrong := parseWebURL(s, example)
	if wrong != nil {
		return "", wrong
	}
	if !hostPattern.MatchString(strings.TrimPrefix(u.Host, "*.")) {
		return "", badHost(s, example)
	}
	origin := u.Scheme + "://" + u.Host
	if !strings.EqualFold(s, origin) {
		return "", &Fault{fmt.Sprintf("%s has more than scheme and host", legible.Quote(s)), "write " + origin}
	}
	return origin, nil
}

// parseWebURL reads an absolute http or https URL. It returns the host in lower
// case, but does not check it.
func parseWebURL(s, example string) (*url.URL, *Fault) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, &Fault{legible.Quote(s) + " is not an http or https address", "write it in full, such as " + example}
	}
	if u.User != nil {
		return nil, &Fault{legible.Quote(s) + " has a user name", "leave it out; everyone can read this"}
	}
	u.Host = strings.ToLower(u.Host)
	return u, nil
}

func badHost(s, example string) *Fault {
	return &Fault{legible.Quote(s) + " has no plain host name", "write it as DNS knows it, such as " + example}
}
