package main

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"datarocks/cmd/datarocks/help"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// complete returns what the last word of a command line can become; nothing where that
// is not known, or is a file.
func complete(w *shell.World, words []string) []string {
	words = withValues(words)
	if len(words) == 0 {
		return nil
	}
	last := words[len(words)-1]
	var all []string
	switch {
	case len(words) == 1:
		all = append(verbNames(), "--help", "--version")
	case words[0] == "help" && len(words) == 2:
		all = verbNames()
		for _, topic := range help.Topics() {
			all = append(all, topic.Name)
		}
	default:
		all = completeIn(w, words[0], words[1:len(words)-1], last)
	}
	return slices.DeleteFunc(all, func(word string) bool {
		source, _, further := strings.Cut(word, "/")
		return !strings.HasPrefix(word, last) || further && !strings.HasPrefix(last, source) // its metrics once a source is written
	})
}

// withValues joins a flag and its value, which bash has in three words: --format, =,
// csv. The value alone is then what is completed.
func withValues(words []string) (joined []string) {
	for i := range words {
		if words[i] != "=" || i == 0 {
			joined = append(joined, words[i])
		} else if i == len(words)-1 {
			joined = append(joined, "")
		}
	}
	return joined
}

// completeIn completes a word of a command after those before it.
func completeIn(w *shell.World, name string, before []string, last string) []string {
	v, ok := verbNamed(name)
	if !ok {
		return nil
	}
	parser, err := describe(w, []verb{v})
	if err != nil {
		return nil
	}
	command := parser.Model.Children[0]
	flags := make(map[string]*kong.Value)
	names := []string{"--help"}
	for _, group := range command.AllFlags(true) {
		for _, flag := range group {
			flags["--"+flag.Name] = flag.Value
			names = append(names, "--"+flag.Name)
		}
	}
	if flag, _, ok := strings.Cut(last, "="); ok && flags[flag] != nil {
		values := valuesOf(w, flags[flag])
		for i := range values {
			values[i] = flag + "=" + values[i]
		}
		return values
	}
	given := 0 // arguments that are there
	for i, word := range before {
		isValue := i > 0 && flags[before[i-1]] != nil && !flags[before[i-1]].IsBool()
		if !strings.HasPrefix(word, "-") && !isValue {
			given++
		}
	}
	switch args := command.Positional; {
	case len(before) > 0 && flags[before[len(before)-1]] != nil && !flags[before[len(before)-1]].IsBool():
		return valuesOf(w, flags[before[len(before)-1]])
	case strings.HasPrefix(last, "-"):
		slices.Sort(names)
		return slices.Compact(names)
	case given < len(args), len(args) > 0 && args[len(args)-1].IsCumulative():
		return valuesOf(w, args[min(given, len(args)-1)])
	}
	return nil
}

// valuesOf returns what a flag or an argument can be.
func valuesOf(w *shell.World, value *kong.Value) []string {
	switch {
	case value.Enum != "":
		return slices.DeleteFunc(value.EnumSlice(), func(one string) bool { return one == "words" })
	case value.Name == "artist", value.Name == "old":
		folder := cmp.Or(w.Getenv("DATAROCKS_CONTENT"), "content")
		files, _ := filepath.Glob(filepath.Join(folder, "artists", "*.md")) // the pattern is a good one
		for i, file := range files {
			files[i] = strings.TrimSuffix(filepath.Base(file), ".md")
		}
		return files
	case value.Name == "source":
		return settings.SourceNames()
	}
	return nil
}
