package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/lookup"
	"datarocks/publish/object"
)

type addCommand struct {
	contentFlags
	Who     []string `arg:"" name:"artist" help:"The artist's name, or the address of a page: Wikipedia, Wikidata, MusicBrainz, Spotify, Deezer, X, Bluesky, Mastodon or Last.fm."`
	ID      string   `name:"id" placeholder:"ID" help:"The artist's id, which is the file's name (made of the artist's name)."`
	Pick    int      `placeholder:"N" help:"Take the artist of that number in the list."`
	Contact string   `env:"DATAROCKS_CONTACT" placeholder:"WHERE" help:"Your e-mail or web address, for Wikidata and MusicBrainz (${env}; base_url)."`
	DryRun  bool     `help:"Write nothing, print the file."`
}

const (
	lookingAtMost = 60 * time.Second // an artist is looked for; somebody waits
	backOff       = 3 * time.Second  // with either of the two, see fetch.Options
)

// Run finds the artist's accounts and writes the file. It asks nobody before it
// knows that the file may be written, and writes only what loads.
func (c *addCommand) Run(w *world) error {
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
	finder, err := c.finder(w, site)
	if err != nil {
		return err
	}
	w.say("asking Wikidata and MusicBrainz")
	found, err := within(w.ctx, finder.Find, question)
	if err != nil {
		return c.notFound(err)
	}
	hit, err := c.choose(w, found)
	if err != nil {
		return err
	}
	artist, err := within(w.ctx, finder.Artist, hit)
	if err != nil {
		return c.notFound(err)
	}
	draft, err := c.draft(site, artist)
	if err != nil {
		return err
	}
	return c.write(w, site, artist, draft)
}

// within asks for no longer than lookingAtMost. How long a person takes to
// choose is not counted.
func within[Q, A any](ctx context.Context, ask func(context.Context, Q) (A, error), question Q) (A, error) {
	ctx, cancel := context.WithTimeout(ctx, lookingAtMost)
	defer cancel()
	return ask(ctx, question)
}

func (c *addCommand) question() (lookup.Question, error) {
	question, err := lookup.ParseQuestion(strings.Join(c.Who, " "))
	switch {
	case err != nil:
		return question, settingsError("say the artist's name, or the address of "+lookup.Links, "artist: %w", err)
	case c.ID != "" && !content.IsID(c.ID):
		return question, settingsError("use a-z, 0-9 and single hyphens, at most 64 characters, such as dream-theater", "--id: %q cannot be an id", c.ID)
	case c.Pick < 0:
		return question, settingsError("without --pick the list is shown", "--pick: %d is no number of the list", c.Pick)
	}
	return question, nil
}

// loadWith reads the content with one more artist, see content.LoadWith.
func (c *addCommand) loadWith(draft content.Draft) (*content.Site, error) {
	if err := checkFolder("--content", c.Content); err != nil {
		return nil, err
	}
	if _, err := os.Stat(c.Content); errors.Is(err, fs.ErrNotExist) {
		return nil, settingsError("`datarocks init DIR` begins a folder; --content names another", "--content: there is no folder %s", c.Content)
	}
	site, err := content.LoadWith(os.DirFS(c.Content), draft)
	var problems content.Problems
	if errors.As(err, &problems) {
		return nil, &failure{exitUsage, inFolder(c.Content, problems), "nothing was written"}
	}
	if err != nil {
		return nil, err
	}
	return site, c.move(site)
}

// refuseName refuses an artist who is there already.
func (c *addCommand) refuseName(site *content.Site, name string) error {
	for _, a := range site.Artists {
		for _, known := range append([]string{a.Name}, a.Aliases...) {
			if name != "" && content.SameName(known, name) {
				return settingsError("of two artists of one name, one needs another name to tell them apart", "%s is there already: %s", known, c.path(a.ID))
			}
		}
	}
	return nil
}

// path is the file of an artist as it is seen from here.
func (c *addCommand) path(id string) string {
	return strings.TrimSuffix(c.Content, "/") + "/artists/" + id + ".md"
}

// contactPattern keeps to what a header may hold.
var contactPattern = regexp.MustCompile(`^[!-~]*(@|://)[!-~]*$`)

