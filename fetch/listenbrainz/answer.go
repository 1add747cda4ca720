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
	Listens   json.RawMessage `json:"-"`
}

var errNoArtists = errors.New("the answer has no artists")

// decode reads the counts of the artists asked for. Each artist of the answer
// is decoded alone, so that an odd one does not cost 999 others their count.
func decode(body []byte, asked []string) (map[string]fetch.Answer, error) {
	var artists []json.RawMessage
	if err := json.Unmarshal(body, &artists); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	if artists == nil {
		return nil, errNoArtists
	}
	listeners, listens := make(fetch.Found, len(artists)), make(fetch.Found, len(artists))
	mbids := make([]string, len(artists))
	for i, raw := range artists {
		var a artist
		if err := json.Unmarshal(raw, &a); err == nil {
			a.Listeners, a.Listens = fetch.Field(raw, "total_user_count"), fetch.Field(raw, "total_listen_count")
			mbids[i] = strings.ToLower(string(a.MBID))
			listeners.Add(mbids[i], count(a.Listeners, "listeners", mbids[i]), twice)
			listens.Add(mbids[i], count(a.Listens, "listens", mbids[i]), twice)
		}
	}
	answers := make(map[string]fetch.Answer, len(asked))
	for i, mbid := range asked {
		if count, ok := listeners[mbid]; ok {
			answers[mbid] = fetch.Answer{Count: count, More: map[string]fetch.Count{"listens": listens[mbid]}}
		} else if len(mbids) == len(asked) {
			answers[mbid] = fetch.Answer{Count: another(mbids[i], asked)}
		}
	}
	return answers, nil
}

const twice = "the answer holds this artist twice, and differently"

// count is one of the numbers. MusicBrainz merges artists, and ListenBrainz knows
// nothing by the id that went.
func count(raw json.RawMessage, metric, mbid string) fetch.Count {
	if text := string(raw); text == "" || text == "null" {
		return fetch.Missing(fetch.Unavailable, "no "+metric+" by this id; if merged, musicbrainz.org/artist/"+mbid+" shows the new one")
	}
	return fetch.ParseCount(raw, metric)
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
