package content

import (
	"net/url"
	"strings"
)

// Last.fm decodes what stands in an address twice, in its pages' addresses as in
// its API (github.com/navidrome/navidrome pull request 6158), so a plus sign is
// %252B there: last.fm/music/Florence+%252B+the+Machine.

var lastFMEscaper = strings.NewReplacer("%", "%25", "+", "%2B")

// LastFMText is an artist's name as Last.fm wants it to be escaped: what the second
// decoding makes the name of.
func LastFMText(name string) string { return lastFMEscaper.Replace(name) }

// LastFMPath is an artist's name as it ends the address of its page on Last.fm.
func LastFMPath(name string) string {
	return strings.ReplaceAll(url.PathEscape(LastFMText(name)), "%20", "+")
}

// lastFMName undoes LastFMText, also where a person or a program wrote a name that
// was escaped only once.
func lastFMName(text string) string {
	if name, err := url.PathUnescape(text); err == nil {
		return name
	}
	return text
}
