package artists

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/edit"
	"datarocks/content/name"
	"datarocks/fetch/lookup"
)

// updater is `datarocks add --update`: it adds accounts and releases that are found to the
// file of an artist who is there. It takes none away, and changes no other byte.
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
	finder, err := c.finder(w, site, backOff)
	if err != nil {
		return err
	}
	found, err := c.find(w, finder, artist)
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
	released := c.releases(w, finder, cmp.Or(artist.Accounts[content.ListenBrainz], added[content.ListenBrainz]))
	missing, moved := edit.Missing(artist.Timeline, released.events)
	c.printMoved(w, artist, moved)
	if released.err != nil {
		released.print(w.Say, c.timelineOf(w, artist.ID))
	}
	addition := addition{artist, added, missing}
	if addition.isEmpty() {
		w.Print("%s has every account that was found%s", c.path(artist.ID), released.andEvery())
		return nil
	}
	return c.addTo(w, addition)
}

// known returns the artist who is meant.
func (c updater) known(site *content.Site) (content.Artist, error) {
	who := strings.Join(c.Who, " ")
	artist, like := artistCalled(site, who)
	switch {
	case artist.ID != "":
		return artist, nil
	case like != "":
		return artist, shell.Refuse("did you mean "+like+"?", "--update: no artist is called %s", who)
	}
	return artist, shell.Refuse("without --update the artist is added", "--update: no artist is called %s", who)
}

// artistCalled returns the artist of an id, a name or another name; where there is none,
// the id that is like it, if one is.
func artistCalled(site *content.Site, who string) (artist content.Artist, like string) {
	if a, ok := site.Artist(who); ok {
		return a, ""
	}
	ids := make([]string, len(site.Artists))
	for i, a := range site.Artists {
		if slices.ContainsFunc(append([]string{a.Name}, a.Aliases...), func(known string) bool { return name.Same(known, who) }) {
			return a, ""
		}
		ids[i] = a.ID
	}
	if i := name.Nearest(strings.ToLower(who), ids); i >= 0 {
		like = ids[i]
	}
	return content.Artist{}, like
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
	{content.YouTube, "https://www.youtube.com/channel/"},
}

// find looks an artist up by the accounts that are known, which are the artist's. A
// name alone may be another's.
func (c updater) find(w *shell.World, finder *lookup.Finder, artist content.Artist) (lookup.Artist, error) {
	w.Say("asking Wikidata and MusicBrainz")
	err := lookup.ErrNone
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
func (c updater) addTo(w *shell.World, a addition) error {
	lines := edit.Lines(a.events)
	show := func() {
		for _, info := range content.Sources {
			if account, ok := a.accounts[info.Source]; ok {
				w.Print("+ %s: %s", info.Source, account)
			}
		}
		for _, line := range lines {
			w.Print("+ %s", strings.TrimSpace(line))
		}
	}
	byHand := "add these by hand: " + listed(a.accounts)
	switch {
	case len(a.accounts) == 0:
		byHand = "`" + c.timelineOf(w, a.artist.ID, "--dry-run") + "` prints the lines to add by hand"
	case len(lines) > 0:
		byHand += "; then `" + c.timelineOf(w, a.artist.ID) + "` adds the releases"
	}
	if err := c.LookupFlags.write(w, a, c.DryRun, show, byHand); err != nil {
		return err
	}
	if c.DryRun {
		w.Say("nothing was written to %s", c.path(a.artist.ID))
		return nil
	}
	w.Print("wrote %s", c.path(a.artist.ID))
	c.hintAtNext(w)
	return nil
}

func listed(added map[content.Source]string) string {
	var lines []string
	for _, source := range slices.Sorted(maps.Keys(added)) {
		lines = append(lines, string(source)+": "+added[source])
	}
	return strings.Join(lines, ", ")
}
