package lookup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
)

// Bounds of the lists of MusicBrainz (musicbrainz.org/doc/MusicBrainz_API, Browse).
const (
	pageSize  = 100 // release groups of one answer, the most that it has
	mostPages = 40
)

// releaseKind is what the primary types of MusicBrainz are in a timeline. Broadcasts,
// and what has no type, are not released.
var releaseKind = map[string]content.EventKind{
	"album": content.AlbumEvent, "ep": content.EPEvent, "single": content.SingleEvent,
}

// newWork holds the secondary types that a release may have and still be new music by
// the artist. Live albums, compilations, remixes, DJ-mixes, demos, interviews and spoken
// words are left out, as is any type that MusicBrainz will invent.
var newWork = map[string]bool{"soundtrack": true, "mixtape/street": true}

// releaseGroup is an album, EP or single of MusicBrainz with all its editions.
type releaseGroup struct {
	ID        fetch.Text   `json:"id"`
	Title     fetch.Text   `json:"title"`
	Primary   fetch.Text   `json:"primary-type"`
	Secondary []fetch.Text `json:"secondary-types"`
	Released  fetch.Text   `json:"first-release-date"` // "2025-02-07", "2025-02", "2025" or ""
}

// Releases returns the albums, EPs and singles of an artist of MusicBrainz whose first day
// is known, by day. Of one day albums come first, then EPs, and then by title. Days in the
// future are announced ones.
//
// The error is ErrNone where there is no such artist.
func (f *Finder) Releases(ctx context.Context, mbid string) ([]content.Event, error) {
	groups, err := f.musicbrainz.releaseGroups(ctx, mbid)
	if isMoved(err) {
		merged, lookup := f.musicbrainz.artist(ctx, mbid)
		if lookup == nil && merged.ID != mbid {
			groups, err = f.musicbrainz.releaseGroups(ctx, merged.ID)
		}
	}
	if err != nil {
		return nil, err
	}
	var events []content.Event
	for _, g := range groups {
		if event, ok := g.event(); ok {
			events = append(events, event)
		}
	}
	slices.SortFunc(events, func(a, b content.Event) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(a.Title, b.Title))
	})
	return slices.Compact(events), nil
}

func rank(kind content.EventKind) int { return slices.Index(content.EventKinds, kind) }

// isMoved recognizes the answer to the id of an artist who may have another one now.
func isMoved(err error) bool {
	status, ok := errors.AsType[*fetch.StatusError](err)
	return errors.Is(err, ErrNone) || ok && 300 <= status.Status && status.Status < 400 && status.Status != http.StatusNotModified
}

// releaseGroups returns each release group of an artist once. What is put in or taken out
// while the pages are read moves the others: one may be missing then.
func (m musicbrainz) releaseGroups(ctx context.Context, mbid string) ([]releaseGroup, error) {
	var all []releaseGroup
	seen := make(map[fetch.Text]bool)
	offset := 0
	for range mostPages {
		page, count, err := m.releasePage(ctx, mbid, offset)
		if err != nil {
			return nil, err
		}
		for _, g := range page {
			if !seen[g.ID] {
				seen[g.ID] = true
				all = append(all, g)
			}
		}
		offset += len(page)
		if len(page) == 0 || offset >= count {
			return all, nil
		}
	}
	return nil, failed(nameOfMusicBrainz, fmt.Errorf("the artist has more than %d releases", mostPages*pageSize))
}

// releasePage returns release groups from an offset on, and how many there are. Those of
// which there are only bootlegs and promotional copies are not among them, as on the
// artist's page there.
func (m musicbrainz) releasePage(ctx context.Context, mbid string, offset int) (page []releaseGroup, count int, err error) {
	var answer struct {
		Count  int             `json:"release-group-count"`
		Groups *[]releaseGroup `json:"release-groups"`
	}
	err = m.ask(ctx, "release-group", url.Values{
		"artist": {mbid}, "type": {"album|ep|single"}, "release-group-status": {"website-default"},
		"limit": {strconv.Itoa(pageSize)}, "offset": {strconv.Itoa(offset)},
	}, &answer)
	if err == nil && answer.Groups == nil {
		err = failed(nameOfMusicBrainz, errors.New("the answer is not the documented JSON"))
	}
	if err != nil {
		return nil, 0, err
	}
	return *answer.Groups, answer.Count, nil
}

// event returns a release group as an event; ok is false for what no timeline needs.
func (g releaseGroup) event() (e content.Event, ok bool) {
	kind := releaseKind[strings.ToLower(string(g.Primary))]
	old := func(t fetch.Text) bool { return !newWork[strings.ToLower(string(t))] }
	if kind == "" || slices.ContainsFunc(g.Secondary, old) {
		return e, false
	}
	day, err := content.ParseDay(string(g.Released))
	title := strings.TrimSpace(string(g.Title))
	return content.Event{Day: day, Kind: kind, Title: title}, err == nil && content.CheckName(title) == nil
}
