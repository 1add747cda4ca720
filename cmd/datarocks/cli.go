package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/alecthomas/kong"

	"datarocks/publish"
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
		{"doctor", "Look at all that a run needs: keys, AWS, GitHub, history, site; say what is wrong and its cure.", &doctorCommand{}},
		{"add", "Add an artist: find the accounts of a name or a link, and write the file.", &addCommand{}},
		{"init", "Begin a folder of one's own: content, and the workflow that runs every night.", &initCommand{}},
		{"explain", "Tell where a number came from.", &explainCommand{}},
		{"accept", "Settle a count that is held, or was withdrawn.", &acceptCommand{}},
		{"reject", "Withdraw a count, held or settled.", &rejectCommand{}},
		{"import", "Take in counts that somebody else wrote down.", &importCommand{}},
		{"export", "Write down all that is stored.", &exportCommand{}},
		{"forget", "Remove rows for good, as terms or a takedown ask for.", &forgetCommand{}},
		{"setup", "Make what the nightly run needs on AWS, or bring it up to date.", &setupCommand{}},
		{"teardown", "Take down what setup made, but for the counts and the site.", &teardownCommand{}},
		{"version", "Print the version.", &versionCommand{}},
	}
}

// verbsFor gives the verb that a command line begins with, or else all of them.
// To read the flags of all would take longer than to publish a small site in
// which nothing changed.
func verbsFor(args []string) []verb {
	all := verbs()
	for i, v := range all {
		if v.name == args[0] {
			return all[i : i+1]
		}
	}
	return all
}

// contentFlags say what people wrote.
type contentFlags struct {
	Content string `default:"content" env:"DATAROCKS_CONTENT" placeholder:"DIR" help:"Content folder (${env}; ${default})."`
	BaseURL string `name:"base-url" env:"DATAROCKS_BASE_URL" placeholder:"URL" help:"Public URL of the site, instead of base_url in site.md (${env})."`
}

// historyFlags say where the counts are.
type historyFlags struct {
	History string `default:"data" env:"DATAROCKS_HISTORY" placeholder:"WHERE" help:"History: a folder, or s3://bucket/prefix (${env}; ${default})."`
}

// clockFlags set the clock.
type clockFlags struct {
	Now moment `env:"DATAROCKS_NOW" placeholder:"RFC3339" help:"Clock, for tests and for the site as it was (${env}; now)."`
}

func (c clockFlags) at(w *world) time.Time {
	if c.Now.IsZero() {
		return w.clock().UTC()
	}
	return c.Now.UTC()
}

// moment is a time as a flag has it. A variable that is set to nothing sets
// none.
type moment struct{ time.Time }

// UnmarshalText reads RFC 3339.
func (m *moment) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is no time such as 2026-11-23T03:17:42Z", text)
	}
	m.Time = at
	return nil
}

// askFlags say what to ask.
type askFlags struct {
	Artist  []string `sep:"none" placeholder:"ID" help:"Only this artist; may repeat (all)."`
	Source  []string `sep:"none" placeholder:"ID" help:"Only this source; may repeat (all)."`
	Refresh bool     `help:"Ask again what today already has."`
	DryRun  bool     `help:"Ask nothing, change nothing; print what would be asked, what it costs, and the plan."`
}

// jsonFlag asks for a result that a machine reads.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print the result as JSON."`
}

// targetFlags say what visitors see.
type targetFlags struct {
	Distribution []string          `sep:"," env:"DATAROCKS_DISTRIBUTION" placeholder:"ID" help:"CloudFront distribution to invalidate; may repeat (${env})."`
	AllowRemoval bool              `help:"Let artists and counts vanish that visitors see: those of an artist who left, counts that were forgotten, or all that is newer."`
	MaxDelete    publish.MaxDelete `placeholder:"N" help:"Delete at most so many files, or a share of them such as 50% (a third)."`
}

// limits say what a run may take from visitors.
func (f targetFlags) limits() publish.Limits {
	return publish.Limits{AllowRemoval: f.AllowRemoval, MaxDelete: f.MaxDelete}
}

// serverFlags say where to serve.
type serverFlags struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve on (${default})."`
}

type versionCommand struct{ jsonFlag }

func (c *versionCommand) Run(w *world) error {
	if c.JSON {
		return w.printJSON(map[string]string{"version": version()})
	}
	w.print("datarocks %s", version())
	return nil
}

// execute runs one command line and gives the exit code.
func execute(w *world, args []string) int {
	if len(args) > 0 && args[0] == "help" {
		args = append(args[1:], "--help")
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	options := []kong.Option{
		kong.Name("datarocks"),
		kong.Description("Follower counts of a label's artists, as a static site."),
		kong.Writers(w.stdout, w.stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(w),
	}
	for _, v := range verbsFor(args) {
		options = append(options, kong.DynamicCommand(v.name, v.help, "", v.flags))
	}
	parser, err := kong.New(&struct{}{}, options...)
	if err != nil {
		return w.report(fmt.Errorf("describe command line: %w", err))
	}
	call, err := parser.Parse(args)
	if err != nil {
		return w.report(&failure{exitUsage, err, usageHint(err)})
	}
	return w.report(call.Run())
}

// usageHint names the help that answers a usage error.
func usageHint(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil && parse.Context.Command() != "" {
		return "datarocks " + parse.Context.Command() + " --help"
	}
	return "datarocks --help"
}
