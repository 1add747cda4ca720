package lookup

import (
	"cmp"
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

// Followers is what Wikidata knows of the followers that an artist once had.
type Followers struct {
	Artist  content.Artist
	Item    string           // of Wikidata; "" where Why is set
	Why     error            // why there is no item
	Counts  []FollowersOfDay // sorted by source and day, one of each
	LeftOut map[LeftOut]int  // statements that are no count of one of the artist's accounts
}

// FollowersOfDay is a count that somebody wrote into an item.
type FollowersOfDay struct {
	Source  content.Source
	Account string // as the artist has it
	Day     content.Day
	Count   int64
	Step    int64 // how many counts it may stand for, see fetch.Count
}

// Link is the address of the item.
func (f Followers) Link() string { return Hit{Item: f.Item}.Link() }

// Followers asks Wikidata for the dated counts of followers of artists
// (www.wikidata.org/wiki/Property:P8687), in their order. It keeps only a count that
// is certainly one of an account that the artist has, on a day up to today. Its error
// is that Wikidata did not answer, and then there is nothing. progress is called with
// how many artists are done; it may be nil.
func (f *Finder) Followers(ctx context.Context, artists []content.Artist, today content.Day, progress func(artists int)) ([]Followers, error) {
	all := make([]Followers, 0, len(artists))
	for some := range slices.Chunk(artists, itemsAtOnce) {
		items, err := f.wikidata.items(ctx, some)
		if err != nil {
			return nil, err
		}
		entities, err := f.wikidata.followed(ctx, idsOf(items))
		if err != nil {
			return nil, err
		}
		for i, artist := range some {
			all = append(all, followersOf(artist, items[i], entities, today))
		}
		if progress != nil {
			progress(len(all))
		}
	}
	return all, nil
}

func followersOf(artist content.Artist, at found, entities map[string]followedEntity, today content.Day) Followers {
	entity, ok := entities[at.item]
	switch {
	case at.item == "":
		return Followers{Artist: artist, Why: at.why()}
	case !ok:
		return Followers{Artist: artist, Why: fmt.Errorf("the item %s of Wikidata is gone", at.item)}
	}
	followers := Followers{Artist: artist, Item: entity.ID, LeftOut: make(map[LeftOut]int)}
	accounts := entity.accounts(artist)
	for _, s := range entity.statements() {
		if count, why := accounts.count(s, today); why == "" {
			followers.Counts = append(followers.Counts, count)
		} else {
			followers.LeftOut[why]++
		}
	}
	followers.decide()
	return followers
}

// decide keeps one count of a source and day. Where two of them differ, nobody knows
// which is right, and none stays.
func (f *Followers) decide() {
	slices.SortFunc(f.Counts, func(a, b FollowersOfDay) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Count, b.Count))
	})
	var kept []FollowersOfDay
	for len(f.Counts) > 0 {
		first, n := f.Counts[0], 1
		for n < len(f.Counts) && f.Counts[n].Source == first.Source && f.Counts[n].Day == first.Day {
			n++
		}
		if f.Counts[n-1] == first {
			kept = append(kept, first)
		} else {
			f.LeftOut[Differs] += n
		}
		f.Counts = f.Counts[n:]
	}
	f.Counts = kept
}

// idsOf are the items that there are, each once, sorted.
func idsOf(all []found) []string {
	var ids []string
	for _, f := range all {
		if f.item != "" {
			ids = append(ids, f.item)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// followed asks for items, at most itemsAtOnce, by the ids that are asked for. Where
// the answer is too large it asks for half as many.
func (w wikidataAPI) followed(ctx context.Context, ids []string) (map[string]followedEntity, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	values := url.Values{"action": {"wbgetentities"}, "props": {"claims"}, "format": {"json"}, "ids": {strings.Join(ids, "|")}}
	var answer struct {
		Error    *struct{ Code fetch.Text }    `json:"error"`
		Entities wikidata.Dict[followedEntity] `json:"entities"`
	}
	err := get(ctx, w.client, w.api, values, &answer)
	switch {
	case fetch.IsTooLarge(err) && len(ids) > 1:
		return w.halves(ctx, ids)
	case err != nil:
		return nil, failed(nameOfWikidata, err)
	case answer.Error != nil:
		return nil, failed(nameOfWikidata, fmt.Errorf("error %s", fetch.OneLine(string(answer.Error.Code))))
	case len(answer.Entities) == 0:
		return nil, failed(nameOfWikidata, errors.New("the answer is not the documented JSON"))
	}
	entities := make(map[string]followedEntity)
	for key, entity := range answer.Entities {
		if entity.Missing != nil || entity.ID == "" {
			continue
		}
		for _, id := range wikidata.Under(key, entity.ID, entity.Redirects.From) {
			entities[id] = entity
		}
	}
	return entities, nil
}

func (w wikidataAPI) halves(ctx context.Context, ids []string) (map[string]followedEntity, error) {
	middle := len(ids) / 2
	entities, err := w.followed(ctx, ids[:middle])
	if err != nil {
		return nil, err
	}
	others, err := w.followed(ctx, ids[middle:])
	maps.Copy(entities, others)
	return entities, err
}
