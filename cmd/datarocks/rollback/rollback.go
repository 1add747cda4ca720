// Package rollback goes back to the site of an earlier day, and forward again.
//
// The counts stay as they are, and runs go on asking and recording. What they publish
// is held by a mark in the history, until it is released.
package rollback

import (
	"errors"
	"fmt"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/rollback"
	"datarocks/history/store"
)

// Command is `datarocks rollback`.
type Command struct {
	settings.SiteFlags
	nightly.TargetFlags
	settings.JSONFlag
	Day     string `arg:"" optional:"" help:"The day to go back to, as 2026-11-23."`
	Site    string `required:"" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env})."`
	Reason  string `placeholder:"TEXT" help:"Why, for those who meet it later."`
	Release bool   `help:"Show the newest counts again."`
	DryRun  bool   `help:"Change nothing; print the plan."`
}

// Run publishes the site as it was at the end of a day, and marks that it stays so; or
// takes the mark away and publishes the newest.
func (c *Command) Run(w *shell.World) error {
	day, err := c.day(w)
	if err != nil {
		return err
	}
	problems := append(settings.KeepApart(c.History, c.Content, c.Site), nightly.CheckTarget(w, c.Site, c.TargetFlags))
	if err := shell.Together(problems...); err != nil {
		return err
	}
	site, s, err := c.Open(w)
	if err != nil {
		return err
	}
	target, err := nightly.OpenTarget(w, c.Site, c.TargetFlags)
	if err != nil {
		return err
	}
	if c.Release {
		return c.release(w, site, s, target)
	}
	return c.goBack(w, site, s, target, day)
}

// day reads the day to go back to, if any.
func (c *Command) day(w *shell.World) (day content.Day, err error) {
	switch {
	case c.Release && c.Day != "":
		return day, shell.Refuse("leave out one of the two", "--release shows the newest counts, %s an earlier day", c.Day)
	case c.Release:
		return day, nil
	case c.Day == "":
		return day, shell.Refuse("`datarocks rollback 2026-11-23`, or --release", "no day is named")
	}
	if day, err = content.ParseDay(c.Day); err != nil {
		return day, shell.Refuse("write it as 2026-11-23", "%q is no day", c.Day)
	}
	if today := content.DayOf(c.At(w)); day > today {
		return day, shell.Refuse("name an earlier day", "%s is yet to come", day)
	}
	return day, nil
}

// goBack sets the mark before it publishes, so that no run comes between which would
// publish what is newer.
func (c *Command) goBack(w *shell.World, site *content.Site, s store.Store, target *nightly.Target, day content.Day) error {
	mark := rollback.Mark{Day: day, Reason: c.Reason, At: c.At(w)}
	v := &views{World: w, Command: c, site: site, store: s, asOf: mark.AsOf()}
	defer v.close()
	files, err := v.render()
	if errors.Is(err, errNoCount) {
		return shell.Refuse("name a later day", "no count was recorded by %s", day)
	}
	if err != nil {
		return err
	}
	target.AllowOlder() // which is what is asked for
	if c.DryRun {
		return v.end(target.DryRun(w, files, c.JSON))
	}
	if err := rollback.Set(w.Ctx, s, mark); err != nil {
		return fmt.Errorf("mark that the site stays as of %s: %w", day, err)
	}
	release := c.ReleaseCommand(w, c.Site, c.TargetFlags.Setting())
	// A run that published before the mark was set did not know of it.
	err = target.LookAgain(w)
	if err == nil {
		err = target.Publish(w, files, v.render, c.JSON)
	}
	if err != nil {
		w.Say("runs publish nothing newer until `%s`", release)
		return v.end(err)
	}
	w.Hint("runs go on asking and recording, and publish nothing newer until `" + release + "`")
	return v.end(nil)
}

func (c *Command) release(w *shell.World, site *content.Site, s store.Store, target *nightly.Target) error {
	if !c.DryRun {
		was, err := rollback.Release(w.Ctx, s)
		if err != nil {
			return fmt.Errorf("release the site: %w", err)
		}
		if was != nil {
			w.Say("the site was kept %s", was)
		}
	}
	v := &views{World: w, Command: c, site: site, store: s, asOf: c.At(w)}
	defer v.close()
	files, err := v.render()
	if errors.Is(err, errNoCount) {
		return fmt.Errorf("%w, so there is nothing to publish", err)
	}
	if err != nil {
		return err
	}
	if c.DryRun {
		return v.end(target.DryRun(w, files, c.JSON))
	}
	return v.end(target.Publish(w, files, v.render, c.JSON))
}
