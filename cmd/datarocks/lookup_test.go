package main

import (
	"cmp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/fetch/fetchtest"
	"datarocks/fetch/fetchtest/musicbrainz"
)

// startLookup starts a Wikidata and a MusicBrainz that know a few artists, and
// leads to them. "platform NAME fail" and "asked" work for them too.
func (s *simulated) startLookup(env *testscript.Env) error {
	wikidata, err := fetchtest.NewWikidata()
	if err != nil {
		return err
	}
	env.Defer(func() { _ = wikidata.Close() })
	for _, item := range knownItems {
		wikidata.Add(item)
	}
	musicbrainz, err := musicbrainz.New()
	if err != nil {
		return err
	}
	env.Defer(func() { _ = musicbrainz.Close() })
	for _, artist := range knownArtists {
		musicbrainz.Add(artist)
	}
	env.Setenv("DATAROCKS_CONTACT", "someone@example.org")
	env.Setenv("NEWLINE", "\n")
	env.Setenv("LONG", strings.Repeat("x", 301))
	env.Setenv("WIKIDATA_ENDPOINT", wikidata.URL())
	env.Setenv("MUSICBRAINZ_ENDPOINT", musicbrainz.URL())
	s.lookup = map[string]*fetchtest.Platform{"wikidata": wikidata.Platform, "musicbrainz": musicbrainz.Platform}
	return nil
}

// named returns a platform that a run asks, or that an artist is looked up on.
func (s *simulated) named(name string) *fetchtest.Platform {
	return cmp.Or(s.platforms[name], s.lookup[name])
}

var knownItems = []fetchtest.Item{
	{
		ID: "Q191248", Label: "Dream Theater", Description: "American progressive metal band", Country: "US",
		Articles: map[string]string{"enwiki": "Dream Theater"},
		Claims: []fetchtest.Claim{
			{Property: "P434", Value: "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d"},
			{Property: "P1902", Value: "2aaLAng2L2aWD2FClzwiep"},
			{Property: "P2002", Value: "dreamtheater", Qualifiers: map[string]string{"P582": "+2012-00-00T00:00:00Z"}},
			{Property: "P2002", Value: "dreamtheaternet", Qualifiers: map[string]string{"P6552": "18143837"}},
			{Property: "P2722", Value: "4001", Rank: "deprecated"},
			{Property: "P3192", Value: "Dream+Theater"},
		},
		Followers: append(fetchtest.OddFollowers("18143837"),
			fetchtest.Followers{Amount: "+350000", Day: "+2021-01-04T00:00:00Z", Qualifiers: map[string]string{"P6552": "18143837"}},
			fetchtest.Followers{Amount: "+351000", Day: "+2022-02-27T00:00:00Z", Qualifiers: map[string]string{"P6552": "18143837"}},
			fetchtest.Followers{Amount: "+352000", Day: "+2023-03-09T00:00:00Z", Rank: "preferred", Qualifiers: map[string]string{"P6552": "18143837"}},
			fetchtest.Followers{Amount: "+900", Day: "+2021-01-04T00:00:00Z", Qualifiers: map[string]string{"P1902": "2aaLAng2L2aWD2FClzwiep"}},
		),
	},
	{
		ID: "Q135028", Label: "Tool", Description: "American rock band", Country: "US",
		Claims: []fetchtest.Claim{
			{Property: "P434", Value: "66fc5bf8-daa4-4241-b378-9bc9077939d2"},
			{Property: "P1902", Value: "2yEwvVSSSUkcLeSTNyHKh8"},
		},
	},
	{
		ID: "Q1", Label: "人間椅子", Description: "Japanese band", Country: "JP", Articles: map[string]string{"jawiki": "人間椅子"},
		Claims: []fetchtest.Claim{
			{Property: "P434", Value: "11111111-1111-4111-8111-111111111111"},
			{Property: "P2722", Value: "77"},
		},
	},
	{
		ID: "Q2", Label: `</script>: "x" 🎸`, Articles: map[string]string{"enwiki": "Hostile"},
		Claims: []fetchtest.Claim{{Property: "P3192", Value: "%3C%2Fscript%3E%3A+%22x%22"}},
	},
	{ID: "Q3", Label: "a\x1b[31mb\nc", Articles: map[string]string{"enwiki": "Broken"}, Claims: []fetchtest.Claim{{Property: "P2722", Value: "78"}}},
	{
		ID: "Q4", Label: "Tool", Description: "object that extends the ability of a person", Articles: map[string]string{"enwiki": "Tool"},
	},
}

var knownArtists = []musicbrainz.Artist{
	{
		MBID: "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d", Name: "Dream Theater", Country: "US",
		URLs: []musicbrainz.URL{
			{Type: "free streaming", Resource: "https://open.spotify.com/artist/2aaLAng2L2aWD2FClzwiep"},
			{Type: "free streaming", Resource: "https://www.deezer.com/artist/4001", Ended: true},
			{Type: "free streaming", Resource: "https://www.deezer.com/artist/4002"},
			{Type: "free streaming", Resource: "https://www.deezer.com/artist/4003"},
			{Type: "social network", Resource: "https://www.tiktok.com/@dreamtheater"},
			{Type: "social network", Resource: "https://bsky.app/profile/dreamtheater.bsky.social"},
			{Type: "wikidata", Resource: "https://www.wikidata.org/wiki/Q191248"},
		},
	},
	{MBID: "66fc5bf8-daa4-4241-b378-9bc9077939d2", Name: "Tool", Country: "US", Disambiguation: "rock band"},
	{MBID: "22222222-2222-4222-8222-222222222222", Name: "TOOL", Country: "DE", Disambiguation: "techno producer"},
	{MBID: "11111111-1111-4111-8111-111111111111", Name: "人間椅子", Country: "JP"},
	{
		MBID: "33333333-3333-4333-8333-333333333333", Name: "Motörhead", Country: "GB",
		URLs: []musicbrainz.URL{
			{Type: "social network", Resource: "https://metalhead.club/@motorhead"},
			{Type: "social network", Resource: "https://x.com/myMotorhead"},
		},
		Releases: []musicbrainz.Release{
			{ID: "1", Title: "Bastards", Primary: "Album", Released: "1993-11-29"},
			{ID: "2", Title: "Ace of Spades", Primary: "Album", Released: "1980"},
			{ID: "3", Title: "No Sleep ’til Hammersmith", Primary: "Album", Secondary: []string{"Live"}, Released: "1981-06-27"},
			{ID: "4", Title: "We Are Motörhead", Primary: "Album", Released: "2000-05-16"},
			{ID: "5", Title: "The 100 Year Plan", Primary: "Album", Released: "2080-01-01"},
		},
	},
	{
		MBID: "44444444-4444-4444-8444-444444444444", Name: "Haken", Country: "GB", Merged: []string{"55555555-5555-4555-8555-555555555555"},
		URLs: []musicbrainz.URL{{Type: "free streaming", Resource: "https://www.deezer.com/artist/4404"}},
		Releases: []musicbrainz.Release{
			{ID: "6", Title: "Fauna", Primary: "Album", Released: "2023-03-03"},
			{ID: "7", Title: "Virus", Primary: "Album", Released: "2020-07-24"},
			{ID: "8", Title: "Vector: a, [b] #c", Primary: "Album", Released: "2018-10-26"},
			{ID: "9", Title: "Taurus", Primary: "Single", Released: "2023-01-12"},
			{ID: "10", Title: "Restoration", Primary: "EP", Released: "2014-10-27"},
			{ID: "11", Title: "Later", Primary: "Album", Released: "2027-05"},
		},
	},
}
