package settings

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/lookup"
)

// Finder asks Wikidata and MusicBrainz with a contact and the site's address, one of which
// both of them want. patience is fetch.Options.Patience with either of them.
func Finder(w *shell.World, site *content.Site, contact string, patience time.Duration) (*lookup.Finder, error) {
	contact = strings.TrimSpace(contact)
	switch {
	case contact == "" && site.BaseURL == "":
		return nil, shell.Refuse("say --contact with your e-mail or web address, or base_url in site.md", "Wikidata and MusicBrainz want to know who asks them")
	case contact != "" && !isContact(contact):
		return nil, shell.Refuse("", "--contact: not an address such as you@example.org or https://example.org")
	}
	service := func(variable string, pace fetch.Pace) (lookup.Service, error) {
		origin, err := Origin(w, variable)
		if err != nil {
			return lookup.Service{}, shell.Fail(shell.ExitUsage, err, "")
		}
		o := fetch.Options{UserAgent: agent(site, contact), Timeout: 20 * time.Second, Patience: patience, Wait: w.Wait, MaxBody: lookup.MaxBody}
		if origin == "" {
			o.Pace = pace // a simulated one has no limits to keep to
		}
		return lookup.Service{Client: fetch.NewClient(o), Origin: origin}, nil
	}
	wikidata, err := service("WIKIDATA_ENDPOINT", lookup.WikidataPace)
	if err != nil {
		return nil, err
	}
	musicBrainz, err := service("MUSICBRAINZ_ENDPOINT", lookup.MusicBrainzPace)
	return lookup.New(wikidata, musicBrainz), err
}

// NotAnswered is the failure of Wikidata or MusicBrainz, in one line. hint is what to do,
// unless they refuse who asks. state goes before it: how the command leaves things, or "".
func NotAnswered(err error, state, hint string) error {
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && status.Status == http.StatusForbidden {
		hint = "they refuse who does not say how to be reached: check --contact"
	}
	return shell.Fail(shell.ExitFailed, errors.New(strings.ReplaceAll(err.Error(), "\n", "; ")), state+hint)
}
