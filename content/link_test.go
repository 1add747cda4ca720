package content

import (
	"strings"
	"testing"
)

// TestLinks: an address that people paste is understood, or refused by what it is of.
func TestLinks(t *testing.T) {
	const (
		vola = "3nLz0MWHp3UBHjpFk4rCt1"
		mbid = "28503ab7-8bf2-4666-a7bd-2644bfc7cb1d"
		did  = "did:plc:z72i7hdynmk6r22z27h6tvur"
	)
	tests := []struct {
		source  Source
		address string
		account string
		what    string // it is of, where it is of no account
	}{
		{Spotify, "https://open.spotify.com/artist/" + vola, vola, ""},
		{Spotify, "https://open.spotify.com/intl-de/artist/" + vola + "?si=x", vola, ""},
		{Spotify, "https://open.spotify.com/embed/artist/" + vola + "?utm_source=generator", vola, ""},
		{Spotify, "https://open.spotify.com/intl-pt-BR/artist/" + vola + "/discography/all", vola, ""},
		{Spotify, "https://embed.spotify.com/?uri=spotify:artist:" + vola, vola, ""},
		{Spotify, "https://artists.spotify.com/c/artist/" + vola + "/home", vola, ""},
		{Spotify, "spotify:artist:" + vola, vola, ""},
		{Spotify, "spotify://artist/" + vola, vola, ""},
		{Spotify, vola + "?si=x", vola, ""},
		{Spotify, "https://open.spotify.com/album/" + vola, "", "an album"},
		{Spotify, "https://open.spotify.com/embed/track/" + vola, "", "a track"},
		{Spotify, "https://open.spotify.com/intl-de/playlist/" + vola, "", "a playlist"},
		{Spotify, "spotify:user:opeth", "", "a listener"},
		{Spotify, "https://open.spotify.com/search/opeth", "", "a search"},
		{Spotify, "https://spotify.link/abc", "", "a short link"},
		{Spotify, "https://open.spotify.com/", "", "a page of Spotify itself"},

		{Twitter, "https://x.com/Metallica", "Metallica", ""},
		{Twitter, "twitter.com/@Metallica?lang=de", "Metallica", ""},
		{Twitter, "https://mobile.twitter.com/Metallica/with_replies", "Metallica", ""},
		{Twitter, "https://x.com/Metallica/status/1234567890123456789?s=20", "Metallica", ""},
		{Twitter, "https://x.com/Metallica/status/1234567890123456789/photo/1", "Metallica", ""},
		{Twitter, "https://x.com/i/user/123456", "123456", ""},
		{Twitter, "https://twitter.com/intent/user?screen_name=Metallica", "Metallica", ""},
		{Twitter, "https://x.com/intent/follow?user_id=123456", "123456", ""},
		{Twitter, "https://twitter.com/#!/Metallica", "Metallica", ""},
		{Twitter, "twitter://user?screen_name=Metallica", "Metallica", ""},
		{Twitter, "https://x.com/home", "", "a page of X itself"},
		{Twitter, "https://x.com/HOME?x", "", "a page of X itself"},
		{Twitter, "home", "", "a page of X itself"},
		{Twitter, "@search", "", "a search"},
		{Twitter, "https://x.com/search?q=opeth&src=typed_query", "", "a search"},
		{Twitter, "https://x.com/hashtag/opeth", "", "a hashtag"},
		{Twitter, "https://x.com/i/status/123", "", "a post"},
		{Twitter, "https://x.com/i/lists/123", "", "a list of accounts"},
		{Twitter, "https://x.com/i/events/123", "", "a page of X itself"},
		{Twitter, "https://x.com/intent/post?text=x", "", "a form to post"},
		{Twitter, "https://x.com/share?url=x", "", "a form to post"},
		{Twitter, "https://x.com/explore/tabs/for-you", "", "a page of X itself"},
		{Twitter, "https://x.com/en/tos", "", "a page of X itself"},
		{Twitter, "https://x.com/de", "de", ""},
		{Twitter, "https://x.com", "", "a page of X itself"},
		{Twitter, "https://t.co/abc", "", "a short link"},

		{Deezer, "https://www.deezer.com/en/artist/119", "119", ""},
		{Deezer, "https://www.deezer.com/artist/119/top_track?x=1", "119", ""},
		{Deezer, "https://widget.deezer.com/widget/dark/artist/119/top_tracks", "119", ""},
		{Deezer, "deezer://www.deezer.com/artist/119", "119", ""},
		{Deezer, "https://api.deezer.com/artist/119", "119", ""},
		{Deezer, "https://www.deezer.com/de/album/119", "", "an album"},
		{Deezer, "https://deezer.page.link/abc", "", "a short link"},
		{Deezer, "https://link.deezer.com/s/abc", "", "a short link"},

		{Bluesky, "https://bsky.app/profile/opeth.bsky.social", "opeth.bsky.social", ""},
		{Bluesky, "https://bsky.app/profile/opeth.com/post/3kabc", "opeth.com", ""},
		{Bluesky, "https://bsky.app/profile/" + did, did, ""},
		{Bluesky, "at://" + did + "/app.bsky.feed.post/3kabc", did, ""},
		{Bluesky, "at://" + did, did, ""},
		{Bluesky, "at://opeth.com", "opeth.com", ""},
		{Bluesky, "https://embed.bsky.app/embed/" + did + "/app.bsky.feed.post/3kabc", did, ""},
		{Bluesky, "https://opeth.bsky.social", "opeth.bsky.social", ""},
		{Bluesky, "@opeth.bsky.social", "opeth.bsky.social", ""},
		{Bluesky, "handle.invalid", "", "what Bluesky shows in place"},
		{Bluesky, "https://bsky.app/profile/handle.invalid", "", "what Bluesky shows in place"},
		{Bluesky, "https://bsky.app/search?q=opeth", "", "a search"},
		{Bluesky, "https://bsky.app/hashtag/opeth", "", "a hashtag"},
		{Bluesky, "https://bsky.app/starter-pack/opeth.com/3k", "", "a starter pack"},

		{Mastodon, "https://mastodon.social/@opeth", "opeth@mastodon.social", ""},
		{Mastodon, "https://mastodon.social/@opeth/113500000000000000", "opeth@mastodon.social", ""},
		{Mastodon, "https://mastodon.social/@opeth@metal.club", "opeth@metal.club", ""},
		{Mastodon, "https://mastodon.social/@opeth.rss", "opeth@mastodon.social", ""},
		{Mastodon, "https://mastodon.social/web/@opeth", "opeth@mastodon.social", ""},
		{Mastodon, "https://mastodon.social/deck/@opeth@metal.club", "opeth@metal.club", ""},
		{Mastodon, "https://mastodon.social/users/opeth", "opeth@mastodon.social", ""},
		{Mastodon, "https://mastodon.social/users/opeth/statuses/113500000000000000", "opeth@mastodon.social", ""},
		{Mastodon, "https://mastodon.social/users/12345", "", "an account by its number"},
		{Mastodon, "https://mastodon.social/ap/users/113500000000000000", "", "an account by its number"},
		{Mastodon, "https://mastodon.social/web/accounts/12345", "", "an account by its number"},
		{Mastodon, "https://mastodon.social/tags/opeth", "", "a hashtag"},
		{Mastodon, "https://www.threads.net/@opeth", "", "a page of Threads"},
		{Mastodon, "https://threads.com/@opeth", "", "a page of Threads"},
		{Mastodon, "https://www.tiktok.com/@opeth", "", "a page of TikTok"},
		{Mastodon, "opeth@threads.net", "", "of Threads"},

		{ListenBrainz, "https://musicbrainz.org/artist/" + strings.ToUpper(mbid), mbid, ""},
		{ListenBrainz, "https://beta.musicbrainz.org/artist/" + mbid + "/releases", mbid, ""},
		{ListenBrainz, "https://listenbrainz.org/artist/" + mbid + "/", mbid, ""},
		{ListenBrainz, "https://musicbrainz.org/ws/2/artist/" + mbid + "?fmt=json", mbid, ""},
		{ListenBrainz, "https://musicbrainz.org/release-group/" + mbid, "", "an album"},
		{ListenBrainz, "https://listenbrainz.org/user/opeth/", "", "a listener"},

		{YouTube, "https://www.youtube.com/channel/UCbulh9WdLtEXiooRcYK7SWw", "UCbulh9WdLtEXiooRcYK7SWw", ""},
		{YouTube, "youtube.com/channel/UCbulh9WdLtEXiooRcYK7SWw/videos?view=0", "UCbulh9WdLtEXiooRcYK7SWw", ""},
		{YouTube, "https://m.youtube.com/channel/UC-_0123456789abcdefghij", "UC-_0123456789abcdefghij", ""},
		{YouTube, "https://music.youtube.com/channel/UCbulh9WdLtEXiooRcYK7SWw", "UCbulh9WdLtEXiooRcYK7SWw", ""},
		{YouTube, "https://studio.youtube.com/channel/UCbulh9WdLtEXiooRcYK7SWw/analytics", "UCbulh9WdLtEXiooRcYK7SWw", ""},
		{YouTube, "https://www.youtube.com/feeds/videos.xml?channel_id=UCbulh9WdLtEXiooRcYK7SWw", "UCbulh9WdLtEXiooRcYK7SWw", ""},
		{YouTube, "https://www.youtube.com/@metallica", "", "a channel by its handle, which does not show the id; open the channel there, then About, Share channel, Copy channel ID"},
		{YouTube, "https://www.youtube.com/c/metallica", "", "a channel by its handle"},
		{YouTube, "https://www.youtube.com/user/MetallicaTV", "", "a channel by its handle"},
		{YouTube, "@metallica", "", "a channel by its handle"},
		{YouTube, "https://www.youtube.com/watch?v=CD-E-LDc384", "", "a video"},
		{YouTube, "https://youtu.be/CD-E-LDc384", "", "a video"},
		{YouTube, "https://music.youtube.com/playlist?list=OLAK5uy", "", "a playlist"},
		{YouTube, "https://www.youtube.com/results?search_query=metallica", "", "a search"},
		{YouTube, "https://www.youtube.com/", "", "a page of YouTube itself"},

		{LastFM, "https://www.last.fm/music/AC%2FDC", "AC/DC", ""},
		{LastFM, "https://www.last.fm/music/AC%252FDC", "AC/DC", ""},
		{LastFM, "https://www.last.fm/music/Opeth/+albums", "Opeth", ""},
		{LastFM, "https://www.last.fm/music/Opeth/_/Ghost+of+Perdition", "Opeth", ""},
		{LastFM, "https://www.last.fm/de/music/Mot%C3%B6rhead", "Motörhead", ""},
		{LastFM, "https://www.last.fm/music/+noredirect/Queensryche", "Queensryche", ""},
		{LastFM, "https://www.last.fm/music/+noredirect/Dream+Theater/+wiki", "Dream Theater", ""},
		{LastFM, "https://www.lastfm.de/music/Opeth", "Opeth", ""},
		{LastFM, "http://www.lastfm.com.br/music/Opeth", "Opeth", ""},
		{LastFM, "https://cn.last.fm/music/Opeth", "Opeth", ""},
		{LastFM, "https://m.last.fm/music/Opeth", "Opeth", ""},
		{LastFM, "https://www.last.fm/music/Florence+%252B+the+Machine", "Florence + the Machine", ""},
		{LastFM, "https://www.last.fm/music/Florence+%2B+the+Machine", "Florence + the Machine", ""},
		{LastFM, "https://www.last.fm/music/Florence+++the+Machine", "Florence + the Machine", ""},
		{LastFM, "https://www.last.fm/music/%252B44", "+44", ""},
		{LastFM, "https://www.last.fm/music/%2B44", "+44", ""},
		{LastFM, "https://www.last.fm/music/+44", "+44", ""},
		{LastFM, "https://www.last.fm/user/opeth", "", "a listener"},
		{LastFM, "https://www.last.fm/tag/metal", "", "a tag"},
		{LastFM, "https://www.last.fm/music/+recommended", "", "a page of Last.fm itself"},
		{LastFM, "https://www.last.fm/search?q=opeth", "", "a search"},
		{LastFM, "https://libre.fm/artist/Opeth", "", "a link, and not one to an artist on Last.fm"},

		{Instagram, "https://www.instagram.com/metallica/", "metallica", ""},
		{Instagram, "instagram.com/dream.theater?igsh=abc&utm_source=qr", "dream.theater", ""},
		{Instagram, "https://m.instagram.com/@Opeth", "Opeth", ""},
		{Instagram, "https://www.instagram.com/opeth/reels/", "opeth", ""},
		{Instagram, "https://www.instagram.com/opeth/p/Cabc123/", "opeth", ""},
		{Instagram, "https://www.instagram.com/stories/opeth/3211234567890123456/", "opeth", ""},
		{Instagram, "https://instagram.com/_u/opeth", "opeth", ""},
		{Instagram, "https://instagram.com/_under_", "_under_", ""},
		{Instagram, "instagram://user?username=opeth", "opeth", ""},
		{Instagram, "@opeth", "opeth", ""},
		{Instagram, "explore", "", "a page of Instagram itself"},
		{Instagram, "https://www.instagram.com/", "", "a page of Instagram itself"},
		{Instagram, "https://www.instagram.com/p/Cabc123/", "", "a post"},
		{Instagram, "https://instagr.am/p/Cabc123/", "", "a post"},
		{Instagram, "https://www.instagram.com/reel/Cabc123/", "", "a video"},
		{Instagram, "https://www.instagram.com/tv/Cabc123/", "", "a video"},
		{Instagram, "https://www.instagram.com/stories/highlights/17900000000000000/", "", "a story"},
		{Instagram, "https://www.instagram.com/explore/tags/opeth/", "", "a hashtag"},
		{Instagram, "https://www.instagram.com/explore/locations/213385402/", "", "a place"},
		{Instagram, "https://www.instagram.com/explore/search/keyword/?q=opeth", "", "a search"},
		{Instagram, "https://www.instagram.com/share/_abc", "", "a short link"},
		{Instagram, "https://ig.me/m/opeth", "", "a short link"},
		{Instagram, "https://help.instagram.com/519522125107875", "", "a page of Instagram itself"},
		{Instagram, "https://instagram.com.example.org/opeth", "", "a link, and not one to an artist on Instagram"},

		{Wikipedia, "https://en.wikipedia.org/wiki/Tool_(band)", "Tool (band)", ""},
		{Wikipedia, "https://en.wikipedia.org/wiki/Tool_%28band%29#History", "Tool (band)", ""},
		{Wikipedia, "https://en.wikipedia.org/wiki/AC/DC", "AC/DC", ""},
		{Wikipedia, "https://en.wikipedia.org/wiki/Therapy%3F", "Therapy?", ""},
		{Wikipedia, "https://www.wikipedia.org/wiki/opeth", "", "an address of Wikipedia without a language"},
		{Wikipedia, "en.m.wikipedia.org/wiki/Opeth", "Opeth", ""},
		{Wikipedia, "https://de.m.wikipedia.org/wiki/Die_%C3%84rzte", "de:Die Ärzte", ""},
		{Wikipedia, "https://de.wikipedia.org/w/index.php?title=Mot%C3%B6rhead&action=history", "de:Motörhead", ""},
		{Wikipedia, "https://zh-yue.wikipedia.org/wiki/BABYMETAL", "zh-yue:BABYMETAL", ""},
		{Wikipedia, "https://zh.wikipedia.org/zh-tw/BABYMETAL", "zh:BABYMETAL", ""},
		{Wikipedia, "https://simple.wikipedia.org/wiki/Metallica", "simple:Metallica", ""},
		{Wikipedia, "https://en.wikipedia.org/wiki/Category:Heavy_metal", "", "a category"},
		{Wikipedia, "Category:Heavy metal", "", "a category"},
		{Wikipedia, "de:Kategorie:Metal-Band", "", "a category"},
		{Wikipedia, "https://en.wikipedia.org/wiki/User_talk:Opeth", "", "a discussion"},
		{Wikipedia, "https://en.wikipedia.org/w/index.php?curid=18787", "", "an article by its number"},
		{Wikipedia, "https://en.wikipedia.org/", "", "a page of Wikipedia itself"},
		{Wikipedia, "https://en.wikipedia.org/wiki/", "", "a page of Wikipedia itself"},
		{Wikipedia, "https://www.wikidata.org/wiki/Q15920", "", "an item of Wikidata"},
		{Wikipedia, "https://commons.wikimedia.org/wiki/Category:Opeth", "", "a page of Wikimedia Commons"},
		{Wikipedia, "https://w.wiki/3jY", "", "a short link"},
		{Wikipedia, "https://example.wikipedia.org.example/wiki/Opeth", "", "a link, and not one to an artist on Wikipedia"},
	}
	for _, tt := range tests {
		info, _ := tt.source.Info()
		wrong := info.checkAccount(tt.address)
		account, ok := info.ParseAccount(tt.address)
		if ok != (tt.account != "") || ok && account != tt.account {
			t.Errorf("%s names %q, want %q", tt.address, account, tt.account)
		}
		switch {
		case wrong == nil:
			t.Errorf("%s is taken for an account", tt.address)
		case tt.what != "" && !strings.Contains(wrong.What, " is "+tt.what):
			t.Errorf("%s: %s, want %s", tt.address, wrong, tt.what)
		case tt.account != "" && wrong.Instead != "write "+tt.account:
			t.Errorf("%s: %s, want %s", tt.address, wrong, tt.account)
		}
		if !strings.Contains(tt.address, "://") || strings.Contains(tt.address, "mastodon.social/users") {
			continue
		}
		if source, account, _ := ParseLink(tt.address); account != tt.account || tt.account != "" && source != tt.source {
			t.Errorf("%s is the link of %q on %s", tt.address, account, source)
		}
	}
}

