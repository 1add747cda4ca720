package bluesky

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"datarocks/fetch"
)

// profile is an account in an answer. Of its fields only did and handle are
// sure to be there (lexicon app.bsky.actor.defs, profileViewDetailed).
type profile struct {
	DID    fetch.Text `json:"did"`
	Handle fetch.Text `json:"handle"`
	Name   fetch.Text `json:"displayName"`
}

var errNoProfiles = errors.New("the answer has no profiles")

// unverified stands for a handle that does not lead back to its account at the
// moment. Of the account that was asked for by it, only the DID is sure.
const unverified = "handle.invalid"

// gone is the count of an account that is not in the answer: Bluesky leaves out
// accounts that are unknown, deleted or taken down, and does not show which.
var gone = fetch.Missing(fetch.Unavailable, "not found: renamed, deleted or taken down")

// decoded are the profiles of an answer.
type decoded struct {
	found    fetch.Found
	nameless []string // the DIDs of those whose handle is not verified
}

// decode reads an answer, whose profiles may be in any order.
func decode(body []byte) (decoded, error) {
	var answer struct {
		Profiles []json.RawMessage `json:"profiles"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return decoded{}, fmt.Errorf("decode answer: %w", err)
	}
	if answer.Profiles == nil {
		return decoded{}, errNoProfiles
	}
	const twice = "the answer holds this account twice, and differently"
	d := decoded{found: make(fetch.Found, 2*len(answer.Profiles))}
	for _, raw := range answer.Profiles {
		var p profile
		if err := json.Unmarshal(raw, &p); err != nil {
			continue
		}
		count := fetch.ParseCount(fetch.Field(raw, "followersCount"), "followers").Named(string(p.Name))
		d.found.Add(key(string(p.DID)), count, twice)
		if handle := key(string(p.Handle)); handle != unverified {
			d.found.Add(handle, count, twice)
		} else if p.DID != "" && !slices.Contains(d.nameless, string(p.DID)) {
			d.nameless = append(d.nameless, string(p.DID))
		}
	}
	return d, nil
}

// read adds the counts of the accounts asked for.
func (d decoded) read(asked []string, counts map[string]fetch.Count) {
	for _, account := range asked {
		counts[account] = gone
		if count, ok := d.found[key(account)]; ok {
			counts[account] = count
		}
	}
}

// doubtful returns the handles among the accounts asked for that an account without
// a verified one may belong to.
func (d decoded) doubtful(asked []string) []string {
	askedByDID := func(did string) bool { return slices.Contains(asked, did) }
	if !slices.ContainsFunc(d.nameless, func(did string) bool { return !askedByDID(did) }) {
		return nil
	}
	var handles []string
	for _, account := range asked {
		if _, ok := d.found[key(account)]; !ok && !isDID(account) {
			handles = append(handles, account)
		}
	}
	return handles
}

// notVerified is the count of the only account asked for, by its handle.
func (d decoded) notVerified() fetch.Count {
	if len(d.nameless) != 1 {
		return gone
	}
	return fetch.Missing(fetch.Unavailable, "Bluesky cannot verify this handle now; write "+d.nameless[0]+" in its place")
}

// key is equal for spellings of one account: case matters in a DID, and not in
// a handle.
func key(account string) string {
	if isDID(account) {
		return account
	}
	return strings.ToLower(account)
}

func isDID(account string) bool { return strings.HasPrefix(account, "did:") }
