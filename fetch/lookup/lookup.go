// Package lookup finds the accounts of an artist, once, for the person who adds
// the artist. A run never does: it asks for the accounts that content names.
//
// It asks Wikidata and MusicBrainz, which keep artists' ids on the platforms and
// are edited by anybody. So a name is looked for in both: that one of them knows
// one artist of a name does not mean that there is no other.
package lookup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"datarocks/content"
	"datarocks/content/name"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// Paces of the two. MusicBrainz blocks who asks more than once a second
// (musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting).
var (
	MusicBrainzPace = fetch.Pace{Requests: 1, Per: 1100 * time.Millisecond}
	WikidataPace    = fetch.Pace{Requests: 2, Per: time.Second}
)

// MaxBody is what an answer of either may have in bytes; the larger ones are Wikidata's.
const MaxBody = wikidata.MaxBody

// Finder asks Wikidata and MusicBrainz.
type Finder struct {
	wikidata    wikidataAPI
	musicbrainz musicbrainz
}

// Service is one of the two: a client of fetch.NewClient, and the origin that
// stands in for it ("http://127.0.0.1:8080"); empty means the real one.
type Service struct {
	Client *http.Client
	Origin string
}

// New makes a Finder.
func New(wd, mb Service) *Finder {
	return &Finder{
		wikidata: wikidataAPI{
			client: wd.Client,
			api:    fetch.Origin(wd.Origin, "https://www.wikidata.org") + "/w/api.php",
			query:  fetch.Origin(wd.Origin, "https://query.wikidata.org") + "/sparql",
		},
		musicbrainz: musicbrainz{client: mb.Client, origin: fetch.Origin(mb.Origin, "https://musicbrainz.org")},
	}
}

// ErrNone means that no artist was found.
var ErrNone = errors.New("neither Wikidata nor MusicBrainz knows it")

// Hit is an artist who may be the one that was asked for.
type Hit struct {
	Name    string
	Country string // ISO 3166-1 code, such as US; "" where it is not known
	About   string // what distinguishes the artist from others of the name
	Item    string // of Wikidata: Q191248
	MBID    string // of MusicBrainz
	Same    bool   // the name is the one that was asked for
	Sources []content.Source

	source  content.Source // whose page was asked for
	account string
}

// Link is the hit's address, which finds this artist and no other.
func (h Hit) Link() string {
	if h.Item != "" {
		return "https://www.wikidata.org/wiki/" + h.Item
	}
	return "https://musicbrainz.org/artist/" + h.MBID
}

// Found are the hits of a question.
type Found struct {
	Hits []Hit

	// Missing is which of the two did not answer, and why: what it knows is
	// not among the hits.
	Missing []error
}

// Sure reports whether the first hit is the artist who was asked for: the only one
// of that name, as far as both know.
func (f Found) Sure() bool {
	return len(f.Hits) == 1 && f.Hits[0].Same && len(f.Missing) == 0
}

// Find returns the artists that a question may mean, likely ones first. Where
// nobody is found, its error is ErrNone, or that nobody answered.
func (f *Finder) Find(ctx context.Context, q Question) (Found, error) {
	found := f.look(ctx, q)
	if len(found.Hits) > 0 {
		return found, nil
	}
	return found, cmp.Or(errors.Join(found.Missing...), ErrNone)
}

func (f *Finder) look(ctx context.Context, q Question) Found {
	switch {
	case q.item != "" || q.title != "":
		return f.item(ctx, q)
	case q.source == content.ListenBrainz:
		return f.mbid(ctx, q.account)
	case q.source != "":
		return f.account(ctx, q)
	}
	return f.name(ctx, q.Name)
}

