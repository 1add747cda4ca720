package content

import (
	"regexp"
	"sync"
	"time"
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
	Wikipedia    Source = "wikipedia"
	Instagram    Source = "instagram"
	YouTube      Source = "youtube"
)

// SourceInfo holds what is true of a source for every artist.
type SourceInfo struct {
	Source Source
	Name   string // as readers see it: "X (Twitter)"
	// Metrics are what is counted. The first is what a source shows where site.md names
	// none.
	Metrics []MetricInfo
	// PastFrom is the first day of which the source knows the counts today, too; 0 where
	// it knows only those of now.
	PastFrom Day
	// Account is what an artist's account there is called in content, and
	// accountPattern the form it must have.
	Account        string
	Example        string // an account of that form, for error messages
	accountPattern func() *regexp.Regexp
	ignoreCase     bool // whether accounts that differ only in case are one
	PriceMicroUSD  int  // what one count costs, in millionths of a US dollar
	Terms          Terms
	// Amended are the terms of who has agreed to an amendment with the platform, which
	// site.md says with "amendment: true"; nil where there is none.
	Amended *Terms
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
// Prices and terms, as of November 2026: X API pay-per-use pricing (User: Read, $0.010
// a user) and its restricted use cases; Meta Platform Terms; YouTube API Services
// Developer Policies, III.E.4, and its policy on derived metrics and data storage.
var Sources = []SourceInfo{
	{
		Source: Spotify, Name: "Spotify",
		Metrics: []MetricInfo{
			{Metric: "followers", Kind: Stock},
			{Metric: "listeners", Kind: Uniques, Dashboard: true},
			{Metric: "streams", Kind: Flow, Dashboard: true},
		},
		Account: "artist id", Example: "2aaLAng2L2aWD2FClzwiep",
		accountPattern: pattern(`^[0-9A-Za-z]{22}$`),
	},
	{
		Source: Twitter, Name: "X (Twitter)",
		Metrics: []MetricInfo{{Metric: "followers", Kind: Stock}},
		Account: "username or numeric id", Example: "dreamtheaternet",
		accountPattern: pattern(`^([A-Za-z0-9_]{1,15}|[0-9]{1,19})$`),
		ignoreCase:     true,
		PriceMicroUSD:  10_000,
		Terms:          Terms{NoDownload: true},
	},
	{
		Source: Deezer, Name: "Deezer",
		Metrics: []MetricInfo{{Metric: "fans", Kind: Stock}},
		Account: "numeric artist id", Example: "119",
		accountPattern: pattern(`^[1-9][0-9]{0,17}$`),
	},
	{
		Source: Bluesky, Name: "Bluesky",
		Metrics: []MetricInfo{{Metric: "followers", Kind: Stock}},
		Account: "handle or DID", Example: "opeth.bsky.social",
		accountPattern: pattern(`^(did:[a-z]+:[A-Za-z0-9._:%-]+|` + host + `)$`),
		ignoreCase:     true,
	},
	{
		Source: Mastodon, Name: "Mastodon",
		Metrics: []MetricInfo{{Metric: "followers", Kind: Stock}},
		Account: "user@server", Example: "opeth@mastodon.social",
		accountPattern: pattern(`^[A-Za-z0-9_]+([A-Za-z0-9_.-]*[A-Za-z0-9_])?@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`),
		ignoreCase:     true,
	},
	{
		Source: ListenBrainz, Name: "ListenBrainz",
		Metrics: []MetricInfo{{Metric: "listeners", Kind: Stock}, {Metric: "listens", Kind: Cumulative}},
		Account: "MusicBrainz artist id (MBID)", Example: "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d",
		accountPattern: pattern(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`),
	},
	{
		Source: LastFM, Name: "Last.fm",
		Metrics: []MetricInfo{{Metric: "listeners", Kind: Stock}, {Metric: "plays", Kind: Cumulative}},
		Account: "artist name on Last.fm", Example: "Dream Theater",
		accountPattern: pattern(`^\S(.{0,254}\S)?$`),
		ignoreCase:     true,
	},
	{
		Source: Wikipedia, Name: "Wikipedia",
		Metrics: []MetricInfo{{Metric: "views", Kind: Flow}},
		// Since then its views are counted as they are today.
		PastFrom: DayOf(time.Date(2015, time.July, 1, 0, 0, 0, 0, time.UTC)),
		Account:  "title of the article", Example: "Dream Theater",
		accountPattern: pattern(`^(([a-z]{2,3}(-[a-z]+)*|simple):)?\.{0,3}[^\s#<>[\]|{}_:.]([^#<>[\]|{}]{0,250}[^\s#<>[\]|{}_])?$`),
	},
	{
		Source: Instagram, Name: "Instagram",
		Metrics: []MetricInfo{{Metric: "followers", Kind: Stock}},
		Account: "username of a professional account", Example: "metallica",
		accountPattern: pattern(`^[A-Za-z0-9_]([A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?$`),
		ignoreCase:     true,
		Terms:          Terms{NoDownload: true},
	},
	{
		Source: YouTube, Name: "YouTube",
		Metrics: []MetricInfo{
			{Metric: "subscribers", Kind: Stock, Digits: 3},
			{Metric: "views", Kind: Cumulative},
			{Metric: "daily-views", Kind: Flow, Dashboard: true},
		},
		Account: "channel id", Example: "UCbulh9WdLtEXiooRcYK7SWw",
		accountPattern: pattern(`^UC[0-9A-Za-z_-]{22}$`),
		Terms:          Terms{NoDownload: true, KeptDays: 28, NoDerived: true},
		Amended:        &Terms{NoDownload: true, KeptDays: 1095}, // 36 months
	},
}

// A source that knows past days counts a day when it is over: its count should be there
// PastDue days after the day. The last PastAgain days are asked for again each night, as
// some may have been missed, and others corrected: Wikimedia takes back views of the last
// weeks that bots had. And where it has not loaded a day yet, it answers for that day
// alone as if there were no article.
const (
	PastDue   Day = 2
	PastAgain Day = 28
)

// Past reports whether the source knows past days.
func (i SourceInfo) Past() bool { return i.PastFrom != 0 }

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
	return SourceSetting{SourceInfo: info, Chosen: info.Metrics[:1:1], Every: every, Download: !info.Terms.NoDownload}
}
