// Package wikidata is what statements about an item of Wikidata look like in the answers
// of its API (www.wikidata.org/w/api.php?action=help&modules=wbgetentities).
package wikidata

import (
	"encoding/json"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
)

// Dict is a JSON object by its keys. Wikidata writes an empty one as a list.
type Dict[V any] map[string]V

// UnmarshalJSON takes a list for an empty object.
func (d *Dict[V]) UnmarshalJSON(raw []byte) error {
	if strings.HasPrefix(string(raw), "[") {
		*d = nil
		return nil
	}
	return json.Unmarshal(raw, (*map[string]V)(d))
}

// Claim is a statement about an item.
type Claim struct {
	Mainsnak   Snak         `json:"mainsnak"`
	Rank       fetch.Text   `json:"rank"` // preferred, normal or deprecated
	Qualifiers Dict[[]Snak] `json:"qualifiers"`
}

// Snak is a value of a statement, or of what qualifies it.
type Snak struct {
	Datavalue struct {
		Value fetch.Text `json:"value"` // "" where it is no text, or not known
	} `json:"datavalue"`
}

// Value is the statement's value, without blanks around it.
func (c Claim) Value() string { return strings.TrimSpace(string(c.Mainsnak.Datavalue.Value)) }

// Deprecated reports whether the statement is marked as wrong.
func (c Claim) Deprecated() bool { return c.Rank == "deprecated" }

// Ended reports whether the statement was so once, and is no more.
func (c Claim) Ended() bool { _, ended := c.Qualifiers[endTime]; return ended }

const endTime = "P582"

// MaxBody is what an answer may have in bytes: an item comes with the sources of each
// claim.
const MaxBody = 16 << 20

// Identifying are the sources whose accounts show which artist an item is about, the
// surest first. Last.fm is none: its accounts are names, which several artists may have.
var Identifying = []content.Source{
	content.ListenBrainz, content.Spotify, content.Deezer, content.Twitter, content.Bluesky, content.Mastodon, content.Instagram,
	content.YouTube,
}

// Under returns the ids that an item of an answer can be asked for by: the one it stands
// under, its own, and that of an item that was merged into it, where there is one.
func Under(asked, id, from string) []string {
	ids := []string{asked, id}
	if from != "" {
		ids = append(ids, from)
	}
	return ids
}

// NumericUserID is the property that has a user's id on X, where it qualifies a username.
const NumericUserID = "P6552"

// Property is what Wikidata calls a source's accounts.
var Property = map[content.Source]string{
	content.Spotify:      "P1902",
	content.Twitter:      "P2002",
	content.Deezer:       "P2722",
	content.Bluesky:      "P12361",
	content.Mastodon:     "P4033",
	content.ListenBrainz: "P434",
	content.LastFM:       "P3192",
	content.Instagram:    "P2003",
	content.YouTube:      "P2397",
}
