package content

import (
	"strings"

	"datarocks/content/link"
)

// ParseAccount returns the account that a text names: the account itself, or the
// address of its page.
func (i SourceInfo) ParseAccount(text string) (account string, ok bool) {
	if i.checkAccount(text) == nil {
		return text, true
	}
	account, _ = i.accountInside(text)
	return account, account != ""
}

// ParseLink returns the account whose page has this address, with or without
// "https://".
func ParseLink(address string) (Source, string, bool) {
	for _, info := range Sources {
		_, ok := link.Read(string(info.Source), address)
		if !ok || info.Source == Mastodon && !strings.Contains(address, "/@") {
			continue // any host may be a server of Mastodon, so only its usual form counts
		}
		if account, _ := info.accountInside(address); account != "" {
			return info.Source, account, true
		}
	}
	return "", "", false
}

// NoAccount returns what an address of a platform is of that is no account's, such as
// "a search"; "" where that is not known.
func NoAccount(address string) string {
	elsewhere := "" // any host may be a server of Mastodon, so others know better
	for _, info := range Sources {
		page, ok := link.Read(string(info.Source), strings.TrimSpace(address))
		switch {
		case !ok || page.What == "":
		case info.Source == Mastodon:
			elsewhere = page.What
		default:
			return page.What
		}
	}
	return elsewhere
}
