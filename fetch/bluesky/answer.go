package bluesky

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"datarocks/fetch"
)

// profile is an account in an answer. Of its fields only did and handle are
// sure to be there (lexicon app.bsky.actor.defs, profileViewDetailed).
type profile struct {
	DID       fetch.Text      `json:"did"`
	Handle    fetch.Text      `json:"handle"`
	Name      fetch.Text      `json:"displayName"`
	Followers json.RawMessage `json:"followersCount"`
}

var errNoProfiles = errors.New("the answer has no profiles")

// decode reads the counts of the accounts asked for, which may be in any order.
// Accounts that are unknown, deleted or taken down are simply left out; the
// answer does not show which.
func decode(body []byte, asked []string) (map[string]fetch.Count, error) {
	var answer struct {
		Profiles []json.RawMessage `json:"profiles"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("decode answer: %w", err)
	}
	if answer.Profiles == nil {
		return nil, errNoProfiles
	}
	const twice = "the answer holds this account twice, and differently"
	found := make(fetch.Found, 2*len(answer.Profiles))
	for _, raw := range answer.Profiles {
		var p profile
		if err := json.Unmarshal(raw, &p); err == nil {
			count := fetch.ParseCount(p.Followers, "followers").Named(string(p.Name))
			found.Add(key(string(p.DID)), count, twice)
			found.Add(key(string(p.Handle)), count, twice)
		}
	}
	counts := make(map[string]fetch.Count, len(asked))
	for _, account := range asked {
		count, ok := found[key(account)]
		if !ok {
			count = fetch.Missing(fetch.Unavailable, "not found, deleted or taken down")
		}
		counts[account] = count
	}
	return counts, nil
}

// key is equal for spellings of one account: case matters in a DID, and not in
// a handle.
func key(account string) string {
	if strings.HasPrefix(account, "did:") {
		return account
	}
	return strings.ToLower(account)
}
