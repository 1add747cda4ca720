package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"datarocks/cmd/datarocks/help"
	"datarocks/cmd/datarocks/shell"
)

// TestCommandsOfTheDocumentation: every command line of datarocks in a block of
// code is one: the command, its arguments and its flags are there.
func TestCommandsOfTheDocumentation(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("help/*.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, file := range append(files, "../../README.md", "../../CONTRIBUTING.md", "../../templates/init/README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range commandLines(string(text)) {
			seen[args[0]] = true
			if args[0] == "help" || slices.Contains(args, "--help") {
				continue // which prints, and ends the program
			}
			var out bytes.Buffer
			w := &shell.World{Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }}
			if _, err := parse(w, args); err != nil {
				t.Errorf("%s: datarocks %s: %v", file, strings.Join(args, " "), err)
			}
		}
	}
	for _, verb := range []string{"run", "demo", "check", "doctor", "add", "init", "accept", "import", "export", "forget", "setup"} {
		if !seen[verb] {
			t.Errorf("no document has a command line of %s", verb)
		}
	}
}

// TestWordsOfTheDocumentation: what is written like code in a sentence, and begins as a
// command line does, names a command and flags that are there.
func TestWordsOfTheDocumentation(t *testing.T) {
	t.Parallel()
	flags, all := flagsOfVerbs(t)
	files, err := filepath.Glob("help/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "../../README.md", "../../CONTRIBUTING.md", "../../templates/init/README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, span := range regexp.MustCompile("`[^`\n]+`").FindAllString(string(text), -1) {
			words := shellWords(strings.Trim(span, "`"))
			known := all
			if len(words) > 1 && words[0] == "datarocks" {
				words = words[1:]
				if flags[words[0]] == nil && words[0][0] != '-' {
					t.Errorf("%s: %s: there is no such command", file, span)
				}
			}
			switch {
			case len(words) == 0:
				continue
			case flags[words[0]] != nil:
				known = flags[words[0]]
			case words[0][0] != '-':
				continue // of another program
			}
			for _, word := range words {
				name, _, _ := strings.Cut(word, "=")
				if strings.HasPrefix(name, "--") && !known[name] {
					t.Errorf("%s: %s: there is no flag %s", file, span, name)
				}
			}
		}
	}
}

// flagsOfVerbs returns the flags of each command, and those of all.
func flagsOfVerbs(t *testing.T) (of map[string]map[string]bool, all map[string]bool) {
	t.Helper()
	options := []kong.Option{kong.Bind(&shell.World{})}
	for _, v := range verbs() {
		options = append(options, kong.DynamicCommand(v.name, v.help, "", v.flags))
	}
	parser, err := kong.New(&struct{}{}, options...)
	if err != nil {
		t.Fatal(err)
	}
	of, all = make(map[string]map[string]bool), map[string]bool{"--help": true, "--version": true}
	for _, verb := range parser.Model.Children {
		flags := map[string]bool{"--help": true}
		for _, flag := range verb.Flags {
			for _, name := range append([]string{flag.Name}, flag.Aliases...) {
				flags["--"+name] = true
			}
			if flag.Tag.Negatable != "" {
				flags["--no-"+flag.Name] = true
			}
		}
		for _, name := range append([]string{verb.Name}, verb.Aliases...) {
			of[name] = flags
		}
		maps.Copy(all, flags)
	}
	return of, all
}

// commandLines returns the arguments of every call of datarocks in the blocks of
// code of a document.
func commandLines(markdown string) (lines [][]string) {
	code := false
	for line := range strings.SplitSeq(strings.ReplaceAll(markdown, "\\\n", " "), "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "```") {
			code = !code
			continue
		}
		args, ok := strings.CutPrefix(strings.TrimPrefix(line, "go run ./cmd/"), "datarocks ")
		if words := shellWords(args); code && ok && len(words) > 0 {
			lines = append(lines, words)
		}
	}
	return lines
}

// shellWords splits a command line as a shell does, up to a comment, a pipe, a
// redirection or another command.
func shellWords(line string) (words []string) {
	var word strings.Builder
	quote, open := rune(0), false
	flush := func() {
		if open {
			words = append(words, word.String())
		}
		word.Reset()
		open = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, open = r, true
		case r == ' ':
			flush()
		case strings.ContainsRune("|>;&", r), r == '#' && !open:
			flush()
			return words
		default:
			word.WriteRune(r)
			open = true
		}
	}
	flush()
	return words
}

func TestShellWords(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		`check`:                             {"check"},
		`reject a b --reason "it's down"`:   {"reject", "a", "b", "--reason", "it's down"},
		`setup --dry-run > stack.yaml`:      {"setup", "--dry-run"},
		`run   # may repeat`:                {"run"},
		`add https://example.org/#x --id y`: {"add", "https://example.org/#x", "--id", "y"},
	} {
		if got := shellWords(line); !slices.Equal(got, want) {
			t.Errorf("shellWords(%q) = %q, want %q", line, got, want)
		}
	}
}

// TestNoTopicIsCalledAsACommand: `datarocks help WORD` prints one of them.
func TestNoTopicIsCalledAsACommand(t *testing.T) {
	t.Parallel()
	for _, topic := range help.Topics() {
		if slices.Contains(verbNames(), topic.Name) {
			t.Errorf("%s is a topic and a command", topic.Name)
		}
	}
}

// TestReadmeListsEveryCommand.
func TestReadmeListsEveryCommand(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n## Commands\n")
	table, _, _ = strings.Cut(table, "\n\n`datarocks help COMMAND`")
	for _, verb := range verbNames() {
		if !strings.Contains(table, "`"+verb+"`") {
			t.Errorf("README.md does not list the command %s", verb)
		}
	}
}
