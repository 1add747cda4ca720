package main

import (
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

type versionCommand struct{ settings.JSONFlag }

func (c *versionCommand) Run(w *shell.World) error {
	return w.Result(c.JSON, map[string]string{"version": shell.Version()}, func() { w.Print("datarocks %s", shell.Version()) })
}
