// Package link reads the addresses that people paste instead of an account: of
// the artist's page on a platform, of something on it, or of an app.
package link

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Page is what the address of a page names.
type Page struct {
	Account string // "" where the page is not an account's
	What    string // what it is then: "an album"
}

// address is an address in parts.
type address struct {
	host     string // in lower case, without "www." and the like; "" for "at://did:plc:..."
	parts    []string
	query    url.Values
	fragment string
}

// readers read the addresses of each source. ok is false for one that is not of it.
var readers = map[string]func(a address) (p Page, ok bool){
	"spotify": spotify, "twitter": twitter, "deezer": deezer, "bluesky": bluesky, "mastodon": mastodon, "listenbrainz": listenbrainz, "lastfm": lastfm,
	"wikipedia": wikipedia, "instagram": instagram, "youtube": youtube,
}

// Read returns what the address of a page of a source names, with or without
// "https://"; ok is false where the text is no such address. The account is as it
// stands there, and may not have an account's form.
func Read(source, text string) (p Page, ok bool) {
	a, ok := parse(strings.TrimSpace(text))
	read := readers[source]
	if !ok || read == nil {
		return Page{}, false
	}
	return read(a)
}

// appSchemes are those of addresses that open an app.
var appSchemes = regexp.MustCompile(`^(spotify|deezer|twitter|instagram|at):`)

func parse(text string) (a address, ok bool) {
	if rest, uri := strings.CutPrefix(text, "spotify:"); uri && !strings.HasPrefix(rest, "//") {
		return address{host: "open.spotify.com", parts: strings.Split(rest, ":")}, true // spotify:artist:...
	}
	if rest, uri := strings.CutPrefix(text, "at://"); uri {
		return address{host: "at", parts: split(rest)}, true // whose host may have colons
	}
	if !strings.Contains(text, "://") {
		host, _, hasPath := strings.Cut(text, "/")
		if !hasPath || !strings.Contains(host, ".") || strings.ContainsAny(host, " @:") {
			return a, false
		}
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && !appSchemes.MatchString(text) {
		return a, false
	}
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "mobile.", "beta.", "test."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return address{host: host, parts: split(u.EscapedPath()), query: u.Query(), fragment: u.Fragment}, true
}

// split returns the parts of a path, still escaped.
func split(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(part string) bool { return part == "" })
}

// part returns a part of the path, unescaped; "" where there is none.
func (a address) part(n int) string {
	if n >= len(a.parts) {
		return ""
	}
	if text, err := url.PathUnescape(a.parts[n]); err == nil {
		return text
	}
	return a.parts[n]
}

// without leaves out the first part of the path where it is of a form.
func (a address) without(pattern *regexp.Regexp) address {
	if len(a.parts) > 0 && pattern.MatchString(a.parts[0]) {
		a.parts = a.parts[1:]
	}
	return a
}

// other is the page of something else: kinds by the first part of the path.
func other(a address, kinds map[string]string, ours string) (Page, bool) {
	if what, ok := kinds[strings.ToLower(a.part(0))]; ok {
		return Page{What: what}, true
	}
	return Page{What: "a page of " + ours + " itself"}, true
}

// shortLink is an address that only its platform can follow.
const shortLink = "a short link, which does not show where it leads"

var (
	embedded     = regexp.MustCompile(`^embed(-.*)?$`)
	localSpotify = regexp.MustCompile(`^intl-[A-Za-z-]+$`)
	language     = regexp.MustCompile(`^[a-z]{2}(-[a-z]{2,4})?$`)
)

func spotify(a address) (Page, bool) {
	switch a.host {
	case "spotify.link", "spoti.fi", "spotify.app.link", "link.tospotify.com":
		return Page{What: shortLink}, true
	case "open.spotify.com", "play.spotify.com", "embed.spotify.com", "artists.spotify.com", "spotify.com", "artist", "album", "track":
	default:
		return Page{}, false
	}
	if uri, ok := strings.CutPrefix(a.query.Get("uri"), "spotify:"); ok {
		a.parts = strings.Split(uri, ":") // embed.spotify.com/?uri=spotify:artist:...
	}
	if a.host == "artist" || a.host == "album" || a.host == "track" {
		a.parts = append([]string{a.host}, a.parts...) // spotify://artist/...
	}
	a = a.without(localSpotify).without(embedded).without(localSpotify)
	if a.part(0) == "c" {
		a.parts = a.parts[1:] // artists.spotify.com/c/artist/...
	}
	if a.part(0) == "artist" && a.part(1) != "" {
		return Page{Account: a.part(1)}, true
	}
	return other(a, map[string]string{
		"album": "an album", "track": "a track", "playlist": "a playlist", "user": "a listener", "search": "a search", "show": "a podcast",
		"episode": "an episode of a podcast", "concert": "a concert", "genre": "a genre", "prerelease": "an album", "label": "a label",
	}, "Spotify")
}

// ofTwitter are pages of X that have the form of an account's: no account may have
// such a name.
var ofTwitter = map[string]string{
	"search": "a search", "hashtag": "a hashtag", "share": "a form to post", "intent": "a form to post or follow", "explore": "a page of X itself",
	"home": "a page of X itself", "i": "a page of X itself", "about": "a page of X itself", "download": "a page of X itself", "jobs": "a page of X itself",
	"login": "a page of X itself", "logout": "a page of X itself", "messages": "a page of X itself", "notifications": "a page of X itself",
	"privacy": "a page of X itself", "settings": "a page of X itself", "signup": "a page of X itself", "tos": "a page of X itself",
	"compose": "a form to post", "bookmarks": "a page of X itself", "lists": "a list of accounts", "communities": "a community",
	"account": "a page of X itself", "who_to_follow": "a page of X itself", "search-advanced": "a search", "oauth": "a page of X itself",
	"widgets": "a page of X itself", "statuses": "a post",
}

