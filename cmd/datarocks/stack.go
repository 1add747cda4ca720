package main

import (
	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/shell"
)

type setupCommand struct{ deploy.SetupFlags }

// Run makes the stack, or brings it up to date.
func (c *setupCommand) Run(w *shell.World) error { return deploy.SetUp(w, c.SetupFlags) }

type teardownCommand struct{ deploy.TeardownFlags }

// Run deletes the stack, but for the counts and the site.
func (c *teardownCommand) Run(w *shell.World) error { return deploy.TearDown(w, c.TeardownFlags) }
