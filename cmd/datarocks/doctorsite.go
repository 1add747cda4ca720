package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/publish/manifest"
)

// base is where the site says that it is; "" where it does not.
func (d *doctor) base() string {
	switch base, err := content.ParseBaseURL(d.flags.BaseURL); {
	case d.site != nil:
		return d.site.BaseURL
	case d.flags.BaseURL != "" && err == nil:
		return base
	}
	return ""
}

// largestManifest bounds what is read in bytes. That of 10,000 artists has some
// 6 MB.
const largestManifest = 64 << 20

// address asks for the site as visitors do.
func (d *doctor) address() []finding {
	const check = "base URL"
	base := d.base()
	if base == "" {
		return []finding{note(check, "not known: feeds, sitemap and embeds by link need base_url in site.md, or --base-url")}
	}
	req, err := http.NewRequestWithContext(d.ctx, http.MethodGet, base+"manifest.json", nil)
	if err != nil {
		return []finding{d.trouble(check, exitUsage, err)}
	}
	client := fetch.NewClient(fetch.Options{UserAgent: "datarocks/" + version(), Patience: -1, MaxBody: largestManifest})
	body, err := fetch.Do(client, req)
	if err != nil {
		return []finding{d.unreached(base, err)}
	}
	var m manifest.Manifest
	err = json.Unmarshal(body, &m)
	shown, errAbout := manifest.Read[manifest.About](m.Site)
	if err != nil || errAbout != nil || m.SchemaVersion == 0 {
		return []finding{warn(check, "correct base_url", "%s answers, but what is there is not of datarocks", base)}
	}
	if now := d.updated(); !shown.Updated.IsZero() && shown.Updated.Before(now) {
		return []finding{warn(check, "correct base_url and the distribution, or wait for a day",
			"%s shows the newest count of %s, and what is published has one of %s", base, moments(shown.Updated), moments(now))}
	}
	return []finding{fine(check, "%s answers", base)}
}

// unreached tells why visitors do not get the site.
func (d *doctor) unreached(base string, err error) finding {
	const check = "base URL"
	var status *fetch.StatusError
	if !errors.As(err, &status) {
		return warn(check, "its name in the DNS has to lead to CloudFront; `datarocks setup` prints how, or correct base_url", "%s: %s", base, fetch.Reason(err))
	}
	switch status.Status {
	case http.StatusUnauthorized:
		return fine(check, "%s answers, and asks who is there", base)
	case http.StatusNotFound, http.StatusForbidden:
		return warn(check, "publish a site first, or correct base_url", "%s: %s: no site of datarocks is there", base, fetch.Reason(err))
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return warn(check, "write the address where it leads as base_url", "%s: %s", base, fetch.Reason(err))
	}
	return warn(check, "look at the distribution", "%s: %s", base, fetch.Reason(err))
}

// updated is the time of the newest count that is published; zero where that is
// not known.
func (d *doctor) updated() time.Time {
	have, err := d.published()
	if err != nil {
		return time.Time{}
	}
	about, err := have.About()
	if err != nil {
		return time.Time{}
	}
	return about.Updated
}
