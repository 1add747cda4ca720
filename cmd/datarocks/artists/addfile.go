package artists

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/edit"
	"datarocks/content/name"
	"datarocks/fetch/lookup"
)

// draft makes the artist's file, and refuses one that content.Load would.
func (c *Add) draft(site *content.Site, found lookup.Artist, releases []content.Event) (content.Draft, error) {
	artist := content.Artist{ID: c.ID, Name: strings.TrimSpace(found.Name), Accounts: found.Accounts, Timeline: releases}
	var draft content.Draft
	if err := content.CheckName(artist.Name); err != nil {
		return draft, shell.Refuse(byHand, "the name %q %w", artist.Name, err)
	}
	if err := errors.Join(c.refuseName(site, artist.Name), c.refuseAccounts(site, artist)); err != nil {
		return draft, err
	}
	if artist.ID == "" {
		artist.ID = site.FreeID(artist.Name)
	}
	if artist.ID == "" {
		return draft, shell.Refuse("say --id with one, such as --id ningen-isu", "no id can be made of the name %s", artist.Name)
	}
	if _, taken := site.Artist(artist.ID); taken {
		return draft, shell.Refuse("say another --id", "%s is there already", c.path(artist.ID))
	}
	file, err := edit.File(artist)
	if err == nil {
		file, err = edit.AddEvents(file, releases)
	}
	if err != nil {
		return draft, err
	}
	draft = content.Draft{ID: artist.ID, File: file}
	loaded, err := c.loadWith(draft)
	if err != nil {
		return draft, err
	}
	if read, _ := loaded.Artist(artist.ID); read.Name != artist.Name || !maps.Equal(read.Accounts, artist.Accounts) || !slices.Equal(read.Timeline, artist.Timeline) {
		return draft, fmt.Errorf("write %s: it would not be read as it is meant", artist.Name)
	}
	return draft, nil
}

// refuseName refuses an artist who is there already.
func (c *Add) refuseName(site *content.Site, wanted string) error {
	for _, a := range site.Artists {
		for _, known := range append([]string{a.Name}, a.Aliases...) {
			if wanted != "" && name.Same(known, wanted) {
				return shell.Refuse("of two artists of one name, one needs another name to tell them apart", "%s is there already: %s", known, c.path(a.ID))
			}
		}
	}
	return nil
}

// refuseAccounts refuses accounts that are another artist's.
func (c *Add) refuseAccounts(site *content.Site, artist content.Artist) error {
	for _, info := range content.Sources {
		account, ok := artist.Accounts[info.Source]
		for _, other := range site.Artists {
			if theirs, have := other.Accounts[info.Source]; ok && have && info.SameAccount(account, theirs) {
				return shell.Refuse("if it is another artist's, take it out there", "%s's %s account %s is that of %s already: %s",
					artist.Name, info.Source, account, other.Name, c.path(other.ID))
			}
		}
	}
	return nil
}
