package artists

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/edit"
	"datarocks/fetch/lookup"
)

// Timeline is `datarocks timeline`.
type Timeline struct {
	LookupFlags
	Who    []string `arg:"" optional:"" name:"artist" sep:"none" help:"The artist's id or name; several for more."`
	All    bool     `help:"Every artist who has an id of MusicBrainz."`
	DryRun bool     `help:"Write nothing; print the entries that would be added."`
}

// mostWaiting bounds how long MusicBrainz is waited for, over all artists.
const mostWaiting = time.Minute

// Run adds the releases that MusicBrainz knows to the timelines of artists. What was
// written stays where it ends early, and the next run goes on.
func (c *Timeline) Run(w *shell.World) error {
	if c.All == (len(c.Who) > 0) {
		return shell.Refuse("say an artist's id or name, or --all", "whose timeline?")
	}
	site, err := c.loadWith(content.Draft{})
	if err != nil {
		return err
	}
	artists, err := c.chosen(w, site)
	if err != nil || len(artists) == 0 {
		return err
	}
	finder, err := c.finder(w, site, min(mostWaiting, backOff*time.Duration(len(artists))))
	if err != nil {
		return err
	}
	w.Say("asking MusicBrainz")
	return c.addAll(w, finder, artists)
}

// chosen returns the artists who are meant. One who was named needs an id of MusicBrainz.
func (c *Timeline) chosen(w *shell.World, site *content.Site) ([]content.Artist, error) {
	var artists []content.Artist
	var unknown, without []string
	if c.All {
		artists = slices.Clone(site.Artists)
	}
	for _, who := range c.Who {
		artist, like := artistCalled(site, who)
		switch {
		case artist.ID != "":
			artists = append(artists, artist)
		case like != "":
			unknown = append(unknown, fmt.Sprintf("no artist is called %s; did you mean %s?", who, like))
		default:
			unknown = append(unknown, fmt.Sprintf("no artist is called %s; `datarocks add` adds one", who))
		}
	}
	artists = slices.DeleteFunc(artists, func(a content.Artist) bool {
		if a.Accounts[content.ListenBrainz] != "" {
			return false
		}
		without = append(without, c.path(a.ID)+" has no id of MusicBrainz")
		return true
	})
	const cure = "write `listenbrainz: ID` below accounts, the id in the address of the artist's page, musicbrainz.org/artist/ID"
	switch problems := append(shell.Few(unknown), shell.Few(without)...); {
	case len(problems) == 0:
	case c.All:
		w.SayFew(without)
		w.Hint(cure)
	case len(without) > 0:
		return nil, shell.Refuse(cure, "%s", strings.Join(problems, "\n"))
	default:
		return nil, shell.Refuse("", "%s", strings.Join(problems, "\n"))
	}
	seen := make(map[string]bool) // of an artist who was named twice
	return slices.DeleteFunc(artists, func(a content.Artist) bool {
		twice := seen[a.ID]
		seen[a.ID] = true
		return twice
	}), nil
}

// addAll goes on where one artist has a problem, and ends where MusicBrainz does not
// answer.
func (c *Timeline) addAll(w *shell.World, finder *lookup.Finder, artists []content.Artist) error {
	progress := w.Progress(len(artists), "timelines")
	defer progress.Finish()
	var failed []error
	for i, artist := range artists {
		events, err := releasesOf(w, finder, artist.Accounts[content.ListenBrainz])
		switch {
		case errors.Is(err, lookup.ErrNone):
			err = shell.Fail(shell.ExitFailed, fmt.Errorf("%s: MusicBrainz has no artist %s", c.path(artist.ID), artist.Accounts[content.ListenBrainz]), "correct its listenbrainz account")
		case err != nil:
			if left := len(artists) - i; left > 1 {
				w.Say("%d artists were not asked for", left)
			}
			return settings.NotAnswered(err, "", "try again in a minute: what is there is not added twice")
		default:
			err = c.add(w, artist, events)
		}
		if err != nil {
			failed = append(failed, err)
		}
		progress.Add(1)
	}
	return c.report(w, failed)
}

// report returns the problem of an artist, or prints those of several.
func (c *Timeline) report(w *shell.World, failed []error) error {
	if len(failed) < 2 {
		return errors.Join(failed...)
	}
	lines := make([]string, len(failed))
	for i, err := range failed {
		lines[i] = err.Error()
	}
	w.SayFew(lines)
	return shell.Fail(shell.ExitFailed, fmt.Errorf("%d artists have problems; the others' timelines are complete", len(failed)),
		shell.AsFailure(failed[0]).Hint)
}

// add adds what an artist's timeline lacks.
func (c *Timeline) add(w *shell.World, artist content.Artist, events []content.Event) error {
	missing, moved := edit.Missing(artist.Timeline, events)
	c.printMoved(w, artist, moved)
	if len(missing) == 0 {
		w.Print("%s has every release that MusicBrainz knows by the day", c.path(artist.ID))
		return nil
	}
	if c.DryRun {
		w.Print("# %s, below timeline:", c.path(artist.ID))
		for _, line := range edit.Lines(missing) {
			w.Print("%s", line)
		}
		return nil
	}
	byHand := "`" + c.timelineOf(w, artist.ID, "--dry-run") + "` prints the lines to add by hand"
	err := c.write(w, addition{artist: artist, events: missing}, false, func() {}, byHand)
	if err == nil {
		w.Print("wrote %s: %s, %s", c.path(artist.ID), shell.Plural(len(missing), "release"), span(missing))
	}
	return err
}
