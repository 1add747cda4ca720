package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"datarocks/cmd/datarocks/help"
	"datarocks/cmd/datarocks/shell"
)

// helpCommand prints the help of a command, or a topic of the documentation.
type helpCommand struct {
	About []string `arg:"" optional:"" name:"command-or-topic" help:"A command or a topic; both are listed without one."`
}

func (c *helpCommand) Run(w *shell.World) error {
	known := verbNames()
	switch {
	case len(c.About) == 0 || isVerb(c.About[0]):
		call, err := parse(w, append(c.About, "--help"))
		if err != nil {
			return err
		}
		return call.Run()
	case len(c.About) == 1:
		if text, ok := help.Text(c.About[0]); ok {
			w.Print("%s", strings.TrimSuffix(text, "\n"))
			return nil
		}
	}
	what := strings.Join(c.About, " ")
	if near := help.Nearest(what, known); near != "" {
		return shell.Refuse("datarocks help "+near, "there is no command or topic %q, did you mean %q?", what, near)
	}
	return shell.Refuse("datarocks help", "there is no command or topic %q", what)
}

func verbNamed(name string) (v verb, ok bool) {
	all := verbs()
	i := slices.IndexFunc(all, func(v verb) bool { return name != "" && (v.name == name || formerNames[v.name] == name) })
	if i < 0 {
		return verb{}, false
	}
	return all[i], true
}

func isVerb(name string) bool {
	_, ok := verbNamed(name)
	return ok
}

func verbNames() (names []string) {
	for _, v := range verbs() {
		names = append(names, v.name)
	}
	return names
}

// printHelp prints the help of a command, or what commands and topics there are.
func printHelp(options kong.HelpOptions, call *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, call); err != nil || call.Selected() != nil {
		return err
	}
	topics := tabwriter.NewWriter(call.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprint(topics, "\nTopics:\n")
	for _, t := range help.Topics() {
		fmt.Fprintf(topics, "  %s\t%s\n", t.Name, t.Title)
	}
	fmt.Fprint(topics, "\nRun \"datarocks help <topic>\" to read one.\n")
	return topics.Flush()
}

// usageHint names the help that answers a usage error.
func usageHint(first string, err error) string {
	if _, ok := help.Text(first); ok && !isVerb(first) {
		return "`datarocks help " + first + "` prints that topic"
	}
	if parse, ok := errors.AsType[*kong.ParseError](err); ok && parse.Context != nil {
		if name, _, _ := strings.Cut(parse.Context.Command(), " "); name != "" { // its arguments follow
			return "`datarocks " + name + " --help` lists what it takes"
		}
	}
	return "`datarocks --help` lists what there is"
}
