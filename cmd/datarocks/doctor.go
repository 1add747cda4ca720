package main

import (
	"datarocks/cmd/datarocks/doctor"
	"datarocks/cmd/datarocks/shell"
)

type doctorCommand struct{ doctor.Flags }

// Run looks at all that a run needs.
func (c *doctorCommand) Run(w *shell.World) error { return doctor.Look(w, c.Flags) }
