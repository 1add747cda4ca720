package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/bluesky"
	"datarocks/fetch/deezer"
	"datarocks/fetch/lastfm"
	"datarocks/fetch/listenbrainz"
	"datarocks/fetch/mastodon"
	"datarocks/fetch/spotify"
	"datarocks/fetch/twitter"
)

// load reads the content.
func (f contentFlags) load() (*content.Site, error) {
	if err := checkFolder("--content", f.Content); err != nil {
		return nil, err
	}
	site, err := f.read(os.DirFS(f.Content))
	var problems content.Problems
	if errors.As(err, &problems) {
		return nil, &failure{exitUsage, inFolder(f.Content, problems), ""}
	}
	return site, err
}

func (f contentFlags) read(files fs.FS) (*content.Site, error) {
	site, err := content.Load(files)
	if err != nil {
		return nil, err
	}
	if err := f.move(site); err != nil {
		return nil, err
	}
	return site, nil
}

// move lets the flag win over what site.md says.
func (f contentFlags) move(site *content.Site) error {
	if f.BaseURL == "" {
		return nil
	}
	base, err := content.ParseBaseURL(f.BaseURL)
	if err != nil {
		return settingsError("", "--base-url: %w", err)
	}
	site.BaseURL = base
	return nil
}

// inFolder names files as seen from where the program was started.
func inFolder(folder string, problems content.Problems) content.Problems {
	named := slices.Clone(problems)
	for i := range named {
		named[i].File = strings.TrimSuffix(folder, "/") + "/" + named[i].File
	}
	return named
}

// checkFolder refuses what is not the name of a folder.
func checkFolder(flag, where string) error {
	if where == "" {
		return settingsError("name one", "%s: no folder named", flag)
	}
	if scheme, _, ok := strings.Cut(where, "://"); ok {
		return settingsError("name a folder", "%s: %s:// is no folder", flag, scheme)
	}
	if info, err := os.Stat(where); err == nil && !info.IsDir() {
		return settingsError("", "%s: %s is not a folder", flag, where)
	}
	return nil
}

// platform is how a source is reached from here.
type platform struct {
	source   content.Source
	keys     []string // environment variables, all needed
	optional string   // environment variable of a key that it can do without
	endpoint string   // environment variable that moves its origin
	pace     fetch.Pace
	counter  func(client *http.Client, keys []fetch.Secret, origin string) fetch.Counter
}

var platforms = []platform{
	{
		source: content.Spotify, keys: []string{"SPOTIFY_ID", "SPOTIFY_SECRET"}, endpoint: "SPOTIFY_ENDPOINT",
		counter: func(c *http.Client, keys []fetch.Secret, origin string) fetch.Counter {
			return spotify.New(c, keys[0].Reveal(), keys[1], origin)
		},
	},
	{
		source: content.Twitter, keys: []string{"TWITTER_BEARER_TOKEN"}, endpoint: "TWITTER_ENDPOINT",
		counter: func(c *http.Client, keys []fetch.Secret, origin string) fetch.Counter {
			return twitter.New(c, keys[0], origin)
		},
	},
	{
		source: content.Deezer, endpoint: "DEEZER_ENDPOINT", pace: deezer.Pace,
		counter: func(c *http.Client, _ []fetch.Secret, origin string) fetch.Counter { return deezer.New(c, origin) },
	},
	{
		source: content.Bluesky, endpoint: "BLUESKY_ENDPOINT", pace: bluesky.Pace,
		counter: func(c *http.Client, _ []fetch.Secret, origin string) fetch.Counter { return bluesky.New(c, origin) },
	},
	{
		source: content.Mastodon, endpoint: "MASTODON_ENDPOINT", pace: mastodon.Pace,
		counter: func(c *http.Client, _ []fetch.Secret, origin string) fetch.Counter { return mastodon.New(c, origin) },
	},
	{
		source: content.ListenBrainz, optional: "LISTENBRAINZ_TOKEN", endpoint: "LISTENBRAINZ_ENDPOINT", pace: listenbrainz.Pace,
		counter: func(c *http.Client, keys []fetch.Secret, origin string) fetch.Counter {
			return listenbrainz.New(c, keys[0], origin)
		},
	},
	{
		source: content.LastFM, keys: []string{"LASTFM_API_KEY"}, endpoint: "LASTFM_ENDPOINT", pace: lastfm.Pace,
		counter: func(c *http.Client, keys []fetch.Secret, origin string) fetch.Counter {
			return lastfm.New(c, keys[0], origin)
		},
	},
}

