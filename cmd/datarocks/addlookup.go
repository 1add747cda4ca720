package main

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/lookup"
)

// contactPattern keeps to what a header may hold.
var contactPattern = regexp.MustCompile(`^[!-~]*(@|://)[!-~]*$`)

// finder identifies itself to the two, as both of them want.
func (c *addCommand) finder(w *shell.World, site *content.Site) (*lookup.Finder, error) {
	contact := strings.TrimSpace(c.Contact)
	switch {
	case contact == "" && site.BaseURL == "":
		return nil, shell.Refuse("say --contact with your e-mail or web address, or base_url in site.md", "Wikidata and MusicBrainz want to know who asks them")
	case contact != "" && (!contactPattern.MatchString(contact) || len(contact) > 200):
		return nil, shell.Refuse("", "--contact: not an address such as you@example.org or https://example.org")
	}
	agent := settings.UserAgent(site)
	if contact != "" {
		agent = "datarocks/" + shell.Version() + " (" + contact + ")"
	}
	service := func(variable string, pace fetch.Pace) (lookup.Service, error) {
		origin, err := settings.Origin(w, variable)
		if err != nil {
			return lookup.Service{}, shell.Fail(shell.ExitUsage, err, "")
		}
		o := fetch.Options{UserAgent: agent, Timeout: 20 * time.Second, Patience: backOff, MaxBody: lookup.MaxBody}
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

// notFound is why there is nobody to add.
func (c *addCommand) notFound(err error) error {
	if errors.Is(err, lookup.ErrNone) {
		return shell.Refuse("give the address of a page of the artist's, or "+byHand, "%s: %w", strings.Join(c.Who, " "), err)
	}
	hint := "try again in a minute, or " + byHand
	var status *fetch.StatusError
	if errors.As(err, &status) && status.Status == 403 {
		hint = "they refuse who does not say how to be reached: check --contact"
	}
	return shell.Fail(shell.ExitFailed, errors.New(strings.ReplaceAll(err.Error(), "\n", "; ")), hint)
}
