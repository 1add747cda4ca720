package settings

import "datarocks/cmd/datarocks/shell"

// SetupCommand is the command line that brings the stack of some content up to date,
// to be typed in a clone of it. "" as the stack is the usual one.
func SetupCommand(w *shell.World, content, stack string) string {
	return Command(w, []string{"setup"},
		Setting{"--stack", stack, "datarocks"}, Setting{"--region", w.Getenv("AWS_REGION"), ""}, Setting{"--content", content, "content"})
}
