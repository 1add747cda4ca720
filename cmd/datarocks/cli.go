package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"datarocks/cmd/datarocks/artists"
	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/doctor"
	"datarocks/cmd/datarocks/records"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// verb is a command: `datarocks name`.
type verb struct {
	name, help string
	flags      any
}

// verbs lists them in the order of the help.
func verbs() []verb {
	return []verb{
		{"run", "Fetch, record, render, publish: the nightly run.", &runCommand{}},
		{"demo", "The same run on simulated platforms, for 400 past nights, then serve it; no keys, no network.", &demoCommand{}},
		{"fetch", "Ask the platforms and record the counts.", &fetchCommand{}},
		{"render", "Write the site from content and history.", &renderCommand{}},
		{"publish", "Make a folder or a bucket hold exactly a rendered site.", &publishCommand{}},
		{"serve", "Serve the site on this machine, and reload it while content or templates change.", &serveCommand{}},
		{"check", "Check content, settings and history.", &checkCommand{}},
		{"doctor", "Look at all that a run needs: keys, AWS, GitHub, history, site; say what is wrong and its cure.", &doctor.Doctor{}},
		{"add", "Add an artist: find the accounts of a name or a link, and write the file.", &artists.Add{}},
		{"rename", "Give an artist another id; its counts and its address go with it.", &artists.Rename{}},
		{"init", "Begin a folder of one's own: content, and the workflow that runs every night.", &artists.Init{}},
		{"explain", "Tell where a number came from.", &records.Explain{}},
		{"accept", "Settle a count that is held, or was withdrawn.", &records.Accept{}},
		{"reject", "Withdraw a count, held or settled.", &records.Reject{}},
		{"import", "Take in counts that somebody else wrote down.", &records.Import{}},
		{"export", "Write down all that is stored.", &records.Export{}},
		{"restore", "Bring back days that the history has lost.", &records.Restore{}},
		{"forget", "Remove rows for good, as terms or a takedown ask for.", &records.Forget{}},
		{"setup", "Make what the nightly run needs on AWS, or bring it up to date.", &deploy.Setup{}},
		{"teardown", "Take down what setup made, but for the counts and the site.", &deploy.Teardown{}},
		{"version", "Print the version.", &versionCommand{}},
	}
}

type versionCommand struct{ settings.JSONFlag }

func (c *versionCommand) Run(w *shell.World) error {
	return w.Result(c.JSON, map[string]string{"version": shell.Version()}, func() { w.Print("datarocks %s", shell.Version()) })
}

// execute runs one command line and returns the exit code.
func execute(w *shell.World, args []string) int {
	if len(args) > 0 && args[0] == "help" {
		args = append(args[1:], "--help")
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	known := verbs()
	if i := slices.IndexFunc(known, func(v verb) bool { return v.name == args[0] }); i >= 0 {
		known = known[i : i+1] // the flags of all of them take a third of the time that a start takes
	}
	options := []kong.Option{
		kong.Name("datarocks"),
		kong.Description("Follower counts of a label's artists, as a static site."),
		kong.Writers(w.Stdout, w.Stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(w),
	}
	for _, v := range known {
		options = append(options, kong.DynamicCommand(v.name, v.help, "", v.flags))
	}
	parser, err := kong.New(&struct{}{}, options...)
	if err != nil {
		return report(w, fmt.Errorf("describe command line: %w", err))
	}
	call, err := parser.Parse(args)
	if err != nil {
		return report(w, shell.Fail(shell.ExitUsage, err, usageHint(err)))
	}
	return report(w, call.Run())
}

// usageHint names the help that answers a usage error.
func usageHint(err error) string {
	if parse, ok := errors.AsType[*kong.ParseError](err); ok && parse.Context != nil && parse.Context.Command() != "" {
		return "datarocks " + parse.Context.Command() + " --help"
	}
	return "datarocks --help"
}

// report prints an error and returns the exit code that belongs to it.
func report(w *shell.World, err error) int {
	if err == nil {
		return shell.ExitDone
	}
	f := &shell.Failure{Code: shell.ExitFailed, Err: err}
	errors.As(err, &f)
	if f.Err != nil {
		text, cure := settings.Describe(err)
		for line := range strings.SplitSeq(text, "\n") {
			w.Say("%s", line)
		}
		w.Hint(cure)
		w.Hint(f.Hint)
		w.Annotate(shell.Level(f.Code), text)
	}
	return f.Code
}
