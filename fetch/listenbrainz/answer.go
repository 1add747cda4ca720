package listenbrainz

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
)

// artist is one of an answer's. Its numbers are null where ListenBrainz does
// not know the id, or nobody has listened yet.
type artist struct {
	MBID      fetch.Text      `json:"artist_mbid"`
	Listeners json.RawMessage `json:"-"` // see decode
}

var errNoArtists = errors.New("the answer has no artists")

// decode reads the counts of the artists asked for. Each artist of the answer
// is decoded alone, so that an odd one does not cost 999 others their count.
func decode(body []byte, asked []string) (map[string]fetch.Count, error) {
	var artists []json.RawMessage
	if err := json.Unmarshal(body, &artists); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	if artists == nil {
		return nil, errNoArtists
	}
	found := make(fetch.Found, len(artists))
	mbids := make([]string, len(artists))
	for i, raw := range artists {
		var a artist
		if err := json.Unmarshal(raw, &a); err == nil {
			a.Listeners = fetch.Field(raw, "total_user_count")
			mbids[i] = strings.ToLower(string(a.MBID))
			found.Add(mbids[i], a.count(mbids[i]), "the answer holds this artist twice, and differently")
		}
	}
	counts := make(map[string]fetch.Count, len(asked))
	for i, mbid := range asked {
		count, ok := found[mbid]
		if !ok && len(mbids) == len(asked) {
			count = another(mbids[i], asked)
		}
		if count != (fetch.Count{}) {
			counts[mbid] = count
		}
	}
	return counts, nil
}

// count is the number of listeners. MusicBrainz merges artists, and ListenBrainz
// knows nothing by the id that went.
func (a artist) count(mbid string) fetch.Count {
	if text := string(a.Listeners); text == "" || text == "null" {
		return fetch.Missing(fetch.Unavailable, "no listeners by this id; if merged, musicbrainz.org/artist/"+mbid+" shows the new one")
	}
	return fetch.ParseCount(a.Listeners, "listeners")
}

// another is the count of an artist in whose place the answer has another id, which
// nobody asked for: answers are in the order of the question.
func another(mbid string, asked []string) fetch.Count {
	info, _ := content.ListenBrainz.Info()
	if !info.ValidAccount(mbid) || slices.Contains(asked, mbid) {
		return fetch.Count{}
	}
	return fetch.Missing(fetch.Unavailable, "the answer is for "+mbid+"; if the id was merged into it, write that one")
}