// TwitterPage returns what a page of X is that has the form of an account's; "" where
// it is an account's.
func TwitterPage(username string) string { return ofTwitter[strings.ToLower(username)] }

func twitter(a address) (Page, bool) {
	switch a.host {
	case "t.co":
		return Page{What: shortLink}, true
	case "x.com", "twitter.com":
	case "user", "status": // twitter://user?screen_name=...
		a.parts = append([]string{"intent"}, a.parts...)
	default:
		return Page{}, false
	}
	if path, ok := strings.CutPrefix(a.fragment, "!"); ok && len(a.parts) == 0 {
		a.parts = split(path) // twitter.com/#!/...
	}
	first := strings.TrimPrefix(a.part(0), "@")
	switch {
	case first == "":
		return Page{What: "a page of X itself"}, true
	case first == "intent" && a.query.Get("screen_name") != "":
		return Page{Account: strings.TrimPrefix(a.query.Get("screen_name"), "@")}, true
	case first == "intent" && a.query.Get("user_id") != "":
		return Page{Account: a.query.Get("user_id")}, true
	case first == "i" && a.part(1) == "user" && a.part(2) != "":
		return Page{Account: a.part(2)}, true
	case first == "i" && (a.part(1) == "status" || a.part(1) == "web" && a.part(2) == "status"):
		return Page{What: "a post"}, true
	case first == "i" && a.part(1) == "lists":
		return Page{What: "a list of accounts"}, true
	case TwitterPage(first) != "":
		return Page{What: TwitterPage(first)}, true
	case language.MatchString(first) && TwitterPage(a.part(1)) != "": // x.com/en/tos
		return Page{What: TwitterPage(a.part(1))}, true
	}
	return Page{Account: first}, true
}

func deezer(a address) (Page, bool) {
	switch a.host {
	case "deezer.page.link", "link.deezer.com", "dzr.page.link", "deezer.lnk.to":
		return Page{What: shortLink}, true
	case "deezer.com", "api.deezer.com":
	case "widget.deezer.com":
		if a.part(0) == "widget" && len(a.parts) > 2 {
			a.parts = a.parts[2:] // widget/dark/artist/...
		}
	default:
		return Page{}, false
	}
	a = a.without(language)
	if a.part(0) == "artist" && a.part(1) != "" {
		return Page{Account: a.part(1)}, true
	}
	return other(a, map[string]string{
		"album": "an album", "track": "a track", "playlist": "a playlist", "profile": "a listener", "user": "a listener", "search": "a search",
		"show": "a podcast", "podcast": "a podcast", "episode": "an episode of a podcast", "radio": "a radio station", "mixes": "a mix",
		"smarttracklist": "a mix", "livestream": "a radio station", "audiobook": "an audiobook",
	}, "Deezer")
}

// Unverified is what Bluesky shows in place of every handle that does not lead back to
// its account.
const Unverified = "handle.invalid"

func bluesky(a address) (Page, bool) {
	switch {
	case a.host == "go.bsky.app":
		return Page{What: shortLink}, true
	case a.host == "at" && a.part(0) != "":
		return Page{Account: a.part(0)}, true // at://did:plc:.../app.bsky.feed.post/...
	case a.host == "embed.bsky.app" && a.part(0) == "embed" && a.part(1) != "":
		return Page{Account: a.part(1)}, true
	case strings.HasSuffix(a.host, ".bsky.social") && len(a.parts) == 0:
		return Page{Account: a.host}, true // which leads to the profile
	case a.host != "bsky.app":
		return Page{}, false
	case a.part(0) == "profile" && a.part(1) != "":
		return Page{Account: strings.TrimPrefix(a.part(1), "@")}, true
	}
	return other(a, map[string]string{
		"search": "a search", "hashtag": "a hashtag", "starter-pack": "a starter pack", "start": "a starter pack", "intent": "a form to post",
		"lists": "a list of accounts", "feeds": "a feed",
	}, "Bluesky")
}

func listenbrainz(a address) (Page, bool) {
	if a.host != "musicbrainz.org" && a.host != "listenbrainz.org" && a.host != "api.listenbrainz.org" {
		return Page{}, false
	}
	if a.part(0) == "ws" && len(a.parts) > 2 {
		a.parts = a.parts[2:] // ws/2/artist/...
	}
	if a.part(0) == "artist" && a.part(1) != "" {
		return Page{Account: strings.ToLower(a.part(1))}, true // the form of MusicBrainz itself
	}
	ours := "MusicBrainz"
	if a.host != "musicbrainz.org" {
		ours = "ListenBrainz"
	}
	return other(a, map[string]string{
		"release": "a release", "release-group": "an album", "album": "an album", "recording": "a recording", "track": "a recording", "work": "a work",
		"label": "a label", "user": "a listener", "search": "a search", "tag": "a tag", "playlist": "a playlist", "event": "a concert", "series": "a series",
	}, ours)
}

// Bare returns an account without what people write around it where they paste no
// link: "@opeth", or an id with the end of its address.
func Bare(source, text string) string {
	switch source {
	case "spotify":
		if end := strings.IndexAny(text, "/?#"); end > 0 {
			return text[:end]
		}
	case "listenbrainz":
		return strings.ToLower(text) // the form of MusicBrainz itself
	case "twitter", "bluesky", "mastodon", "instagram":
		return strings.TrimPrefix(text, "@")
	}
	return text
}
