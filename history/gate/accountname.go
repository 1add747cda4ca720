package gate

import (
	"fmt"
	"slices"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/content/name"
	"datarocks/fetch"
	"datarocks/history/series"
)

// roster is what is known of the artists of a site.
type roster struct {
	names  map[string][]string // by artist
	taken  map[string]bool     // every name of every artist, folded
	owners map[ref]string      // artists by the account that was counted last
}

// ref names an account.
type ref struct {
	source  content.Source
	account string
}

func rosterOf(site *content.Site, past series.Lookup) roster {
	r := roster{names: make(map[string][]string, len(site.Artists)), taken: make(map[string]bool), owners: make(map[ref]string)}
	for _, a := range site.Artists {
		r.names[a.ID] = append([]string{a.Name}, a.Aliases...)
		for _, known := range r.names[a.ID] {
			r.taken[name.Fold(known)] = true
		}
		for _, source := range content.Sources {
			if counted := past(a.ID, source.Source.Default()).Counted; counted != "" {
				r.owners[ref{source.Source, counted}] = a.ID
			}
		}
	}
	return r
}

// stranger returns why an account may be another act's; "" where nothing speaks
// for that. An account is known by the name under which it was accepted before, in
// this metric or in the source's default one: a metric that is new is of an account
// that is not. Where a platform has ids for good, it is the id that decides: a username
// which passed to somebody else leads to another one.
func (r roster) stranger(of []*series.Series, sample fetch.Sample) string {
	known := slices.DeleteFunc(slices.Clone(of), func(s *series.Series) bool { return s.Counted != sample.Account })
	name, id := fetch.NameAndID(sample.Count.Name)
	switch before := idOf(known); {
	case id != "" && before == id:
		return "" // whatever it calls itself now
	case id != "" && before != "":
		return fmt.Sprintf(whyID, id, before)
	}
	if name == "" {
		owner, owned := r.owners[ref{sample.Source, sample.Account}]
		if len(known) > 0 || !owned {
			return ""
		}
		return whyOther + owner
	}
	if slices.ContainsFunc(known, func(s *series.Series) bool { return s.Name == sample.Count.Name }) || r.knows(sample.Artist, name) {
		return ""
	}
	return whyName + legible.Stranger(name)
}

// idOf is the id of the account that series were accepted of; "" where none is known.
func idOf(known []*series.Series) string {
	for _, s := range known {
		if _, id := fetch.NameAndID(s.Name); id != "" {
			return id
		}
	}
	return ""
}

// knows reports whether an account of this name may be the artist's: whether the
// name is one of the artist's, or like one of them and no other artist's.
// "Queensrÿche" is like "Queen", but not where both are on the roster.
func (r roster) knows(artist, account string) bool {
	folded := name.Fold(account)
	switch names := r.names[artist]; {
	case slices.ContainsFunc(names, func(known string) bool { return name.Fold(known) == folded }):
		return true
	case r.taken[folded]:
		return false
	default:
		return slices.ContainsFunc(names, func(known string) bool { return name.Alike(known, account) })
	}
}
