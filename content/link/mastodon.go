package link

import (
	"regexp"
	"strings"
)

// notMastodon are platforms where a page's address has the form that it has on a
// Mastodon server, which may be any host.
var notMastodon = map[string]string{
	"bsky.app": "Bluesky", "deezer.com": "Deezer", "facebook.com": "Facebook", "flipboard.com": "Flipboard", "instagram.com": "Instagram",
	"last.fm": "Last.fm", "linktr.ee": "Linktree", "medium.com": "Medium", "open.spotify.com": "Spotify", "pinterest.com": "Pinterest",
	"snapchat.com": "Snapchat", "substack.com": "Substack", "threads.com": "Threads", "threads.net": "Threads", "tiktok.com": "TikTok",
	"twitter.com": "X", "vk.com": "VK", "x.com": "X", "youtube.com": "YouTube",
}

// Elsewhere returns the platform that a host is of, where that is no Mastodon server;
// "" where it may be one.
func Elsewhere(host string) string {
	for host = strings.ToLower(host); host != ""; _, host, _ = strings.Cut(host, ".") {
		if platform, ok := notMastodon[host]; ok {
			return platform
		}
	}
	return ""
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// mastodon reads the addresses that a Mastodon server has. Every host may be one, so
// only those of accounts can be distinguished from others'.
func mastodon(a address) (Page, bool) {
	if !strings.Contains(a.host, ".") {
		return Page{}, false
	}
	if platform := Elsewhere(a.host); platform != "" {
		return Page{What: "a page of " + platform}, true
	}
	numbered := Page{What: "an account by its number, not by its name"}
	at := 0
	if first := a.part(0); first == "web" || first == "deck" || first == "ap" {
		at = 1
	}
	name, isName := strings.CutPrefix(strings.TrimSuffix(a.part(at), ".rss"), "@") // its feed
	switch second := a.part(at + 1); {
	case isName && strings.Contains(name, "@"):
		return Page{Account: name}, true // as another server shows it
	case isName:
		return Page{Account: name + "@" + a.host}, true
	case (a.part(at) == "users" || a.part(at) == "accounts") && digits.MatchString(second):
		return numbered, true
	case a.part(at) == "users" && second != "":
		return Page{Account: second + "@" + a.host}, true
	case a.part(at) == "tags" && second != "":
		return Page{What: "a hashtag"}, true
	case a.part(at) == "statuses" && second != "":
		return Page{What: "a post"}, true
	}
	return Page{}, false
}
