package content

import (
	"regexp"
	"sync"
)

// Source is the id of a platform, as it stands in content, history and URLs.
type Source string

// The sources datarocks knows.
const (
	Spotify      Source = "spotify"
	Twitter      Source = "twitter"
	Deezer       Source = "deezer"
	Bluesky      Source = "bluesky"
	Mastodon     Source = "mastodon"
	ListenBrainz Source = "listenbrainz"
	LastFM       Source = "lastfm"
)

// SourceInfo holds what is true of a source for every artist.
type SourceInfo struct {
	Source Source
	Name   string // as readers see it: "X (Twitter)"
	Metric string // what is counted, as stored: "followers"
	// Account is what an artist's account there is called in content, and
	// accountPattern the form it must have.
	Account        string
	Example        string // an account of that form, for error messages
	accountPattern func() *regexp.Regexp
	ignoreCase     bool // whether accounts that differ only in case are one
	PriceMicroUSD  int  // what one count costs, in millionths of a US dollar
	republish      bool // whether its terms let a public site offer its counts for download
}

// host is a DNS name of at least two labels.
const host = `([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?`

// pattern returns a regular expression that is compiled at its first use:
// compiling all of them takes a tenth of the time in which the program starts,
// and many verbs need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// Sources lists every source in the order in which they are shown by default.
// Prices and terms: X API pay-per-use pricing (User: Read, $0.010 a user) and
// its restricted use cases, as of November 2026.
var Sources = []SourceInfo{
	{
		Source: Spotify, Name: "Spotify", Metric: "followers",
		Account: "artist id", Example: "2aaLAng2L2aWD2FClzwiep",
		accountPattern: pattern(`^[0-9A-Za-z]{22}$`),
		republish:      true,
	},
	{
		Source: Twitter, Name: "X (Twitter)", Metric: "followers",
		Account: "username or numeric id", Example: "dreamtheaternet",
		accountPattern: pattern(`^([A-Za-z0-9_]{1,15}|[0-9]{1,19})$`),
		ignoreCase:     true,
		PriceMicroUSD:  10_000,
	},
	{
		Source: Deezer, Name: "Deezer", Metric: "fans",
		Account: "numeric artist id", Example: "119",
		accountPattern: pattern(`^[1-9][0-9]{0,17}$`),
		republish:      true,
	},
	{
		Source: Bluesky, Name: "Bluesky", Metric: "followers",
		Account: "handle or DID", Example: "opeth.bsky.social",
		accountPattern: pattern(`^(did:[a-z]+:[A-Za-z0-9._:%-]+|` + host + `)$`),
		ignoreCase:     true,
		republish:      true,
	},
	{
		Source: Mastodon, Name: "Mastodon", Metric: "followers",
		Account: "user@server", Example: "opeth@mastodon.social",
		accountPattern: pattern(`^[A-Za-z0-9_]+([A-Za-z0-9_.-]*[A-Za-z0-9_])?@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`),
		ignoreCase:     true,
		republish:      true,
	},
	{
		Source: ListenBrainz, Name: "ListenBrainz", Metric: "listeners",
		Account: "MusicBrainz artist id (MBID)", Example: "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d",
		accountPattern: pattern(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`),
		republish:      true,
	},
	{
		Source: LastFM, Name: "Last.fm", Metric: "listeners",
		Account: "artist name on Last.fm", Example: "Dream Theater",
		accountPattern: pattern(`^\S(.{0,254}\S)?$`),
		ignoreCase:     true,
		republish:      true,
	},
}

// Info returns what is known of s; ok is false where s is no source.
func (s Source) Info() (info SourceInfo, ok bool) {
	for _, info := range Sources {
		if info.Source == s {
			return info, true
		}
	}
	return SourceInfo{}, false
}

// Setting returns s as site.md has it that sets nothing but how often it is
// asked.
func (s Source) Setting(every Cadence) SourceSetting {
	info, _ := s.Info()
	return SourceSetting{SourceInfo: info, Every: every, Download: info.republish}
}
