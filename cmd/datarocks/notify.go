package main

import (
	"errors"
	"regexp"
	"strings"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

type notifyCommand struct {
	settings.NotifyFlags
	settings.JSONFlag
	Test bool `required:"" help:"Post a test message to each webhook, and ping the check."`
}

// Run posts a test message, and prints what each address answered.
func (c *notifyCommand) Run(w *shell.World) error { return notify.Test(w, c.NotifyFlags, c.JSON) }

// refused is the error of a command line, which the page of a run shows, too.
func refused(w *shell.World, args []string, err error) error {
	err = withoutAddresses(err, args)
	if len(args) > 0 && (args[0] == "run" || args[0] == "fetch") {
		nightly.Refused(w, err)
	}
	return err
}

// address is what looks like one, with what may be a secret in it.
var address = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*:/|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?/)`)

// token is what looks like a key: those of GitHub, GitLab and Slack, and any long word of
// letters and digits.
var token = regexp.MustCompile(`^(github_pat_|gh[pousr]_|glpat-|xox[a-z]-)|^[A-Za-z0-9+/=]{20,}$`)

// withoutAddresses is an error of the command line that repeats none of the addresses and
// keys there: one that is mistyped, or stands in the wrong place, is a webhook's as well,
// and everybody reads a job's log.
func withoutAddresses(err error, args []string) error {
	text := err.Error()
	for _, arg := range args {
		value := arg
		if strings.HasPrefix(arg, "-") {
			_, value, _ = strings.Cut(arg, "=")
		}
		switch {
		case address.MatchString(value) && !strings.HasPrefix(value, "s3:/"):
			text = strings.ReplaceAll(text, value, "(an address, which is not shown)")
		case token.MatchString(value):
			text = strings.ReplaceAll(text, value, "(a key, which is not shown)")
		}
	}
	if text == err.Error() {
		return err
	}
	f := shell.AsFailure(err)
	return shell.Fail(f.Code, errors.New(text), f.Hint)
}