// counters are the sources that can be asked.
type counters struct {
	ready   map[content.Source]fetch.Counter
	missing map[content.Source]string // sources of the site that lack a key, and which
}

// counters reads the keys. A source without any of its keys is not configured,
// which is no error; one with half of them is.
func (w *world) counters(site *content.Site, o fetch.Options) (counters, error) {
	c := counters{make(map[content.Source]fetch.Counter), make(map[content.Source]string)}
	var problems []error
	for _, setting := range site.Sources {
		i := slices.IndexFunc(platforms, func(p platform) bool { return p.source == setting.Source })
		if i < 0 {
			problems = append(problems, fmt.Errorf("source %s: this version cannot ask it", setting.Source))
			continue
		}
		counter, lacking, err := w.counter(platforms[i], o)
		switch {
		case err != nil:
			problems = append(problems, err)
		case lacking != "":
			c.missing[setting.Source] = lacking
		default:
			c.ready[setting.Source] = counter
		}
	}
	if len(problems) > 0 {
		return counters{}, &failure{exitUsage, errors.Join(problems...), ""}
	}
	return c, nil
}

func (w *world) counter(p platform, o fetch.Options) (counter fetch.Counter, lacking string, err error) {
	var keys []fetch.Secret
	var absent []string
	for _, name := range p.keys {
		key := strings.TrimSpace(w.getenv(name))
		if key == "" {
			absent = append(absent, name)
		}
		keys = append(keys, fetch.NewSecret(key))
	}
	if p.optional != "" {
		keys = append(keys, fetch.NewSecret(strings.TrimSpace(w.getenv(p.optional))))
	}
	origin, err := w.origin(p.endpoint)
	switch {
	case err != nil:
		return nil, "", err
	case len(absent) > 0 && len(absent) == len(p.keys):
		return nil, strings.Join(absent, ", "), nil
	case len(absent) > 0:
		return nil, "", fmt.Errorf("source %s: %s is not set; it needs %s", p.source, strings.Join(absent, ", "), strings.Join(p.keys, " and "))
	}
	if origin == "" {
		o.Pace = p.pace // a simulated platform has no limits to keep to
	}
	return p.counter(fetch.NewClient(o), keys, origin), "", nil
}

// origin reads where a source is, if it was moved.
func (w *world) origin(name string) (string, error) {
	value := w.getenv(name)
	if value == "" {
		return "", nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%s: not an origin such as http://127.0.0.1:9000", name)
	}
	return u.Scheme + "://" + u.Host, nil
}

// userAgent tells the platforms who asks and where to find us.
func userAgent(site *content.Site) string {
	agent := "datarocks/" + version()
	if site.BaseURL != "" {
		agent += " (+" + site.BaseURL + ")"
	}
	return agent
}

// chosen keeps the asks of the artists and sources that were named.
func (f askFlags) chosen(site *content.Site, asks []fetch.Ask) ([]fetch.Ask, error) {
	artists, sources := make(map[string]bool), make(map[string]bool)
	for _, a := range site.Artists {
		artists[a.ID] = true
	}
	for _, s := range site.Sources {
		sources[string(s.Source)] = true
	}
	err := errors.Join(known("--artist", f.Artist, artists), known("--source", f.Source, sources))
	if err != nil {
		return nil, &failure{exitUsage, err, ""}
	}
	return slices.DeleteFunc(asks, func(ask fetch.Ask) bool {
		return len(f.Artist) > 0 && !slices.Contains(f.Artist, ask.Artist) ||
			len(f.Source) > 0 && !slices.Contains(f.Source, string(ask.Source))
	}), nil
}

func known(flag string, named []string, all map[string]bool) error {
	var problems []error
	for _, name := range named {
		if !all[name] {
			problems = append(problems, fmt.Errorf("%s %s: there is none of that id; there are %s",
				flag, name, strings.Join(slices.Sorted(maps.Keys(all)), ", ")))
		}
	}
	return errors.Join(problems...)
}
