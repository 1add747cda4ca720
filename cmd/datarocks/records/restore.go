package records

import (
	"bytes"
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/restore"
)

// Restore is `datarocks restore`.
type Restore struct {
	settings.PastFlags
	settings.JSONFlag
	Days   []string `arg:"" optional:"" name:"day" help:"Days such as 2026-11-23 (all that are lost)."`
	DryRun bool     `help:"Change nothing; print what would be brought back."`
	Yes    bool     `help:"Do it."`
}

// Run brings back days that are gone, were emptied or cannot be read. It overwrites no
// count.
func (c *Restore) Run(w *shell.World) error {
	days, err := c.days()
	if err != nil {
		return err
	}
	store, err := c.OpenStore(w)
	if err != nil {
		return err
	}
	plan, err := restore.New(w.Ctx, store, days, c.At(w))
	if err != nil {
		return err
	}
	if plan.Denied != nil {
		w.Say("%v", plan.Denied)
		w.Hint("a login with s3:ListBucketVersions and s3:GetObjectVersion finds more copies; the nightly run's role has neither")
	}
	lost := newRestoreResult(plan, c.Yes && !c.DryRun)
	if lost.Done {
		if err := c.apply(w, plan, lost.lost()); err != nil {
			return shell.Fail(shell.ExitFailed, err, "the same command again goes on where this one ended")
		}
	}
	if err := w.Result(c.JSON, lost, func() { c.print(w, lost) }); err != nil {
		return err
	}
	return c.outcome(w, lost)
}

func (c *Restore) days() (days []content.Day, err error) {
	for _, text := range c.Days {
		day, err := content.ParseDay(text)
		if err != nil {
			return nil, shell.Refuse("write a day such as 2026-11-23", "%w", err)
		}
		days = append(days, day)
	}
	return days, nil
}

// apply saves what stands in the place of lost days, from which a person may still
// rescue something, and brings them back.
func (c *Restore) apply(w *shell.World, plan *restore.Plan, total int) error {
	for _, d := range plan.Days {
		if !d.Lost() || len(bytes.TrimSpace(d.Damaged)) == 0 {
			continue
		}
		name, err := shell.WriteFresh("datarocks-damaged-"+d.Day.String(), ".ndjson", d.Damaged)
		if err != nil {
			return fmt.Errorf("save what stands in the place of %s: %w", d.Day, err)
		}
		w.Say("what stood in the place of %s is in %s", d.Day, name)
	}
	bar := w.Progress(total, "restoring")
	defer bar.Finish()
	return plan.Apply(w.Ctx, bar.Set)
}

// outcome is the exit code of what was done.
func (c *Restore) outcome(w *shell.World, r restoreResult) error {
	missing := r.count(noCopy)
	switch {
	case len(r.Days) == 0:
		return nil
	case r.lost() == 0 && missing == 0:
		return shell.Refuse("restore overwrites no count; `datarocks explain ARTIST SOURCE DAY` shows what is stored", "nothing was lost of %s", c.named())
	case missing > 0:
		return shell.Fail(shell.ExitFailed, fmt.Errorf("%s: no copy was found", shell.Plural(missing, "day")),
			"an export or the answers of the platforms may have them: `datarocks import` takes them in")
	case !c.DryRun && !c.Yes:
		return shell.Refuse("add --yes", "nothing was changed")
	case r.Done:
		w.Hint("`" + c.Command(w, "render") + "` or the next run shows them")
	}
	return nil
}

func (c *Restore) named() string { return strings.Join(c.Days, ", ") }