// item looks for an item of Wikidata, or for the artist of MusicBrainz that it
// belongs to.
func (f *Finder) item(ctx context.Context, q Question) Found {
	item, err := f.wikidata.item(ctx, q)
	if err == nil || errors.Is(err, ErrNone) || q.item == "" {
		return Found{exactly(item.hit()), missing(err)}
	}
	hits, other := f.musicbrainz.holders(ctx, Hit{Item: q.item}.Link())
	if len(hits) > 0 {
		err = nil // Artist will report what is missing
	}
	return Found{sameAll(hits), missing(err, other)}
}

// mbid looks for an artist of MusicBrainz, first there.
func (f *Finder) mbid(ctx context.Context, mbid string) Found {
	artist, err := f.musicbrainz.artist(ctx, mbid)
	if err == nil {
		return Found{Hits: exactly(artist.hit())}
	}
	hits, other := f.wikidata.holders(ctx, content.ListenBrainz, mbid)
	return Found{sameAll(hits), missing(err, other)}
}

// account looks for who has an account. The account is in the hits as it was
// asked for.
func (f *Finder) account(ctx context.Context, q Question) Found {
	hits, err := f.wikidata.holders(ctx, q.source, q.account)
	var other error
	if len(hits) == 0 {
		hits, other = f.musicbrainz.holders(ctx, addresses(q.source, q.account)...)
	}
	found := Found{sameAll(hits), missing(err, other)}
	switch {
	case len(hits) > 0:
		found.Missing = nil // whose account it is was answered
	case len(found.Missing) == 0 && q.source == content.LastFM:
		found = f.name(ctx, q.account) // an account there is a name
		found.Hits = slices.DeleteFunc(found.Hits, func(h Hit) bool { return !h.Same })
	}
	for i := range found.Hits {
		found.Hits[i].source, found.Hits[i].account = q.source, q.account
	}
	return found
}

// name looks for artists by name. Those of that very name, if there are any,
// are all that it returns.
func (f *Finder) name(ctx context.Context, asked string) Found {
	var hits, others []Hit
	var err, otherErr error
	var both sync.WaitGroup // so that one that is slow costs not the other's time
	both.Go(func() { hits, err = f.wikidata.search(ctx, asked) })
	both.Go(func() { others, otherErr = f.musicbrainz.search(ctx, asked) })
	both.Wait()
	for _, other := range others {
		i := slices.IndexFunc(hits, func(h Hit) bool { return h.MBID == other.MBID })
		if i < 0 {
			hits = append(hits, other)
			continue
		}
		hits[i].Country = cmp.Or(other.Country, hits[i].Country)
		hits[i].About = cmp.Or(hits[i].About, other.About)
		hits[i].Same = hits[i].Same || name.SameLoosely(other.Name, asked)
	}
	var same []Hit
	for i, h := range hits {
		hits[i].Same = h.Same || name.SameLoosely(h.Name, asked)
		if hits[i].Same {
			same = append(same, hits[i])
		}
	}
	if len(same) > 0 {
		hits = same
	}
	return Found{hits, missing(err, otherErr)}
}

// exactly is the hit of a question that names one artist.
func exactly(h Hit) []Hit {
	if h.Item == "" && h.MBID == "" {
		return nil
	}
	return sameAll([]Hit{h})
}

// sameAll is for hits that were not found by a name.
func sameAll(hits []Hit) []Hit {
	for i := range hits {
		hits[i].Same = true
	}
	return hits
}

// missing leaves out that there is no such artist, which is an answer.
func missing(errs ...error) []error {
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil || errors.Is(err, ErrNone) })
}

// failed is the error of one of the two that could not be asked.
func failed(service string, err error) error {
	return &ServiceError{Service: service, Reason: fetch.Reason(err), Err: err}
}

// ServiceError means that Wikidata or MusicBrainz did not answer.
type ServiceError struct {
	Service, Reason string
	Err             error
}

func (e *ServiceError) Error() string { return fmt.Sprintf("ask %s: %s", e.Service, e.Reason) }
func (e *ServiceError) Unwrap() error { return e.Err }