// TestLinksOfOthers: the right link under the wrong source is named by its own.
func TestLinksOfOthers(t *testing.T) {
	info, _ := Twitter.Info()
	if wrong := info.checkAccount("https://www.deezer.com/en/artist/119"); wrong == nil || !strings.Contains(wrong.Error(), `write "deezer: 119"`) {
		t.Errorf("got %v", wrong)
	}
	for _, text := range []string{
		"https://genius.com/users/opeth", "https://example.org/artist/119", "Opeth", "AC/DC", "will.i.am", "https://example.org", "www.example.org/music/x",
		"https://open.spotify.com.example.org/artist/3nLz0MWHp3UBHjpFk4rCt1", "https://notx.com/opeth", "https://", "://", "x.com", "@@@", "at://", "spotify:",
		"https://x.com/%zz", "https://notinstagram.com/opeth", "instagram.com", "https://xx.last.fm.example/music/x",
	} {
		if source, account, ok := ParseLink(text); ok {
			t.Errorf("%q is the link of %q on %s", text, account, source)
		}
	}
}

// FuzzParseLink: whatever the text, an account that is found in it has an account's form.
func FuzzParseLink(f *testing.F) {
	for _, text := range []string{"https://x.com/a", "at://did:plc:x", "last.fm/music/%252B44", "a.b/@c@d.e", "spotify:artist:x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		source, account, ok := ParseLink(text)
		if info, _ := source.Info(); ok && !info.ValidAccount(account) {
			t.Errorf("%q is the link of %q on %s", text, account, source)
		}
	})
}
