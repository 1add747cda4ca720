package main

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/content"
	"datarocks/history"
)

type forgetCommand struct {
	historyFlags
	clockFlags
	jsonFlag
	Artist string `arg:"" help:"The artist's id."`
	Source string `arg:"" optional:"" help:"The source's id (all)."`
	Before string `placeholder:"DATE" help:"Only days before this one, such as 2026-11-23 (all)."`
	DryRun bool   `help:"Change nothing; print what would go."`
	Yes    bool   `help:"Do it. It cannot be undone."`
}

// Run removes rows for good, which no other verb does.
func (c *forgetCommand) Run(w *world) error {
	f, err := c.forgetting(w)
	if err != nil {
		return err
	}
	store, err := c.open(w)
	if err != nil {
		return err
	}
	plan, err := history.PlanForget(w.ctx, store, f)
	if err != nil {
		return err
	}
	if err := c.refuse(plan); err != nil {
		return c.name(w, plan, err)
	}
	if !c.DryRun && c.Yes {
		if err := c.apply(w, plan); err != nil {
			return &failure{exitFailed, err, "the same command again goes on where this one ended"}
		}
	}
	if err := c.tell(w, plan); err != nil {
		return err
	}
	switch {
	case len(plan.Unreadable()) > 0:
		err = &failure{exitFailed, errors.New("what cannot be read may still hold some of it"), "mend these objects by hand, and forget again"}
	case !c.DryRun && !c.Yes:
		err = settingsError("add --yes", "nothing was changed: what is forgotten cannot be brought back")
	}
	return c.name(w, plan, err)
}

func (c *forgetCommand) forgetting(w *world) (history.Forgetting, error) {
	f := history.Forgetting{Artist: c.Artist, Source: content.Source(c.Source), At: c.at(w)}
	if c.Source != "" {
		if err := checkSource(c.Source); err != nil {
			return f, err
		}
	}
	if c.Before == "" {
		return f, nil
	}
	day, err := content.ParseDay(c.Before)
	if err != nil {
		return f, settingsError("", "--before: %w", err)
	}
	if day <= 0 {
		return f, settingsError("name a later day", "--before: nothing was counted before %s", c.Before)
	}
	f.Before = day
	return f, nil
}

// refuse tells why there is nothing to do.
func (c *forgetCommand) refuse(plan *history.ForgetPlan) error {
	sources := make([]string, len(plan.Sources()))
	for i, source := range plan.Sources() {
		sources[i] = string(source)
	}
	switch {
	case plan.Demo:
		return settingsError("delete the folder of the demo instead", "this is the history of a demo: its counts are invented")
	case !plan.Nothing():
		return nil
	case len(plan.Unreadable()) > 0:
		return fmt.Errorf("nothing that can be read tells of %s", c.what())
	case len(sources) == 0:
		return settingsError(meant(c.Artist, plan.Artists()), "the history has nothing of %s", c.Artist)
	}
	return settingsError(fmt.Sprintf("it has rows of %s on %s", c.Artist, strings.Join(sources, ", ")), "the history has nothing of %s", c.what())
}

func (c *forgetCommand) what() string {
	text := c.Artist
	if c.Source != "" {
		text += " on " + c.Source
	}
	if c.Before != "" {
		text += " before " + c.Before
	}
	return text
}

// name names what cannot be read, and gives err.
func (c *forgetCommand) name(w *world, plan *history.ForgetPlan, err error) error {
	for _, problem := range plan.Unreadable() {
		w.say("history: %s", problem)
	}
	return err
}

func (c *forgetCommand) apply(w *world, plan *history.ForgetPlan) error {
	sum := plan.Forgotten()
	bar := w.progress(sum.Objects+sum.Rollups, "forgetting")
	defer bar.finish()
	return plan.Apply(w.ctx, bar.set)
}

// forgetResult is what is printed with --json.
type forgetResult struct {
	history.Forgotten          // gone, or to go
	Done              bool     `json:"done"`
	Problems          []string `json:"problems"`
}

// tell prints what went or would go, and where else it is.
func (c *forgetCommand) tell(w *world, plan *history.ForgetPlan) error {
	result := forgetResult{Forgotten: plan.Forgotten(), Done: c.Yes && !c.DryRun, Problems: []string{}}
	if c.JSON {
		for _, problem := range plan.Unreadable() {
			result.Problems = append(result.Problems, problem.Error())
		}
		if err := w.printJSON(result); err != nil {
			return err
		}
	} else {
		c.print(w, result)
	}
	if result.Done {
		c.cure(w)
	}
	return nil
}

func (c *forgetCommand) print(w *world, result forgetResult) {
	rows := 0
	for _, s := range result.Series {
		info, ok := s.Source.Info()
		if !ok {
			info.Name = string(s.Source)
		}
		w.print("%s, %s, %s to %s: %s", c.Artist, info.Name, s.First, s.Last, plural(s.Rows, "row"))
		rows += s.Rows
	}
	verb := "forgotten"
	if !result.Done {
		verb = "would forget"
	}
	if c.DryRun {
		verb = "dry run, " + verb
	}
	w.print("%s %s in %s and %s of %s", verb, plural(rows, "row"), plural(result.Objects, "day object"), plural(result.Rollups, "rollup"), c.History)
}

// cure tells where else the counts are, and how they would come back.
func (c *forgetCommand) cure(w *world) {
	w.hint("the site shows them until `datarocks run --allow-removal`, or `datarocks render` and `datarocks publish --allow-removal`")
	if c.Before == "" {
		w.hint("while content names the account, the next run asks it again; an import brings rows back, too")
	} else {
		w.hint("an import brings rows back")
	}
	if strings.HasPrefix(c.History, "s3://") {
		w.hint("a bucket with versioning keeps the objects as they were: delete their noncurrent versions, or let a lifecycle rule do it")
	}
}
