package importer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"datarocks/content"
	"datarocks/history/gate"
)

// roster finds artists by what files call them.
type roster struct {
	artists []content.Artist
	exact   map[string][]string // ids by id, name and alias
	folded  map[string][]string // ids by the same, folded
	wrong   map[string]*fault   // names that are nobody's: a table has them in every line
}

func newRoster(artists []content.Artist) roster {
	r := roster{artists, make(map[string][]string), make(map[string][]string), make(map[string]*fault)}
	add := func(names map[string][]string, name, id string) {
		if !slices.Contains(names[name], id) {
			names[name] = append(names[name], id)
		}
	}
	for _, a := range artists {
		for _, name := range namesOf(a) {
			add(r.exact, name, a.ID)
			add(r.folded, gate.FoldName(name), a.ID)
		}
	}
	return r
}

func namesOf(a content.Artist) []string { return append([]string{a.ID, a.Name}, a.Aliases...) }

// find gives the artist of a name, which must be that artist's whole name. One
// that is only part of it may be another artist's.
func (r roster) find(name string) (id string, wrong *fault) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", &fault{"has no artist", "write the artist's name or id"}
	}
	ids := r.exact[name]
	if len(ids) == 0 {
		ids = r.folded[gate.FoldName(name)]
	}
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		if r.wrong[name] == nil {
			r.wrong[name] = &fault{"unknown artist " + quote(name), r.suggest(name)}
		}
		return "", r.wrong[name]
	}
	return "", &fault{fmt.Sprintf("%s may be %s", quote(name), strings.Join(ids, " or ")), "write the id of the one that is meant"}
}

func (r roster) suggest(name string) string {
	const longest = 256
	best, distance := -1, 0
	if folded := gate.FoldName(name); len(folded) <= longest {
		for i, a := range r.artists {
			for _, other := range namesOf(a) {
				other = gate.FoldName(other)
				n := levenshtein.ComputeDistance(folded, other)
				close := n <= max(1, utf8.RuneCountInString(folded)/3)
				if part := len(other) > 2 && len(folded) > 2 && (strings.Contains(folded, other) || strings.Contains(other, folded)); (close || part) && (best < 0 || n < distance) {
					best, distance = i, n
				}
			}
		}
	}
	if best < 0 {
		return "add the artist to the content, or take these counts out"
	}
	a := r.artists[best]
	return fmt.Sprintf("did you mean %s? write %s, or add the name to aliases in artists/%s.md", a.Name, a.ID, a.ID)
}

// sourceNamed finds a source by its id or the name that readers see.
func sourceNamed(name string) (content.Source, *fault) {
	folded := letters(name)
	if folded == "" {
		return "", &fault{"has no source", "write one of " + sourceIDs()}
	}
	best, distance := content.Source(""), 3
	for _, info := range content.Sources {
		for _, known := range sourceNames(info) {
			if folded == known {
				return info.Source, nil
			}
			if len(folded) > 64 {
				continue
			}
			if n := levenshtein.ComputeDistance(folded, known); n < distance && n <= len(folded)/3 {
				best, distance = info.Source, n
			}
		}
	}
	if best != "" {
		return "", &fault{"unknown source " + quote(name), fmt.Sprintf("did you mean %s?", best)}
	}
	return "", &fault{"unknown source " + quote(name), "take it out, or write one of " + sourceIDs()}
}

// sourceNames are what a source is called, as letters gives it.
func sourceNames(info content.SourceInfo) []string {
	names := []string{letters(string(info.Source)), letters(info.Name)}
	if info.Source == content.Twitter {
		names = append(names, "x")
	}
	return names
}

func sourceIDs() string {
	ids := make([]string, len(content.Sources))
	for i, info := range content.Sources {
		ids[i] = string(info.Source)
	}
	return strings.Join(ids, ", ")
}

// letters leaves letters and digits, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
