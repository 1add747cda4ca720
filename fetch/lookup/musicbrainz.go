package lookup

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/link"
	"datarocks/fetch"
)

// musicbrainz asks MusicBrainz (musicbrainz.org/doc/MusicBrainz_API).
type musicbrainz struct {
	client *http.Client
	origin string
}

const nameOfMusicBrainz = "MusicBrainz"

// artist is an artist of MusicBrainz.
type artist struct {
	ID             string     `json:"id"`
	Name           fetch.Text `json:"name"`
	Country        fetch.Text `json:"country"`
	Disambiguation fetch.Text `json:"disambiguation"`
	Relations      []relation `json:"relations"`
}

// relation is how an artist and an address belong together.
type relation struct {
	Type       string `json:"type"`
	TargetType string `json:"target-type"`
	Ended      bool   `json:"ended"`
	URL        struct {
		Resource string `json:"resource"`
	} `json:"url"`
	Artist artist `json:"artist"`
}

func (m musicbrainz) ask(ctx context.Context, path string, query url.Values, answer any) error {
	query.Set("fmt", "json")
	err := get(ctx, m.client, m.origin+"/ws/2/"+path, query, answer)
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && status.Status == http.StatusNotFound {
		return ErrNone
	}
	if err != nil {
		return failed(nameOfMusicBrainz, err)
	}
	return nil
}

// artist asks for an artist. One that was merged into another comes under that
// one's id.
func (m musicbrainz) artist(ctx context.Context, mbid string) (artist, error) {
	var answer artist
	err := m.ask(ctx, "artist/"+mbid, url.Values{"inc": {"url-rels"}}, &answer)
	if err == nil && !mbidPattern.MatchString(answer.ID) {
		return artist{}, failed(nameOfMusicBrainz, errors.New("the answer is not the documented JSON"))
	}
	return answer, err
}

// merged reports whether an artist was merged into another.
func (m musicbrainz) merged(ctx context.Context, mbid, into string) bool {
	a, err := m.artist(ctx, mbid)
	return err == nil && a.ID == into
}

// search asks for artists by name.
func (m musicbrainz) search(ctx context.Context, name string) ([]Hit, error) {
	var answer struct {
		Artists []artist `json:"artists"`
	}
	phrase := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	err := m.ask(ctx, "artist", url.Values{"query": {"artist:" + phrase}, "limit": {"10"}}, &answer)
	var hits []Hit
	for _, a := range answer.Artists {
		if mbidPattern.MatchString(a.ID) {
			hits = append(hits, a.hit())
		}
	}
	return hits, err
}

// holders asks for the artists that a page belongs to, whose address may have
// several forms.
func (m musicbrainz) holders(ctx context.Context, addresses ...string) ([]Hit, error) {
	var hits []Hit
	for _, address := range addresses {
		var answer struct {
			Relations []relation `json:"relations"`
		}
		err := m.ask(ctx, "url", url.Values{"resource": {address}, "inc": {"artist-rels"}}, &answer)
		if err != nil && !errors.Is(err, ErrNone) {
			return nil, err
		}
		for _, r := range answer.Relations {
			known := func(h Hit) bool { return h.MBID == r.Artist.ID }
			if r.TargetType == "artist" && !r.Ended && mbidPattern.MatchString(r.Artist.ID) && !slices.ContainsFunc(hits, known) {
				hits = append(hits, r.Artist.hit())
			}
		}
	}
	return hits, nil
}

// addresses are the forms in which MusicBrainz keeps the address of an account.
func addresses(source content.Source, account string) []string {
	switch source {
	case content.Spotify:
		return []string{"https://open.spotify.com/artist/" + account}
	case content.Deezer:
		return []string{"https://www.deezer.com/artist/" + account}
	case content.Twitter:
		return []string{"https://x.com/" + account, "https://twitter.com/" + account}
	case content.Bluesky:
		return []string{"https://bsky.app/profile/" + account}
	case content.Mastodon:
		user, server, _ := strings.Cut(account, "@")
		return []string{"https://" + server + "/@" + user}
	case content.Instagram:
		return []string{"https://www.instagram.com/" + strings.ToLower(account) + "/"}
	case content.YouTube:
		return []string{"https://www.youtube.com/channel/" + account}
	case content.LastFM:
		var all []string
		for _, part := range slices.Compact(link.LastFMParts(account)[:2]) {
			all = append(all, "https://www.last.fm/music/"+part)
		}
		return all
	}
	return nil
}

func (a artist) hit() Hit {
	return Hit{
		Name: string(a.Name), Country: string(a.Country), About: string(a.Disambiguation), MBID: a.ID,
		Sources: []content.Source{content.ListenBrainz},
	}
}

// item is the artist's item of Wikidata, or "".
func (a artist) item() string {
	for _, r := range a.Relations {
		id := path.Base(r.URL.Resource)
		if r.Type == "wikidata" && !r.Ended && itemPattern.MatchString("/wiki/"+id) {
			return id
		}
	}
	return ""
}

// accounts returns the accounts that the artist has on a source.
func (a artist) accounts(info content.SourceInfo) []string {
	var accounts []string
	if info.Source == content.ListenBrainz && a.ID != "" {
		accounts = append(accounts, a.ID)
	}
	for _, r := range a.Relations {
		if r.Ended || r.TargetType != "url" {
			continue
		}
		source, account, ok := content.ParseLink(r.URL.Resource)
		if ok && source == info.Source && !ambiguous(source, account) {
			accounts = append(accounts, account)
		}
	}
	return accounts
}
