package main

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
)

type checkCommand struct {
	contentFlags
	historyFlags
	clockFlags
	notifyFlags
	jsonFlag
}

// checked is the outcome of a check.
type checked struct {
	Artists  int      `json:"artists"`
	Problems []string `json:"problems"`

	hints []string
}

// Run reads everything and changes nothing. It goes on after a problem, so that
// one check finds them all.
func (c *checkCommand) Run(w *world) error {
	result := checked{Problems: []string{}}
	code := exitDone
	fail := func(worse int, err error) {
		if err == nil {
			return
		}
		var known *failure
		if errors.As(err, &known) {
			worse = known.code
			result.hints = append(result.hints, known.hint)
		}
		code = max(code, worse)
		text, hint := describe(err)
		result.hints = append(result.hints, hint)
		result.Problems = append(result.Problems, strings.Split(text, "\n")...)
	}
	site, err := c.load()
	fail(exitUsage, err)
	if err == nil {
		result.Artists = len(site.Artists)
		_, err := w.counters(site, fetch.Options{})
		fail(exitUsage, err)
	}
	_, err = c.webhooks()
	fail(exitUsage, err)
	store, err := c.open(w)
	fail(exitUsage, err)
	if err == nil {
		fail(exitFailed, c.checkHistory(w, store))
	}
	return w.reportCheck(c, result, site, code)
}

// checkHistory names every object that cannot be read.
func (c *checkCommand) checkHistory(w *world, store history.Store) error {
	h, err := w.loadHistory(store, c.at(w))
	if err != nil {
		return fmt.Errorf("%s: %w", c.History, err)
	}
	defer h.Close()
	var problems []error
	for _, problem := range h.Problems {
		var unreadable *history.UnreadableError
		if errors.As(problem, &unreadable) {
			problem = unreadable.Problem
		}
		for line := range strings.SplitSeq(problem.Error(), "\n") {
			problems = append(problems, fmt.Errorf("%s/%s", strings.TrimSuffix(c.History, "/"), line))
		}
	}
	return errors.Join(problems...)
}

func (w *world) reportCheck(c *checkCommand, result checked, site *content.Site, code int) error {
	if c.JSON {
		if err := w.printJSON(result); err != nil {
			return err
		}
		return codeOnly(code)
	}
	for _, problem := range result.Problems {
		w.say("%s", problem)
	}
	for _, hint := range result.hints {
		w.hint(hint)
	}
	if code == exitDone {
		w.print("%s: %s, %s", c.Content, plural(len(site.Artists), "artist"), plural(len(site.Sources), "source"))
		w.print("%s: ok", c.History)
		for _, setting := range site.Sources {
			w.print("%s", costOf(site, setting))
		}
	}
	return codeOnly(code)
}

// costOf tells what a source is asked, and what that costs.
func costOf(site *content.Site, setting content.SourceSetting) string {
	info, _ := setting.Source.Info()
	accounts := 0
	for _, a := range site.Artists {
		if _, ok := a.Accounts[setting.Source]; ok {
			accounts++
		}
	}
	cost := price(accounts * info.PriceMicroUSD)
	if info.PriceMicroUSD > 0 {
		nights := 30.0
		if setting.Every == content.EveryWeek {
			nights /= 7
		}
		cost += fmt.Sprintf(", $%.2f in 30 days", float64(accounts*info.PriceMicroUSD)/1e6*nights)
	}
	return fmt.Sprintf("%s: %s a %s, %s", info.Name, plural(accounts, "count"), setting.Every, cost)
}

func codeOnly(code int) error {
	if code == exitDone {
		return nil
	}
	return &failure{code: code}
}
