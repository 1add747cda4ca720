package spotify

import (
	"context"

	"github.com/zmb3/spotify/v2"

	"datarocks/fetch"
)

// asking is one Count under way.
type asking struct {
	api     *spotify.Client
	witness *witness
	counts  map[string]fetch.Count

	singly   bool // the app may not ask in batches: it is in development mode
	failures int  // artists in a row that could not be asked
	numbers  int  // answers with a number
	bare     int  // answers without followers
}

// ask asks for a batch, and one by one for its artists where the batch cannot
// be had: one odd artist must not cost 49 others their count. Its error is that
// of the source.
func (a *asking) ask(ctx context.Context, ids []string) error {
	if !a.singly && len(ids) > 1 {
		artists, err := a.api.GetArtists(ctx, toIDs(ids)...)
		if err == nil && len(artists) == len(ids) {
			a.learn(ids, artists)
			return a.developmentMode(2)
		}
		a.singly = forbidsBatches(err)
		if stop := refusal(ctx, err); stop != nil && !a.singly {
			return stop
		}
	}
	for _, id := range ids {
		if err := a.askOne(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (a *asking) askOne(ctx context.Context, id string) error {
	artist, err := a.api.GetArtist(ctx, spotify.ID(id))
	if err == nil {
		a.failures = 0
		a.learn([]string{id}, []*spotify.FullArtist{artist})
		if a.singly {
			return a.developmentMode(1)
		}
		return a.developmentMode(2)
	}
	if stop := refusal(ctx, err); stop != nil {
		return stop
	}
	if c, ok := a.missing(id, err); ok {
		a.failures = 0
		a.counts[id] = c
		return nil
	}
	a.counts[id] = fetch.Missing(fetch.Failed, fetch.Reason(err))
	if a.failures++; a.failures >= fetch.MaxFailures {
		return fetch.Explain(err)
	}
	return nil
}

// missing is the count of an artist of whom the answer itself reports, in spite of
// the error, that there is none.
func (a *asking) missing(id string, err error) (fetch.Count, bool) {
	if c, ok := noSuchArtist(err); ok {
		return c, true
	}
	c, ok := a.witness.followers[id]
	if _, number := c.Value(); number {
		return fetch.Count{}, false
	}
	return c, ok
}

// learn takes the counts of the artists asked for out of an answer.
func (a *asking) learn(ids []string, artists []*spotify.FullArtist) {
	for id, c := range match(ids, artists, a.witness.followers) {
		a.counts[id] = c
		if _, ok := c.Value(); ok {
			a.numbers++
		}
		if c == noFollowers {
			a.bare++
		}
	}
}

// developmentMode reports by its error that answers carry no followers, once so many did not
// and none did. One is enough where batches were refused, too; otherwise two save
// the quota and are too many for one odd artist.
func (a *asking) developmentMode(enough int) error {
	if a.numbers > 0 || a.bare < enough {
		return nil
	}
	return &fetch.SourceError{
		Reason: "app in development mode: answers carry no follower counts",
		Hint: "Spotify gives follower counts only to apps with extended quota; " +
			"without it, take spotify out of the sources in site.md",
	}
}

func toIDs(accounts []string) []spotify.ID {
	ids := make([]spotify.ID, len(accounts))
	for i, account := range accounts {
		ids[i] = spotify.ID(account)
	}
	return ids
}
