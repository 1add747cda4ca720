// Package rollback goes back to the site of an earlier day, and forward again.
//
// The counts stay as they are, and runs go on asking and recording. What they publish
// is held by a mark in the history, until it is released.
package rollback

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/rollback"
	"datarocks/history/store"
	"datarocks/render"
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

// endOf is the last second of a day.
func endOf(day content.Day) time.Time { return (day + 1).Time().Add(-time.Second) }

// goBack sets the mark before it publishes, so that no run comes between which would
// publish what is newer.
func (c *Command) goBack(w *shell.World, site *content.Site, s store.Store, target *nightly.Target, day content.Day) error {
	h, err := settings.LoadHistory(w, s, endOf(day))
	if err != nil {
		return err
	}
	defer h.Close()
	settings.SayUnreadable(w, h.Problems)
	if !h.Measured() {
		return shell.Refuse("name a later day", "no count was recorded by %s", day)
	}
	target.AllowRemoval() // of what is newer, which is what is asked for
	in := render.Input{Site: site, History: h}
	if c.DryRun {
		files, done, err := nightly.Render(in)
		if err != nil {
			return err
		}
		defer done()
		return target.DryRun(w, files, c.JSON)
	}
	if err := rollback.Set(w.Ctx, s, rollback.Mark{Day: day, Reason: c.Reason, At: c.At(w)}); err != nil {
		return fmt.Errorf("mark that the site stays as of %s: %w", day, err)
	}
	if err := target.Show(w, in, c.JSON); err != nil {
		w.Say("runs publish nothing newer until `%s`", c.command(w, "--release"))
		return err
	}
	w.Hint(fmt.Sprintf("runs go on asking and recording, and publish nothing newer until `%s`", c.command(w, "--release")))
	return nil
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
	h, err := settings.LoadHistory(w, s, c.At(w))
	if err != nil {
		return err
	}
	defer h.Close()
	settings.SayUnreadable(w, h.Problems)
	if !h.Measured() {
		return errors.New("no count was ever recorded, so there is nothing to publish")
	}
	files, done, err := nightly.Render(render.Input{Site: site, History: h})
	if err != nil {
		return err
	}
	defer done()
	if c.DryRun {
		return target.DryRun(w, files, c.JSON)
	}
	return target.Publish(w, files, c.JSON)
}

// command is this one with its settings.
func (c *Command) command(w *shell.World, words ...string) string {
	all := append(c.Settings(), settings.Setting{Flag: "--site", Value: c.Site}, settings.Setting{Flag: "--distribution", Value: strings.Join(c.Distribution, ",")})
	return settings.Command(w, append([]string{"rollback"}, words...), all...)
}
