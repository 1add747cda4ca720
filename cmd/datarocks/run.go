package main

import (
	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

type runCommand struct {
	nightly.Flags
	nightly.TargetFlags
	Site string `default:"public" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env}; ${default})."`
}

// Run is the nightly run, and the report of it.
func (c *runCommand) Run(w *shell.World) error {
	n := nightly.New(w, c.Flags, c.Site)
	return n.Watch(func() error { return c.night(w, n) })
}

// night is the whole story: load content, ask the platforms for what today's history
// lacks, record the answers, render everything, publish what changed.
func (c *runCommand) night(w *shell.World, n *nightly.Night) error {
	problems := append(settings.KeepApart(c.History, c.Content, c.Site), nightly.CheckTarget(w, c.Site, c.TargetFlags))
	if err := shell.Together(problems...); err != nil {
		return err
	}
	generous := nightly.Thrifty(w)
	defer generous()
	if err := n.Begin(); err != nil {
		return err
	}
	if c.DryRun {
		target, err := nightly.OpenTarget(w, c.Site, c.TargetFlags)
		if err != nil {
			return err
		}
		return n.DryRun(target)
	}
	// Counts come first: what is wrong with the site must not cost a night of them.
	if err := n.Fetch(); err != nil {
		return err
	}
	generous()
	if !n.Measured() {
		return n.EndWithout()
	}
	published := n.PublishTo(c.Site, c.TargetFlags)
	n.Notify() // also of counts that could not be published
	return n.End(published)
}
