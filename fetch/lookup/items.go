package lookup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch/wikidata"
)

// itemsAtOnce is how many items or accounts one request is for, which is the most that
// wbgetentities takes.
const itemsAtOnce = 50

// finding are the accounts by which an artist's item is found, the surest first. A
// name on Last.fm may be several artists'.
var finding = []content.Source{content.ListenBrainz, content.Spotify, content.Deezer, content.Twitter, content.Bluesky, content.Mastodon, content.YouTube}

// found is what the accounts of an artist lead to.
type found struct {
	item    string   // "" where it is not certain
	several []string // items that have one and the same account
}

// items finds the items of artists by their accounts, in as few requests as there
// can be. An account that several items have leads to none, and the next one counts.
func (w wikidataAPI) items(ctx context.Context, artists []content.Artist) ([]found, error) {
	all := make([]found, len(artists))
	for _, source := range finding {
		holders, err := w.holdersOf(ctx, source, accountsLeft(source, artists, all))
		if err != nil {
			return nil, err
		}
		for i, artist := range artists {
			items := itemsOf(holders, source, artist)
			switch {
			case all[i].item != "" || len(items) == 0:
			case len(items) == 1:
				all[i].item = items[0]
			default:
				all[i].several = items
			}
		}
	}
	return all, nil
}

// accountsLeft are the spellings of the accounts on a source of artists without an
// item, each once.
func accountsLeft(source content.Source, artists []content.Artist, all []found) []string {
	var left []string
	for i, artist := range artists {
		if all[i].item == "" {
			left = append(left, spellingsOf(source, artist)...)
		}
	}
	slices.Sort(left)
	return slices.Compact(left)
}

// spellingsOf are how an artist's account may be written in an item.
func spellingsOf(source content.Source, artist content.Artist) []string {
	account, ok := artist.Accounts[source]
	if !ok || ambiguous(source, account) {
		return nil
	}
	return spellings(source, account)
}

// itemsOf are the items that have an artist's account, sorted.
func itemsOf(holders map[string][]string, source content.Source, artist content.Artist) []string {
	var items []string
	for _, spelling := range spellingsOf(source, artist) {
		items = append(items, holders[spelling]...)
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// holdersOf asks which items have accounts, by account.
func (w wikidataAPI) holdersOf(ctx context.Context, source content.Source, accounts []string) (map[string][]string, error) {
	holders := make(map[string][]string)
	for page := range slices.Chunk(accounts, itemsAtOnce) {
		values := make([]string, len(page))
		for i, account := range page {
			values[i] = literal(account)
		}
		rows, err := w.bindings(ctx, fmt.Sprintf("SELECT ?item ?value WHERE {\n  VALUES ?value { %s }\n  ?item wdt:%s ?value.\n}", strings.Join(values, " "), wikidata.Property[source]))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if item, ok := row.item(); ok {
				holders[row.text("value")] = append(holders[row.text("value")], item)
			}
		}
	}
	return holders, nil
}

// several is why one of several items is not taken.
func (f found) why() error {
	if len(f.several) > 0 {
		return fmt.Errorf("several items of Wikidata have one of its accounts: %s", strings.Join(f.several, " and "))
	}
	return errors.New("no item of Wikidata has one of its accounts")
}
