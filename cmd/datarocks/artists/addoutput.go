package artists

import (
	"errors"
	"fmt"
	"os"
	"path"
	"slices"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/lookup"
	"datarocks/publish/object"
)

// whereToFind is where a person finds an account.
var whereToFind = map[content.Source]string{
	content.Spotify:      "the 22 characters in the address of the artist's page, open.spotify.com/artist/ID",
	content.Twitter:      "the name in the address of the profile, x.com/NAME",
	content.Deezer:       "the number in the address of the artist's page, deezer.com/artist/NUMBER",
	content.Bluesky:      "the end of the profile's address, bsky.app/profile/HANDLE",
	content.Mastodon:     "user@server, as the profile shows it",
	content.ListenBrainz: "the id in the address of the artist's page, musicbrainz.org/artist/ID",
	content.LastFM:       "the name as last.fm/music/NAME shows it",
	content.Wikipedia:    "the title of the article, en.wikipedia.org/wiki/TITLE; of another language, de:TITLE",
	content.Instagram:    "the name in the address of the profile, instagram.com/NAME; of a professional account",
	content.YouTube:      "the channel id: open the channel, then About, Share channel, Copy channel ID",
}

// printAccounts prints the account of each source, and where to find those of the
// site's sources that were not found.
func printAccounts(site *content.Site, found lookup.Artist, print func(format string, args ...any)) {
	for _, info := range content.Sources {
		account, ok := found.Accounts[info.Source]
		asked := slices.ContainsFunc(site.Sources, func(s content.SourceSetting) bool { return s.Source == info.Source })
		switch {
		case ok && !asked:
			print("  %-13s %s (not asked: %s is not among the sources in site.md)", info.Name, account, info.Source)
		case ok:
			print("  %-13s %s", info.Name, account)
		case asked:
			print("  %-13s not found: %s", info.Name, whereToFind[info.Source])
		}
		for _, other := range found.Others[info.Source] {
			print("  %-13s or %s, which is also said to be the artist's", "", cell(other))
		}
	}
	for _, err := range found.Missing {
		if service, ok := errors.AsType[*lookup.ServiceError](err); ok {
			print("  %s did not answer (%s), so there may be more", service.Service, service.Reason)
		}
	}
}

// writeNew writes the file and describes it, or prints it.
func (c *Add) writeNew(w *shell.World, site *content.Site, found lookup.Artist, released released, draft content.Draft) error {
	if found.Accounts[content.ListenBrainz] == "" {
		w.Say("%s has no id of MusicBrainz, as nearly every artist has: make sure that this is an artist", found.Name)
	}
	if c.DryRun {
		fmt.Fprintf(w.Stdout, "%s", draft.File)
		printAccounts(site, found, w.Say)
		released.print(w.Say, c.timelineOf(w, draft.ID))
		return nil
	}
	dir, err := os.OpenRoot(c.Content)
	if err != nil {
		return fmt.Errorf("open content folder: %w", err)
	}
	defer dir.Close()
	if err := object.WriteNew(dir, path.Join("artists", draft.ID+".md"), draft.File); err != nil {
		return fmt.Errorf("add %s: %w", found.Name, err)
	}
	w.Print("wrote %s", c.path(draft.ID))
	printAccounts(site, found, w.Print)
	released.print(w.Print, c.timelineOf(w, draft.ID))
	c.hintAtNext(w)
	return nil
}

// hintAtNext is what to do once a file has accounts that were looked up.
func (c *Add) hintAtNext(w *shell.World) {
	w.Hint("compare the accounts with the artist's own pages, then `" + c.Check(w) + "`; numbers come with the next run")
}
