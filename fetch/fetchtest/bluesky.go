package fetchtest

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"regexp"
	"strings"
)

// Bluesky simulates Bluesky's public AppView. Shapes: the lexicons
// app.bsky.actor.getProfiles and app.bsky.actor.defs. An account is a handle, or
// a DID.
type Bluesky struct{ *Platform }

// blueskyBatch is how many accounts one request may name.
const blueskyBatch = 25

var noPunctuation = strings.NewReplacer(".", "", "_", "", ":", "", "%", "", "-", "")

var blueskyActor = regexp.MustCompile(`^(did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]|([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?)$`)

// NewBluesky starts a Bluesky that has no accounts.
func NewBluesky() (*Bluesky, error) {
	b := &Bluesky{&Platform{fold: func(account string) string {
		if strings.HasPrefix(account, "did:") {
			return account
		}
		return strings.ToLower(account)
	}}}
	return b, b.start(handlers{"GET /xrpc/app.bsky.actor.getProfiles": b.profiles}.mux())
}

// DID is the DID of an account.
func (b *Bluesky) DID(account string) string {
	if strings.HasPrefix(account, "did:") {
		return account
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.ToLower(account)))
	return fmt.Sprintf("did:plc:%024d", h.Sum64())
}

// profiles answers GET getProfiles?actors=a&actors=b, in the order of the DIDs
// and without the accounts that it does not show.
func (b *Bluesky) profiles(w http.ResponseWriter, r *http.Request) {
	actors := r.URL.Query()["actors"]
	switch {
	case len(actors) == 0:
		blueskyError(w, `Error: Params must have the property "actors"`)
		return
	case len(actors) > blueskyBatch:
		blueskyError(w, fmt.Sprintf("Error: actors must not have more than %d elements", blueskyBatch))
		return
	}
	found := make(map[string]object)
	for _, actor := range actors {
		if !blueskyActor.MatchString(actor) {
			blueskyError(w, "Error: actors/0 must be a valid did or a handle")
			return
		}
		a, ok := b.account(actor)
		if !ok {
			a, ok = b.find(func(a account) bool { return b.DID(a.id) == actor })
		}
		if ok && !a.suspended {
			found[b.DID(a.id)] = b.profile(a)
		}
	}
	WriteJSON(w, http.StatusOK, object{"profiles": sortedByKey(found)})
}

// profile is an account as the API shows it. One that is known by its DID only
// has a handle made of it.
func (b *Bluesky) profile(a account) object {
	did, handle := b.DID(a.id), a.id
	if did == a.id {
		handle = "user-" + strings.ToLower(noPunctuation.Replace(did)) + ".bsky.social"
	}
	return a.shaped("bluesky", object{"did": did, "handle": handle, "displayName": a.name, "followersCount": a.count})
}

func blueskyError(w http.ResponseWriter, message string) {
	WriteJSON(w, http.StatusBadRequest, object{"error": "InvalidRequest", "message": message})
}
