package lookup

import (
	"cmp"
	"context"
	"regexp"
	"slices"

	"datarocks/content"
)

// Artist is an artist and the accounts that were found.
type Artist struct {
	Name     string
	Accounts map[content.Source]string
	Others   map[content.Source][]string // further ones that may be the artist's
	Item     string                      // of Wikidata; "" where it knows none
	Missing  []error                     // see Found
}

// Artist returns the accounts of a hit. An account that was asked for comes
// first, then those that Wikidata prefers, then those of both, then the others
// of Wikidata, then those of MusicBrainz.
func (f *Finder) Artist(ctx context.Context, h Hit) (Artist, error) {
	found := Artist{Name: h.Name}
	var item entity
	var mb artist
	var itemErr, mbErr error
	if h.Item != "" {
		item, itemErr = f.wikidata.item(ctx, Question{item: h.Item})
		h.MBID = cmp.Or(item.first(content.ListenBrainz), h.MBID)
	}
	if h.MBID != "" {
		mb, mbErr = f.musicbrainz.artist(ctx, h.MBID)
	}
	merged := h.MBID // into mb, if it is another id
	if h.Item == "" && mb.item() != "" {
		item, itemErr = f.wikidata.item(ctx, Question{item: mb.item()})
		if mbid := item.first(content.ListenBrainz); mbid != "" && mbid != mb.ID {
			merged = mbid
			if !f.musicbrainz.merged(ctx, mbid, mb.ID) {
				item = entity{} // one of the two is wrong about the other
			}
		}
	}
	found.Missing = missing(itemErr, mbErr)
	found.Item = item.ID
	found.Name = cmp.Or(found.Name, item.name(), string(mb.Name))
	for _, info := range content.Sources {
		var asked []string
		if info.Source == h.source && !ambiguous(info.Source, h.account) {
			asked = append(asked, h.account)
		}
		accounts := choose(info, asked, item.accounts(info.Source), mb.accounts(info))
		if mb.ID != "" && merged != mb.ID {
			accounts = slices.DeleteFunc(accounts, func(id string) bool { return id == merged })
		}
		if len(accounts) == 0 {
			continue
		}
		if found.Accounts == nil {
			found.Accounts = make(map[content.Source]string)
			found.Others = make(map[content.Source][]string)
		}
		found.Accounts[info.Source] = accounts[0]
		if len(accounts) > 1 {
			found.Others[info.Source] = accounts[1:]
		}
	}
	switch {
	case len(found.Accounts) > 0:
		return found, nil
	case len(found.Missing) > 0:
		return found, found.Missing[0]
	}
	return found, ErrNone
}

// account is an account as Wikidata has it.
type account struct {
	id        string
	preferred bool
}

// choose orders the accounts of one source, each once.
func choose(info content.SourceInfo, asked []string, item []account, mb []string) []string {
	same := func(id string) func(string) bool {
		return func(other string) bool { return info.SameAccount(id, other) }
	}
	chosen := slices.Clone(asked)
	add := func(id string) {
		if !slices.ContainsFunc(chosen, same(id)) {
			chosen = append(chosen, id)
		}
	}
	for _, wanted := range []func(account) bool{
		func(a account) bool { return a.preferred },
		func(a account) bool { return slices.ContainsFunc(mb, same(a.id)) },
		func(account) bool { return true },
	} {
		for _, a := range item {
			if wanted(a) {
				add(a.id)
			}
		}
	}
	for _, id := range mb {
		add(id)
	}
	return chosen
}

var allDigits = regexp.MustCompile(`^[0-9]+$`)

// ambiguous recognizes a username of X that would be taken for a user's numeric id,
// and so for another user.
func ambiguous(source content.Source, username string) bool {
	return source == content.Twitter && allDigits.MatchString(username)
}
