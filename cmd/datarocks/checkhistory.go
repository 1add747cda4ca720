package main

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/render"
)

// checkHistory names every object that cannot be read, and the links that lead
// nowhere, which only the whole site shows; site may be nil.
func (c *checkCommand) checkHistory(w *shell.World, store store.Store, site *content.Site, result *checked) error {
	h, err := settings.LoadHistory(w, store, site, c.At(w))
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
	if len(h.Problems) > 0 {
		result.hints = append(result.hints, c.Restoring(w))
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
