package main

import (
	"errors"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

type fetchCommand struct{ nightly.Flags }

// Run asks and records, and leaves the site alone.
func (c *fetchCommand) Run(w *shell.World) error {
	if err := errors.Join(settings.KeepApart(c.History, c.Content, "")...); err != nil {
		return err
	}
	defer nightly.Thrifty(w)()
	n := nightly.New(w, c.Flags, "")
	return n.Watch(func() error {
		if err := n.Begin(); err != nil {
			return err
		}
		if c.DryRun {
			return n.DryRun(nil)
		}
		if err := n.Fetch(); err != nil {
			return err
		}
		n.Notify()
		return n.End(nil)
	})
}
