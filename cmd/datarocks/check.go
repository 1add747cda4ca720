package main

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/render"
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

	found []error
	hints []string
	code  int
}

// Run reads everything and changes nothing. It goes on after a problem, so that
// one check finds them all.
func (c *checkCommand) Run(w *shell.World) error {
	result := checked{Problems: []string{}}
	site, err := c.LoadSite()
	result.add(shell.ExitUsage, err)
	if err == nil {
		result.Artists = len(site.Artists)
		_, err = settings.OpenCounters(w, site, fetch.Options{})
		result.add(shell.ExitUsage, err)
	}
	_, err = notify.Webhooks(c.NotifyFlags)
	result.add(shell.ExitUsage, err)
	store, err := c.OpenStore(w)
	result.add(shell.ExitUsage, err)
	if err == nil {
		result.add(shell.ExitFailed, c.checkHistory(w, store, site, &result))
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

// checkHistory names every object that cannot be read, and the links that lead
// nowhere, which only the whole site shows; site may be nil.
func (c *checkCommand) checkHistory(w *shell.World, store store.Store, site *content.Site, result *checked) error {
	h, err := settings.LoadHistory(w, store, c.At(w))
	if err != nil {
		return fmt.Errorf("%s: %w", c.History, err)
	}
	defer h.Close()
	if site != nil {
		dead, err := render.DeadLinks(render.Input{Site: site, History: h})
		if len(dead) > 0 {
			result.add(shell.ExitUsage, c.Seen(dead))
		}
		result.add(shell.ExitFailed, err)
	}
	var problems []error
	for _, problem := range h.Problems {
		if unreadable, ok := errors.AsType[*row.UnreadableError](problem); ok {
			problem = unreadable.Problem
		}
		for line := range strings.SplitSeq(problem.Error(), "\n") {
			problems = append(problems, fmt.Errorf("%s/%s", strings.TrimSuffix(c.History, "/"), line))
		}
	}
	return errors.Join(problems...)
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
	w.Print("%s: %s, %s", c.Content, shell.Plural(len(site.Artists), "artist"), shell.Plural(len(site.Sources), "source"))
	w.Print("%s: ok", c.History)
	for _, setting := range site.Sources {
		w.Print("%s", settings.Cost(site, setting))
	}
}
