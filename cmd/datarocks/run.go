package main

import (
	"errors"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

type runCommand struct {
	nightly.Flags
	nightly.TargetFlags
	Site string `default:"public" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env}; ${default})."`
}

// Run is the nightly run: load content, ask the platforms for what today's
// history lacks, record the answers, render everything, publish what changed.
func (c *runCommand) Run(w *shell.World) error {
	if err := errors.Join(settings.KeepApart(c.History, c.Content, c.Site)...); err != nil {
		return err
	}
	generous := nightly.Thrifty(w)
	defer generous()
	n, err := nightly.Begin(w, c.Flags)
	if err != nil {
		return err
	}
	defer n.Close()
	// What is published is read before anybody is asked: a bucket that cannot
	// be reached must not cost a night's counts.
	target, err := nightly.OpenTarget(w, c.Site, c.TargetFlags)
	if err != nil {
		return err
	}
	if c.DryRun {
		return n.DryRun(target)
	}
	if err := n.Fetch(); err != nil {
		return err
	}
	generous()
	if !n.Measured() {
		return n.EndWithout()
	}
	published := n.Publish(target)
	n.Notify() // also of counts that could not be published
	return n.End(published)
}
