package records

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
)

// Forget is `datarocks forget`.
type Forget struct {
	settings.PastFlags
	settings.JSONFlag
	Artist string `arg:"" help:"The artist's id."`
	Source string `arg:"" optional:"" help:"The source's id (all)."`
	Before string `placeholder:"DATE" help:"Only days before this one, such as 2026-11-23 (all)."`
	DryRun bool   `help:"Change nothing; print what would go."`
	Yes    bool   `help:"Do it. It cannot be undone."`
}

// Run removes rows for good, which no other verb does.
func (c *Forget) Run(w *shell.World) error {
	f, err := c.forgetting(w)
	if err != nil {
		return err
	}
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	plan, err := history.PlanForget(w.Ctx, store, f)
	if err != nil {
		return err
	}
	defer settings.SayUnreadable(w, plan.Unreadable())
	if err := c.refuse(plan); err != nil {
		return err
	}
	if !c.DryRun && c.Yes {
		if err := apply(w, plan); err != nil {
			return shell.Fail(shell.ExitFailed, err, "the same command again goes on where this one ended")
		}
	}
	if err := c.print(w, plan); err != nil {
		return err
	}
	switch {
	case len(plan.Unreadable()) > 0:
		return shell.Fail(shell.ExitFailed, errors.New("what cannot be read may still hold some of it"), "mend these objects by hand, and forget again")
	case !c.DryRun && !c.Yes:
		return shell.Refuse("add --yes", "nothing was changed: what is forgotten cannot be brought back")
	}
	return nil
}

func (c *Forget) forgetting(w *shell.World) (history.Forgetting, error) {
	f := history.Forgetting{Artist: c.Artist, Source: content.Source(c.Source), At: c.At(w)}
	if c.Source != "" {
		if _, err := settings.ParseSource("", c.Source); err != nil {
			return f, err
		}
	}
	if c.Before == "" {
		return f, nil
	}
	day, err := content.ParseDay(c.Before)
	if err != nil {
		return f, shell.Refuse("", "--before: %w", err)
	}
	if day <= 0 {
		return f, shell.Refuse("name a later day", "--before: nothing was counted before %s", c.Before)
	}
	f.Before = day
	return f, nil
}

// refuse returns why there is nothing to do.
func (c *Forget) refuse(plan *history.ForgetPlan) error {
	sources := make([]string, len(plan.Sources()))
	for i, source := range plan.Sources() {
		sources[i] = string(source)
	}
	what := c.Artist
	if c.Source != "" {
		what += " on " + c.Source
	}
	if c.Before != "" {
		what += " before " + c.Before
	}
	switch {
	case plan.Demo:
		return shell.Refuse("delete the folder of the demo instead", "this is the history of a demo: its counts are invented")
	case !plan.Nothing():
		return nil
	case len(plan.Unreadable()) > 0:
		return fmt.Errorf("nothing that can be read tells of %s", what)
	case len(sources) == 0:
		return shell.Refuse(settings.Suggest(c.Artist, plan.Artists()), "the history has nothing of %s", c.Artist)
	}
	return shell.Refuse(fmt.Sprintf("it has rows of %s on %s", c.Artist, strings.Join(sources, ", ")), "the history has nothing of %s", what)
}

func apply(w *shell.World, plan *history.ForgetPlan) error {
	sum := plan.Forgotten()
	bar := w.Progress(sum.Objects+sum.Rollups, "forgetting")
	defer bar.Finish()
	return plan.Apply(w.Ctx, bar.Set)
}
