package main

import (
	"strings"

	"datarocks/cmd/datarocks/shell"
)

// completionCommand prints what a shell needs to complete command lines. The shell asks
// the program itself, by `completion words`, so the answer fits the version that runs
// and knows the label's artists.
type completionCommand struct {
	Shell string   `arg:"" enum:"bash,zsh,fish,words" help:"bash, zsh or fish."`
	Words []string `arg:"" optional:"" hidden:"" help:"The words of a command line; the last one is to be completed."`
}

func (c *completionCommand) Help() string {
	return strings.TrimSpace(`
In ~/.bashrc: source <(datarocks completion bash).
In ~/.zshrc: source <(datarocks completion zsh), after compinit.
In fish: datarocks completion fish > ~/.config/fish/completions/datarocks.fish.`)
}

func (c *completionCommand) Run(w *shell.World) error {
	if c.Shell == "words" {
		for _, word := range complete(w, c.Words) {
			w.Print("%s", word)
		}
		return nil
	}
	w.Print("%s", strings.TrimSpace(completions[c.Shell]))
	return nil
}

// completions are the scripts of the shells. Where datarocks knows no answer, the shell
// completes the name of a file.
var completions = map[string]string{
	"bash": `
_datarocks() {
	local IFS=$'\n'
	COMPREPLY=($(datarocks completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _datarocks datarocks`,
	"zsh": `
#compdef datarocks
_datarocks() {
	local -a found
	found=(${(f)"$(datarocks completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
	if (( $#found )); then compadd -- $found; else _files; fi
}
if [[ $funcstack[1] = _datarocks ]]; then _datarocks; else compdef _datarocks datarocks; fi`,
	"fish": `
complete -c datarocks -a '(datarocks completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'`,
}
