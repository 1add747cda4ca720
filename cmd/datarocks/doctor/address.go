package doctor

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/publish/manifest"
)

// baseURL is the public address of the site; "" where it names none.
func baseURL(d *doctor) string {
	switch base, err := content.ParseBaseURL(d.flags.BaseURL); {
	case d.site != nil:
		return d.site.BaseURL
	case d.flags.BaseURL != "" && err == nil:
		return base
	}
	return ""
}

// setupCommand is what to type to bring the stack up to date.
func setupCommand(d *doctor) string {
	return settings.SetupCommand(d.World, d.flags.Content, d.flags.Stack)
}

// checkAddress asks for the site as visitors do.
func checkAddress(d *doctor) findings {
	base := baseURL(d)
	if base == "" {
		return note("not known: feeds, sitemap and embeds by link need base_url in site.md, or --base-url")
	}
	if private := d.site != nil && d.site.Visibility == content.Private; private {
		if open, err := nightly.IsOpen(d.Ctx, base); open && err == nil {
			return warn("`"+setupCommand(d)+"` makes it ask; or the network of this computer is one that it lets in",
				"site.md says visibility: private, and %s answers without a password", base)
		}
	}
	client := fetch.NewClient(fetch.Options{UserAgent: shell.Agent(), Patience: -1, MaxBody: nightly.LargestManifest})
	body, err := fetch.Get(d.Ctx, client, base+"manifest.json")
	if err != nil {
		return unreached(d, base, err)
	}
	var m manifest.Manifest
	err = json.Unmarshal(body, &m)
	shown, errAbout := manifest.Read[manifest.About](m.Site)
	if err != nil || errAbout != nil || m.SchemaVersion == 0 {
		return warn("correct base_url", "%s answers, but what is there is not of datarocks", base)
	}
	if now := publishedUpdate(d); !shown.Updated.IsZero() && shown.Updated.Before(now) {
		return warn("correct base_url and the distribution, or wait for a day",
			"%s shows the newest count of %s, and what is published has one of %s", base, moments(shown.Updated), moments(now))
	}
	return fine("%s answers", base)
}

// unreached is why visitors do not get the site.
func unreached(d *doctor, base string, err error) findings {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		return warn("its name in the DNS has to lead to CloudFront; `datarocks setup` prints how, or correct base_url", "%s: %s", base, fetch.Reason(err))
	}
	switch status.Status {
	case http.StatusUnauthorized:
		if d.site != nil && d.site.Visibility != content.Private {
			f := note("%s asks for a password, and site.md does not say visibility: private", base)
			f[0].Cure = "say so there, so that pages and summaries keep to it; or `" + setupCommand(d) + " --no-private`"
			return f
		}
		return fine("%s answers, and asks who is there", base)
	case http.StatusNotFound, http.StatusForbidden:
		return warn("publish a site first, or correct base_url", "%s: %s: no site of datarocks is there", base, fetch.Reason(err))
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return warn("write the address where it leads as base_url", "%s: %s", base, fetch.Reason(err))
	}
	return warn("look at the distribution", "%s: %s", base, fetch.Reason(err))
}

// publishedUpdate is the time of the newest count that is published; zero where that
// is not known.
func publishedUpdate(d *doctor) time.Time {
	have, err := d.published()
	if err != nil {
		return time.Time{}
	}
	about, _ := have.About() // zero where it cannot be read
	return about.Updated
}
