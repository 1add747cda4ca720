package importer

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/content/name"
)

// roster finds artists by what files call them.
type roster struct {
	artists  []content.Artist
	exact    map[string][]string // ids by id, name and alias
	folded   map[string][]string // ids by the same, folded
	accounts map[accountKey][]content.Artist
	former   map[string][]string // ids that the artists had before, by id
	wrong    map[string]*fault   // names that no artist has: a table has them in every line
}

func newRoster(artists []content.Artist) roster {
	r := roster{
		artists: artists, exact: make(map[string][]string), folded: make(map[string][]string),
		accounts: make(map[accountKey][]content.Artist), former: make(map[string][]string), wrong: make(map[string]*fault),
	}
	add := func(ids map[string][]string, key, id string) {
		if !slices.Contains(ids[key], id) {
			ids[key] = append(ids[key], id)
		}
	}
	for _, a := range artists {
		r.former[a.ID] = a.Formerly
		for _, known := range namesOf(a) {
			add(r.exact, known, a.ID)
			add(r.folded, name.Fold(known), a.ID)
		}
		for source, account := range a.Accounts {
			key := newAccountKey(source, account)
			r.accounts[key] = append(r.accounts[key], a)
		}
	}
	return r
}

// accountKey is equal for accounts that may be the same one.
type accountKey struct {
	source content.Source
	folded string
}

func newAccountKey(source content.Source, account string) accountKey {
	return accountKey{source, strings.ToLower(account)}
}

// account returns the artist who has an account, which may be the address of its
// page.
func (r roster) account(source content.Source, called string) (id string, wrong *fault) {
	info, _ := source.Info()
	account, ok := info.ParseAccount(called)
	switch {
	case called == "":
		return "", &fault{"has no account", "write the " + info.Account}
	case !ok:
		return "", &fault{fmt.Sprintf("%s account %s does not have the right form", info.Name, legible.Quote(called)), "write the " + info.Account + ", such as " + info.Example}
	}
	for _, a := range r.accounts[newAccountKey(source, account)] {
		if info.SameAccount(a.Accounts[source], account) {
			return a.ID, nil
		}
	}
	return "", &fault{fmt.Sprintf("no artist has the %s account %s", info.Name, legible.Quote(account)), "write it into the artist's file, or take these counts out"}
}

func namesOf(a content.Artist) []string {
	return slices.Concat([]string{a.ID, a.Name}, a.Aliases, a.Formerly)
}

// find returns the artist of a name, which must be that artist's whole name. One
// that is only part of it may be another artist's.
func (r roster) find(called string) (id string, wrong *fault) {
	called = strings.TrimSpace(called)
	if called == "" {
		return "", &fault{"has no artist", "write the artist's name or id"}
	}
	ids := r.exact[called]
	if len(ids) == 0 {
		ids = r.folded[name.Fold(called)]
	}
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		if r.wrong[called] == nil {
			r.wrong[called] = &fault{"unknown artist " + legible.Quote(called), r.suggest(called)}
		}
		return "", r.wrong[called]
	}
	return "", &fault{fmt.Sprintf("%s may be %s", legible.Quote(called), strings.Join(ids, " or ")), "write the id of the one that is meant"}
}

// suggest names the artist whose name is nearest: one that is spelled much like
// it, or else one that holds it or is part of it.
func (r roster) suggest(called string) string {
	var names []string
	var owners []content.Artist
	for _, a := range r.artists {
		for _, known := range namesOf(a) {
			names, owners = append(names, name.Fold(known)), append(owners, a)
		}
	}
	folded := name.Fold(called)
	i := name.Nearest(folded, names)
	if i < 0 {
		i = name.NearestOf(folded, names, func(known string, _ int) bool {
			return len(known) > 2 && len(folded) > 2 && (strings.Contains(folded, known) || strings.Contains(known, folded))
		})
	}
	if i < 0 {
		return "add the artist to the content, or take these counts out"
	}
	a := owners[i]
	return fmt.Sprintf("did you mean %s? write %s, or add the name to aliases in artists/%s.md", a.Name, a.ID, a.ID)
}

// sourceNamed finds a source by its id or the name that readers see.
func sourceNamed(called string) (content.Source, *fault) {
	folded := name.Letters(called)
	if folded == "" {
		return "", &fault{"has no source", "write one of " + sourceIDs()}
	}
	var names []string
	var sources []content.Source
	for _, info := range content.Sources {
		for _, known := range sourceNames(info) {
			names, sources = append(names, known), append(sources, info.Source)
		}
	}
	if i := slices.Index(names, folded); i >= 0 {
		return sources[i], nil
	}
	if i := name.NearestOf(folded, names, func(_ string, edits int) bool { return edits <= min(2, len(folded)/3) }); i >= 0 {
		return "", &fault{"unknown source " + legible.Quote(called), fmt.Sprintf("did you mean %s?", sources[i])}
	}
	return "", &fault{"unknown source " + legible.Quote(called), "take it out, or write one of " + sourceIDs()}
}

// sourceNames are what a source is called, in name.Letters.
func sourceNames(info content.SourceInfo) []string {
	names := []string{name.Letters(string(info.Source)), name.Letters(info.Name)}
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
