// Package artists writes what people write: a new artist's file, the accounts that one
// lacks, another id, and a folder of one's own. It reads the content with what it would
// write before it writes.
package artists

import (
	"context"
	"errors"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/name"
	"datarocks/fetch/lookup"
)

// Add is `datarocks add`.
type Add struct {
	LookupFlags
	Who        []string `arg:"" name:"artist" help:"The artist's name, or the address of a page: Wikipedia, Wikidata, MusicBrainz, Spotify, Deezer, X, Bluesky, Mastodon or Last.fm."`
	ID         string   `name:"id" placeholder:"ID" help:"The artist's id, which is the file's name (made of the artist's name)."`
	Pick       int      `placeholder:"N" help:"Take the artist of that number in the list."`
	Update     bool     `help:"Add accounts and releases that are missing to the file of an artist who is there, and change nothing else."`
	NoReleases bool     `help:"Leave albums, EPs and singles out of the timeline."`
	DryRun     bool     `help:"Write nothing, print the file, or the lines that --update would add."`
}

// Bounds of the search, while a person waits.
const (
	lookingAtMost = 60 * time.Second // for one artist
	backOff       = 3 * time.Second  // with either of the two, see fetch.Options
)

const byHand = "write the file by hand, as `datarocks help artists` shows"

// Run finds the artist's accounts and writes the file. It asks nobody before it
// knows that the file may be written, and writes only what loads.
func (c *Add) Run(w *shell.World) error {
	if c.Update {
		return updater{c}.run(w)
	}
	question, err := c.question()
	if err != nil {
		return err
	}
	site, err := c.loadWith(content.Draft{})
	if err != nil {
		return err
	}
	if err := c.refuseName(site, question.Name); err != nil {
		return err
	}
	finder, err := c.finder(w, site, backOff)
	if err != nil {
		return err
	}
	w.Say("asking Wikidata and MusicBrainz")
	hits, err := within(w.Ctx, finder.Find, question)
	if err != nil {
		return c.notFound(err)
	}
	hit, err := c.choose(w, hits)
	if err != nil {
		return err
	}
	artist, err := within(w.Ctx, finder.Artist, hit)
	if err != nil {
		return c.notFound(err)
	}
	released := c.releases(w, finder, artist.Accounts[content.ListenBrainz])
	draft, err := c.draft(site, artist, released.events)
	if err != nil {
		return err
	}
	return c.writeNew(w, site, artist, released, draft)
}

// releases asks for the releases of an artist who has an id of MusicBrainz.
func (c *Add) releases(w *shell.World, finder *lookup.Finder, mbid string) released {
	if c.NoReleases || mbid == "" {
		return released{}
	}
	events, err := releasesOf(w, finder, mbid)
	return released{true, events, err}
}

// within asks for no longer than lookingAtMost. How long a person takes to
// choose is not counted.
func within[Q, A any](ctx context.Context, ask func(context.Context, Q) (A, error), question Q) (A, error) {
	ctx, cancel := context.WithTimeout(ctx, lookingAtMost)
	defer cancel()
	return ask(ctx, question)
}

func (c *Add) question() (lookup.Question, error) {
	question, err := lookup.ParseQuestion(strings.Join(c.Who, " "))
	switch {
	case err != nil:
		return question, shell.Refuse("say the artist's name, or the address of "+lookup.Links, "artist: %w", err)
	case name.IsDevice(c.ID):
		return question, shell.Refuse("say another, such as "+c.ID+"-band", "--id: Windows cannot have a file named %s", c.ID)
	case c.ID != "" && !name.IsID(c.ID):
		return question, shell.Refuse("use a-z, 0-9 and single hyphens, at most 64 characters, such as dream-theater", "--id: %q cannot be an id", c.ID)
	case c.Pick < 0:
		return question, shell.Refuse("without --pick the list is shown", "--pick: %d is no number of the list", c.Pick)
	}
	return question, nil
}

// notFound is why there is nobody to add.
func (c *Add) notFound(err error) error {
	if errors.Is(err, lookup.ErrNone) {
		return shell.Refuse("give the address of a page of the artist's, or "+byHand, "%s: %w", strings.Join(c.Who, " "), err)
	}
	return settings.NotAnswered(err, "", "try again in a minute, or "+byHand)
}
