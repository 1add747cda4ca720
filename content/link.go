package content

import (
	"slices"
	"strings"
)

// ParseAccount returns the account that a text names: the account itself, or the
// address of its page.
func (i SourceInfo) ParseAccount(text string) (account string, ok bool) {
	if i.checkAccount(text) == nil {
		return text, true
	}
	account, ok = i.accountInside(text)
	return account, ok && !slices.Contains(noAccounts[i.Source], strings.ToLower(account))
}

// ParseLink returns the account whose page has this address, with or without
// "https://".
func ParseLink(link string) (Source, string, bool) {
	for _, info := range Sources {
		if info.Source == Mastodon && namesOthers(link) {
			continue
		}
		account, ok := info.accountInside(link)
		if ok && !slices.Contains(noAccounts[info.Source], strings.ToLower(account)) {
			return info.Source, account, true
		}
	}
	return "", "", false
}

// noAccounts are pages of a source that have the form of an account's.
var noAccounts = map[Source][]string{
	Twitter: {
		"about", "download", "explore", "hashtag", "home", "intent", "jobs", "login", "messages",
		"notifications", "privacy", "search", "settings", "share", "signup", "tos",
	},
}

// otherHosts are platforms where a page's address has the form that it has on a
// Mastodon server, which may be any host.
var otherHosts = []string{
	"flipboard.com", "last.fm", "linktr.ee", "medium.com", "open.spotify.com", "pinterest.com", "snapchat.com",
	"substack.com", "threads.com", "threads.net", "tiktok.com", "twitter.com", "vk.com", "x.com", "youtube.com",
}

func namesOthers(link string) bool {
	_, rest, ok := strings.Cut(link, "://")
	if !ok {
		rest = link
	}
	host, _, _ := strings.Cut(strings.ToLower(rest), "/")
	return slices.ContainsFunc(otherHosts, func(other string) bool {
		return host == other || strings.HasSuffix(host, "."+other)
	})
}