// finder is told to the two by name, which both of them ask for.
func (c *addCommand) finder(w *world, site *content.Site) (*lookup.Finder, error) {
	contact := strings.TrimSpace(c.Contact)
	switch {
	case contact == "" && site.BaseURL == "":
		return nil, settingsError("say --contact with your e-mail or web address, or base_url in site.md", "Wikidata and MusicBrainz want to know who asks them")
	case contact != "" && (!contactPattern.MatchString(contact) || len(contact) > 200):
		return nil, settingsError("", "--contact: not an address such as you@example.org or https://example.org")
	}
	agent := userAgent(site)
	if contact != "" {
		agent = "datarocks/" + version() + " (" + contact + ")"
	}
	services := make([]lookup.Service, 0, 2)
	for _, s := range []struct {
		endpoint string
		pace     fetch.Pace
	}{{"WIKIDATA_ENDPOINT", lookup.WikidataPace}, {"MUSICBRAINZ_ENDPOINT", lookup.MusicBrainzPace}} {
		origin, err := w.origin(s.endpoint)
		if err != nil {
			return nil, &failure{exitUsage, err, ""}
		}
		o := fetch.Options{UserAgent: agent, Timeout: 20 * time.Second, Patience: backOff, MaxBody: lookup.MaxBody}
		if origin == "" {
			o.Pace = s.pace // a simulated one has no limits to keep to
		}
		services = append(services, lookup.Service{Client: fetch.NewClient(o), Origin: origin})
	}
	return lookup.New(services[0], services[1]), nil
}

// notFound says why there is nobody to add.
func (c *addCommand) notFound(err error) error {
	const byHand = "write the file by hand, as the README shows"
	if errors.Is(err, lookup.ErrNone) {
		return settingsError("give the address of a page of the artist's, or "+byHand, "%s: %w", strings.Join(c.Who, " "), err)
	}
	hint := "try again in a minute, or " + byHand
	var status *fetch.StatusError
	if errors.As(err, &status) && status.Status == 403 {
		hint = "they refuse who does not say how to be reached: check --contact"
	}
	return &failure{exitFailed, errors.New(strings.ReplaceAll(err.Error(), "\n", "; ")), hint}
}

// draft makes the artist's file, and refuses one that content.Load would.
func (c *addCommand) draft(site *content.Site, found lookup.Artist) (content.Draft, error) {
	artist := content.Artist{ID: c.ID, Name: strings.TrimSpace(found.Name), Accounts: found.Accounts}
	if err := content.CheckName(artist.Name); err != nil {
		return content.Draft{}, settingsError("write the file by hand, as the README shows", "the name %q %w", artist.Name, err)
	}
	if err := errors.Join(c.refuseName(site, artist.Name), c.refuseAccounts(site, artist)); err != nil {
		return content.Draft{}, err
	}
	if artist.ID == "" {
		artist.ID = freeID(site, artist.Name)
	}
	if artist.ID == "" {
		return content.Draft{}, settingsError("say --id with one, such as --id ningen-isu", "no id can be made of the name %s", artist.Name)
	}
	if _, taken := artistOf(site, artist.ID); taken {
		return content.Draft{}, settingsError("say another --id", "%s is there already", c.path(artist.ID))
	}
	file, err := artist.File()
	if err != nil {
		return content.Draft{}, err
	}
	draft := content.Draft{ID: artist.ID, File: file}
	loaded, err := c.loadWith(draft)
	if err != nil {
		return draft, err
	}
	if read, _ := artistOf(loaded, artist.ID); read.Name != artist.Name || !maps.Equal(read.Accounts, artist.Accounts) {
		return draft, fmt.Errorf("write %s: it would not be read as it is meant", artist.Name)
	}
	return draft, nil
}

// refuseAccounts refuses accounts that are another artist's.
func (c *addCommand) refuseAccounts(site *content.Site, artist content.Artist) error {
	for _, info := range content.Sources {
		account, ok := artist.Accounts[info.Source]
		for _, other := range site.Artists {
			if theirs, have := other.Accounts[info.Source]; ok && have && info.SameAccount(account, theirs) {
				return settingsError("if it is another artist's, take it out there", "%s's %s account %s is that of %s already: %s",
					artist.Name, info.Source, account, other.Name, c.path(other.ID))
			}
		}
	}
	return nil
}

func artistOf(site *content.Site, id string) (content.Artist, bool) {
	for _, a := range site.Artists {
		if a.ID == id {
			return a, true
		}
	}
	return content.Artist{}, false
}

// freeID makes an id of a name that no artist has, or "".
func freeID(site *content.Site, name string) string {
	id := content.NewID(name)
	for n := 2; id != ""; n++ {
		if _, taken := artistOf(site, id); !taken {
			break
		}
		id = content.NewID(name) + fmt.Sprintf("-%d", n)
	}
	return id
}

// write writes the file and tells of it, or prints it.
func (c *addCommand) write(w *world, site *content.Site, found lookup.Artist, draft content.Draft) error {
	if found.Accounts[content.ListenBrainz] == "" {
		w.say("%s has no id of MusicBrainz, as nearly every artist has: make sure that this is an artist", found.Name)
	}
	if c.DryRun {
		fmt.Fprintf(w.stdout, "%s", draft.File)
		tellAccounts(site, found, w.say)
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
	w.print("wrote %s", c.path(draft.ID))
	tellAccounts(site, found, w.print)
	w.hint("compare the accounts with the artist's own pages, then `datarocks check`; numbers come with the next run")
	return nil
}
