package link

import "strings"

// ofInstagram are pages of Instagram that have the form of an account's: no account may
// have such a name.
var ofInstagram = map[string]string{
	"p": "a post", "reel": "a video", "reels": "a video", "tv": "a video", "stories": "a story", "s": "a story", "share": shortLink,
	"explore": "a page of Instagram itself", "accounts": "a page of Instagram itself", "direct": "a page of Instagram itself", "about": "a page of Instagram itself",
	"legal": "a page of Instagram itself", "developer": "a page of Instagram itself", "web": "a page of Instagram itself", "privacy": "a page of Instagram itself",
	"terms": "a page of Instagram itself", "popular": "a page of Instagram itself", "graphql": "a page of Instagram itself", "api": "a page of Instagram itself",
	"locations": "a place", "channel": "a channel", "nametag": "a page of Instagram itself",
}

// InstagramPage returns what a page of Instagram is that has the form of an account's;
// "" where it is an account's.
func InstagramPage(username string) string { return ofInstagram[strings.ToLower(username)] }

func instagram(a address) (Page, bool) {
	switch {
	case a.host == "instagr.am" && a.part(0) != "p", a.host == "ig.me":
		return Page{What: shortLink}, true
	case a.host == "user" && a.query.Get("username") != "": // instagram://user?username=...
		return Page{Account: a.query.Get("username")}, true
	case a.host == "instagram.com", a.host == "instagr.am":
	case strings.HasSuffix(a.host, ".instagram.com"):
		return Page{What: "a page of Instagram itself"}, true // help, business, l
	default:
		return Page{}, false
	}
	first := strings.TrimPrefix(a.part(0), "@")
	switch {
	case first == "":
		return Page{What: "a page of Instagram itself"}, true
	case first == "_u" && a.part(1) != "": // which opens the app
		return Page{Account: a.part(1)}, true
	case first == "stories" && a.part(1) != "" && a.part(1) != "highlights":
		return Page{Account: a.part(1)}, true
	case first == "explore" && a.part(1) == "tags":
		return Page{What: "a hashtag"}, true
	case first == "explore" && a.part(1) == "search":
		return Page{What: "a search"}, true
	case first == "explore" && a.part(1) == "locations":
		return Page{What: "a place"}, true
	case InstagramPage(first) != "":
		return Page{What: InstagramPage(first)}, true
	}
	return Page{Account: first}, true // also of NAME/p/... and NAME/reels/
}
