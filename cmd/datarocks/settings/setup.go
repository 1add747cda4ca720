package settings

import (
	"datarocks/cmd/datarocks/shell"
)

// SetupCommand is the command line that brings the stack of some content up to date,
// to be typed in a clone of it. "" as the stack is the usual one.
func SetupCommand(w *shell.World, content, stack string) string {
	command := "datarocks setup"
	option := func(name, value, usual string) {
		if value != "" && value != usual {
			command += " --" + name + " " + shell.Quote(value)
		}
	}
	option("stack", stack, "datarocks")
	option("region", w.Getenv("AWS_REGION"), "")
	option("content", content, "content")
	return command
}
