package wikipedia

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// itemsAtOnce is how many items are asked for in a request. Wikidata takes 50, but
// one of a famous band is 0.3 MB.
const itemsAtOnce = 20

// entity is an item of Wikidata.
type entity struct {
	ID        string                          `json:"id"`
	Claims    wikidata.Dict[[]wikidata.Claim] `json:"claims"`
	Redirects struct {
		From string `json:"from"` // the item that was merged into this one
	} `json:"redirects"`
}

// called is what messages call the accounts by which an item shows whose it is.
var called = map[content.Source]string{
	content.ListenBrainz: "MusicBrainz id",
	content.Spotify:      "Spotify id",
	content.Deezer:       "Deezer id",
	content.Twitter:      "X username",
	content.Bluesky:      "Bluesky handle",
	content.Mastodon:     "Mastodon address",
	content.Instagram:    "Instagram username",
	content.YouTube:      "YouTube channel",
}

// guard looks at the items of articles. One whose accounts are other than the artist's,
// in all that both have, is of another act.
func (c *counter) guard(ctx context.Context, tries *tries, guarded map[string]bool, titles map[string]title) error {
	byItem := make(map[string][]string) // accounts
	for account, t := range titles {
		if guarded[account] && t.item != "" && t.wrong == (fetch.Count{}) && len(c.others(account)) > 0 {
			byItem[t.item] = append(byItem[t.item], account)
		}
	}
	for items := range slices.Chunk(slices.Sorted(maps.Keys(byItem)), itemsAtOnce) {
		var accounts []string
		for _, item := range items {
			accounts = append(accounts, byItem[item]...)
		}
		err := tries.do(titles, accounts, func() error {
			entities, err := c.entities(ctx, items)
			for _, account := range accounts {
				if t := titles[account]; err == nil {
					t.wrong = entities[t.item].fault(t.item, c.others(account))
					titles[account] = t
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// others returns the artist's other accounts.
func (c *counter) others(account string) map[content.Source]string {
	if c.known == nil {
		return nil
	}
	return c.known(account)
}

// entities asks Wikidata for items, by their ids.
func (c *counter) entities(ctx context.Context, items []string) (map[string]entity, error) {
	var answer struct {
		Error    *struct{ Code fetch.Text } `json:"error"`
		Entities wikidata.Dict[entity]      `json:"entities"`
	}
	err := c.api(ctx, "www.wikidata.org", url.Values{
		"action": {"wbgetentities"}, "props": {"claims"}, "ids": {strings.Join(items, "|")},
	}, &answer)
	switch {
	case err != nil:
		return nil, err
	case answer.Error != nil:
		return nil, fmt.Errorf("wikidata's error %s", fetch.OneLine(string(answer.Error.Code)))
	}
	found := make(map[string]entity)
	for asked, e := range answer.Entities {
		for _, id := range wikidata.Under(asked, e.ID, e.Redirects.From) {
			found[id] = e
		}
	}
	for _, item := range items {
		if _, ok := found[item]; !ok {
			return nil, errors.New("an item is not in the answer")
		}
	}
	return found, nil
}

// fault is why an item is of another act than the one that has these accounts; the
// zero Count where it may be of that one.
func (e entity) fault(item string, accounts map[content.Source]string) (wrong fetch.Count) {
	for _, source := range wikidata.Identifying {
		info, _ := source.Info()
		account, ok := accounts[source]
		if !ok {
			continue
		}
		for _, c := range e.Claims[wikidata.Property[source]] {
			value := comparable(c, source, account)
			if value != "" && info.SameAccount(value, account) {
				return fetch.Count{}
			}
			if value != "" && !c.Deprecated() && !c.Ended() && wrong == (fetch.Count{}) {
				wrong = fetch.Missing(fetch.Unavailable,
					fmt.Sprintf("the article is of another act: its Wikidata item %s has %s %s", item, called[source], value))
			}
		}
	}
	return wrong
}

// comparable is the value of a claim in the form that an account has: of X a username
// or a number, of Bluesky a handle. It is "" where there is none in that form.
func comparable(c wikidata.Claim, source content.Source, account string) string {
	value := strings.TrimPrefix(c.Value(), "@")
	switch {
	case source == content.Twitter && strings.Trim(account, "0123456789") == "":
		for _, q := range c.Qualifiers[wikidata.NumericUserID] {
			return strings.TrimSpace(string(q.Datavalue.Value))
		}
		return ""
	case source == content.Bluesky && strings.HasPrefix(account, "did:") != strings.HasPrefix(value, "did:"):
		return ""
	}
	return value
}
