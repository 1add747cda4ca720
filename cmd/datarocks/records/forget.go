package records

import (
	"errors"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/purge"
	"datarocks/history/store"
)

// Forget is `datarocks forget`.
type Forget struct {
	settings.ContentFlags
	settings.PastFlags
	settings.JSONFlag
	Artist   string `arg:"" help:"The artist's id."`
	Source   string `arg:"" optional:"" help:"The source's id, or one metric of it, such as lastfm/plays (all)."`
	Before   string `placeholder:"DATE" help:"Only days before this one, such as 2026-11-23 (all)."`
	Versions bool   `help:"Delete the older versions that a bucket keeps of them, too: with an administrator's login."`
	DryRun   bool   `help:"Change nothing; print what would go."`
	Yes      bool   `help:"Do it. It cannot be undone."`
}

// Run removes rows for good, which no other verb does.
func (c *Forget) Run(w *shell.World) error {
	f, err := c.forgetting(w)
	if err != nil {
		return err
	}
	s, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	plan, err := history.PlanForget(w.Ctx, s, f)
	if err != nil {
		return err
	}
	older, err := c.older(w, s, f)
	if err != nil {
		return err
	}
	lost, err := c.lost(w, s, f)
	if err != nil {
		return err
	}
	defer settings.SayUnreadable(w, plan.Unreadable())
	inVersions := older != nil && older.Versions()+len(older.Lost) > 0 || lost.Known && len(lost.Days) > 0
	if err := c.refuse(plan); err != nil && (plan.Demo || !inVersions) {
		return err
	}
	if !c.DryRun && c.Yes {
		if err := apply(w, plan); err != nil {
			return shell.Fail(shell.ExitFailed, err, "the same command again goes on where this one ended")
		}
		if older, err = c.purge(w, s, f); err != nil {
			return err
		}
	}
	if err := c.print(w, plan, older); err != nil {
		return err
	}
	switch {
	case older != nil && len(older.Lost) > 0:
		return shell.Fail(shell.ExitFailed, errors.Join(older.Lost...), "`"+c.HistoryFlags.Command(w, "restore")+"` brings it back; then forget again")
	case len(lost.Days) > 0:
		return c.lostError(w, lost)
	case len(plan.Unreadable()) > 0:
		return shell.Fail(shell.ExitFailed, errors.New("what cannot be read may still hold some of it"), "mend these objects by hand, and forget again")
	case !c.DryRun && !c.Yes:
		return shell.Refuse("add --yes", "nothing was changed: what is forgotten cannot be brought back")
	}
	return nil
}

// older plans what is to go of the versions that a bucket keeps; nil where they stay.
func (c *Forget) older(w *shell.World, s store.Store, f history.Forgetting) (*purge.Plan, error) {
	if !c.Versions {
		return nil, nil
	}
	plan, err := purge.New(w.Ctx, s, f)
	return plan, versionsError(err)
}

// purge deletes them. By then, what was forgotten is one of them.
func (c *Forget) purge(w *shell.World, s store.Store, f history.Forgetting) (*purge.Plan, error) {
	plan, err := c.older(w, s, f)
	if plan == nil || err != nil {
		return nil, err
	}
	_, err = plan.Apply(w.Ctx)
	return plan, versionsError(err)
}

func versionsError(err error) error {
	if errors.Is(err, store.ErrDenied) {
		return shell.Fail(shell.ExitFailed, err, "use an administrator's login, with s3:ListBucketVersions, s3:GetObjectVersion and s3:DeleteObjectVersion; the nightly run's role has none of them")
	}
	return err
}

func (c *Forget) forgetting(w *shell.World) (history.Forgetting, error) {
	f := history.Forgetting{Artist: c.Artist, Former: formerIDs(w, c.ContentFlags, c.Artist), At: c.At(w)}
	if c.Source != "" {
		metric, err := settings.ParseMetric("", c.Source)
		if err != nil {
			return f, err
		}
		f.Source = metric.Source
		if strings.Contains(c.Source, "/") {
			f.Metric = metric.Name // a source alone is all of it: nothing may stay behind unseen
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
		return shell.Refuse(settings.Suggest(c.Artist, plan.Known()), "the history has nothing of %s", c.Artist)
	}
	return shell.Refuse(fmt.Sprintf("it has rows of %s on %s", c.Artist, strings.Join(sources, ", ")), "the history has nothing of %s", what)
}

func apply(w *shell.World, plan *history.ForgetPlan) error {
	sum := plan.Forgotten()
	bar := w.Progress(sum.Objects+sum.Rollups, "forgetting")
	defer bar.Finish()
	return plan.Apply(w.Ctx, bar.Set)
}
