package listenbrainz

import (
	"encoding/json"
	"errors"
	"fmt"

	"datarocks/fetch"
)

// artist is one of an answer's. Its numbers are null where ListenBrainz does
// not know the id, or nobody has listened yet.
type artist struct {
	MBID      fetch.Text      `json:"artist_mbid"`
	Listeners json.RawMessage `json:"total_user_count"`
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
	for _, raw := range artists {
		var a artist
		if err := json.Unmarshal(raw, &a); err == nil {
			found.Add(string(a.MBID), fetch.ParseCount(a.Listeners, "listeners"), "the answer holds this artist twice, and differently")
		}
	}
	counts := make(map[string]fetch.Count, len(asked))
	for _, mbid := range asked {
		if count, ok := found[mbid]; ok {
			counts[mbid] = count
		}
	}
	return counts, nil
}
