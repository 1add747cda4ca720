package link

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	// lastFMHosts are Last.fm's, which also has one in many countries.
	lastFMHosts = regexp.MustCompile(`^(([a-z]{2}\.)?last\.fm|lastfm\.(com\.)?[a-z]{2,3}|lastfm\.com)$`)
	// lastFMAction begins an address below music/ that is not an artist's: those of
	// names such as +44 have no letter there.
	lastFMAction = regexp.MustCompile(`^\+[a-z][a-z-]+$`)
)

func lastfm(a address) (Page, bool) {
	if !lastFMHosts.MatchString(a.host) {
		return Page{}, false
	}
	a = a.without(language)
	if a.part(0) != "music" || len(a.parts) < 2 {
		return other(a, map[string]string{
			"user": "a listener", "tag": "a tag", "search": "a search", "event": "a concert", "festival": "a festival", "venue": "a venue",
			"label": "a label", "group": "a group", "listen": "a radio station", "charts": "charts", "music": "a page of Last.fm itself",
		}, "Last.fm")
	}
	name := a.parts[1]
	if name == "+noredirect" && len(a.parts) > 2 {
		name = a.parts[2]
	}
	if lastFMAction.MatchString(name) {
		return Page{What: "a page of Last.fm itself"}, true
	}
	return Page{Account: LastFMName(name)}, true
}

// LastFMName returns the artist's name that a part of an address of Last.fm stands
// for. A plus is a space there, so one in a name is escaped; twice, as Last.fm
// unescapes addresses twice: "+44" is %252B44. Those who copy names write it in
// every way, but no name begins or ends with a space, or has three in a row.
func LastFMName(part string) string {
	name := part
	if !strings.Contains(part, " ") {
		bare := strings.Trim(part, "+")
		before, after, _ := strings.Cut(part, bare)
		bare = strings.NewReplacer("+++", " + ", "+", " ").Replace(bare)
		name = before + bare + after
	}
	for range 2 {
		if text, err := url.PathUnescape(name); err == nil {
			name = text
		}
	}
	return name
}

// LastFMParts are the ways in which a name is written in addresses of Last.fm.
func LastFMParts(name string) []string {
	twice := strings.NewReplacer("%", "%25", "+", "%2B").Replace(name)
	path := strings.ReplaceAll(url.PathEscape(twice), "%20", "+") // as Last.fm itself writes it
	return []string{path, url.QueryEscape(name), url.QueryEscape(twice), strings.ReplaceAll(name, " ", "+"), name}
}
