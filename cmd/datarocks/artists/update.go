package artists

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/edit"
	"datarocks/content/name"
	"datarocks/fetch/lookup"
	"datarocks/publish/object"
)

// updater is `datarocks add --update`: it adds accounts that are found to the file of an
// artist who is there. It takes none away, and changes no other byte.
type updater struct{ *Add }

func (c updater) run(w *shell.World) error {
	if c.ID != "" || c.Pick != 0 {
		return shell.Refuse("say the artist's id or name alone", "--update: an artist who is there needs no --id and no --pick")
	}
	site, err := c.loadWith(content.Draft{})
	if err != nil {
		return err
	}
	artist, err := c.known(site)
	if err != nil {
		return err
	}
	found, err := c.find(w, site, artist)
	if err != nil {
		return err
	}
	added := make(map[content.Source]string)
	for source, account := range found.Accounts {
		if _, have := artist.Accounts[source]; !have {
			added[source] = account
		}
	}
	if err := c.refuseAccounts(site, content.Artist{Name: artist.Name, Accounts: added}); err != nil {
		return err
	}
	c.printOthers(w, artist, found)
	if len(added) == 0 {
		w.Print("%s has every account that was found", c.path(artist.ID))
		return nil
	}
	return c.addTo(w, artist, added)
}

// known returns the artist who is meant: by id, name or another name.
func (c updater) known(site *content.Site) (content.Artist, error) {
	who := strings.Join(c.Who, " ")
	if a, ok := site.Artist(who); ok {
		return a, nil
	}
	for _, a := range site.Artists {
		if slices.ContainsFunc(append([]string{a.Name}, a.Aliases...), func(known string) bool { return name.Same(known, who) }) {
			return a, nil
		}
	}
	ids := make([]string, len(site.Artists))
	for i, a := range site.Artists {
		ids[i] = a.ID
	}
	hint := "without --update the artist is added"
	if i := name.Nearest(strings.ToLower(who), ids); i >= 0 {
		hint = "did you mean " + ids[i] + "?"
	}
	return content.Artist{}, shell.Refuse(hint, "--update: no artist is called %s", who)
}

// addresses are of accounts by which an artist is found, the surest first.
var addresses = []struct {
	source content.Source
	page   string
}{
	{content.ListenBrainz, "https://musicbrainz.org/artist/"},
	{content.Spotify, "https://open.spotify.com/artist/"},
	{content.Deezer, "https://www.deezer.com/artist/"},
	{content.Twitter, "https://x.com/"},
	{content.Bluesky, "https://bsky.app/profile/"},
}

// find looks an artist up by the accounts that are known, which are the artist's. A
// name alone may be another's.
func (c updater) find(w *shell.World, site *content.Site, artist content.Artist) (lookup.Artist, error) {
	finder, err := c.finder(w, site)
	if err != nil {
		return lookup.Artist{}, err
	}
	w.Say("asking Wikidata and MusicBrainz")
	err = lookup.ErrNone
	for _, known := range addresses {
		account, ok := artist.Accounts[known.source]
		if !ok {
			continue
		}
		question, wrong := lookup.ParseQuestion(known.page + account)
		if wrong != nil {
			continue
		}
		found, failed := within(w.Ctx, finder.Find, question)
		if failed == nil && len(found.Hits) == 1 {
			return within(w.Ctx, finder.Artist, found.Hits[0])
		}
		if failed != nil && !errors.Is(failed, lookup.ErrNone) {
			err = failed
		}
	}
	return lookup.Artist{}, c.notFound(err)
}

// printOthers names accounts of the file that the two know otherwise: an account that
// was renamed, or one of the sides is wrong. A person decides.
func (c updater) printOthers(w *shell.World, artist content.Artist, found lookup.Artist) {
	for _, info := range content.Sources {
		ours, have := artist.Accounts[info.Source]
		theirs, ok := found.Accounts[info.Source]
		same := func(other string) bool { return info.SameAccount(ours, other) }
		if have && ok && !same(theirs) && !slices.ContainsFunc(found.Others[info.Source], same) {
			w.Say("%s: %s is %s there, and %s by Wikidata or MusicBrainz; if it was renamed, write that", c.path(artist.ID), info.Source, ours, cell(theirs))
		}
	}
	for _, err := range found.Missing {
		w.Say("%s; what it knows is missing here", err)
	}
}

// addTo shows the lines that are new, and writes the file unless it is a dry run.
func (c updater) addTo(w *shell.World, artist content.Artist, added map[content.Source]string) error {
	dir, err := os.OpenRoot(c.Content)
	if err != nil {
		return fmt.Errorf("open content folder: %w", err)
	}
	defer dir.Close()
	file := path.Join("artists", artist.ID+".md")
	was, err := dir.ReadFile(file)
	if err != nil {
		return fmt.Errorf("update %s: %w", artist.Name, err)
	}
	now, err := edit.AddAccounts(was, added)
	if err == nil {
		err = c.checkUpdate(artist, added, now)
	}
	if err != nil {
		return shell.Fail(shell.ExitFailed, fmt.Errorf("%s: %w; nothing was written", c.path(artist.ID), err), "add these by hand: "+listed(added))
	}
	for _, info := range content.Sources {
		if account, ok := added[info.Source]; ok {
			w.Print("+ %s: %s", info.Source, account)
		}
	}
	if c.DryRun {
		w.Say("nothing was written to %s", c.path(artist.ID))
		return nil
	}
	err = object.Replace(dir, path.Join("artists", ".datarocks-tmp-"+artist.ID+".md"), file, true, func(to io.Writer) error {
		_, err := to.Write(now)
		return err
	})
	if err != nil {
		return fmt.Errorf("update %s: %w", artist.Name, err)
	}
	w.Print("wrote %s", c.path(artist.ID))
	c.hintAtNext(w)
	return nil
}

// checkUpdate reads a file as it would be: all that it was, and the accounts.
func (c updater) checkUpdate(artist content.Artist, added map[content.Source]string, file []byte) error {
	loaded, err := c.loadWith(content.Draft{ID: artist.ID, File: file})
	if err != nil {
		return err
	}
	want, read := artist, content.Artist{}
	want.Accounts = maps.Clone(artist.Accounts)
	maps.Copy(want.Accounts, added)
	read, _ = loaded.Artist(artist.ID)
	read.BodyLine, want.BodyLine = 0, 0 // which is further down now
	if !reflect.DeepEqual(want, read) {
		return edit.ErrForm
	}
	return nil
}

func listed(added map[content.Source]string) string {
	var lines []string
	for _, source := range slices.Sorted(maps.Keys(added)) {
		lines = append(lines, string(source)+": "+added[source])
	}
	return strings.Join(lines, ", ")
}
