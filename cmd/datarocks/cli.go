package main

import (
	"fmt"

	"github.com/alecthomas/kong"

	"datarocks/cmd/datarocks/artists"
	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/doctor"
	"datarocks/cmd/datarocks/records"
	"datarocks/cmd/datarocks/rollback"
	"datarocks/cmd/datarocks/shell"
)

// verb is a command: `datarocks name`.
type verb struct {
	name, help string
	flags      any
}

// formerNames are what verbs were called before, by which they are known still.
var formerNames = map[string]string{"withdraw": "reject"}

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
		{"notify", "Try the webhooks and the ping that a run uses.", &notifyCommand{}},
		{"add", "Add an artist: find accounts and releases of a name or a link, and write the file.", &artists.Add{}},
		{"timeline", "Add albums, EPs and singles to artists' timelines, from MusicBrainz.", &artists.Timeline{}},
		{"rename", "Give an artist another id; its counts and its address go with it.", &artists.Rename{}},
		{"init", "Begin a folder of one's own: content, and the workflow that runs every night.", &artists.Init{}},
		{"rollback", "Go back to the site of an earlier day, until it is released.", &rollback.Command{}},
		{"explain", "Tell where a number came from.", &records.Explain{}},
		{"accept", "Settle counts that are held, or were withdrawn.", &records.Accept{}},
		{"withdraw", "Withdraw counts, held or settled.", &records.Withdraw{}},
		{"import", "Take in counts that somebody else wrote down.", &records.Import{}},
		{"export", "Write down all that is stored.", &records.Export{}},
		{"restore", "Bring back days that the history has lost.", &records.Restore{}},
		{"forget", "Remove rows for good, as terms or a takedown ask for.", &records.Forget{}},
		{"setup", "Make what the nightly run needs on AWS, or bring it up to date.", &deploy.Setup{}},
		{"teardown", "Take down what setup made, but for the counts and the site.", &deploy.Teardown{}},
		{"version", "Print the version.", &versionCommand{}},
		{"completion", "Print what completes commands and flags in bash, zsh or fish.", &completionCommand{}},
		{"help", "Print the help of a command, or a topic.", &helpCommand{}},
	}
}

// execute runs one command line and returns the exit code.
func execute(w *shell.World, args []string) int {
	call, err := parse(w, args)
	if err != nil {
		return report(w, refused(w, args, err))
	}
	return report(w, call.Run())
}

// parse reads one command line. Where it asks for help, it prints that and ends the program.
func parse(w *shell.World, args []string) (*kong.Context, error) {
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case args[0] == "--version":
		args[0] = "version"
	}
	known := verbs()
	if v, ok := verbNamed(args[0]); ok {
		known = []verb{v} // the flags of all of them take a third of the time that a start takes
	}
	parser, err := describe(w, known)
	if err != nil {
		return nil, err
	}
	call, err := parser.Parse(args)
	if err != nil {
		return nil, shell.Fail(shell.ExitUsage, err, usageHint(args[0], err))
	}
	return call, nil
}

// describe returns the command line of some of the verbs.
func describe(w *shell.World, known []verb) (*kong.Kong, error) {
	options := []kong.Option{
		kong.Name("datarocks"),
		kong.Description("Follower counts of a label's artists, as a static site."),
		kong.Writers(w.Stdout, w.Stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Help(printHelp), kong.Bind(w),
	}
	for _, v := range known {
		var tags []string
		if former := formerNames[v.name]; former != "" {
			tags = append(tags, `aliases:"`+former+`"`)
		}
		options = append(options, kong.DynamicCommand(v.name, v.help, "", v.flags, tags...))
	}
	parser, err := kong.New(&struct{}{}, options...)
	if err != nil {
		return nil, fmt.Errorf("describe command line: %w", err)
	}
	return parser, nil
}
