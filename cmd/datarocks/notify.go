package main

import (
	"errors"
	"regexp"
	"strings"

	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

type notifyCommand struct {
	settings.NotifyFlags
	settings.JSONFlag
	Test bool `required:"" help:"Post a test message to each webhook, and ping the check."`
}

// Run posts a message that says it is a test, and prints what each address answered.
func (c *notifyCommand) Run(w *shell.World) error { return notify.Test(w, c.NotifyFlags, c.JSON) }

// address is what looks like one, with what may be a secret in it.
var address = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*:/|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?/)`)

// withoutAddresses is an error of the command line that repeats none of the addresses
// there: one that is mistyped, or stands in the wrong place, is a webhook's as well,
// and everybody reads a job's log.
func withoutAddresses(err error, args []string) error {
	text := err.Error()
	for _, arg := range args {
		value := arg
		if strings.HasPrefix(arg, "-") {
			_, value, _ = strings.Cut(arg, "=")
		}
		if address.MatchString(value) && !strings.HasPrefix(value, "s3:/") {
			text = strings.ReplaceAll(text, value, "(an address, which is not shown)")
		}
	}
	if text == err.Error() {
		return err
	}
	f := shell.AsFailure(err)
	return shell.Fail(f.Code, errors.New(text), f.Hint)
}
