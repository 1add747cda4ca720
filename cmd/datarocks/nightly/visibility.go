package nightly

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/publish/manifest"
)

// checkVisibility finds a site that is private by its settings and that everybody can
// read all the same, as where the setting changed and the stack did not.
func checkVisibility(w *shell.World, f settings.ContentFlags, site *content.Site, t *Target) error {
	if site.Visibility != content.Private || site.BaseURL == "" || !t.bills {
		return nil
	}
	if open, err := IsOpen(w.Ctx, site.BaseURL); !open || err != nil {
		return nil // what does not answer shows nothing; the doctor reports it
	}
	return shell.Fail(shell.ExitIncomplete,
		fmt.Errorf("published, but site.md says visibility: private, and %s answers without a password", site.BaseURL),
		"`"+settings.SetupCommand(w, f.Content, "")+"` makes it ask for one")
}

// probe is an address that a private site of the stack asks everybody at, also those
// whose network it lets in elsewhere. Other sites have nothing there.
const probe = "/-/private"

// LargestManifest bounds what is read of a site in bytes. The manifest of 10,000
// artists has some 6 MB.
const LargestManifest = 64 << 20

// IsOpen reports whether a site shows itself to somebody without a password. The error
// is that of a site that does neither.
func IsOpen(ctx context.Context, base string) (bool, error) {
	client := fetch.NewClient(fetch.Options{UserAgent: shell.Agent(), Patience: -1, MaxBody: LargestManifest})
	client.CheckRedirect = nil // visitors are led on, as from http to https, and there is no key to be sent along
	host, err := url.Parse(base)
	if err != nil {
		return false, err
	}
	for _, address := range []string{host.Scheme + "://" + host.Host + probe, base + manifest.Name} {
		body, err := fetch.Get(ctx, client, address)
		last := address == base+manifest.Name
		switch status, answered := errors.AsType[*fetch.StatusError](err); {
		case err == nil:
			if last {
				return isManifest(body), nil // or a page where people log in
			}
		case answered && status.Status == http.StatusUnauthorized:
			return false, nil
		case !answered || last:
			return false, err
		}
	}
	return false, nil
}

func isManifest(body []byte) bool {
	var m manifest.Manifest
	return json.Unmarshal(body, &m) == nil && m.SchemaVersion != 0
}
