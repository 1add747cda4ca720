package settings

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/bluesky"
	"datarocks/fetch/deezer"
	"datarocks/fetch/instagram"
	"datarocks/fetch/lastfm"
	"datarocks/fetch/listenbrainz"
	"datarocks/fetch/mastodon"
	"datarocks/fetch/spotify"
	"datarocks/fetch/twitter"
	"datarocks/fetch/wikipedia"
	"datarocks/fetch/youtube"
)

// Platform is how a source is reached from here.
type Platform struct {
	Source   content.Source
	Keys     []string // environment variables, all needed
	Optional string   // environment variable of a key that it can do without
	Contact  bool     // it wants to know how to reach who asks
	MaxBody  int64    // of an answer, in bytes; 0 is that of fetch.Options
	Pace     fetch.Pace
	Quota    Quota
	New      newCounter

	// Look asks the platform what it knows of its keys; nil where they do not end.
	Look func(ctx context.Context, client *http.Client, keys []fetch.Secret, origin string) (fetch.Grant, error)
}

// newCounter makes a counter of a platform for a site. keys are those of Keys, then
// Optional's.
type newCounter func(site *content.Site, client *http.Client, keys []fetch.Secret, origin string) fetch.Counter

// Platforms are all that this version can ask.
var Platforms = []Platform{
	{Source: content.Spotify, Keys: []string{"SPOTIFY_ID", "SPOTIFY_SECRET"}, New: func(_ *content.Site, c *http.Client, keys []fetch.Secret, origin string) fetch.Counter {
		return spotify.New(c, keys[0].Reveal(), keys[1], origin)
	}},
	{Source: content.Twitter, Keys: []string{"TWITTER_BEARER_TOKEN"}, New: keyed(twitter.New)},
	{Source: content.Deezer, Pace: deezer.Pace, New: keyless(deezer.New)},
	{Source: content.Bluesky, Pace: bluesky.Pace, New: keyless(bluesky.New)},
	{Source: content.Mastodon, Pace: mastodon.Pace, New: keyless(mastodon.New)},
	{Source: content.ListenBrainz, Optional: "LISTENBRAINZ_TOKEN", Pace: listenbrainz.Pace, New: keyed(listenbrainz.New)},
	{Source: content.LastFM, Keys: []string{"LASTFM_API_KEY"}, Pace: lastfm.Pace, New: keyed(lastfm.New)},
	{Source: content.Wikipedia, Contact: true, MaxBody: wikipedia.MaxBody, Pace: wikipedia.Pace, New: ofWikipedia},
	{Source: content.Instagram, Keys: []string{"INSTAGRAM_ACCOUNT", "INSTAGRAM_TOKEN"}, Pace: instagram.Pace, New: ofInstagram, Look: lookAtInstagram},
	{Source: content.YouTube, Keys: []string{"YOUTUBE_API_KEY"}, Pace: youtube.Pace, Quota: ofYouTube, New: keyed(youtube.New)},
}

func ofInstagram(_ *content.Site, c *http.Client, keys []fetch.Secret, origin string) fetch.Counter {
	return instagram.New(c, keys[0], keys[1], origin)
}

func lookAtInstagram(ctx context.Context, c *http.Client, keys []fetch.Secret, origin string) (fetch.Grant, error) {
	return instagram.Look(ctx, c, keys[1], origin)
}

var ofYouTube = Quota{Accounts: youtube.BatchSize, Units: youtube.Units, PerDay: youtube.UnitsPerDay}

// ofWikipedia makes a counter that knows which other accounts the artist of an article
// has.
func ofWikipedia(site *content.Site, c *http.Client, _ []fetch.Secret, origin string) fetch.Counter {
	accounts := make(map[string]map[content.Source]string)
	for _, artist := range site.Artists {
		accounts[artist.Accounts[content.Wikipedia]] = artist.Accounts
	}
	return wikipedia.New(c, origin, func(account string) map[content.Source]string { return accounts[account] })
}

func keyed(of func(*http.Client, fetch.Secret, string) fetch.Counter) newCounter {
	return func(_ *content.Site, c *http.Client, keys []fetch.Secret, origin string) fetch.Counter {
		return of(c, keys[0], origin)
	}
}

func keyless(of func(*http.Client, string) fetch.Counter) newCounter {
	return func(_ *content.Site, c *http.Client, _ []fetch.Secret, origin string) fetch.Counter {
		return of(c, origin)
	}
}

// Endpoint is the environment variable that moves the platform's origin.
func (p Platform) Endpoint() string { return strings.ToUpper(string(p.Source)) + "_ENDPOINT" }

// PlatformOf returns the platform of a source.
func PlatformOf(source content.Source) (p Platform, ok bool) {
	i := slices.IndexFunc(Platforms, func(p Platform) bool { return p.Source == source })
	if i < 0 {
		return p, false
	}
	return Platforms[i], true
}

