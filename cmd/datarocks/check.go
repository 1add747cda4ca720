package main

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
)

type checkCommand struct {
	settings.SiteFlags
	settings.NotifyFlags
	settings.JSONFlag
}

// checked is the outcome of a check.
type checked struct {
	Artists  int      `json:"artists"`
	Problems []string `json:"problems"`
	Terms    []string `json:"terms,omitempty"` // of the platforms, where they set bounds
	Notes    []string `json:"notes,omitempty"` // what is allowed here, and not by somebody else

	found []error
	hints []string
	code  int

	unreachable []content.Source // sources that want to know how to reach who asks
}

// Run reads everything and changes nothing. It goes on after a problem, so that
// one check finds them all.
func (c *checkCommand) Run(w *shell.World) error {
	result := checked{Problems: []string{}}
	site, err := c.LoadSite()
	result.add(shell.ExitUsage, err)
	if err == nil {
		result.Artists = len(site.Artists)
		counters, err := settings.OpenCounters(w, site, fetch.Options{})
		result.add(shell.ExitUsage, err)
		result.unreachable = counters.Unreachable()
		result.Terms, result.Notes = settings.Terms(site), rules(site)
	}
	result.add(shell.ExitUsage, notify.Check(w, c.NotifyFlags))
	store, err := c.OpenStore(w)
	result.add(shell.ExitUsage, err)
	if err == nil {
		result.add(shell.ExitFailed, c.checkHistory(w, store, site, &result))
		if result.code == shell.ExitDone {
			result.add(shell.ExitFailed, nightly.KeptBack(w, store, c.ReleaseCommand(w, cmp.Or(w.Getenv("DATAROCKS_SITE"), "SITE"))))
		}
	}
	err = w.Result(c.JSON, result, func() { c.print(w, site, result) })
	return errors.Join(err, shell.Exit(result.code))
}

// add takes in an error, after which a check ends with code, unless the error knows
// another one.
func (r *checked) add(code int, err error) {
	if err == nil {
		return
	}
	if known, ok := errors.AsType[*shell.Failure](err); ok {
		code = known.Code
		r.hints = append(r.hints, known.Hint)
	}
	r.code = max(r.code, code)
	text, hint := settings.Describe(err)
	r.hints = append(r.hints, hint)
	r.found = append(r.found, err)
	r.Problems = append(r.Problems, strings.Split(text, "\n")...)
}

func (c *checkCommand) print(w *shell.World, site *content.Site, result checked) {
	for _, err := range result.found {
		explainTo(w, "error", err)
	}
	for _, hint := range result.hints {
		w.Hint(hint)
	}
	if result.code != shell.ExitDone {
		return
	}
	for _, source := range result.unreachable {
		info, _ := source.Info()
		w.Say("%s is not configured: it wants to know how to reach you", info.Name)
		w.Hint(settings.ContactCure)
	}
	w.Print("%s: %s, %s", c.Content, shell.Plural(len(site.Artists), "artist"), shell.Plural(len(site.Sources), "source"))
	w.Print("%s: ok", c.History)
	for _, line := range slices.Concat(settings.Costs(site), result.Terms) {
		w.Print("%s", line)
	}
	for _, note := range result.Notes {
		w.Say("%s", note)
	}
}

// ratioRule is what Spotify's developer policy has against a ratio of its figures
// (developer.spotify.com/policy, November 2026).
const ratioRule = `site.md has "ratio: true" for Spotify: followers by mean daily listeners. Spotify's developer policy ` +
	`(developer.spotify.com/policy) forbids "creating new or derived listenership metrics" of what its API answers. ` +
	`Ask Spotify, or delete "ratio: true"`

// rules are what others forbid of what a site shows.
func rules(site *content.Site) (notes []string) {
	for _, setting := range site.Sources {
		if setting.Ratio && setting.Source == content.Spotify {
			notes = append(notes, ratioRule)
		}
	}
	return notes
}