// Counters are the sources that can be asked.
type Counters struct {
	Ready   map[content.Source]fetch.Counter
	Missing map[content.Source]string // sources of the site that lack a key, and which
}

// OpenCounters reads the keys. A source without any of its keys is not
// configured, which is no error; one with half of them is.
func OpenCounters(w *shell.World, site *content.Site, o fetch.Options) (Counters, error) {
	c := Counters{make(map[content.Source]fetch.Counter), make(map[content.Source]string)}
	var problems []error
	if _, err := contact(w); err != nil {
		problems = append(problems, err)
	}
	for _, setting := range site.Sources {
		p, ok := PlatformOf(setting.Source)
		if !ok {
			problems = append(problems, fmt.Errorf("source %s: this version cannot ask it", setting.Source))
			continue
		}
		counter, lacking, err := p.Open(w, site, o)
		switch {
		case err != nil:
			problems = append(problems, err)
		case lacking != "":
			c.Missing[setting.Source] = lacking
		default:
			c.Ready[setting.Source] = counter
		}
	}
	if len(problems) > 0 {
		return Counters{}, shell.Fail(shell.ExitUsage, errors.Join(problems...), "")
	}
	return c, nil
}

// Open reads the keys of a platform. lacking names them where none is set, or what
// else it cannot be asked without.
func (p Platform) Open(w *shell.World, site *content.Site, o fetch.Options) (counter fetch.Counter, lacking string, err error) {
	keys, absent := p.keys(w)
	origin, err := Origin(w, p.Endpoint())
	mayAnswer, _ := contact(w) // one that is wrong is reported once, by OpenCounters
	switch {
	case err != nil:
		return nil, "", err
	case p.Contact && site.BaseURL == "" && mayAnswer == "":
		return nil, noContact, nil
	case len(absent) > 0 && len(absent) == len(p.Keys):
		return nil, strings.Join(absent, ", "), nil
	case len(absent) > 0:
		return nil, "", fmt.Errorf("source %s: %s is not set; it needs %s", p.Source, strings.Join(absent, ", "), strings.Join(p.Keys, " and "))
	}
	if origin == "" {
		o.Pace = p.Pace // a simulated platform has no limits to keep to
	}
	o.MaxBody, o.Wait = p.MaxBody, w.Wait
	return p.New(site, fetch.NewClient(o), keys, origin), "", nil
}

// keys reads the keys of a platform, and lists those that are not set.
func (p Platform) keys(w *shell.World) (keys []fetch.Secret, absent []string) {
	for _, name := range p.Keys {
		key := strings.TrimSpace(w.Getenv(name))
		if key == "" {
			absent = append(absent, name)
		}
		keys = append(keys, fetch.NewSecret(key))
	}
	if p.Optional != "" {
		keys = append(keys, fetch.NewSecret(strings.TrimSpace(w.Getenv(p.Optional))))
	}
	return keys, absent
}

// Grant asks the platform what it knows of its keys. ok is false where it cannot be
// asked for that: keys of others do not end, or one of them is not set.
func (p Platform) Grant(w *shell.World, o fetch.Options) (grant fetch.Grant, ok bool, err error) {
	keys, absent := p.keys(w)
	origin, err := Origin(w, p.Endpoint())
	if p.Look == nil || len(absent) > 0 || err != nil {
		return grant, false, nil // why is reported where the counter is opened
	}
	o.Wait = w.Wait
	grant, err = p.Look(w.Ctx, fetch.NewClient(o), keys, origin)
	return grant, true, err
}

// Origin reads the address of a service from a variable; "" where it was not moved.
func Origin(w *shell.World, variable string) (string, error) {
	value := w.Getenv(variable)
	if value == "" {
		return "", nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%s: not an origin such as http://127.0.0.1:9000", variable)
	}
	return u.Scheme + "://" + u.Host, nil
}

// chosen are the metrics of a source, where site.md chooses some: those that one request
// answers, and those that no platform is asked for.
func chosen(setting content.SourceSetting) string {
	if len(setting.Chosen) == 1 {
		return ""
	}
	var asked, imported []string
	for _, metric := range setting.Chosen {
		if metric.Dashboard {
			imported = append(imported, metric.Metric)
		} else {
			asked = append(asked, metric.Metric)
		}
	}
	text := " (" + strings.Join(asked, ", ")
	if len(imported) > 0 {
		text += "; imported: " + strings.Join(imported, ", ")
	}
	return text + ")"
}

// ParseSource reads the id of a source, as flag has it ("" for an argument).
func ParseSource(flag, id string) (content.SourceInfo, error) {
	info, ok := content.Source(id).Info()
	if ok {
		return info, nil
	}
	ids := make([]string, len(content.Sources))
	for i, source := range content.Sources {
		ids[i] = string(source.Source)
	}
	return info, shell.Refuse("the sources are "+strings.Join(ids, ", "), "%s is no source", shell.Join(": ", flag, id))
}
